//! Which of several languages or scripts suits a reader.

use crate::native::is_letter;

/// A writing system, as far as it matters for choosing a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// English and most of Europe, Turkish, Vietnamese, Indonesian, Swahili.
    Latin,
    /// Chinese, and Japanese with its kana.
    Han,
    /// Arabic, Persian, Urdu.
    Arabic,
    /// Russian, Ukrainian and their neighbours.
    Cyrillic,
    /// Any other.
    Other,
}

/// The script of a text, by its first letter that tells.
pub fn script_of(text: &str) -> Script {
    text.chars()
        .filter(|char| is_letter(*char))
        .map(|char| match u32::from(char) {
            0x41..=0x24F | 0x1E00..=0x1EFF => Script::Latin,
            0x400..=0x52F => Script::Cyrillic,
            0x600..=0x77F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Script::Arabic,
            0x3040..=0x30FF | 0x3400..=0x9FFF | 0x20000..=0x3FFFF => Script::Han,
            _ => Script::Other,
        })
        .next()
        .unwrap_or(Script::Other)
}

impl Script {
    /// The script that a language (BCP 47) is read in.
    pub fn of_language(language: &str) -> Script {
        match primary(language) {
            "zh" | "ja" | "yue" => Script::Han,
            "ar" | "fa" | "ur" | "ps" => Script::Arabic,
            "ru" | "uk" | "be" | "bg" | "sr" | "kk" => Script::Cyrillic,
            "hi" | "bn" | "ta" | "te" | "th" | "ko" | "he" | "el" | "am" => Script::Other,
            _ => Script::Latin,
        }
    }
}

/// How well a text in language `have` suits a reader of `want` (BCP 47 tags): 0 not at all, 3 best. Simplified and
/// traditional Chinese count as different languages.
pub fn fit(want: &str, have: &str) -> u8 {
    if want.eq_ignore_ascii_case(have) {
        3
    } else if !primary(want).eq_ignore_ascii_case(primary(have)) {
        0
    } else if primary(want).eq_ignore_ascii_case("zh") {
        match (is_traditional(want), is_traditional(have)) {
            (Some(want), Some(have)) => 2 * u8::from(want == have),
            _ => 1,
        }
    } else {
        2
    }
}

fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

fn is_traditional(chinese: &str) -> Option<bool> {
    let mut parts = chinese.split(['-', '_']).map(str::to_ascii_lowercase);
    parts.find_map(|part| match part.as_str() {
        "hant" | "tw" | "hk" | "mo" => Some(true),
        "hans" | "cn" | "sg" => Some(false),
        _ => None,
    })
}
