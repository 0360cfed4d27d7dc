//! What the browser already knows and Rust would carry tables for: decimals, letters, angles.
//!
//! Together the tables are some 28 kB on the wire, paid by every patient. Host builds use Rust's own.

/// The number that a decimal text stands for, as FHIR and JSON write it; `None` for anything else.
pub fn parse_number(text: &str) -> Option<f64> {
    let decimal = text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    decimal
        .then(|| by_hand::number(text))
        .flatten()
        .filter(|number| number.is_finite())
}

/// The shortest text that stands for a number.
pub fn number_text(number: f64) -> String {
    by_hand::text(number)
}

/// Whether a character belongs to a word: a letter of any script, or a mark on one. Digits and punctuation do not.
pub fn is_letter(char: char) -> bool {
    match u32::from(char) {
        0..0x80 => char.is_ascii_alphabetic(),
        // Signs of Latin-1, punctuation of all kinds, full-width digits and signs.
        0x80..0xC0
        | 0xD7
        | 0xF7
        | 0x2000..0x2C00
        | 0x3000..0x3040
        | 0xFE10..0xFE70
        | 0xFF00..0xFF21 => false,
        0x60C | 0x61B | 0x61F | 0x660..0x66E | 0x6D4 | 0x6F0..0x6FA => false,
        _ => true,
    }
}

/// The text in lower case.
pub fn lowercase(text: &str) -> String {
    by_hand::lowercase(text)
}

/// The text in lower case and without accents, as somebody types it in a hurry: `García` is `garcia`. Letters that are no
/// other letter with a mark, as `ø`, stay.
pub fn plain(text: &str) -> String {
    let is_accent = |char: &char| matches!(char, '\u{300}'..='\u{36F}');
    let decomposed = by_hand::decomposed(&lowercase(text));
    decomposed.chars().filter(|char| !is_accent(char)).collect()
}

/// The text in upper case.
pub fn uppercase(text: &str) -> String {
    by_hand::uppercase(text)
}

pub use by_hand::{asin, cos, exp, ln, sin};

/// By the browser's hand.
#[cfg(target_arch = "wasm32")]
mod by_hand {
    use js_sys::{JsString, Math, Number};
    use wasm_bindgen::JsValue;

    pub fn number(text: &str) -> Option<f64> {
        let number = JsValue::from_str(text).unchecked_into_f64();
        (!number.is_nan()).then_some(number)
    }

    pub fn text(number: f64) -> String {
        Number::from(number)
            .to_string_with_radix(10)
            .map(String::from)
            .unwrap_or_default()
    }

    pub fn lowercase(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    pub fn decomposed(text: &str) -> String {
        JsString::from(text).normalize("NFD").into()
    }

    pub fn uppercase(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }

    /// The sine of an angle in radians.
    pub fn sin(angle: f64) -> f64 {
        Math::sin(angle)
    }

    /// The cosine of an angle in radians.
    pub fn cos(angle: f64) -> f64 {
        Math::cos(angle)
    }

    /// The angle in radians whose sine this is.
    pub fn asin(sine: f64) -> f64 {
        Math::asin(sine)
    }

    /// Euler's number to this power.
    pub fn exp(power: f64) -> f64 {
        Math::exp(power)
    }

    /// The natural logarithm.
    pub fn ln(number: f64) -> f64 {
        Math::log(number)
    }
}

/// By Rust's own.
#[cfg(not(target_arch = "wasm32"))]
mod by_hand {
    use unicode_normalization::UnicodeNormalization;

    pub fn number(text: &str) -> Option<f64> {
        text.parse().ok()
    }

    pub fn text(number: f64) -> String {
        number.to_string()
    }

    pub fn lowercase(text: &str) -> String {
        text.to_lowercase()
    }

    pub fn decomposed(text: &str) -> String {
        text.nfd().collect()
    }

    pub fn uppercase(text: &str) -> String {
        text.to_uppercase()
    }

    /// The sine of an angle in radians.
    pub fn sin(angle: f64) -> f64 {
        angle.sin()
    }

    /// The cosine of an angle in radians.
    pub fn cos(angle: f64) -> f64 {
        angle.cos()
    }

    /// The angle in radians whose sine this is.
    pub fn asin(sine: f64) -> f64 {
        sine.asin()
    }

    /// Euler's number to this power.
    pub fn exp(power: f64) -> f64 {
        power.exp()
    }

    /// The natural logarithm.
    pub fn ln(number: f64) -> f64 {
        number.ln()
    }
}
