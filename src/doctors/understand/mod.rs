//! What typed words mean: specialties, complaints, places, filters, and who is left is a name.
//!
//! All on the device: the words of `public/vocabulary.json` and `public/pinyin.json`, no request. It suggests where to go
//! and never says what somebody has. `docs/search.md` tells how words are read.

mod meaning;
mod pinyin;
mod place;
mod reading;
mod suggest;
mod text;
mod vocabulary;

pub use meaning::{Meaning, Part};
pub use pinyin::Readings;
pub use suggest::{Suggestion, suggest};
pub use text::is_slip;
pub use vocabulary::{Emergency, Entry, Means, Vocabulary};
