//! Observations: measurements, laboratory results, answers.

use super::convert::Substance;
use super::status::{is_mistake, status_mark};
use super::{Entry, Mark, Number, Sensitive, Value, Weight, When, Word};
use crate::fhir::datatypes::{Concept, Range};
use crate::fhir::types::{Measured, Observation, ReferenceRange};

pub(super) const LOINC: &str = "http://loinc.org";
pub(super) const SYSTOLIC: &str = "8480-6";
pub(super) const DIASTOLIC: &str = "8462-4";

/// One result: a whole Observation, or one of its components.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The component's name; `None` for the Observation's own value.
    pub name: Option<Word>,
    pub value: Value,
    /// High, low and the like, as the source says, or as computed and then marked so.
    pub flags: Vec<Mark>,
    /// What is usual, as the source says.
    pub usual: Vec<Vec<Usual>>,
}

/// A part of a reference range.
#[derive(Clone, Debug, PartialEq)]
pub enum Usual {
    /// For whom, or the whole range in words.
    Said(String),
    Between(Box<Value>),
}

/// An Observation as an entry; `None` where it was declared a mistake.
pub fn entry(observation: &Observation, language: &str) -> Option<Entry> {
    if is_mistake(observation.status()) {
        return None;
    }
    let mut entry = Entry {
        key: observation.key(),
        name: name_of(observation.measured().code(), language),
        current: true,
        readings: readings(observation, language),
        when: when(observation),
        sensitive: Sensitive::of(observation.root()),
        marks: status_mark(observation.status()).into_iter().collect(),
        ..Entry::default()
    };
    if entry
        .readings
        .iter()
        .any(|reading| !reading.value.numbers().is_empty())
    {
        entry.series = series_of(observation.measured().code());
    }
    let members = observation.members().filter_map(|member| member.display);
    entry.fact("record.results", members.map(Word::theirs).collect());
    let exact: Vec<&str> = entry
        .readings
        .iter()
        .flat_map(|reading| reading.value.exact())
        .collect();
    let exact = exact.join(", ");
    entry.said("record.exact", (!exact.is_empty()).then_some(&exact));
    let root = observation.root();
    entry.said(
        "record.method",
        Concept(root.node("method")).display(language),
    );
    entry.said(
        "record.body_site",
        Concept(root.node("bodySite")).display(language),
    );
    entry.said(
        "record.by",
        observation
            .performer()
            .and_then(|performer| performer.display),
    );
    entry.notes(observation.notes());
    Some(entry)
}

fn when(observation: &Observation) -> When {
    let root = observation.root();
    When::of(root, "effective").or(|| When::of_text(root.str("issued")))
}

/// The code by which a measurement is found again, `system|code`.
fn series_of(code: Concept) -> Option<String> {
    let coding = code.codings().find(|coding| coding.code().is_some())?;
    let system = coding.system().unwrap_or_default();
    Some([system, "|", coding.code()?].concat())
}

pub(super) fn name_of(code: Concept, language: &str) -> Option<Word> {
    code.display(language).map(Word::theirs)
}

/// The results of an Observation: its value, then its components. A blood pressure is put together by the codes of its
/// parts, never by their position.
pub fn readings(observation: &Observation, language: &str) -> Vec<Reading> {
    let mut all = Vec::new();
    let own = Reading {
        name: None,
        ..reading(observation.measured(), language)
    };
    let pressure = pressure_of(observation);
    match &pressure {
        Some((systolic, diastolic)) => {
            let (systolic, diastolic) =
                (reading(*systolic, language), reading(*diastolic, language));
            all.extend(joined(systolic, diastolic));
        }
        None if own.value != Value::Missing => all.push(own),
        None => {}
    }
    let is_joined = |part: &Measured| {
        pressure.is_some_and(|(systolic, diastolic)| *part == systolic || *part == diastolic)
    };
    for part in observation.components().filter(|part| !is_joined(part)) {
        all.push(reading(part, language));
    }
    if all.is_empty() && observation.members().next().is_none() {
        all.push(Reading {
            name: None,
            ..reading(observation.measured(), language)
        });
    }
    all
}

fn pressure_of<'a>(observation: &'a Observation) -> Option<(Measured<'a>, Measured<'a>)> {
    let systolic = observation.component(LOINC, SYSTOLIC)?;
    Some((systolic, observation.component(LOINC, DIASTOLIC)?))
}

/// A systolic and a diastolic reading as one, where both are numbers of one unit; else both as they are.
pub(super) fn joined(systolic: Reading, diastolic: Reading) -> Vec<Reading> {
    match (&systolic.value, &diastolic.value) {
        (Value::Number(above), Value::Number(below)) if above.has_unit_of(below) => {
            let value = Value::Pressure(above.clone(), below.clone());
            let mut flags = systolic.flags;
            flags.extend(
                diastolic
                    .flags
                    .into_iter()
                    .filter(|flag| !flags.contains(flag))
                    .collect::<Vec<_>>(),
            );
            let mut usual = systolic.usual;
            usual.extend(diastolic.usual);
            vec![Reading {
                name: None,
                value,
                flags,
                usual,
            }]
        }
        _ => vec![systolic, diastolic],
    }
}

