//! The security headers. A CDN sets the same ones: `docs/deploy` shows this output.

use super::Site;
use anyhow::Result;
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What a page of ours may ask of the device: where it is, for the nearest doctor; camera and microphone, to check them before a
/// video visit; and nothing else.
const PERMISSIONS: &str = "accelerometer=(), bluetooth=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), \
    hid=(), magnetometer=(), microphone=(self), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

/// The headers for every file of a site, worked out from its page and its config.
pub fn headers(site: &Site) -> Result<[(&'static str, String); 4]> {
    let html = std::fs::read_to_string(site.dist.join("index.html")).unwrap_or_default();
    let path = site
        .config
        .clone()
        .unwrap_or_else(|| site.dist.join("config.json"));
    // A broken config must still get its page, which says what is wrong with it.
    let config = std::fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    Ok([
        (
            "content-security-policy",
            content_security_policy(&html, &config),
        ),
        ("x-content-type-options", "nosniff".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
        ("permissions-policy", PERMISSIONS.to_owned()),
    ])
}

/// Allows our own files, wasm, the inline script and style by their hashes, and the FHIR servers of the config.
pub fn content_security_policy(html: &str, config: &Value) -> String {
    // One folder may serve many hospitals, each with servers of its own.
    let sites = config["sites"].as_array().into_iter().flatten();
    let configs: Vec<&Value> = [config].into_iter().chain(sites).collect();
    let servers = origins(&configs, &[("directory", "base"), ("record", "base")]);
    // Published files are read, and nothing of them is a picture.
    let files = origins(
        &configs,
        &[("directory", "manifest"), ("directory", "files")],
    );
    // The token endpoint; the login page itself is no business of this policy.
    let issuers = origins(&configs, &[("record", "issuer")]);
    let ancestors = configs.iter().map(|it| &it["embed"]["ancestors"]);
    let ancestors: Vec<&str> = ancestors
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .filter(|source| is_source(source))
        .collect();
    let ancestors = if ancestors.is_empty() {
        "'self'".to_owned()
    } else {
        ancestors.join(" ")
    };
    let directives = [
        "default-src 'none'".to_owned(),
        format!(
            "script-src 'self' 'wasm-unsafe-eval' {}",
            hashes(html, "script")
        ),
        format!("style-src 'self' {}", hashes(html, "style")),
        format!("img-src 'self' data: blob: {servers}"),
        format!(
            "connect-src {}",
            ["'self'", &servers, &issuers, &files].join(" ")
        ),
        "font-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "worker-src 'self'".to_owned(),
        // The page's own says where its files lie.
        "base-uri 'self'".to_owned(),
        // The boot script's one policy says what may become HTML.
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types default".to_owned(),
        "form-action 'self'".to_owned(),
        format!("frame-ancestors {ancestors}"),
    ];
    directives
        .map(|directive| directive.split_whitespace().collect::<Vec<_>>().join(" "))
        .join("; ")
}

/// The origins that these fields of the configs name, by a text or a list of texts, each once.
fn origins(configs: &[&Value], fields: &[(&str, &str)]) -> String {
    let mut all: Vec<String> = Vec::new();
    for config in configs {
        for (part, field) in fields {
            let value = &config[part][field];
            let list = value
                .as_array()
                .map_or(std::slice::from_ref(value), Vec::as_slice);
            for found in list.iter().filter_map(Value::as_str).filter_map(origin) {
                if !all.contains(&found) {
                    all.push(found);
                }
            }
        }
    }
    all.join(" ")
}

/// `https://fhir.example:8443/r4` -> `https://fhir.example:8443`; nothing for a path of our own.
fn origin(base: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let origin = format!("{scheme}://{host}");
    is_source(&origin).then_some(origin)
}

/// Whether a text can stand in a policy as one source, and add nothing else to it.
fn is_source(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b";,\"\\".contains(&b))
}

/// The hashes of a page's inline elements of one kind, as CSP sources.
fn hashes(html: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}"), format!("</{element}"));
    let mut sources = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        rest = &rest[start..];
        let (Some(tag_end), Some(end)) = (rest.find('>'), rest.find(&close)) else {
            break;
        };
        let tag = &rest[..tag_end];
        if !tag.contains(" src=") && tag_end < end {
            let digest = Sha256::digest(&rest[tag_end + 1..end]);
            sources.push(format!("'sha256-{}'", BASE64_STANDARD.encode(digest)));
        }
        rest = &rest[end + close.len()..];
    }
    sources.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn inline_elements_are_allowed_by_hash() {
        let html =
            r#"<style>p{}</style><script src="/x.js"></script><script type="module">f()</script>"#;
        // printf 'f()' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            hashes(html, "script"),
            "'sha256-GcEEE0IkDzIP5EQ6DXZaDPORqT5RTBELX8Fyzyg9yvo='"
        );
        assert_eq!(hashes(html, "style").matches("sha256-").count(), 1);
    }

    #[test]
    fn the_config_opens_its_servers_and_no_more() {
        let config = json!({
            "directory": {"base": "https://fhir.example:8443/r4"},
            "record": {"base": "/fhir", "issuer": "https://login.example/tenant"},
            "embed": {"ancestors": ["https://hospital.example", "x; script-src *"]},
        });
        let policy = content_security_policy("<p>", &config);
        assert!(
            policy
                .contains("; connect-src 'self' https://fhir.example:8443 https://login.example; "),
            "{policy}"
        );
        assert!(
            policy.ends_with("; frame-ancestors https://hospital.example"),
            "{policy}"
        );
        assert!(!policy.contains("script-src *"), "{policy}");
    }

    #[test]
    fn every_site_of_the_config_reaches_its_own_servers() {
        let config = json!({
            "directory": {"base": "https://fhir.example/r4"},
            "sites": [
                {"host": "a.example", "record": {"base": "https://fhir.a.example", "issuer": "https://login.a.example"}},
                {"host": "b.example", "embed": {"ancestors": ["https://www.b.example"]}},
            ],
        });
        let policy = content_security_policy("", &config);
        assert!(
            policy.contains(
                "; connect-src 'self' https://fhir.example https://fhir.a.example https://login.a.example; "
            ),
            "{policy}"
        );
        assert!(
            policy.ends_with("; frame-ancestors https://www.b.example"),
            "{policy}"
        );
    }

    #[test]
    fn published_files_are_reached_where_the_config_says_they_lie() {
        let config = json!({"directory": {
            "manifest": "https://files.example/slots/$bulk-publish",
            "files": ["https://cdn.example", "https://files.example", 7, "x; script-src *"],
        }});
        let policy = content_security_policy("", &config);
        assert!(
            policy.contains("; connect-src 'self' https://files.example https://cdn.example; "),
            "{policy}"
        );
        assert!(
            policy.contains("; img-src 'self' data: blob:; "),
            "{policy}"
        );
    }

    #[test]
    fn an_unreadable_config_opens_nothing() {
        let policy = content_security_policy("", &Value::Null);
        assert!(policy.contains("; connect-src 'self'; "), "{policy}");
        assert!(policy.ends_with("; frame-ancestors 'self'"), "{policy}");
    }
}
