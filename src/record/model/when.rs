//! When something was, with the precision that the source has.

use super::Word;
use crate::fhir::datatypes::{Period, Quantity};
use crate::fhir::{FhirDate, Node};

/// A date, a stretch of time, or what the source says instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum When {
    #[default]
    Unknown,
    At(FhirDate),
    /// From and until; one of them is known.
    Span(Option<FhirDate>, Option<FhirDate>),
    /// In words, such as an age: it can't be put in order.
    Said(Word),
}

impl When {
    /// Reads a choice of types such as `onset[x]`.
    pub fn of(node: Node, prefix: &str) -> Self {
        match node.choice(prefix) {
            Some(("Period", period)) => Self::of_period(Period(period)),
            Some(("Age", age)) => Self::of_age(Quantity(age)),
            Some(("Range", range)) => {
                let end = |key| Quantity(range.node(key)).value().unwrap_or_default();
                Self::Said(Word::Theirs([end("low"), "–", end("high")].concat()))
            }
            // An R4B or R5 `Timing` lists its moments.
            Some(("Timing", timing)) => Self::of_text(timing.str("event")),
            Some((_, value)) => Self::of_text(value.text()),
            None => Self::Unknown,
        }
    }

    /// A date as text; what is no date is shown as it is.
    pub fn of_text(text: Option<&str>) -> Self {
        match text {
            None => Self::Unknown,
            Some(text) => {
                FhirDate::parse(text).map_or_else(|| Self::Said(Word::theirs(text)), Self::At)
            }
        }
    }

    /// A period.
    pub fn of_period(period: Period) -> Self {
        Self::span(period.start(), period.end())
    }

    /// From a start to an end, where each is known.
    pub fn between(start: Self, end: Self) -> Self {
        match (start.date().cloned(), end.date().cloned()) {
            (first @ Some(_), last @ Some(_)) => Self::span(first, last),
            (None, last @ Some(_)) if start == Self::Unknown => Self::Span(None, last),
            _ => start,
        }
    }

    /// What starts and ends on the same day, or in the same month or year of which no more is known, is one date.
    fn span(start: Option<FhirDate>, end: Option<FhirDate>) -> Self {
        match (start, end) {
            (None, None) => Self::Unknown,
            (Some(start), Some(end))
                if start.day() == end.day()
                    && (start.precision() == end.precision() || start.has_time()) =>
            {
                Self::At(start)
            }
            (start, end) => Self::Span(start, end),
        }
    }

    /// A date as the start of what still lasts.
    pub fn lasting(self) -> Self {
        match self {
            Self::At(date) => Self::Span(Some(date), None),
            other => other,
        }
    }

    fn of_age(age: Quantity) -> Self {
        let Some(value) = age.value() else {
            return Self::Unknown;
        };
        let text = match age.unit() {
            None | Some("a" | "yr" | "year" | "years") => value.to_owned(),
            Some(unit) => [value, " ", unit].concat(),
        };
        Self::Said(Word::Filled("record.at_age", vec![("age", text)]))
    }

    /// The date to order by: the start, else the end.
    pub fn date(&self) -> Option<&FhirDate> {
        match self {
            Self::At(date) => Some(date),
            Self::Span(start, end) => start.as_ref().or(end.as_ref()),
            _ => None,
        }
    }

    /// Itself, or another where nothing is known.
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Unknown { other() } else { self }
    }
}
