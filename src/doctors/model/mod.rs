//! What the room shows, read out of FHIR. Plain Rust: no browser in it.

mod checks;
mod detail;
mod doctor;
mod hospital;
mod hours;
mod place;
mod profile;
mod rank;
mod when;

pub use checks::{Check, Checks};
pub use detail::{Detail, DoctorSchedule, NextFree, Row, Rules, add, order, schedules_by_doctor};
pub use doctor::{Doctor, Fee, SNOMED, Spoken, Visit, doctors};
pub use hospital::Hospital;
pub use hours::{Hours, hours};
pub use place::{Named, Place};
pub use profile::{Profile, Qualification};
pub use rank::{Factor, Part, score, total};
