//! What is published of doctors and what a patient says, read out of FHIR. Plain Rust: no browser in it.

mod aggregate;
mod departments;
mod ladder;
mod pick;
mod published;
mod review;
mod shrink;
mod wilson;

pub use aggregate::{Aggregate, Origin, reports_of};
pub use departments::{Department, departments, departments_of};
pub use ladder::{LATEST, Rungs, below};
pub use pick::{Order, Pick, languages};
pub use published::{Comment, Published, QUESTIONS};
pub use review::{QUESTIONNAIRE, Review, STARS, Stored, VISIT, Visit, Writing};
pub use wilson::{at_least, at_least_percent};

/// The codes of what patients are asked (`docs/reviews.md`).
pub const EXPERIENCE: &str = "https://sampan.health/fhir/CodeSystem/patient-experience";
