//! The model's plain data as text in the reader's language.

use std::cell::RefCell;

use crate::view::prelude::*;

use super::model::convert::Units;
use super::model::{
    Age, Change, Entry, Fact, Mark, Number, Reading, Trend, Usual, Value, Weight, When, Word,
};
use crate::fhir::FhirDate;
use crate::i18n::{current, format_fhir_date, format_time, t, t_n, t_with};
use crate::platform::{preference, set_preference};
use crate::ui::Icon;

/// The text of a word.
pub fn word(word: &Word) -> String {
    match word {
        Word::Ours(key) => t(key),
        Word::Filled(key, values) => {
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            t_with(key, &values)
        }
        Word::Theirs(text) => text.clone(),
    }
}

/// The name of an entry.
pub fn name(entry: &Entry) -> String {
    entry
        .name
        .as_ref()
        .map_or_else(|| t("record.unnamed"), word)
}

/// Several words as one text.
pub fn fact(fact: &Fact) -> String {
    let parts: Vec<String> = fact.words.iter().map(word).collect();
    parts.join(&t("record.comma"))
}

/// The time of day of a date that has one.
pub fn time(date: &FhirDate) -> Option<String> {
    let second = date.second_of_day()?;
    Some(match date.offset() {
        Some(0) => format_time(date.start_ms(), None),
        _ => format_time(i64::from(second) * 1000, Some("UTC")),
    })
}

/// When something was; `None` where nothing is known.
pub fn when(when: &When) -> Option<String> {
    Some(match when {
        When::Unknown | When::Span(None, None) => return None,
        When::At(at) => format_fhir_date(at),
        When::Span(Some(start), Some(end)) => t_with(
            "record.from_to",
            &[
                ("start", &format_fhir_date(start)),
                ("end", &format_fhir_date(end)),
            ],
        ),
        When::Span(Some(start), None) => {
            t_with("record.since", &[("date", &format_fhir_date(start))])
        }
        When::Span(None, Some(end)) => t_with("record.until", &[("date", &format_fhir_date(end))]),
        When::Said(said) => word(said),
    })
}

/// Numbers and their units run from left to right, also within Arabic text.
pub fn left_to_right(text: &str) -> String {
    match current().direction() {
        "rtl" => ["\u{2066}", text, "\u{2069}"].concat(),
        _ => text.to_owned(),
    }
}

fn unit(number: &Number) -> String {
    match number.unit.as_deref() {
        None => String::new(),
        Some("%") => "%".to_owned(),
        Some(unit) => [" ", unit].concat(),
    }
}

fn bounded(number: &Number) -> String {
    [number.bound.as_deref().unwrap_or_default(), &number.digits].concat()
}

thread_local! {
    // The app is single-threaded; the choice is read from the device once.
    static UNITS: RefCell<Option<Units>> = const { RefCell::new(None) };
}

/// The units that the patient chose on this device.
pub fn units() -> Units {
    UNITS.with(|units| {
        let read = || Units::of_text(&preference("units").unwrap_or_default());
        units.borrow_mut().get_or_insert_with(read).clone()
    })
}

/// Remembers the choice of units.
pub fn set_units(chosen: &Units) {
    set_preference("units", &chosen.to_text());
    UNITS.with(|units| *units.borrow_mut() = Some(chosen.clone()));
}

/// What a converted value was sent as; `None` for one that is shown as sent.
pub fn converted(value: &Value) -> Option<String> {
    value.in_units(&units())?;
    Some(t_with("record.converted", &[("value", &as_sent(value))]))
}

/// A value with its unit, in the unit that the patient chose.
pub fn value(value: &Value) -> String {
    match value.in_units(&units()) {
        Some(converted) => as_sent(&converted),
        None => as_sent(value),
    }
}

/// A value with its unit.
fn as_sent(value: &Value) -> String {
    let text = match value {
        Value::Number(number) => [&bounded(number), unit(number).as_str()].concat(),
        Value::Pressure(above, below) => {
            [&bounded(above), "/", &bounded(below), &unit(above)].concat()
        }
        Value::Range(low, high) => range(low.as_ref(), high.as_ref()),
        Value::Ratio(above, below) => [
            &bounded(above),
            unit(above).as_str(),
            ":",
            &bounded(below),
            &unit(below),
        ]
        .concat(),
        Value::Text(text) => return text.clone(),
        Value::Truth(true) => return t("record.yes"),
        Value::Truth(false) => return t("record.no"),
        Value::When(at) => return when(at).unwrap_or_else(|| t("record.value_missing")),
        Value::Absent(reason) => return word(reason),
        Value::Unshown => return t("record.value_unshown"),
        Value::Missing => return t("record.value_missing"),
    };
    let text = left_to_right(&text);
    if value.exact().is_empty() {
        text
    } else {
        t_with("record.about_value", &[("value", &text)])
    }
}

