//! `config.json`: what a hospital's web team edits. Read at start, never compiled in. `docs/config.md` tells of each field.
//!
//! Every error names the field and says what was expected, for the person who edits the file. The look of `brand` is
//! `src/brand/brand.js`'s, and a mistake there costs nobody the page; `sites` are `src/boot.js`'s.

mod error;
mod page;
mod section;

pub use error::{ConfigError, Expected};
pub use page::BadConfig;

use serde_json::Value;

use crate::fhir::url;
use section::Section;

/// How a patient's record is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// SMART App Launch as a public client.
    Smart(Smart),
    /// No sign-in: a demonstration, with the patient whose record is open.
    None { patient: Option<String> },
}

/// How to sign in with SMART App Launch. The rest, the server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smart {
    /// What the hospital registered Sampan as.
    pub client_id: String,
    /// The scopes to ask for, where the usual ones won't do.
    pub scope: Option<String>,
    /// The authorization server's issuer, an origin with or without a path, where it isn't at the FHIR server's origin.
    pub issuer: Option<String>,
}

/// The hospital's name and mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    pub name: String,
    /// URL of the logo, same-origin. `None` shows Sampan's own mark.
    pub logo: Option<String>,
}

/// What follows from where the hospital is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// The number to call in an emergency.
    pub emergency: String,
}

/// The most points that each part of the order "best match" can give. `docs/ranking.md` tells what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// How well specialty and name fit what was asked for.
    pub fit: u32,
    /// How soon there is a free time.
    pub soon: u32,
    pub near: u32,
    pub rating: u32,
}

impl Country {
    /// Whether its roads are measured in miles.
    pub fn in_miles(&self) -> bool {
        matches!(self.code.as_str(), "US" | "GB" | "LR" | "MM")
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            fit: 40,
            soon: 25,
            near: 15,
            rating: 20,
        }
    }
}

/// The validated `config.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub brand: Brand,
    /// Phone of the hospital's desk, offered wherever the app can't go on.
    pub phone: Option<String>,
    /// FHIR base of doctors, hospitals and free times; read without a token. No trailing slash.
    pub directory_base: String,
    /// FHIR base of the patient's own data. No trailing slash.
    pub record_base: String,
    pub auth: Auth,
    /// BCP-47 tags, the first being the default.
    pub locales: Vec<String>,
    pub country: Country,
    /// Fewer reviews than this show no score.
    pub rating_threshold: u32,
    pub weights: Weights,
    /// Switches by name; an absent one is on.
    switched_off: Vec<String>,
}

/// The languages that have message files.
pub const LOCALES: [&str; 3] = ["en", "zh-Hans", "ar"];

impl Config {
    /// Reads and checks the text of a `config.json`.
    ///
    /// `secure` is whether the page came by https: a browser then asks no server by http.
    ///
    /// # Errors
    /// The first mistake found, with its field.
    pub fn parse(text: &str, secure: bool) -> Result<Self, ConfigError> {
        let value: Value = serde_json::from_str(text).map_err(|e| ConfigError {
            field: String::new(),
            expected: Expected::Json(e.line(), e.column()),
        })?;
        let root = Section {
            value: &value,
            path: "",
            secure,
        };
        if !value.is_object() {
            return Err(wrong("", Expected::Object));
        }
        // The boot script takes out those that it understands.
        if value.get("sites").is_some() {
            return Err(wrong("sites", Expected::Sites));
        }
        let directory = root.section("directory")?;
        // A site of files alone is another app (`links`), which looks for mistakes by itself.
        if directory.value.get("manifest").is_some() {
            return Err(wrong("directory.manifest", Expected::Manifest));
        }
        let directory_base = directory.base()?;
        let record = root.section("record")?;
        Ok(Self {
            brand: brand(&root.section("brand")?)?,
            phone: root.optional_text("phone")?,
            record_base: record.base()?,
            auth: auth(&record)?,
            directory_base,
            locales: locales(&root)?,
            country: country(&root.section("country")?)?,
            rating_threshold: root
                .optional_section("ratings")?
                .map_or(Ok(10), |s| s.count("threshold", 10))?,
            weights: weights(&root)?,
            switched_off: switched_off(&root)?,
        })
    }

    /// Whether a feature is on; features are on unless `features` says `false`.
    pub fn has(&self, feature: &str) -> bool {
        !self.switched_off.iter().any(|off| off == feature)
    }
}

fn wrong(field: &str, expected: Expected) -> ConfigError {
    ConfigError {
        field: field.to_owned(),
        expected,
    }
}

fn brand(section: &Section) -> Result<Brand, ConfigError> {
    let logo = section.optional_text("logo")?;
    let elsewhere = |path: &String| path.starts_with("//") || path.contains([':', '\\']);
    if logo.as_ref().is_some_and(elsewhere) {
        return Err(wrong("brand.logo", Expected::OwnPath));
    }
    Ok(Brand {
        name: section.text("name")?,
        logo,
    })
}

fn auth(record: &Section) -> Result<Auth, ConfigError> {
    match record.optional_text("auth")?.as_deref() {
        Some("smart") => Ok(Auth::Smart(Smart {
            client_id: record.text("client_id")?,
            scope: record.optional_text("scope")?,
            issuer: issuer(record)?,
        })),
        Some("none") => Ok(Auth::None {
            patient: record.optional_text("patient")?,
        }),
        _ => Err(wrong("record.auth", Expected::Auth)),
    }
}

/// A patient's password is typed there, so only https will do, but on a developer's own machine.
fn issuer(record: &Section) -> Result<Option<String>, ConfigError> {
    let issuer = record.optional_text("issuer")?;
    match issuer {
        Some(issuer) if !url::is_secure(&issuer) => Err(wrong("record.issuer", Expected::Issuer)),
        issuer => Ok(issuer),
    }
}

fn country(section: &Section) -> Result<Country, ConfigError> {
    let code = section.text("code")?;
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(wrong("country.code", Expected::Country));
    }
    Ok(Country {
        code,
        emergency: section.text("emergency")?,
    })
}

fn locales(root: &Section) -> Result<Vec<String>, ConfigError> {
    let expected = || wrong("locales", Expected::Locales);
    let Some(list) = root.value.get("locales") else {
        return Ok(LOCALES.map(str::to_owned).to_vec());
    };
    let list = list
        .as_array()
        .filter(|list| !list.is_empty())
        .ok_or_else(expected)?;
    list.iter()
        .map(|tag| {
            tag.as_str()
                .filter(|tag| LOCALES.contains(tag))
                .map(str::to_owned)
                .ok_or_else(expected)
        })
        .collect()
}

fn weights(root: &Section) -> Result<Weights, ConfigError> {
    let default = Weights::default();
    let Some(ranking) = root.optional_section("ranking")? else {
        return Ok(default);
    };
    Ok(Weights {
        fit: ranking.count("fit", default.fit)?,
        soon: ranking.count("soon", default.soon)?,
        near: ranking.count("near", default.near)?,
        rating: ranking.count("rating", default.rating)?,
    })
}

fn switched_off(root: &Section) -> Result<Vec<String>, ConfigError> {
    let Some(features) = root.optional_section("features")? else {
        return Ok(Vec::new());
    };
    let mut off = Vec::new();
    for (name, value) in features.value.as_object().into_iter().flatten() {
        match value.as_bool() {
            Some(true) => {}
            Some(false) => off.push(name.clone()),
            None => return Err(wrong(&["features.", name].concat(), Expected::Switch)),
        }
    }
    Ok(off)
}
