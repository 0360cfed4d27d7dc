//! What patients say of doctors: the score, read from the best source that a server has, and the review of one's own visit.
//!
//! `docs/reviews.md` describes what is published and what is written.

pub mod api;
mod draft;
pub mod model;
mod view;

pub use api::{Scores, published, scores};
pub use model::{Aggregate, Department, Origin, Visit, departments, departments_of};
pub use view::{Opinions, OwnReview, Rating, WriteReview, about};
