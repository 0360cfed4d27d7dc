//! A mistake in `config.json`. Its words come only with the page that shows them.

use std::fmt;

use super::LOCALES;

/// A mistake in `config.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The field's path, as `record.base`. Empty when the whole file is wrong.
    pub field: String,
    pub expected: Expected,
}

/// What should stand in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A file that can be fetched.
    File,
    /// With the line and column where it isn't, from 1.
    Json(usize, usize),
    Object,
    MissingObject,
    Text,
    SomeText,
    Count,
    Switch,
    Sites,
    OwnPath,
    Base,
    SecureBase,
    Manifest,
    /// Either a base or a manifest.
    OneSource,
    NoRecord,
    Origins,
    Auth,
    Issuer,
    Country,
    Locales,
}

impl Expected {
    /// In plain English: the reader is the hospital's web team.
    fn words(self) -> String {
        let words = match self {
            Self::File => "a file that can be reached",
            Self::Json(line, column) => {
                let (line, column) = (line.to_string(), column.to_string());
                return [
                    "valid JSON, but it breaks at line ",
                    &line,
                    " column ",
                    &column,
                ]
                .concat();
            }
            Self::Object => "an object in braces",
            Self::MissingObject => "an object in braces, but it is missing",
            Self::Text => "a text in quotes",
            Self::SomeText => "a text in quotes that isn't empty",
            Self::Count => "a whole number, 0 or more",
            Self::Switch => "true or false",
            Self::Sites => {
                "a list of objects, each with a \"host\", a \"path\" as \"/river\", or both"
            }
            Self::OwnPath => {
                "a path on this site, as \"/logo.svg\": no third party may see who visits"
            }
            Self::Base => {
                "the FHIR server's address, as \"https://fhir.example.org/r4\", or a path on this site, as \"/fhir\""
            }
            Self::Manifest => {
                "the address of a SMART Scheduling Links manifest, as \"https://files.example.org/$bulk-publish\", or a path on this site"
            }
            Self::OneSource => {
                "either \"base\", a FHIR server, or \"manifest\", published files, but not both"
            }
            Self::NoRecord => {
                "to be left out: beside \"directory.manifest\" there is no server that a record could come from"
            }
            Self::Origins => "a list of origins by https, as [\"https://files.example.org\"]",
            Self::SecureBase => {
                "an address with https: this page came by https, from where a browser asks no server by http"
            }
            Self::Auth => "\"smart\" or \"none\"",
            Self::Issuer => "the address of the sign-in server, as \"https://login.example.org\"",
            Self::Country => "two capital letters, as \"CN\" (ISO 3166)",
            Self::Locales => return ["a list of one or more of ", &LOCALES.join(", ")].concat(),
        };
        words.to_owned()
    }
}

impl ConfigError {
    /// What is wrong, in plain English.
    pub fn text(&self) -> String {
        let expected = self.expected.words();
        match self.field.as_str() {
            "" => ["config.json: expected ", &expected].concat(),
            field => ["config.json, field \"", field, "\": expected ", &expected].concat(),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
