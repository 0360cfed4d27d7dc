//! `public/vocabulary.json`: everyday words, and what they stand for.

use serde_json::Value;

use super::text::{Token, tokens};
use crate::doctors::query::Position;

/// What words may stand for.
#[derive(Clone, Debug, PartialEq)]
pub enum Means {
    /// A specialty's SNOMED CT code.
    Specialty(String),
    /// A complaint or a reason for a visit: the specialties that see it, the usual one first, and the page of the source.
    Complaint {
        see: Vec<String>,
        source: String,
    },
    Place(Position),
    /// A parameter of the address and its value.
    Filter {
        name: String,
        value: String,
    },
}

/// One thing and all its names.
#[derive(Clone, Debug)]
pub struct Entry {
    pub means: Means,
    pub terms: Vec<Term>,
}

/// A name of a thing, in one language.
#[derive(Clone, Debug)]
pub struct Term {
    pub text: String,
    /// BCP 47.
    pub language: &'static str,
    pub(super) tokens: Vec<Token>,
}

/// Words that may mean an emergency.
#[derive(Clone, Debug, PartialEq)]
pub struct Emergency {
    /// Whether to call now; else `say` tells when to.
    pub now: bool,
    /// The page of the source.
    pub source: String,
    /// What to know, in the reader's language.
    pub say: String,
}

pub(super) struct Alarm {
    pub emergency: Emergency,
    /// Any of these; each is groups, of each of which one must be said.
    pub words: Vec<Vec<Vec<Term>>>,
}

/// The words that are known.
#[derive(Default)]
pub struct Vocabulary {
    pub(super) entries: Vec<Entry>,
    pub(super) alarms: Vec<Alarm>,
    ignored: Vec<String>,
}

const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "ar"];

impl Vocabulary {
    /// Reads the file's text for a reader of `language`; `specialties` are codes and names in that language, known besides.
    /// What can't be read in it is left out: the file is a hospital's to change.
    pub fn read(text: &str, language: &str, specialties: &[(String, String)]) -> Self {
        let file: Value = serde_json::from_str(text).unwrap_or_default();
        let list = |name: &str| file[name].as_array().map(Vec::as_slice).unwrap_or_default();
        let sources = file["sources"].as_str().unwrap_or_default();
        let source = |entry: &Value| {
            let page = entry["source"].as_str().unwrap_or_default();
            let whole = sources.replace("{source}", page);
            // A hospital's own entry may name a page of its own.
            let url = if page.contains(':') { page } else { &whole };
            url.starts_with("https://").then(|| url.to_owned())
        };
        let mut found = Self {
            ignored: texts(&file["ignored"])
                .iter()
                .map(|it| joined(it))
                .collect(),
            ..Self::default()
        };
        for entry in list("specialties") {
            if let Some(code) = entry["code"].as_str() {
                found.add(Means::Specialty(code.to_owned()), entry);
            }
        }
        for (code, name) in specialties {
            let term = term(
                name,
                LANGUAGES
                    .iter()
                    .find(|it| **it == language)
                    .unwrap_or(&"en"),
            );
            let means = Means::Specialty(code.clone());
            match found.entries.iter_mut().find(|it| it.means == means) {
                // First, as it is the name that is shown.
                Some(known) => known.terms.insert(0, term),
                None => found.entries.push(Entry {
                    means,
                    terms: vec![term],
                }),
            }
        }
        for entry in list("complaints") {
            let see = texts(&entry["see"]);
            if let (Some(source), false) = (source(entry), see.is_empty()) {
                found.add(Means::Complaint { see, source }, entry);
            }
        }
        for entry in list("places") {
            let degrees = |at: usize| entry["at"][at].as_f64();
            if let Some(at) = degrees(0)
                .zip(degrees(1))
                .and_then(|(a, b)| Position::new(a, b))
            {
                found.add(Means::Place(at), entry);
            }
        }
        for entry in list("filters") {
            if let [name, value] = texts(&entry["set"]).as_slice() {
                let (name, value) = (name.clone(), value.clone());
                found.add(Means::Filter { name, value }, entry);
            }
        }
        for entry in list("emergencies") {
            let say = entry["say"][language]
                .as_str()
                .or(entry["say"]["en"].as_str());
            if let (Some(source), Some(say)) = (source(entry), say) {
                let emergency = Emergency {
                    now: entry["now"].as_bool().unwrap_or(true),
                    source,
                    say: say.to_owned(),
                };
                found.alarms.push(Alarm {
                    emergency,
                    words: groups(&entry["words"]),
                });
            }
        }
        found
    }

    fn add(&mut self, means: Means, entry: &Value) {
        let terms = LANGUAGES.iter().flat_map(|language| {
            let names = texts(&entry[language]);
            names.into_iter().map(|name| term(&name, language))
        });
        let terms = terms.filter(|term| !term.tokens.is_empty()).collect();
        self.entries.push(Entry { means, terms });
    }

    /// Whether a word says nothing about what is looked for; a phrase of Chinese is asked for whole.
    pub(super) fn is_ignored(&self, word: &str) -> bool {
        self.ignored.iter().any(|ignored| ignored == word)
    }

    /// The name of a thing to a reader of `language`, as far as it has one.
    pub fn name(&self, means: &Means, language: &str) -> Option<&str> {
        let entry = self.entries.iter().find(|entry| entry.means == *means)?;
        let own = entry.terms.iter().find(|term| term.language == language);
        Some(own.or(entry.terms.first())?.text.as_str())
    }

    /// All that is known, for tests of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

fn term(text: &str, language: &'static str) -> Term {
    Term {
        text: text.to_owned(),
        language,
        tokens: tokens(text),
    }
}

fn joined(text: &str) -> String {
    tokens(text).into_iter().map(|token| token.plain).collect()
}

fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect()
}

fn groups(words: &Value) -> Vec<Vec<Vec<Term>>> {
    let lists = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let group = |group: &Value| texts(group).iter().map(|it| term(it, "")).collect();
    let any = lists(words);
    any.iter()
        .map(|all| lists(all).iter().map(group).collect())
        .collect()
}