fn reading(measured: Measured, language: &str) -> Reading {
    let substance = measured
        .code()
        .codings()
        .filter(|coding| coding.system() == Some(LOINC))
        .find_map(|coding| Substance::of_loinc(coding.code()?));
    let value = Value::of(measured, language).of_substance(substance);
    let mut flags: Vec<Mark> = measured
        .interpretations()
        .filter_map(|interpretation| flag(interpretation, language))
        .collect();
    let ranges: Vec<ReferenceRange> = measured.reference_ranges().collect();
    if flags.is_empty() {
        flags.extend(computed_flag(&value, &ranges));
    }
    let usual = ranges
        .iter()
        .map(|range| usual(*range, substance, language))
        .filter(|parts| !parts.is_empty())
        .collect();
    Reading {
        name: name_of(measured.code(), language),
        value,
        flags,
        usual,
    }
}

/// The words for an interpretation (HL7 v3 ObservationInterpretation, and the older v2 table 0078).
fn flag(interpretation: Concept, language: &str) -> Option<Mark> {
    use Weight::{Alarm, Attention, Plain};
    let known = interpretation
        .codings()
        .filter_map(|coding| coding.code())
        .find_map(|code| {
            Some(match code {
                "H" => Mark::new("record.flag_high", Attention, Some("up")),
                "HU" => Mark::new("record.flag_very_high", Attention, Some("up")),
                "HH" => Mark::new("record.flag_critical_high", Alarm, Some("up")),
                "L" => Mark::new("record.flag_low", Attention, Some("down")),
                "LU" => Mark::new("record.flag_very_low", Attention, Some("down")),
                "LL" => Mark::new("record.flag_critical_low", Alarm, Some("down")),
                "N" => Mark::new("record.flag_normal", Plain, Some("check")),
                "A" => Mark::new("record.flag_abnormal", Attention, Some("warning")),
                "AA" => Mark::new("record.flag_critical", Alarm, Some("warning")),
                "POS" => Mark::plain("record.flag_positive"),
                "NEG" => Mark::plain("record.flag_negative"),
                "IND" | "E" => Mark::plain("record.flag_indeterminate"),
                "DET" => Mark::plain("record.flag_detected"),
                "ND" => Mark::plain("record.flag_not_detected"),
                "S" => Mark::plain("record.flag_susceptible"),
                "R" => Mark::plain("record.flag_resistant"),
                "I" => Mark::plain("record.flag_intermediate"),
                _ => return None,
            })
        });
    known.or_else(|| interpretation.display(language).map(Mark::theirs))
}

/// Where the source judges nothing but gives one plain range: on which side of it the value lies. Said to be computed.
fn computed_flag(value: &Value, ranges: &[ReferenceRange]) -> Option<Mark> {
    let (Value::Number(value), [only]) = (value, ranges) else {
        return None;
    };
    let plain = only.is_normal() && only.applies_to().next().is_none() && only.age().is_none();
    let Value::Range(low, high) = Value::of_range(only.range()) else {
        return None;
    };
    let holds = |end: &Option<Number>, outside: fn(&Number, &Number) -> bool| {
        end.as_ref()
            .is_some_and(|end| end.bound.is_none() && value.has_unit_of(end) && outside(value, end))
    };
    if plain && holds(&low, is_below) {
        Some(Mark::new(
            "record.flag_below_range",
            Weight::Attention,
            Some("down"),
        ))
    } else if plain && holds(&high, is_above) {
        Some(Mark::new(
            "record.flag_above_range",
            Weight::Attention,
            Some("up"),
        ))
    } else {
        None
    }
}

/// Certainly below: "<3" is below 3, "<5" may be.
fn is_below(value: &Number, end: &Number) -> bool {
    match value.bound.as_deref() {
        None => value.number < end.number,
        Some("<") => value.number <= end.number,
        Some("≤") => value.number < end.number,
        _ => false,
    }
}

fn is_above(value: &Number, end: &Number) -> bool {
    match value.bound.as_deref() {
        None => value.number > end.number,
        Some(">") => value.number >= end.number,
        Some("≥") => value.number > end.number,
        _ => false,
    }
}

fn usual(range: ReferenceRange, substance: Option<Substance>, language: &str) -> Vec<Usual> {
    let mut parts: Vec<Usual> = Vec::new();
    if !range.is_normal() {
        parts.extend(
            range
                .kind()
                .and_then(|kind| kind.display(language))
                .map(said),
        );
    }
    parts.extend(
        range
            .applies_to()
            .filter_map(|whom| whom.display(language))
            .map(said),
    );
    if let Some(age) = range.age() {
        parts.extend(between(age, None));
    }
    let told = parts.len();
    parts.extend(between(range.range(), substance));
    if parts.len() == told {
        parts.extend(range.text().map(said));
    }
    // For whom, without a range, tells nothing.
    if parts.len() == told {
        Vec::new()
    } else {
        parts
    }
}

fn said(text: &str) -> Usual {
    Usual::Said(text.to_owned())
}

fn between(range: Range, substance: Option<Substance>) -> Option<Usual> {
    match Value::of_range(range).of_substance(substance) {
        Value::Missing => None,
        value => Some(Usual::Between(Box::new(value))),
    }
}
