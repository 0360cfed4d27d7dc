mod city;
mod family;

use super::doctors::Doctor;
use super::json::url;
use super::load::{Options, State, family, missing};
use super::places;
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

fn options(doctors: usize) -> Options {
    Options {
        doctors,
        seed: 7,
        today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
    }
}

/// Everything that a first load writes.
fn everything(options: Options) -> Vec<Value> {
    let means = super::ratings::means(options.seed, options.doctors);
    let doctors = (1..=options.doctors).flat_map(|number| {
        missing(
            &Doctor::new(options.seed, number),
            &options,
            &State::default(),
            &means,
        )
    });
    places::resources()
        .chain(doctors)
        .chain(family(&options).unwrap())
        .collect()
}

fn of_type<'a>(all: &'a [Value], kind: &str) -> impl Iterator<Item = &'a Value> {
    all.iter().filter(move |it| it["resourceType"] == kind)
}

/// Calls `visit` with every object and value inside, and the key it stands under.
fn walk<'a>(value: &'a Value, key: &'a str, visit: &mut impl FnMut(&'a str, &'a Value)) {
    visit(key, value);
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| walk(value, key, visit)),
        Value::Array(items) => items.iter().for_each(|item| walk(item, key, visit)),
        _ => {}
    }
}

#[test]
fn the_same_options_give_the_same_bytes_and_another_seed_does_not() {
    let bytes = |options| serde_json::to_string(&everything(options)).unwrap();
    let first = bytes(options(60));
    assert_eq!(first, bytes(options(60)));
    assert_ne!(
        first,
        bytes(Options {
            seed: 8,
            ..options(60)
        })
    );
}

#[test]
fn a_doctor_does_not_depend_on_how_many_there_are() {
    let of = |count| Doctor::new(7, 33).resources(options(count).today);
    assert_eq!(of(40), of(100_000));
}

#[test]
fn every_reference_leads_to_a_resource_of_the_set() {
    let all = everything(options(120));
    let known: HashSet<String> = all.iter().map(url).collect();
    let mut count = 0;
    for resource in &all {
        walk(resource, "", &mut |key, value| {
            if key == "reference"
                && let Some(target) = value.as_str()
            {
                count += 1;
                assert!(
                    known.contains(target),
                    "{} refers to {target}",
                    url(resource)
                );
            }
        });
    }
    assert!(count > 10_000, "{count}");
}

#[test]
fn ids_are_unique_but_for_the_booked_slot_and_fit_fhir() {
    let all = everything(options(60));
    let mut seen: HashMap<String, usize> = HashMap::new();
    for resource in &all {
        let id = resource["id"].as_str().unwrap();
        assert!(
            id.len() <= 64
                && id
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'.'),
            "{id}"
        );
        *seen.entry(url(resource)).or_default() += 1;
    }
    let twice: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(twice[0].0.starts_with("Slot/slot-00001-"));
}

#[test]
fn nothing_is_null_or_empty() {
    for resource in &everything(options(60)) {
        walk(resource, "", &mut |key, value| {
            let empty = match value {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                _ => false,
            };
            assert!(!empty, "{key} of {}", url(resource));
        });
    }
}

#[test]
fn dates_are_fhir_dates_of_our_time() {
    const DATES: [&str; 14] = [
        "start",
        "end",
        "date",
        "issued",
        "created",
        "valueDate",
        "dueDate",
        "birthDate",
        "authoredOn",
        "creation",
        "effectiveDateTime",
        "onsetDateTime",
        "abatementDateTime",
        "occurrenceDateTime",
    ];
    let mut count = 0;
    for resource in &everything(options(60)) {
        walk(resource, "", &mut |key, value| {
            if DATES.contains(&key)
                && let Some(date) = value.as_str()
            {
                count += 1;
                let year: i32 = date[..4].parse().unwrap();
                assert!((1940..2040).contains(&year), "{date} of {}", url(resource));
                let right = match date.len() {
                    4 => true,
                    7 => NaiveDate::parse_from_str(&format!("{date}-01"), "%Y-%m-%d").is_ok(),
                    10 => NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok(),
                    _ => chrono::DateTime::parse_from_rfc3339(date).is_ok(),
                };
                assert!(right, "{date} of {}", url(resource));
            }
        });
    }
    assert!(count > 5_000, "{count}");
}

#[test]
fn every_quantity_has_a_number_a_unit_and_its_ucum_code() {
    let mut count = 0;
    for resource in &everything(options(60)) {
        walk(resource, "", &mut |key, value| {
            let quantity = key.ends_with("Quantity")
                || matches!(key, "low" | "high" | "valueDuration" | "measureScore");
            if quantity {
                count += 1;
                assert!(value["value"].is_number(), "{value}");
                assert_eq!(value["system"], "http://unitsofmeasure.org", "{value}");
                assert!(
                    value["unit"].is_string() && value["code"].is_string(),
                    "{value}"
                );
            }
        });
    }
    assert!(count > 1_000, "{count}");
}

#[test]
fn decimals_stay_as_written() {
    let text = serde_json::to_string(&super::json::number("6.30")).unwrap();
    assert_eq!(text, "6.30");
    let family = serde_json::to_string(&family(&options(60)).unwrap()).unwrap();
    assert!(family.contains(":0.27,") || family.contains(":0.27}"));
    assert!(family.contains("4.20"));
}
