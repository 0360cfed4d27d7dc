//! The manifest: which files there are (SMART Scheduling Links, "Manifest File").

use serde_json::Value;

use crate::fhir::{FhirDate, Flaw, Node, url};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Location,
    Practitioner,
    PractitionerRole,
    HealthcareService,
    Schedule,
    Slot,
}

impl Kind {
    /// Reads the `type` of an output, or a `resourceType`; `None` for what isn't used.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "Location" => Self::Location,
            "Practitioner" => Self::Practitioner,
            "PractitionerRole" => Self::PractitionerRole,
            "HealthcareService" => Self::HealthcareService,
            "Schedule" => Self::Schedule,
            "Slot" => Self::Slot,
            _ => return None,
        })
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub kind: Kind,
    /// Absolute.
    pub url: String,
    /// The states or regions that it is about; none where the manifest doesn't say.
    pub states: Vec<String>,
}

impl File {
    /// Whether it may hold something of this state.
    pub fn is_about(&self, state: Option<&str>) -> bool {
        let named = |state| self.states.iter().any(|own| own == state);
        self.states.is_empty() || state.is_none_or(named)
    }
}

/// What a manifest says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// When the files were published.
    pub published: Option<FhirDate>,
    /// Those with slots last.
    pub files: Vec<File>,
}

impl Manifest {
    /// Reads a manifest that came from `at`, an absolute URL; addresses in it may be relative to that.
    ///
    /// # Errors
    /// In what way it is none.
    pub fn parse(text: &[u8], at: &str) -> Result<Self, Flaw> {
        let value: Value = serde_json::from_slice(text).map_err(|error| {
            match text.trim_ascii_start().first() {
                None => Flaw::Empty,
                Some(b'<') => Flaw::Html,
                Some(b'{') if error.is_eof() => Flaw::Truncated,
                Some(_) => Flaw::NotJson,
            }
        })?;
        if !value.get("output").is_some_and(Value::is_array) {
            return Err(Flaw::NotFhir);
        }
        let root = Node::new(&value);
        let file = |output: Node| {
            Some(File {
                kind: Kind::of(output.str("type")?)?,
                url: resolve(at, output.str("url")?)?,
                states: output
                    .node("extension")
                    .strs("state")
                    .map(str::to_owned)
                    .collect(),
            })
        };
        let mut files: Vec<File> = root.list("output").filter_map(file).collect();
        files.sort_by_key(|file| file.kind);
        Ok(Self {
            published: root.date("transactionTime"),
            files,
        })
    }

    /// The states that some file is about, each once, in order.
    pub fn states(&self) -> Vec<String> {
        let mut states: Vec<String> = Vec::new();
        for state in self.files.iter().flat_map(|file| &file.states) {
            // Few, and no code that sorts texts for them.
            if let Err(at) = states.binary_search(state) {
                states.insert(at, state.clone());
            }
        }
        states
    }

    /// Whether it is so old that its times can't be relied on: older than it may be kept (`max_age`, the seconds of its
    /// `Cache-Control`) and than a day.
    pub fn is_stale(&self, now_ms: i64, max_age: Option<u32>) -> bool {
        const DAY: i64 = 86_400_000;
        let most = DAY.max(i64::from(max_age.unwrap_or(0)) * 1000);
        let published = self.published.as_ref().map(FhirDate::start_ms);
        published.is_some_and(|published| now_ms - published > most)
    }
}

/// An address as the manifest at `at` means it (RFC 3986 section 5.2, without dots); `None` for other schemes than http(s).
fn resolve(at: &str, link: &str) -> Option<String> {
    let path_end = at.find(['?', '#']).unwrap_or(at.len());
    let folder = at[..path_end].rsplit_once('/')?.0;
    let absolute = url::resolve(folder, link.strip_prefix("./").unwrap_or(link));
    url::origin(&absolute).map(|_| absolute)
}

/// Whether a file may be asked for: at the manifest's own origin, or at one that the hospital names.
pub fn is_allowed(file: &str, manifest: &str, others: &[String]) -> bool {
    let origin = url::origin(file);
    let named = |other: &String| url::origin(other) == origin;
    origin.is_some() && (origin == url::origin(manifest) || others.iter().any(named))
}

/// The seconds of `max-age` in a `Cache-Control`.
pub fn max_age(cache_control: &str) -> Option<u32> {
    let mut directives = cache_control.split(',').map(str::trim);
    directives.find_map(|it| it.strip_prefix("max-age=")?.parse().ok())
}
