//! Just enough of Rust's grammar to read our own sources: strings, comments, and where the tests begin.

/// What a scan finds.
#[derive(Debug, PartialEq)]
pub enum Piece {
    /// A string literal's content, escapes as written.
    Text(String),
    /// A line comment without its slashes.
    Comment(String),
}

/// Every string and line comment with the offset where it starts.
pub fn pieces(source: &str) -> Vec<(usize, Piece)> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &source[at..];
        let length = match bytes[at] {
            b'/' if rest.starts_with("//") => {
                let end = rest.find('\n').unwrap_or(rest.len());
                found.push((at, Piece::Comment(rest[2..end].to_owned())));
                end
            }
            b'\'' => char_literal(rest),
            b'r' if raw_string(rest).is_some() && !identifier_before(bytes, at) => {
                let (open, close) = raw_string(rest).unwrap_or_default();
                found.push((at, Piece::Text(rest[open..close].to_owned())));
                close + (open - 1)
            }
            b'"' => {
                let end = string_end(rest);
                found.push((at, Piece::Text(rest[1..end].to_owned())));
                end + 1
            }
            _ => 1,
        };
        at += length;
        while at < bytes.len() && !source.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

/// The source up to its `#[cfg(test)]` module.
pub fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

/// The source with comments and the contents of strings blanked, byte for byte.
pub fn code_only(source: &str) -> String {
    let mut code = source.as_bytes().to_vec();
    for (at, piece) in pieces(source) {
        let (start, length) = match &piece {
            Piece::Comment(text) => (at, text.len() + 2),
            Piece::Text(text) => (at + source[at..].find('"').unwrap_or(0) + 1, text.len()),
        };
        code[start..start + length].fill(b' ');
    }
    String::from_utf8_lossy(&code).into_owned()
}

/// Length of `'x'`, `'\n'` or `'\u{1f600}'`; 1 for a lifetime.
fn char_literal(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[2..].find('\'').filter(|n| *n > 0).map_or(4, |n| n + 3),
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}

/// Where the content of a raw string starts and ends.
fn raw_string(rest: &str) -> Option<(usize, usize)> {
    let hashes = rest[1..].bytes().take_while(|b| *b == b'#').count();
    let open = hashes + 2;
    (rest.as_bytes().get(open - 1) == Some(&b'"')).then_some(())?;
    let close = rest[open..].find(&format!("\"{}", "#".repeat(hashes)))? + open;
    Some((open, close))
}

fn identifier_before(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

fn string_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    rest.len() - 1
}
