//! What booking knows, without a browser: who and where, free times, what is sent, and what became of it.

mod appointment;
mod attempt;
mod calendar;
mod change;
mod details;
pub mod intake;
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
pub use attempt::{Offer, Open, Wish, appointment as appointment_of, booking, notice, waiting};
pub use calendar::{Event, State};
pub use change::{
    CancelReason, Moved, cancelled, cancelling, moved, moved_or_not, moving, restored,
};
pub use details::{called_at, is_returning, payment_time};
pub use ladder::{Rung, rung, without_writing};
pub use mark::{claimed, fenced, freed, has, is_for, may_free};
pub use overlap::overlapping;
pub use party::{Fee, Kind, Party};
pub use pending::{Pending, Step, drop_pending, owner, put_pending, read_pending, write_pending};
pub use times::{
    Day, FreeSlot, Part, PartOfDay, Wanted, group, kinds_of, lengths_of, nearest, slot_mode,
};
pub use verdict::{Fate, Outcome, Traces, Verdict, verdict};
pub use video::video_link;

use crate::fhir::FhirDate;
use crate::fhir::datatypes::Coding;

/// The code system of the kinds of visit: `AMB` in person, `VR` by video.
pub const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/// A visit by phone, which v3-ActCode can't tell from one by video: "Telephone encounter" of SNOMED CT.
pub const PHONE: &str = "185317003";
const SNOMED: &str = "http://snomed.info/sct";

/// The code system of a kind of visit.
fn system_of(mode: &str) -> &'static str {
    match mode {
        PHONE => SNOMED,
        _ => ACT_CODE,
    }
}

/// Whether a coding tells the kind of visit.
fn is_mode(coding: &Coding) -> bool {
    coding
        .code()
        .is_some_and(|code| coding.system() == Some(system_of(code)))
}

/// Whether a visit of this kind takes place without going anywhere.
pub fn is_remote(mode: &str) -> bool {
    matches!(mode, "VR" | PHONE)
}

/// The system of identifiers that are URIs, as our own `urn:uuid:` ones.
pub const URI: &str = "urn:ietf:rfc:3986";

/// The instant that FHIR writes for milliseconds since 1970; empty beyond the years it knows.
pub fn instant(ms: i64) -> String {
    FhirDate::of_epoch_ms(ms).map_or(String::new(), |date| date.as_str().to_owned())
}
