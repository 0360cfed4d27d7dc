//! What the hash of a section's address says: the entry or measurement that is open, or how the list is narrowed.
//!
//! It stands behind the `#`, which no server ever sees: what somebody looks up in their record is theirs.

use crate::record::shelf::Period;
use crate::router::value_of;

/// What a section shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    List,
    /// One entry, by its id.
    Item(String),
    /// All measurements of one kind, `system|code`.
    Series(String),
}

impl Place {
    /// Reads a hash without its `#`.
    pub fn of(hash: &str) -> Self {
        if let Some(id) = value_of(hash, "item") {
            Self::Item(id)
        } else if let Some(kind) = value_of(hash, "series") {
            Self::Series(kind)
        } else {
            Self::List
        }
    }
}

/// How a list is narrowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that an entry must have, as typed.
    pub words: String,
    pub period: Period,
    /// Only what is flagged.
    pub flagged: bool,
}

impl Filter {
    /// Reads a hash without its `#`.
    pub fn of(hash: &str) -> Self {
        Self {
            words: value_of(hash, "q").unwrap_or_default(),
            period: Period {
                from: value_of(hash, "from"),
                to: value_of(hash, "to"),
            },
            flagged: value_of(hash, "flagged").is_some(),
        }
    }

    /// Writes a hash with its `#`; empty where nothing is narrowed.
    pub fn to_hash(&self) -> String {
        let period = &self.period;
        let mut pairs: Vec<[&str; 2]> = Vec::new();
        if !self.words.trim().is_empty() {
            pairs.push(["q=", self.words.trim()]);
        }
        pairs.extend(period.from.iter().map(|from| ["from=", from.as_str()]));
        pairs.extend(period.to.iter().map(|to| ["to=", to.as_str()]));
        if self.flagged {
            pairs.push(["flagged=", "1"]);
        }
        let pairs: Vec<String> = pairs
            .iter()
            .map(|[name, value]| [*name, &crate::fhir::url::encode(value)].concat())
            .collect();
        match pairs.is_empty() {
            true => String::new(),
            false => ["#", &pairs.join("&")].concat(),
        }
    }
}
