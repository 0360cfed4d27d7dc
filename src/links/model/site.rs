//! `config.json` of a hospital that publishes files and has no FHIR server.

use serde_json::{Value, json};

use crate::config::{Config, ConfigError, Expected};
use crate::fhir::url;

/// Where the files are, and all else that a config says.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub config: Config,
    /// The manifest: an http(s) URL, or a path on this site.
    pub manifest: String,
    /// Other origins that files may lie at.
    pub files: Vec<String>,
}

impl Site {
    /// Reads a file that `before` found no FHIR server in. `secure` is whether the page came by https.
    ///
    /// # Errors
    /// The first mistake found: `before` itself where the file names no manifest.
    pub fn parse(text: &str, secure: bool, before: ConfigError) -> Result<Self, ConfigError> {
        let Ok(mut value) = serde_json::from_str::<Value>(text) else {
            return Err(before);
        };
        let directory = value.get("directory").cloned().unwrap_or_default();
        let Some(manifest) = directory.get("manifest") else {
            return Err(before);
        };
        let wrong = |field: &str, expected| ConfigError {
            field: field.to_owned(),
            expected,
        };
        if directory.get("base").is_some_and(|base| !base.is_null()) {
            return Err(wrong("directory", Expected::OneSource));
        }
        if value.get("record").is_some_and(|record| !record.is_null()) {
            return Err(wrong("record", Expected::NoRecord));
        }
        let manifest = manifest.as_str().filter(|it| is_address(it));
        let manifest = manifest.ok_or_else(|| wrong("directory.manifest", Expected::Manifest))?;
        let own = manifest.starts_with('/');
        if secure && !own && !url::is_secure(manifest) {
            return Err(wrong("directory.manifest", Expected::SecureBase));
        }
        let files =
            files(&directory, secure).ok_or_else(|| wrong("directory.files", Expected::Origins))?;
        let manifest = manifest.to_owned();
        // All else is as on any site. Nothing is ever asked of these servers.
        if let Some(all) = value.as_object_mut() {
            all.insert("directory".into(), json!({"base": "/"}));
            all.insert("record".into(), json!({"base": "/", "auth": "none"}));
            let features = all.entry("features").or_insert(json!({}));
            if let Some(features) = features.as_object_mut() {
                features.insert("record".into(), json!(false));
            }
        }
        Ok(Self {
            config: Config::parse(&value.to_string(), secure)?,
            manifest,
            files,
        })
    }
}

/// Whether it is an http(s) URL or a path on this site. A query may be needed to read a file of a cloud's storage.
fn is_address(text: &str) -> bool {
    let own = text.starts_with('/') && !text.starts_with("//");
    let plain = !text.contains(['#', ' ', '\\']);
    plain && (own || url::origin(text).is_some())
}

/// The other origins; `None` where something else stands there.
fn files(directory: &Value, secure: bool) -> Option<Vec<String>> {
    let Some(list) = directory.get("files") else {
        return Some(Vec::new());
    };
    let origin = |value: &Value| {
        let text = value.as_str()?;
        let origin = url::origin(text).filter(|origin| origin == text)?;
        (!secure || url::is_secure(text)).then_some(origin)
    };
    list.as_array()?.iter().map(origin).collect()
}
