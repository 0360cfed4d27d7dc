//! File names that carry the hash of their content, and the references to them.

use sha2::{Digest, Sha256};

/// The digits of a hash. They stand in `index.html` and in the glue for each file, and no compressor makes them small.
const HASH: usize = 10;
/// Those of builds of before, whose files stay where they are.
const OLD_HASH: usize = 16;

/// The address of a file in `dist/`, from `index.html`'s base.
pub fn url(name: &str) -> String {
    format!("./{name}")
}

/// `app.wasm` -> `app.0123456789.wasm`: a changed content has another name, so caches may keep it forever.
pub fn hashed(name: &str, content: &[u8]) -> String {
    let hash = hex(&Sha256::digest(content)[..HASH / 2]);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// Whether a name came from [`hashed`].
pub fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut parts = name.rsplit('.').skip(1);
    parts.next().is_some_and(|part| {
        (HASH..=OLD_HASH).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit())
    }) && parts.next().is_some()
}

/// Puts new names into the glue, which names its files as quoted strings ("split_doctors.wasm").
/// Returns the text and the names that it didn't mention.
pub fn rewrite<'a>(text: &str, renamed: &'a [(String, String)]) -> (String, Vec<&'a str>) {
    let mut out = text.to_owned();
    let mut unmentioned = Vec::new();
    for (old, new) in renamed {
        let before = out.clone();
        for (open, close) in [
            ("\"", "\""),
            ("\"./", "\""),
            ("'", "'"),
            ("'./", "'"),
            ("`", "`"),
            ("`./", "`"),
        ] {
            out = out.replace(
                &format!("{open}{old}{close}"),
                &format!("{open}{new}{close}"),
            );
        }
        if out == before {
            unmentioned.push(old.as_str());
        }
    }
    (out, unmentioned)
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

    #[test]
    fn rewrites_whole_names_only() {
        let renamed = [
            ("split_book.wasm".to_owned(), "split_book.1.wasm".to_owned()),
            ("lost.wasm".to_owned(), "lost.2.wasm".to_owned()),
        ];
        let (text, unmentioned) = rewrite(
            r#"new URL("./split_book.wasm",u);"rebook_split_book.wasm""#,
            &renamed,
        );
        assert_eq!(
            text,
            r#"new URL("./split_book.1.wasm",u);"rebook_split_book.wasm""#
        );
        assert_eq!(unmentioned, ["lost.wasm"]);
    }
}
