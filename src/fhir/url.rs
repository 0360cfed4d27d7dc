//! The little of URLs that FHIR needs: query encoding, origins, and resolving a server's links.

/// Percent-encodes a query value or path segment, byte for byte as JavaScript's `encodeURIComponent` does, so that
/// the boot script and this code make the same URL for the same search.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len() + 8);
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
    out
}

/// Undoes [`encode`] and the `+` of HTML forms; what isn't well formed stays as it is.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = (digit(bytes.get(at + 1)), digit(bytes.get(at + 2)));
        match (bytes[at], pair) {
            (b'%', (Some(high), Some(low))) => {
                out.push(high * 16 + low);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn digit(byte: Option<&u8>) -> Option<u8> {
    (*byte? as char).to_digit(16).map(|digit| digit as u8)
}

/// The decoded names and values of a URL's query, in their order.
pub fn query_pairs(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// Scheme, host and port of an http(s) URL in one comparable form (lower case, default port left out). A user name
/// stays in it, so that `https://us@them` never passes for us. `None` for any other scheme, and for none at all.
pub fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    if host.is_empty() {
        return None;
    }
    Some(scheme + "://" + host.strip_suffix(default_port).unwrap_or(&host))
}

/// Whether an address is one to trust with a secret: https, or http on a developer's own machine.
pub fn is_secure(address: &str) -> bool {
    let origin = origin(address).unwrap_or_default();
    let own = |start: &str| {
        origin
            .strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    origin.starts_with("https://") || own("http://localhost") || own("http://127.0.0.1")
}

/// The absolute form of a link that a server gave, seen from its base (an absolute URL without a slash at its end).
pub fn resolve(base: &str, link: &str) -> String {
    let scheme_end = base.find("://").map_or(0, |at| at + 3);
    let authority_end = base[scheme_end..]
        .find('/')
        .map_or(base.len(), |at| scheme_end + at);
    if has_scheme(link) {
        return link.to_owned();
    }
    let (head, glue) = if link.starts_with("//") {
        (&base[..scheme_end.saturating_sub(2)], "")
    } else if link.starts_with('/') {
        (&base[..authority_end], "")
    } else if link.is_empty() || link.starts_with('?') {
        (base, "")
    } else {
        (base, "/")
    };
    [head, glue, link].concat()
}

fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}
