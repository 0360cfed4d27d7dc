//! What a patient can see of who may use their record, who did, and what was agreed to.

mod api;
pub mod model;
mod view;

pub use view::Privacy;
