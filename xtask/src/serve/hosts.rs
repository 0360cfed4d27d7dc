//! The headers in the words of common hosts, from the one source that the development server sends them from.

use super::files::{ENDINGS, OF_PARTS, PARTS, SERVICE_WORKER, TYPES};
use super::{Site, policy};
use crate::flags::Flags;
use crate::say::say;
use crate::{paths, system};
use anyhow::{Result, bail};
use serde_json::json;
use std::path::PathBuf;

type Header = (&'static str, String);

/// What a host is to be told.
struct Hosted {
    headers: Vec<Header>,
    /// The path that `index.html` names as its base, with a slash at both ends: `/` or `/care/`.
    base: String,
}

/// Writes one host's file.
type Write = fn(&Hosted) -> String;

/// File names and what writes them.
const HOSTS: &[(&str, Write)] = &[
    ("nginx.conf", nginx),
    ("apache.htaccess", apache),
    ("Caddyfile", caddy),
    ("_headers", netlify),
    ("_redirects", redirects),
    ("cloudfront.json", cloudfront),
    ("meta.html", meta),
];

/// The pages of the app (`docs/architecture.md`), for hosts that must be told each.
const PAGES: [&str; 12] = [
    "doctors",
    "doctors/*",
    "hospitals/*",
    "book/*",
    "appointments",
    "appointments/*",
    "record",
    "record/*",
    "settings",
    "sign-in",
    "callback",
    "connect",
];

const FOREVER: &str = "public, max-age=31536000, immutable";

/// `cargo xtask headers`.
pub fn run(flags: &Flags) -> Result<()> {
    let site = Site::of_flags(flags);
    if !site.dist.join("index.html").exists() {
        bail!(
            "{} holds no index.html; `cargo xtask build` makes one",
            site.dist.display()
        );
    }
    let hosted = Hosted {
        headers: policy::headers(&site)?.to_vec(),
        base: base(&system::read(&site.dist.join("index.html"))?),
    };
    let folder = flags
        .text("--out")
        .map_or_else(|| paths::root().join("target/headers"), PathBuf::from);
    for (name, write) in HOSTS {
        let path = folder.join(name);
        system::write(&path, write(&hosted))?;
        say(path.display().to_string());
    }
    Ok(())
}

/// The path of a page's `<base href="/care/">`.
fn base(html: &str) -> String {
    let named = html
        .split_once("<base href=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    let path = named.map_or("/", |(path, _)| path).trim_matches('/');
    match path
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
        && !path.is_empty()
    {
        true => format!("/{path}/"),
        false => "/".to_owned(),
    }
}

fn lines(headers: &[Header], line: impl Fn(&str, &str) -> String) -> String {
    headers
        .iter()
        .map(|(name, value)| line(name, value) + "\n")
        .collect()
}

/// The headers that the parts of a page need.
fn of_parts(headers: &[Header]) -> Vec<Header> {
    let mut headers = headers.to_vec();
    headers.retain(|(name, _)| *name == OF_PARTS);
    headers
}

/// Within a `server` block. nginx drops the headers of the block in a `location` that adds one, so they stand in each.
fn nginx(Hosted { headers, base }: &Hosted) -> String {
    let add = |headers: &[Header]| {
        lines(headers, |name, value| {
            format!("    add_header {name} \"{value}\" always;")
        })
    };
    let (all, few) = (add(headers), add(&of_parts(headers)));
    // Not of an error: a file that is missing today may be there tomorrow.
    let forever = format!("    add_header cache-control \"{FOREVER}\";\n");
    let anew = "    add_header cache-control \"no-cache\" always;\n";
    let (parts, files) = (PARTS.join("|"), ENDINGS.join("|"));
    let types: String = TYPES
        .iter()
        .map(|(ending, kind)| {
            let kind = kind.split(';').next().unwrap_or(kind);
            format!("    {kind} {ending};\n")
        })
        .collect();
    // nginx knows that of HTML.
    let texts: String = TYPES
        .iter()
        .filter_map(|(_, kind)| kind.split_once(';'))
        .map(|(kind, _)| kind)
        .filter(|kind| *kind != "text/html")
        .map(|kind| format!(" {kind}"))
        .collect();
    format!(
        "# Within the server block of Sampan's site.\n\
         types {{\n{types}}}\n\
         default_type application/octet-stream;\n\
         charset utf-8;\n\
         charset_types{texts};\n\
         types_hash_max_size 4096;\n\
         location ~ \"^{base}.*\\.[0-9a-f]{{8}}\\.(?:{parts})$\" {{\n{few}{forever}    try_files $uri =404;\n}}\n\
         location = {base}{SERVICE_WORKER} {{\n{all}{anew}}}\n\
         location ~ \"^{base}.*\\.(?:{parts})$\" {{\n{few}{anew}    try_files $uri =404;\n}}\n\
         location ~ \"^{base}.*\\.(?:{files})$\" {{\n{all}{anew}    try_files $uri =404;\n}}\n\
         location {base} {{\n{all}{anew}    try_files $uri {base}index.html;\n}}\n"
    )
}

/// Beside `index.html`, as `.htaccess`; with mod_headers and mod_rewrite.
fn apache(Hosted { headers, base }: &Hosted) -> String {
    let all = lines(headers, |name, value| {
        format!("Header always set {name} \"{value}\"")
    });
    let files = ENDINGS.join("|");
    format!(
        "# Beside index.html, as .htaccess.\n{all}\
         Header always set cache-control \"no-cache\"\n\
         <FilesMatch \"\\.[0-9a-f]{{8}}\\.(?:{files})$\">\n    \
         Header always set cache-control \"{FOREVER}\" \"expr=%{{REQUEST_STATUS}} -lt 400\"\n</FilesMatch>\n\
         AddType application/wasm .wasm\n\
         AddType application/manifest+json .webmanifest\n\
         RewriteEngine on\n\
         RewriteCond %{{REQUEST_FILENAME}} !-f\n\
         RewriteCond %{{REQUEST_URI}} !\\.(?:{files})$\n\
         RewriteRule ^ {base}index.html [L]\n"
    )
}

/// A snippet to `import` within the site's block.
fn caddy(Hosted { headers, base }: &Hosted) -> String {
    let all = lines(headers, |name, value| format!("    {name} \"{value}\""));
    let files = ENDINGS.map(|ending| format!("*.{ending}")).join(" ");
    // Each file has one of the two: of two headers in force the later would win. What is missing isn't so for ever.
    let hashed = "path_regexp \\.[0-9a-f]{8}\\.";
    format!(
        "# Within the block of Sampan's site: import this file.\n\
         header {{\n{all}}}\n\
         @hashed {{\n    {hashed}\n    file\n}}\n\
         header @hashed cache-control \"{FOREVER}\"\n\
         @plain not {{\n    {hashed}\n    file\n}}\n\
         header @plain cache-control no-cache\n\
         @manifest path *.webmanifest\n\
         header @manifest content-type application/manifest+json\n\
         @page {{\n    not path {files}\n    not file\n}}\n\
         rewrite @page {base}index.html\n\
         file_server {{\n    precompressed br\n}}\n"
    )
}

/// Netlify's and Cloudflare Pages' `_headers`, beside `index.html`.
fn netlify(Hosted { headers, .. }: &Hosted) -> String {
    let all = lines(headers, |name, value| format!("  {name}: {value}"));
    format!("/*\n{all}  cache-control: no-cache\n")
}

/// Netlify's and Cloudflare Pages' `_redirects`. Each page by its name: a missing script must not be answered with HTML.
fn redirects(Hosted { base, .. }: &Hosted) -> String {
    let line = |page: &&str| format!("{base}{page} {base}index.html 200\n");
    PAGES.iter().map(line).collect()
}

/// A response headers policy of CloudFront, for `aws cloudfront create-response-headers-policy --response-headers-policy-config file://…`.
fn cloudfront(Hosted { headers, .. }: &Hosted) -> String {
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

/// For `<head>` of `index.html`, where a host can send no headers: what of the policy a page may say of itself.
fn meta(Hosted { headers, .. }: &Hosted) -> String {
    let policy = headers
        .iter()
        .find(|(name, _)| *name == "content-security-policy");
    let policy = policy.map_or("", |(_, policy)| policy);
    let own = policy
        .split("; ")
        .filter(|it| !it.starts_with("frame-ancestors"));
    let own = own.collect::<Vec<_>>().join("; ");
    format!("<meta http-equiv=\"content-security-policy\" content=\"{own}\">\n")
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
        let hosted = Hosted {
            headers: headers.to_vec(),
            base: "/".to_owned(),
        };
        for (host, write) in HOSTS {
            if ["_redirects", "meta.html"].contains(host) {
                continue;
            }
            let file = write(&hosted);
            for (name, value) in &headers {
                assert!(file.contains(name), "{host} lacks {name}");
                assert!(file.contains(value), "{host} changes {name}");
            }
        }
    }

    #[test]
    fn the_base_stands_in_the_page() {
        assert_eq!(base("<head><title>x</title>"), "/");
        assert_eq!(base("<base href=\"/\">"), "/");
        assert_eq!(base("<base href=\"/care/\">"), "/care/");
        assert_eq!(base("<base href=\"/a; b/\">"), "/");
    }

    #[test]
    fn a_page_says_of_itself_what_it_may() {
        let headers = vec![(
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'self'".to_owned(),
        )];
        let hosted = Hosted {
            headers,
            base: "/care/".to_owned(),
        };
        assert_eq!(
            meta(&hosted),
            "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'\">\n"
        );
        let told = redirects(&hosted);
        assert!(
            told.contains("/care/doctors/* /care/index.html 200\n"),
            "{told}"
        );
        assert!(!told.contains("/care/* "), "{told}");
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
