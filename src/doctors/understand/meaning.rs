//! What a typed text means.

use super::reading::Reading;
use super::vocabulary::{Emergency, Means, Vocabulary};
use crate::doctors::query::Query;

/// A piece of the text that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub means: Means,
    /// The words as typed.
    pub words: String,
    /// What the reader calls it.
    pub name: String,
    /// The bytes of the text that it takes up.
    pub(super) spans: Vec<(usize, usize)>,
    /// Whether it is one misspelt word.
    pub(super) slip: bool,
}

/// A text, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    text: String,
    /// In the order of the text.
    pub parts: Vec<Part>,
    /// What is left: the name of a person or a hospital, as typed.
    pub rest: String,
    /// What may be an emergency; those to call for now come first.
    pub emergencies: Vec<Emergency>,
}

impl Meaning {
    /// Reads a text. The longest words count first; a word with a slip counts if nothing else explains it.
    pub fn of(text: &str, vocabulary: &Vocabulary) -> Self {
        let mut reading = Reading::of(text, vocabulary);
        let emergencies = reading.emergencies(vocabulary);
        let rest = match reading.tokens.is_empty() {
            // Signs alone mean nothing, and nobody is called so.
            true => text.trim().to_owned(),
            false => reading.rest(vocabulary),
        };
        let mut parts = reading.parts;
        parts.sort_by_key(|part| part.spans.first().copied());
        Self {
            text: text.to_owned(),
            parts,
            rest,
            emergencies,
        }
    }

    /// The codes of the specialties that the text asks for, the likeliest first.
    pub fn specialties(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        let named = self.parts.iter().filter_map(|part| match &part.means {
            Means::Specialty(code) => Some(vec![code.clone()]),
            _ => None,
        });
        // Who names a specialty has chosen; complaints then only say why.
        let seen = self.parts.iter().filter_map(|part| match &part.means {
            Means::Complaint { see, .. } => Some(see.clone()),
            _ => None,
        });
        let named: Vec<String> = named.flatten().collect();
        let all = match named.is_empty() {
            true => seen.flatten().collect(),
            false => named,
        };
        for code in all {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// The query with what the words mean in the place of the words; its text is the name that is left.
    pub fn apply(&self, query: &Query) -> Query {
        let mut query = query.with_text(&self.rest);
        let codes = self.specialties();
        if !codes.is_empty() {
            query.set("specialty", &codes.join(","));
        }
        for part in &self.parts {
            match &part.means {
                Means::Place(at) => query.near = Some(*at),
                Means::Filter { name, value } => query.set(name, value),
                _ => {}
            }
        }
        query
    }

    /// The text without the name that is left.
    pub fn without_name(&self) -> String {
        let words: Vec<&str> = self.parts.iter().map(|part| part.words.as_str()).collect();
        words.join(" ")
    }

    /// The text without one of its parts.
    pub fn without(&self, part: &Part) -> String {
        let mut text = self.text.clone();
        for (from, to) in part.spans.iter().rev() {
            text.replace_range(*from..*to, " ");
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    }
}
