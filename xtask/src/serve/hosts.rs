//! The headers in the words of common hosts, from the one source that the development server sends them from.

use super::policy;
use super::{Site, files};
use crate::flags::Flags;
use crate::say::say;
use crate::{paths, system};
use anyhow::{Result, bail};
use serde_json::json;
use std::path::PathBuf;

type Header = (&'static str, String);

/// Writes one host's file from the headers.
type Write = fn(&[Header]) -> String;

/// File names and what writes them.
const HOSTS: &[(&str, Write)] = &[
    ("nginx.conf", nginx),
    ("apache.htaccess", apache),
    ("_headers", netlify),
    ("cloudfront.json", cloudfront),
];

/// `cargo xtask headers`.
pub fn run(flags: &Flags) -> Result<()> {
    let site = Site::of_flags(flags);
    if !site.dist.join("index.html").exists() {
        bail!(
            "{} holds no index.html; `cargo xtask build` makes one",
            site.dist.display()
        );
    }
    let headers = policy::headers(&site)?;
    let folder = flags
        .text("--out")
        .map_or_else(|| paths::root().join("target/headers"), PathBuf::from);
    for (name, write) in HOSTS {
        let path = folder.join(name);
        system::write(&path, write(&headers))?;
        say(path.display().to_string());
    }
    Ok(())
}

fn lines(headers: &[Header], line: impl Fn(&str, &str) -> String) -> String {
    headers
        .iter()
        .map(|(name, value)| line(name, value) + "\n")
        .collect()
}

/// Within a `server` block. nginx drops the headers of the block in a `location` that adds one, so they stand in each.
fn nginx(headers: &[Header]) -> String {
    let all = lines(headers, |name, value| {
        format!("    add_header {name} \"{value}\" always;")
    });
    let files = files::ENDINGS.join("|");
    format!(
        "# Within the server block of Sampan's site.\n\
         types_hash_max_size 4096;\n\
         location ~ \"\\.[0-9a-f]{{16}}\\.(?:{files})$\" {{\n{all}    add_header cache-control \"public, max-age=31536000, immutable\" always;\n    try_files $uri =404;\n}}\n\
         location ~ \"\\.(?:{files})$\" {{\n{all}    add_header cache-control \"no-cache\" always;\n    try_files $uri =404;\n}}\n\
         location / {{\n{all}    add_header cache-control \"no-cache\" always;\n    try_files $uri /index.html;\n}}\n"
    )
}

/// Beside `index.html`, as `.htaccess`; with mod_headers and mod_rewrite.
fn apache(headers: &[Header]) -> String {
    let all = lines(headers, |name, value| {
        format!("Header always set {name} \"{value}\"")
    });
    let files = files::ENDINGS.join("|");
    format!(
        "# Beside index.html, as .htaccess.\n{all}\
         Header always set cache-control \"no-cache\"\n\
         <FilesMatch \"\\.[0-9a-f]{{16}}\\.(?:{files})$\">\n    Header always set cache-control \"public, max-age=31536000, immutable\"\n</FilesMatch>\n\
         AddType application/wasm .wasm\n\
         RewriteEngine on\n\
         RewriteCond %{{REQUEST_FILENAME}} !-f\n\
         RewriteCond %{{REQUEST_URI}} !\\.(?:{files})$\n\
         RewriteRule ^ /index.html [L]\n"
    )
}

/// Netlify's and Cloudflare Pages' `_headers`, beside `index.html`.
fn netlify(headers: &[Header]) -> String {
    let all = lines(headers, |name, value| format!("  {name}: {value}"));
    format!("/*\n{all}  cache-control: no-cache\n")
}

/// A response headers policy of CloudFront, for `aws cloudfront create-response-headers-policy --response-headers-policy-config file://…`.
fn cloudfront(headers: &[Header]) -> String {
    let items: Vec<_> = headers
        .iter()
        .map(|(name, value)| json!({"Header": name, "Value": value, "Override": true}))
        .collect();
    let policy = json!({
        "Name": "sampan",
        "CustomHeadersConfig": {"Quantity": items.len(), "Items": items},
    });
    format!("{policy:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every host says what the development server says: none drops a header or changes a letter of one.
    #[test]
    fn every_host_sends_what_the_development_server_sends() {
        let site = Site {
            dist: paths::root().join("public"),
            config: None,
            fhir: None,
            access: super::super::Access::AsSent,
        };
        let headers = policy::headers(&site).unwrap();
        assert!(
            headers
                .iter()
                .any(|(name, _)| *name == "content-security-policy")
        );
        for (host, write) in HOSTS {
            let file = write(&headers);
            for (name, value) in &headers {
                assert!(file.contains(name), "{host} lacks {name}");
                assert!(file.contains(value), "{host} changes {name}");
            }
        }
    }

    /// A quote would end a value early in nginx and Apache.
    #[test]
    fn no_header_holds_a_quote() {
        let config = json!({"embed": {"ancestors": ["https://a.example\"; evil"]}, "record": {"base": "https://b.example\"x/r4"}});
        let policy = policy::content_security_policy("", &config);
        assert!(
            !policy.contains('"') && !policy.contains('\\') && !policy.contains('\n'),
            "{policy}"
        );
    }
}
