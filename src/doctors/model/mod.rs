//! What the room shows, read out of FHIR. Plain Rust: no browser in it.

mod checks;
mod detail;
mod doctor;
mod hospital;
mod hours;
mod own;
mod picks;
mod place;
mod profile;
mod rank;
mod when;

pub use checks::{Check, Checks};
pub use detail::{Detail, DoctorSchedule, NextFree, Row, Rules, add, order, schedules_by_doctor};
pub use doctor::{Doctor, Fee, SNOMED, Spoken, Visit, doctors};
pub use hospital::Hospital;
pub use hours::{Hours, hours};
pub use own::{chosen, is_chosen, with_chosen, without_chosen};
pub use picks::{MOST_COMPARED, MOST_SAVED, compare_url, pick, read_picks};
pub use place::{Named, Place};
pub use profile::{Compared, Profile, Qualification};
pub use rank::{Factor, Part, score, total};
