//! Which file answers a request, and with which headers.

use super::{Site, policy};
use crate::pack::names;
use anyhow::{Context, Result};
use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::path::Path;

/// By ending.
pub const TYPES: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
];

/// The endings of files that hosts must answer with 404 where they are missing, and never with a page.
pub const ENDINGS: [&str; 5] = ["css", "js", "json", "svg", "wasm"];

/// The endings of files that a page is made of, and that are no page themselves, as an SVG can be.
pub const PARTS: [&str; 5] = ["css", "js", "json", "wasm", "webmanifest"];
/// The one header that they need.
pub const OF_PARTS: &str = "x-content-type-options";
/// A script with a world of its own.
pub const SERVICE_WORKER: &str = "sw.js";

/// What a path asks for.
#[derive(PartialEq, Debug)]
enum Asked<'a> {
    /// A file of this name.
    File(&'a str),
    /// A page of the app, which `index.html` draws whatever the path.
    Page,
    Nothing,
}

/// A path that names no file is a page of the app, unless it looks like a file: a missing script must not be
/// answered with HTML. FHIR ids may hold dots, so only the endings that we serve look like files.
fn asked(path: &str, exists: impl Fn(&str) -> bool) -> Asked<'_> {
    let name = path.trim_start_matches('/');
    let plain = !name
        .split('/')
        .any(|part| part.starts_with('.') || part.is_empty() || part.contains('\\'));
    if plain && !name.ends_with(".br") && exists(name) {
        Asked::File(name)
    } else if kind(name).is_some() {
        Asked::Nothing
    } else {
        Asked::Page
    }
}

fn kind(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    TYPES
        .iter()
        .find(|(known, _)| *known == extension)
        .map(|(_, kind)| *kind)
}

/// Answers GET and HEAD for a path of the site.
pub fn answer(site: &Site, method: &Method, path: &str, request: &HeaderMap) -> Result<Response> {
    if method != Method::GET && method != Method::HEAD {
        return respond(StatusCode::METHOD_NOT_ALLOWED, site, path, Body::empty());
    }
    let name = match asked(path, |name| site.dist.join(name).is_file()) {
        Asked::File(name) => name,
        Asked::Page => "index.html",
        Asked::Nothing => {
            return respond(StatusCode::NOT_FOUND, site, path, Body::from("not found\n"));
        }
    };
    let overriding = site.config.as_deref().filter(|_| name == "config.json");
    let file = overriding.map_or_else(|| site.dist.join(name), Path::to_owned);
    let packed = site.dist.join(format!("{name}.br"));
    let brotli = overriding.is_none() && takes_brotli(request) && packed.is_file();
    let source = if brotli { &packed } else { &file };
    let content = std::fs::read(source).with_context(|| format!("reading {}", source.display()))?;

    let tag = format!("\"{}\"", names::hex(&Sha256::digest(&content)[..8]));
    let known = request
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let length = content.len();
    let body = if known || method == Method::HEAD {
        Body::empty()
    } else {
        Body::from(content)
    };
    let mut response = respond(
        if known {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        },
        site,
        name,
        body,
    )?;
    let headers = response.headers_mut();
    if !names::is_hashed(name) {
        headers.insert(header::ETAG, HeaderValue::from_str(&tag)?);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if names::is_hashed(name) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
    );
    if !known {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        let kind = kind(name).unwrap_or("application/octet-stream");
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        if brotli {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
    }
    Ok(response)
}

/// A response with the security headers. Those that govern a page or a worker would be dead weight on its parts: with a
/// dozen of them they cost a first visit 6 kB.
fn respond(status: StatusCode, site: &Site, name: &str, body: Body) -> Result<Response> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_part = name != SERVICE_WORKER && PARTS.contains(&ending);
    for (header, value) in policy::headers(site)? {
        if !is_part || header == OF_PARTS {
            response.headers_mut().insert(
                HeaderName::from_static(header),
                HeaderValue::from_str(&value)?,
            );
        }
    }
    Ok(response)
}

/// Whether a client can read brotli: named, and not with a weight of zero.
pub fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        name.trim() == "br" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exists(name: &str) -> bool {
        matches!(
            name,
            "index.html" | "index.html.br" | "config.json" | "icons/sampan.svg"
        )
    }

    #[test]
    fn files_pages_and_nothing() {
        for (path, expected) in [
            ("/config.json", Asked::File("config.json")),
            ("/icons/sampan.svg", Asked::File("icons/sampan.svg")),
            ("/", Asked::Page),
            ("/doctors", Asked::Page),
            ("/doctors/role-1.2.3", Asked::Page),
            ("/app.01234567.js", Asked::Nothing),
            ("/icons/missing.svg", Asked::Nothing),
            ("/../config.json", Asked::Nothing),
            ("/./config.json", Asked::Nothing),
            ("/index.html.br", Asked::Page),
        ] {
            assert_eq!(asked(path, exists), expected, "{path}");
        }
    }

    #[test]
    fn brotli_only_where_it_is_taken() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=0.5", true),
            ("gzip", false),
            ("br;q=0", false),
            ("brand", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(takes_brotli(&headers), expected, "{accepted}");
        }
    }
}
