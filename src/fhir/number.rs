//! Decimal text to numbers and back. In the browser its own conversions do it: Rust's need 16 kB of tables on the wire.

/// The number that a decimal text stands for, as FHIR and JSON write it; `None` for anything else.
pub fn parse_number(text: &str) -> Option<f64> {
    let decimal = text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    decimal
        .then(|| convert(text))
        .flatten()
        .filter(|number| number.is_finite())
}

/// The shortest text that stands for a number.
pub fn number_text(number: f64) -> String {
    show(number)
}

#[cfg(target_arch = "wasm32")]
fn convert(text: &str) -> Option<f64> {
    let number = wasm_bindgen::JsValue::from_str(text).unchecked_into_f64();
    (!number.is_nan()).then_some(number)
}

#[cfg(target_arch = "wasm32")]
fn show(number: f64) -> String {
    js_sys::Number::from(number)
        .to_string_with_radix(10)
        .map(String::from)
        .unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
fn convert(text: &str) -> Option<f64> {
    text.parse().ok()
}

#[cfg(not(target_arch = "wasm32"))]
fn show(number: f64) -> String {
    number.to_string()
}
