//! The room's requests. `docs/backend.md` lists them.

mod own;
mod scores;

pub use own::{Saved, own_review, save, withdraw};
pub use scores::{Scores, published, scores};