fn range(low: Option<&Number>, high: Option<&Number>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low.has_unit_of(high) => {
            [&low.digits, "–", &high.digits, unit(high).as_str()].concat()
        }
        (Some(low), Some(high)) => [
            &low.digits,
            &unit(low),
            "–",
            &high.digits,
            unit(high).as_str(),
        ]
        .concat(),
        (Some(low), None) => ["≥ ", &low.digits, &unit(low)].concat(),
        (None, Some(high)) => ["≤ ", &high.digits, &unit(high)].concat(),
        (None, None) => String::new(),
    }
}

/// What is usual, as the source says, of one reading; `None` where it says nothing.
pub fn usual(reading: &Reading) -> Option<String> {
    let part = |part: &Usual| match part {
        Usual::Said(text) => text.clone(),
        Usual::Between(range) => value(range),
    };
    let ranges: Vec<String> = reading
        .usual
        .iter()
        .map(|parts| parts.iter().map(part).collect::<Vec<_>>().join(" "))
        .collect();
    let all = ranges.join(&t("record.comma"));
    (!all.is_empty()).then(|| t_with("record.usual", &[("range", &all)]))
}

/// All that an entry says, to be searched.
pub fn all_text(entry: &Entry) -> String {
    let mut all: Vec<String> = entry.name.iter().map(word).collect();
    for reading in &entry.readings {
        all.extend(reading.name.iter().map(word));
        all.push(value(&reading.value));
        all.extend(reading.flags.iter().map(|flag| word(&flag.word)));
    }
    all.extend(entry.marks.iter().map(|mark| word(&mark.word)));
    all.extend(entry.facts.iter().map(fact));
    all.extend(when(&entry.when));
    all.join(" ")
}

/// An entry in one line of text.
pub fn line(entry: &Entry) -> String {
    let mut all: Vec<String> = vec![
        entry
            .name
            .as_ref()
            .map_or_else(|| t("record.unnamed"), word),
    ];
    for reading in &entry.readings {
        let name = reading.name.iter().map(word);
        let (value, unit) = exact(&reading.value);
        all.extend(name.chain([[value, unit].join(" ").trim().to_owned()]));
    }
    all.extend(when(&entry.when));
    all.extend(
        entry
            .facts
            .iter()
            .map(|fact| [t(fact.label), self::fact(fact)].join(" ")),
    );
    all.join(&t("record.comma"))
}

/// A value to the last digit that was sent, and its unit.
pub fn exact(value: &Value) -> (String, String) {
    let digits = |number: &Number| {
        let sent = number.exact.as_ref().unwrap_or(&number.digits);
        [number.bound.as_deref().unwrap_or_default(), sent].concat()
    };
    match value {
        Value::Number(number) => (digits(number), number.unit.clone().unwrap_or_default()),
        Value::Pressure(above, below) => (
            [&digits(above), "/", &digits(below)].concat(),
            above.unit.clone().unwrap_or_default(),
        ),
        other => (as_sent(other), String::new()),
    }
}

/// Remarks as one text.
pub fn mark_text<'a>(marks: impl Iterator<Item = &'a Mark>) -> String {
    let texts: Vec<String> = marks.map(|mark| word(&mark.word)).collect();
    texts.join("; ")
}

/// The date alone, for a sentence.
pub fn day(at: &When) -> String {
    when(at).unwrap_or_default()
}

/// What changed since the time before.
pub fn trend(trend: &Trend) -> String {
    let key = match trend.change {
        Some(Change::Higher) => "record.trend_higher",
        Some(Change::Lower) => "record.trend_lower",
        Some(Change::Same) => "record.trend_same",
        Some(Change::Mixed) => "record.trend_mixed",
        None => "record.trend_before",
    };
    let date = when(&trend.when).unwrap_or_default();
    t_with(key, &[("value", &value(&trend.previous)), ("date", &date)])
}

/// The icon of a direction.
pub fn trend_icon(trend: &Trend) -> &'static str {
    match trend.change {
        Some(Change::Higher) => "up",
        Some(Change::Lower) => "down",
        Some(Change::Same) => "steady",
        Some(Change::Mixed) | None => "clock",
    }
}

/// An age, in words.
pub fn age(age: Age) -> String {
    match age {
        Age::Years(years) => t_n("record.age_years", years as usize, &[]),
        Age::Months(months) => t_n("record.age_months", months as usize, &[]),
        Age::AboutYears(years) => t_n("record.age_about_years", years as usize, &[]),
    }
}

/// Remarks as tags, in shape and words.
pub fn marks<'a>(marks: impl Iterator<Item = &'a Mark>) -> Option<View> {
    let tags: Vec<View> = marks.map(tag).collect();
    (!tags.is_empty()).then(|| view! { <p class="tags">{tags}</p> })
}

fn tag(mark: &Mark) -> View {
    let class = match mark.weight {
        Weight::Plain => "tag",
        Weight::Attention => "tag warning",
        Weight::Alarm => "tag danger",
    };
    view! { <span class=class>{mark.icon.map(|name| view! { <Icon name/> })}<bdi>{word(&mark.word)}</bdi></span> }
}
