//! Reading one object of `config.json`.

use serde_json::Value;

use super::{ConfigError, Expected, wrong};
use crate::fhir::url;

/// One object of the file and where it stands in it.
pub(super) struct Section<'a> {
    pub value: &'a Value,
    pub path: &'a str,
    /// Whether the page came by https.
    pub secure: bool,
}

impl<'a> Section<'a> {
    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            [self.path, ".", name].concat()
        }
    }

    /// The object in this field; `None` where there is none.
    ///
    /// # Errors
    /// If it is something else.
    pub fn optional_section(&self, name: &'a str) -> Result<Option<Section<'a>>, ConfigError> {
        match self.value.get(name) {
            None => Ok(None),
            Some(value) if value.is_object() => Ok(Some(Section {
                value,
                path: name,
                secure: self.secure,
            })),
            Some(_) => Err(wrong(&self.path_of(name), Expected::Object)),
        }
    }

    /// The object in this field.
    ///
    /// # Errors
    /// If there is none.
    pub fn section(&self, name: &'a str) -> Result<Section<'a>, ConfigError> {
        self.optional_section(name)?
            .ok_or_else(|| wrong(&self.path_of(name), Expected::MissingObject))
    }

    /// The text in this field; `None` where there is none.
    ///
    /// # Errors
    /// If it is something else.
    pub fn optional_text(&self, name: &str) -> Result<Option<String>, ConfigError> {
        match self.value.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong(&self.path_of(name), Expected::Text)),
        }
    }

    /// The text in this field.
    ///
    /// # Errors
    /// If there is none, or a blank one.
    pub fn text(&self, name: &str) -> Result<String, ConfigError> {
        match self.optional_text(name)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(wrong(&self.path_of(name), Expected::SomeText)),
        }
    }

    /// The whole number in this field, or `default` where there is none.
    ///
    /// # Errors
    /// If it is something else.
    pub fn count(&self, name: &str, default: u32) -> Result<u32, ConfigError> {
        match self.value.get(name) {
            None => Ok(default),
            Some(value) => value
                .as_u64()
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(|| wrong(&self.path_of(name), Expected::Count)),
        }
    }

    /// A FHIR base: an http(s) URL or a path on the app's own origin.
    pub fn base(&self) -> Result<String, ConfigError> {
        let base = self.text("base")?;
        let absolute = ["https://", "http://"]
            .iter()
            .any(|scheme| base.len() > scheme.len() && base.starts_with(scheme));
        let on_this_origin = base.starts_with('/') && !base.starts_with("//");
        let plain = !base.contains(['?', '#', ' ', '\\']);
        if !((absolute || on_this_origin) && plain) {
            return Err(wrong(&self.path_of("base"), Expected::Base));
        }
        if self.secure && absolute && !url::is_secure(&base) {
            return Err(wrong(&self.path_of("base"), Expected::SecureBase));
        }
        Ok(base.trim_end_matches('/').to_owned())
    }
}
