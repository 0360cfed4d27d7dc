//! Doctors that somebody wants to find again.

mod button;
mod page;
mod store;

pub use button::{save_button, saved_link};
pub use page::{Saved, choice};
