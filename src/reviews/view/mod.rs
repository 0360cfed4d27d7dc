//! Shows what patients say: in a line, and in full.

mod comments;
mod opinions;
mod own;
mod rating;
mod write;

pub use opinions::{Opinions, about};
pub use own::OwnReview;
pub use rating::Rating;
pub use write::WriteReview;
