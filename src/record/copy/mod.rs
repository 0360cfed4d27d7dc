//! The copy of the summary that a patient may keep on the device, to read without a network.

mod book;
mod passphrase;
mod read;
mod settings;

pub use book::{book_of_text, text_of_book};
pub use settings::CopySettings;

use super::api::Book;
use crate::session::vault;
use crate::view::View;

/// What is done with a copy, in a later chunk than the summary: few keep one.
pub struct Copies {
    /// Brings the copy of this patient's summary up to date.
    pub renew: fn(String, Book),
    /// Offers the copy to be read.
    pub offer: fn() -> View,
}

impl Copies {
    /// All of it.
    pub const PARTS: Self = Self {
        renew,
        offer: read::offer,
    };
}

fn renew(patient: String, book: Book) {
    // What is missing today was there yesterday: such a copy would be poorer than the one before.
    if book.chapters.iter().any(Result::is_err) {
        return;
    }
    leptos::task::spawn_local(async move {
        let _ = vault::renew(&patient, &text_of_book(&patient, &book)).await;
    });
}
