//! The spellings that OAuth uses, and which addresses are our own.

use crate::router::Route;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes in base64url without padding (RFC 4648 section 5).
pub fn base64url(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .chain(&[0; 2])
            .take(3)
            .fold(0u32, |group, byte| group << 8 | u32::from(*byte));
        for place in 0..=chunk.len() {
            let digit = group >> (18 - 6 * place) & 63;
            out.push(char::from(ALPHABET[digit as usize]));
        }
    }
    out
}

/// Undoes [`base64url`]; `None` for what it doesn't write.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        if chunk.len() == 1 {
            return None;
        }
        let mut group = 0u32;
        for place in 0..4 {
            let digit = match chunk.get(place) {
                Some(byte) => ALPHABET.iter().position(|known| known == byte)?,
                None => 0,
            };
            group = group << 6 | digit as u32;
        }
        for place in 0..chunk.len() - 1 {
            out.push((group >> (16 - 8 * place)) as u8);
        }
    }
    Some(out)
}

/// A place of this app to go to after signing in: a path with its query and hash. `None` for whatever a browser could
/// take for another site, or isn't one of our pages: a link must not send anybody elsewhere by way of our sign-in.
pub fn own_path(text: &str) -> Option<&str> {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let plain = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && !text.bytes().any(|byte| byte < b' ' || byte == 0x7f);
    let page = !matches!(
        Route::of(path),
        Route::Unknown | Route::SignIn | Route::Callback
    );
    (plain && page).then_some(text)
}
