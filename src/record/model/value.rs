//! The value of a result, of whichever type the source sent.

use super::convert::{Substance, Units};
use super::{Number, When, Word};
use crate::fhir::datatypes::{Coding, Concept, Range};
use crate::fhir::types::{Measured, ObservationValue};

const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Number(Number),
    /// Systolic over diastolic, of the same unit.
    Pressure(Number, Number),
    /// From and to; either end may be open.
    Range(Option<Number>, Option<Number>),
    /// One to so many.
    Ratio(Number, Number),
    /// In the source's words.
    Text(String),
    Truth(bool),
    When(When),
    /// None was given, for this reason.
    Absent(Word),
    /// Something that Sampan can't show, such as a curve.
    Unshown,
    /// Nothing at all.
    Missing,
}

impl Value {
    /// The value of an Observation or a component.
    pub fn of(measured: Measured, language: &str) -> Self {
        if let Some(reason) = measured.absent_reason() {
            return Self::Absent(absent_word(reason, language));
        }
        match (measured.value(), measured.0.choice("value")) {
            (Some(value), _) => Self::of_sent(value, language),
            // A type that is known with a content that isn't, such as a misspelt date.
            (None, Some((_, node))) => node
                .text()
                .map_or(Self::Unshown, |text| Self::Text(text.to_owned())),
            (None, None) => Self::Missing,
        }
    }

    fn of_sent(value: ObservationValue, language: &str) -> Self {
        match value {
            ObservationValue::Quantity(quantity) => match Number::of(quantity) {
                Some(number) => Self::Number(number),
                None => absent_extension(quantity.0.extension(ABSENT).str("valueCode")),
            },
            ObservationValue::Concept(concept) => match concept.display(language) {
                Some(text) => Self::Text(text.to_owned()),
                None => Self::Missing,
            },
            ObservationValue::Text(text) => Self::Text(text.to_owned()),
            ObservationValue::Boolean(truth) => Self::Truth(truth),
            ObservationValue::Integer(digits) => {
                Number::plain(digits).map_or_else(|| Self::Text(digits.to_owned()), Self::Number)
            }
            ObservationValue::Range(range) => Self::of_range(range),
            ObservationValue::Ratio(ratio) => match (
                Number::of(ratio.numerator()),
                Number::of(ratio.denominator()),
            ) {
                (Some(above), Some(below)) => Self::Ratio(above, below),
                _ => Self::Missing,
            },
            ObservationValue::Date(date) => Self::When(When::At(date)),
            ObservationValue::Period(period) => Self::When(When::of_period(period)),
            ObservationValue::Other(_) => Self::Unshown,
        }
    }

    /// From and to.
    pub fn of_range(range: Range) -> Self {
        match (
            range.low().and_then(Number::of),
            range.high().and_then(Number::of),
        ) {
            (None, None) => Self::Missing,
            (low, high) => Self::Range(low, high),
        }
    }

    /// The same as the concentration of a substance.
    pub fn of_substance(mut self, substance: Option<Substance>) -> Self {
        let numbers = match &mut self {
            Self::Number(number) => vec![number],
            Self::Range(low, high) => low.iter_mut().chain(high).collect(),
            _ => Vec::new(),
        };
        for number in numbers {
            number.substance = substance;
        }
        self
    }

    /// The same in the units that the patient chose; `None` where that changes nothing. Numbers that belong together are
    /// converted together or not at all.
    pub fn in_units(&self, units: &Units) -> Option<Self> {
        let end = |number: &Option<Number>| match number {
            Some(number) => units.apply(number).map(Some),
            None => Some(None),
        };
        match self {
            Self::Number(number) => units.apply(number).map(Self::Number),
            Self::Pressure(above, below) => {
                Some(Self::Pressure(units.apply(above)?, units.apply(below)?))
            }
            Self::Range(low, high) => Some(Self::Range(end(low)?, end(high)?)),
            _ => None,
        }
    }

    /// Its numbers that may be compared part by part with those of another.
    pub fn numbers(&self) -> Vec<&Number> {
        match self {
            Self::Number(number) => vec![number],
            Self::Pressure(systolic, diastolic) => vec![systolic, diastolic],
            _ => Vec::new(),
        }
    }

    /// True where something was found.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Absent(_) | Self::Missing)
    }

    /// The digits as sent, where those to read are rounded.
    pub fn exact(&self) -> Vec<&str> {
        let numbers = match self {
            Self::Ratio(above, below) => vec![above, below],
            Self::Range(low, high) => low.iter().chain(high).collect(),
            other => other.numbers(),
        };
        if numbers.iter().all(|number| number.exact.is_none()) {
            return Vec::new();
        }
        numbers
            .into_iter()
            .map(|number| number.exact.as_deref().unwrap_or(&number.digits))
            .collect()
    }
}

fn absent_extension(code: Option<&str>) -> Value {
    code.map_or(Value::Missing, |code| {
        Value::Absent(known_reason(code).unwrap_or(Word::Ours("record.absent_unknown")))
    })
}

/// Why a value is absent: the common codes in our words, the others in the source's.
fn absent_word(reason: Concept, language: &str) -> Word {
    let known = reason
        .codings()
        .filter_map(|coding: Coding| coding.code())
        .find_map(known_reason);
    let theirs = || reason.display(language).map(Word::theirs);
    known
        .or_else(theirs)
        .unwrap_or(Word::Ours("record.absent_unknown"))
}

fn known_reason(code: &str) -> Option<Word> {
    Some(Word::Ours(match code {
        "unknown" | "asked-unknown" | "temp-unknown" => "record.absent_unknown",
        "not-asked" => "record.absent_not_asked",
        "asked-declined" => "record.absent_declined",
        "masked" => "record.absent_masked",
        "not-performed" => "record.absent_not_performed",
        "not-applicable" => "record.absent_not_applicable",
        "error" => "record.absent_error",
        _ => return None,
    }))
}
