//! What booking knows, without a browser: who and where, free times, what is sent, and what became of it.

mod appointment;
mod attempt;
mod calendar;
mod change;
mod ladder;
mod mark;
mod overlap;
mod party;
mod pending;
mod times;
mod verdict;
mod video;

pub use appointment::{
    Standing, bears, can_cancel, is_live, is_of, is_upcoming, mode, reason, split, standing,
};
pub use attempt::{Offer, Open, Wish, appointment as appointment_of, booking, notice};
pub use calendar::{Event, State};
pub use change::{
    CancelReason, Moved, cancelled, cancelling, moved, moved_or_not, moving, restored,
};
pub use ladder::{Rung, rung, without_writing};
pub use mark::{claimed, fenced, freed, has, is_for, may_free};
pub use overlap::overlapping;
pub use party::{Fee, Kind, Party};
pub use pending::{Pending, Step, drop_pending, put_pending, read_pending, write_pending};
pub use times::{
    Day, FreeSlot, Part, PartOfDay, Wanted, group, kinds_of, lengths_of, nearest, slot_mode,
};
pub use verdict::{Fate, Outcome, Traces, Verdict, verdict};
pub use video::video_link;

use crate::fhir::FhirDate;

/// The code system of the kinds of visit: `AMB` in person, `VR` by video.
pub const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/// The system of identifiers that are URIs, as our own `urn:uuid:` ones.
pub const URI: &str = "urn:ietf:rfc:3986";

/// The instant that FHIR writes for milliseconds since 1970; empty beyond the years it knows.
pub fn instant(ms: i64) -> String {
    FhirDate::of_epoch_ms(ms).map_or(String::new(), |date| date.as_str().to_owned())
}
