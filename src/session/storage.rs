//! The one use of the tab's storage: the trip to the authorization server, until the patient is back.

use leptos::prelude::window;

use super::model::{Failure, Trip};

const KEY: &str = "sampan-sign-in";

/// Keeps a trip.
///
/// # Errors
/// [`Failure::Storage`] where the browser keeps nothing.
pub fn keep(trip: &Trip) -> Result<(), Failure> {
    let text = trip.to_text();
    let kept = || {
        let storage = window().session_storage().ok()??;
        storage.set_item(KEY, &text).ok()?;
        storage.get_item(KEY).ok()?
    };
    (kept().as_ref() == Some(&text))
        .then_some(())
        .ok_or(Failure::Storage)
}

/// Takes the trip out of the storage: an answer is heard once.
pub fn take() -> Option<Trip> {
    let storage = window().session_storage().ok()??;
    let text = storage.get_item(KEY).ok()??;
    let _ = storage.remove_item(KEY);
    Trip::from_text(&text)
}

/// Empties the tab's storage, whoever wrote there: the patient has gone.
pub fn clear() {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.clear();
    }
}
