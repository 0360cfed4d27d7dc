//! The contents of documents and narratives, as far as plain text and bytes go.

/// The bytes of a base64 text (RFC 4648; white space is skipped); `None` for what is none.
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(out)
}

/// A file's name out of a title: no separators of paths, and an ending that fits its type.
pub fn file_name(title: &str, kind: &str) -> String {
    let ending = match kind {
        "application/pdf" => ".pdf",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "text/plain" => ".txt",
        "text/html" => ".html.txt",
        "application/json" | "application/fhir+json" => ".json",
        _ => "",
    };
    let safe = |char: char| !char.is_control() && !"/\\:*?\"<>|".contains(char);
    let name: String = title.chars().filter(|char| safe(*char)).take(80).collect();
    let name = name.trim().trim_start_matches('.');
    let name = if name.is_empty() { "document" } else { name };
    match ending.is_empty() || name.ends_with(ending) {
        true => name.to_owned(),
        false => [name, ending].concat(),
    }
}

/// Elements that begin a new line.
const BLOCKS: [&str; 13] = [
    "p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dd",
];

/// The words of a narrative (`Narrative.div`, XHTML), a line for each of its blocks. Markup is left out, never run.
pub fn narrative_text(xhtml: &str) -> String {
    let mut out = String::new();
    let mut rest = xhtml;
    while let Some((text, tail)) = rest.split_once('<') {
        push_text(&mut out, text);
        if let Some(comment) = tail.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
        let name = tag.trim_start_matches('/');
        let name = name
            .split(|char: char| !char.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if BLOCKS.contains(&name) && !out.is_empty() && !out.ends_with('\n') {
            out.truncate(out.trim_end().len());
            out.push('\n');
        } else if matches!(name, "td" | "th") && !out.is_empty() && !out.ends_with(['\n', ' ']) {
            out.push(' ');
        }
        rest = after;
    }
    push_text(&mut out, rest);
    out.trim().to_owned()
}

/// Adds text with its entities resolved and its white space as one space.
fn push_text(out: &mut String, text: &str) {
    for word in text.split_inclusive(|char: char| char.is_ascii_whitespace()) {
        let trimmed = word.trim_end_matches(|char: char| char.is_ascii_whitespace());
        out.push_str(&entities(trimmed));
        let spaced = trimmed.len() < word.len();
        if spaced && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    }
}

fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        out.push_str(before);
        let named = tail
            .split_once(';')
            .and_then(|(name, after)| Some((entity(name)?, after)));
        match named {
            Some((char, after)) => {
                out.push(char);
                rest = after;
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}
