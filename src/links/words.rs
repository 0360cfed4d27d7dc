//! The room's own words, in its chunk in every language.

use crate::i18n::{complete, current};

const WORDS: [(&str, &str); 3] = [
    ("en", include_str!("../../public/locales/en/links.json")),
    (
        "zh-Hans",
        include_str!("../../public/locales/zh-Hans/links.json"),
    ),
    ("ar", include_str!("../../public/locales/ar/links.json")),
];

/// Puts the words of the language in force beside those of the other rooms.
pub fn install() {
    let language = current();
    if let Some((_, words)) = WORDS.iter().find(|(tag, _)| *tag == language.tag) {
        // A host test reads every file of words.
        let _ = complete(&language, words);
    }
}
