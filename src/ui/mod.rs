//! The design system: one component a file, each with its style of the same name in `style/components/`.

mod avatar;
mod error_view;
mod field;
mod icon;
mod loaded;
mod notice;
mod page;
mod stars;

pub use avatar::{Avatar, initials};
pub use error_view::{ErrorView, error_words, tel};
pub use field::{Field, TextArea};
pub use icon::Icon;
pub use loaded::{Skeleton, loaded, loaded_page};
pub use notice::{Notice, Tone};
pub use page::{BackLink, Page, Visited};
pub use stars::Stars;
