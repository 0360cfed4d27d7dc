//! The health record: the summary, and a page for each of its chapters.
//!
//! It shows what the source says, with the source's digits, units and dates; what is computed is said to be.

mod ahead;
pub mod api;
pub mod asking;
mod chapter_words;
pub mod copy;
mod entry;
pub mod model;
mod private;
mod readings;
mod section;
pub mod shelf;
mod summary;
pub mod whole;
mod words;

pub use private::TopicChoice;
pub use section::{Section, unit_choice};
pub use summary::Summary;
