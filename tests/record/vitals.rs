//! Vital signs: the latest of each kind, and the one before.

use sampan::record::model::{Change, Chapter, Value};
use serde_json::{Value as Json, json};

use crate::{date, read};

fn vital(code: &str, at: &str, fields: Json) -> Json {
    let mut all = json!({
        "status": "final", "effectiveDateTime": at, "category": [{"coding": [{"code": "vital-signs"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": code},
    });
    if let (Json::Object(all), Json::Object(fields)) = (&mut all, fields) {
        all.extend(fields);
    }
    all
}

fn quantity(value: f64, unit: &str) -> Json {
    json!({"valueQuantity": {"value": value, "unit": unit}})
}

fn pressure(at: &str, above: f64, below: f64) -> Json {
    let part = |code: &str, value: f64| {
        json!({"code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "valueQuantity": {"value": value, "unit": "mmHg"}})
    };
    // Diastolic first: the position means nothing.
    vital(
        "85354-9",
        at,
        json!({"component": [part("8462-4", below), part("8480-6", above)]}),
    )
}

fn digits(value: &Value) -> String {
    value
        .numbers()
        .iter()
        .map(|number| number.digits.as_str())
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn the_latest_vital_stands_beside_the_one_before() {
    let contents = read(
        Chapter::Vitals,
        &[
            vital("29463-7", "2024-01-01", quantity(70.0, "kg")),
            vital("29463-7", "2024-03-01", quantity(72.5, "kg")),
            vital("29463-7", "2024-02-01", quantity(71.0, "kg")),
            vital(
                "29463-7",
                "2024-04-01",
                json!({"dataAbsentReason": {"coding": [{"code": "not-performed"}]}}),
            ),
            vital(
                "29463-7",
                "2024-05-01",
                json!({"status": "cancelled", "valueQuantity": {"value": 1}}),
            ),
            pressure("2023-01-01", 130.0, 85.0),
            pressure("2024-01-01", 120.0, 80.0),
            vital("8310-5", "2024-01-01", quantity(36.6, "Cel")),
            vital("8310-5", "2023-01-01", quantity(98.1, "[degF]")),
        ],
    );
    let seen: Vec<(String, String, Option<Change>, String)> = contents
        .latest
        .iter()
        .map(|vital| {
            let trend = vital.trend.as_ref();
            (
                digits(&vital.latest.readings[0].value),
                trend
                    .map(|trend| digits(&trend.previous))
                    .unwrap_or_default(),
                trend.and_then(|trend| trend.change),
                trend.map(|trend| date(&trend.when)).unwrap_or_default(),
            )
        })
        .collect();
    let row = |value: &str, before: &str, change, when: &str| {
        (value.into(), before.into(), change, when.into())
    };
    assert_eq!(
        seen,
        [
            row(
                "120.0/80.0",
                "130.0/85.0",
                Some(Change::Lower),
                "2023-01-01"
            ),
            row("36.6", "98.1", None, "2023-01-01"),
            row("72.5", "71.0", Some(Change::Higher), "2024-02-01"),
        ]
    );
    assert_eq!(
        contents.entries.len(),
        9,
        "the page of the chapter lists them all"
    );
}

#[test]
fn systolic_and_diastolic_sent_apart_are_joined_only_at_one_moment() {
    let contents = read(
        Chapter::Vitals,
        &[
            vital("8462-4", "2024-01-01T09:00:00Z", quantity(80.0, "mmHg")),
            vital("8480-6", "2024-01-01T09:00:00Z", quantity(120.0, "mmHg")),
            pressure("2023-01-01", 130.0, 85.0),
        ],
    );
    assert_eq!(contents.latest.len(), 1);
    assert_eq!(
        digits(&contents.latest[0].latest.readings[0].value),
        "120.0/80.0"
    );
    assert_eq!(
        contents.latest[0]
            .trend
            .as_ref()
            .and_then(|trend| trend.change),
        Some(Change::Lower)
    );

    let apart = read(
        Chapter::Vitals,
        &[
            vital("8462-4", "2024-01-01T09:00:00Z", quantity(80.0, "mmHg")),
            vital("8480-6", "2024-01-02T09:00:00Z", quantity(120.0, "mmHg")),
        ],
    );
    let values: Vec<String> = apart
        .latest
        .iter()
        .map(|vital| digits(&vital.latest.readings[0].value))
        .collect();
    assert_eq!(values, ["120.0", "80.0"]);
    assert!(
        apart.latest.iter().all(|vital| vital.trend.is_none()),
        "systolic is never compared with diastolic"
    );
}

#[test]
fn the_heading_of_a_panel_is_no_measurement() {
    let panel = vital(
        "85353-1",
        "2024-01-01",
        json!({"hasMember": [{"reference": "Observation/2"}]}),
    );
    let contents = read(Chapter::Vitals, &[panel]);
    assert_eq!((contents.entries.len(), contents.latest.len()), (1, 0));
}
