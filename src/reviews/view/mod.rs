//! Shows what patients say: in a line, and in full.

mod opinions;
mod rating;

pub use opinions::Opinions;
pub use rating::Rating;
