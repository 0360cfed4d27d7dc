//! The words that the search understands, fetched when somebody begins to type.

use std::cell::RefCell;
use std::rc::Rc;

use super::specialties::named;
use super::understand::{Readings, Vocabulary};
use crate::i18n::current;
use crate::platform::own_file;

thread_local! {
    static WORDS: RefCell<Option<(String, Rc<Vocabulary>)>> = const { RefCell::new(None) };
    static READINGS: RefCell<Option<Rc<Readings>>> = const { RefCell::new(None) };
}

/// The vocabulary in the reader's language, and whether it is whole: without its file, specialties are known by their
/// names alone, and the next call tries again.
pub async fn vocabulary() -> (Rc<Vocabulary>, bool) {
    let language = current().tag;
    let known = WORDS.with_borrow(|words| {
        let known = words.as_ref().filter(|(tag, _)| *tag == language);
        known.map(|(_, words)| words.clone())
    });
    if let Some(words) = known {
        return (words, true);
    }
    let text = own_file("vocabulary.json").await;
    let words = text.as_deref().unwrap_or_default();
    let words = Rc::new(Vocabulary::read(words, &language, &named()));
    if text.is_some() {
        WORDS.set(Some((language, words.clone())));
    }
    (words, text.is_some())
}

/// How Chinese names are read; `None` where the file can't be had.
pub async fn readings() -> Option<Rc<Readings>> {
    if let Some(known) = READINGS.with_borrow(Clone::clone) {
        return Some(known);
    }
    let readings = Rc::new(Readings::read(&own_file("pinyin.json").await?));
    READINGS.set(Some(readings.clone()));
    Some(readings)
}
