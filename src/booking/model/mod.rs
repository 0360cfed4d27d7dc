//! What booking knows, without a browser: who and where, free times, the transaction and what became of it.

mod appointment;
mod attempt;
mod party;
mod times;

pub use appointment::{
    Standing, can_cancel, cancelled, cancelling, is_live, is_of, is_upcoming, mark, mode, reason,
    split, standing,
};
pub use attempt::{Offer, Open, Outcome, Traces, Verdict, Wish, booking, freed, verdict};
pub use party::{Fee, Kind, Party};
pub use times::{Day, FreeSlot, Part, PartOfDay, group, nearest};

use crate::fhir::FhirDate;

/// The code system of the kinds of visit: `AMB` in person, `VR` by video.
pub const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/// The system of identifiers that are URIs, as our own `urn:uuid:` ones.
pub const URI: &str = "urn:ietf:rfc:3986";

/// The instant that FHIR writes for milliseconds since 1970; empty beyond the years it knows.
pub fn instant(ms: i64) -> String {
    FhirDate::of_epoch_ms(ms).map_or(String::new(), |date| date.as_str().to_owned())
}
