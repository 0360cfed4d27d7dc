//! What patients say: the published aggregate, read only.
//!
//! One MeasureReport (`type` summary) a doctor, as `docs/backend.md` describes it.

mod model;
mod view;

pub use model::{Aggregate, Comment, reports_of};
pub use view::{Rating, Reviews};
