//! What patients say of doctors: the score, read from the best source that a server has.
//!
//! `docs/reviews.md` describes what is published and what is written.

pub mod api;
pub mod model;
mod view;

pub use api::{published, scores};
pub use model::{Aggregate, Origin};
pub use view::{Opinions, Rating};
