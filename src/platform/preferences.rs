//! Small choices that are no health data and may stay on the device: the language, for one.

use leptos::prelude::window;

/// A remembered choice. `None` where nothing was chosen or storage is blocked.
pub fn preference(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&key(name)).ok()?
}

/// Remembers a choice, or quietly doesn't where storage is blocked: the app works without.
pub fn set_preference(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&key(name), value);
    }
}

fn key(name: &str) -> String {
    ["sampan.", name].concat()
}
