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

/// What was begun and isn't known to be done (`booking::kept`): goes when somebody signs out.
pub const PENDING: &str = "pending";
/// The appointments for which an earlier time is looked for: goes when somebody signs out.
pub const WATCHING: &str = "watching";

/// The saved doctors, sealed (`doctors::saved`): go when somebody signs out.
pub const SAVED: &str = "saved";

/// Forgets a choice.
pub fn forget_preference(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(&key(name));
    }
}

/// A note of this tab, which goes with it. Sealed by `session::sealed`, since it may tell of health.
pub fn tab_note(name: &str) -> Option<String> {
    window()
        .session_storage()
        .ok()??
        .get_item(&key(name))
        .ok()?
}

/// Writes a note of this tab; an empty text clears it.
pub fn set_tab_note(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match value {
            "" => storage.remove_item(&key(name)),
            value => storage.set_item(&key(name), value),
        };
    }
}

fn key(name: &str) -> String {
    ["sampan.", name].concat()
}
