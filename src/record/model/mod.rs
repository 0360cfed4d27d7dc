//! What the record says, as plain data: no browser, no words of ours beyond the keys of messages.
//!
//! Every chapter reads its resources into [`Entry`]s of one shape, so one view draws them all. Nothing is judged: what
//! this code adds of its own (an age, a rounded number, a comparison with a range) is marked as such.

pub mod ahead;
mod allergy;
mod chapter;
pub mod chart;
mod condition;
mod content;
pub mod convert;
pub mod csv;
mod event;
pub mod export;
pub mod growth;
pub mod home;
pub mod import;
mod medicine;
mod number;
mod observation;
mod person;
mod plan;
mod report;
mod sensitive;
pub mod series;
mod status;
mod topic;
pub mod topic_codes;
mod trend;
mod unit;
mod value;
mod visit;
mod vitals;
mod when;

pub use allergy::{AllergyState, allergy_state};
pub use chapter::{Chapter, Contents};
pub use content::{decode_base64, file_name, narrative_text};
pub use medicine::unnamed as unnamed_medicines;
pub use number::{Number, round_for_reading};
pub use observation::{Reading, Usual, entry as observation_entry, readings};
pub use person::{Age, Person, age};
pub use sensitive::Sensitive;
pub use topic::Topic;
pub use trend::{Change, LINE_HEIGHT, LINE_WIDTH, Line, Trend};
pub use unit::readable_unit;
pub use value::Value;
pub use visit::{NextVisit, next_visit};
pub use vitals::{Vital, codes_like, measurements, vitals};
pub use when::When;

use std::cmp::Reverse;

/// Words to show: ours, by the key of their message, or the source's own.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// The key of a message.
    Ours(&'static str),
    /// The key of a message and the values of its placeholders.
    Filled(&'static str, Vec<(&'static str, String)>),
    /// As the source has it.
    Theirs(String),
}

impl Word {
    /// The source's words.
    pub fn theirs(text: &str) -> Self {
        Word::Theirs(text.to_owned())
    }
}

/// How much a mark wants to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Plain,
    Attention,
    Alarm,
}

/// A short remark set apart: a status, a risk, "high". `icon` is a shape for those who don't see colours.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub word: Word,
    pub weight: Weight,
    pub icon: Option<&'static str>,
}

impl Mark {
    fn new(key: &'static str, weight: Weight, icon: Option<&'static str>) -> Self {
        Self {
            word: Word::Ours(key),
            weight,
            icon,
        }
    }

    fn plain(key: &'static str) -> Self {
        Self::new(key, Weight::Plain, None)
    }

    fn theirs(text: &str) -> Self {
        Self {
            word: Word::theirs(text),
            weight: Weight::Plain,
            icon: None,
        }
    }
}

/// A labelled detail of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The key of the label's message.
    pub label: &'static str,
    /// Parts of one text.
    pub words: Vec<Word>,
}

/// One entry of the record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// `Type/id`.
    pub key: String,
    /// What it is, in the source's words; `None` where the source names nothing.
    pub name: Option<Word>,
    /// Whether it holds now (an active condition), as against the past.
    pub current: bool,
    /// What was measured.
    pub readings: Vec<Reading>,
    pub when: When,
    pub marks: Vec<Mark>,
    pub facts: Vec<Fact>,
    /// What was measured, `system|code`, where its numbers can be followed over time.
    pub series: Option<String>,
    /// Why it is folded until asked for, if it is.
    pub sensitive: Sensitive,
    /// Set where the entry is the source's word that there is nothing of the kind.
    pub absence: Option<Absence>,
}

/// What the source says in place of an entry. Quite another thing than no entry at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// "No known allergies", "no known problems".
    NoneKnown,
    /// Only of one sort: "no known food allergy".
    NoneKnownOfSort,
    /// Nobody has asked, or nobody knows.
    NotKnown,
}

impl Entry {
    /// How much the heaviest of its marks wants to be seen.
    pub fn weight(&self) -> Weight {
        let flags = self.readings.iter().flat_map(|reading| &reading.flags);
        let marks = self.marks.iter().chain(flags);
        marks.map(|mark| mark.weight).max().unwrap_or(Weight::Plain)
    }

    /// Adds a detail, unless it says nothing.
    fn fact(&mut self, label: &'static str, words: Vec<Word>) {
        if !words.is_empty() {
            self.facts.push(Fact { label, words });
        }
    }

    /// Adds a detail in the source's words.
    fn said(&mut self, label: &'static str, text: Option<&str>) {
        self.fact(label, text.map(Word::theirs).into_iter().collect());
    }

    /// Adds the source's remarks, each on its own.
    fn notes<'a>(&mut self, notes: impl Iterator<Item = &'a str>) {
        for note in notes {
            self.said("record.note", Some(note));
        }
    }
}

/// Sorts the newest first; what has no date comes last. Of one moment, what wants attention comes first.
pub fn newest_first(entries: &mut [Entry]) {
    entries.sort_by_key(|entry| Reverse(entry.weight()));
    entries.sort_by(|a, b| b.when.date().cmp(&a.when.date()));
}
