//! The summary's searches, sent before the room that shows what they find is there (`src/rooms.rs`).

use super::api::summary_searches;
use crate::fhir::utc_day;
use crate::platform::now_ms;
use crate::session::Session;

/// Sends the searches for the summary of the record that is open, if one is; [`super::api::summary`] takes the answer over.
pub fn ask(session: Session) {
    if let Some(patient) = session.patient() {
        let searches = summary_searches(&patient, &yesterday());
        session.record.send_batch(&searches);
    }
}

/// A day before any visit that may still come, in whichever zone.
pub fn yesterday() -> String {
    utc_day(now_ms() - 86_400_000)
}
