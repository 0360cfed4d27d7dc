//! The copy of the summary that a patient may keep on the device, to read without a network.

mod book;
mod passphrase;
mod read;
mod settings;

pub use book::{book_of_text, text_of_book};
pub use read::KeptCopy;
pub use settings::CopySettings;

use super::api::Book;
use crate::session::vault;

/// Brings the copy up to what was just read, where the patient keeps one.
pub fn renew(patient: &str, book: &Book) {
    // What is missing today was there yesterday: such a copy would be poorer than the one before.
    if book.chapters.iter().any(Result::is_err) {
        return;
    }
    let (patient, text) = (patient.to_owned(), text_of_book(patient, book));
    leptos::task::spawn_local(async move {
        let _ = vault::renew(&patient, &text).await;
    });
}
