//! The room's own words, in its chunk in every language: no patient waits for them.

use crate::i18n::{complete, current};

/// The files of one language.
macro_rules! words {
    ($tag:literal) => {
        (
            $tag,
            [
                include_str!(concat!("../../public/locales/", $tag, "/connect.json")),
                include_str!(concat!("../../public/locales/", $tag, "/brand.json")),
            ],
        )
    };
}

const WORDS: [(&str, [&str; 2]); 3] = [words!("en"), words!("zh-Hans"), words!("ar")];

/// Puts the words of the language in force beside those of the other rooms.
pub fn install() {
    let language = current();
    let words = WORDS.iter().find(|(tag, _)| *tag == language.tag);
    // A host test reads every file of words.
    for file in words.iter().flat_map(|(_, files)| files) {
        let _ = complete(&language, file);
    }
}
