//! File names that carry the hash of their content, and the references to them.

use sha2::{Digest, Sha256};

/// The address of a file in `dist/`, from `index.html`'s base.
pub fn url(name: &str) -> String {
    format!("./{name}")
}

/// `app.wasm` -> `app.01234567.wasm`: a changed content has another name, so caches may keep it forever. No longer than
/// needed for that: no compressor makes it smaller, and the first page and the glue name every chunk.
pub fn hashed(name: &str, content: &[u8]) -> String {
    let hash = hex(&Sha256::digest(content)[..4]);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// Whether a name came from [`hashed`].
pub fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut parts = name.rsplit('.').skip(1);
    parts
        .next()
        .is_some_and(|part| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit()))
        && parts.next().is_some()
}

/// Bytes as two hexadecimal digits each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_its_content() {
        let name = hashed("locales/zh-Hans.json", b"{}");
        assert_eq!(name, hashed("locales/zh-Hans.json", b"{}"));
        assert_ne!(name, hashed("locales/zh-Hans.json", b"{ }"));
        assert!(
            name.starts_with("locales/zh-Hans.") && name.ends_with(".json"),
            "{name}"
        );
        assert!(is_hashed(&name));
    }

    #[test]
    fn other_names_are_not_taken_for_hashed() {
        for name in [
            "index.html",
            "config.json",
            "icons/sampan.svg",
            "0123456789abcdef.js",
            "app.012345.js",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
