//! The record's values: shown with the source's digits and units, compared only where they are alike.

use proptest::prelude::*;
use sampan::fhir::types::Observation;
use sampan::fhir::{FhirDate, Resource, Typed};
use sampan::record::model::{
    Age, Change, Line, Mark, Number, Reading, Usual, Value, When, Word, age, readable_unit,
    readings, round_for_reading,
};
use serde_json::{Value as Json, json};

fn observation(fields: Json) -> Observation {
    let mut all = json!({"resourceType": "Observation", "id": "1", "status": "final", "code": {"text": "Test"}});
    if let (Json::Object(all), Json::Object(fields)) = (&mut all, fields) {
        all.extend(fields);
    }
    Observation::wrap(Resource::parse(all).expect("a resource"))
}

/// Reads JSON as text, so that the digits are those written here.
fn of_text(fields: &str) -> Vec<Reading> {
    readings(
        &observation(serde_json::from_str(fields).expect("JSON")),
        "en",
    )
}

fn only(fields: &str) -> Reading {
    let mut all = of_text(fields);
    assert_eq!(all.len(), 1, "{fields}");
    all.remove(0)
}

/// The value as a reader sees it, in plain characters.
fn shown(value: &Value) -> String {
    let number = |number: &Number| {
        let about = if number.exact.is_some() { "about " } else { "" };
        let unit = number
            .unit
            .clone()
            .map(|unit| format!(" {unit}"))
            .unwrap_or_default();
        format!(
            "{about}{}{}{unit}",
            number.bound.clone().unwrap_or_default(),
            number.digits
        )
    };
    let end = |end: &Option<Number>| end.as_ref().map(number).unwrap_or_default();
    match value {
        Value::Number(one) => number(one),
        Value::Pressure(above, below) => format!("{}/{}", above.digits, number(below)),
        Value::Range(low, high) => format!("{}–{}", end(low), end(high)),
        Value::Ratio(above, below) => format!("{}:{}", number(above), number(below)),
        Value::Text(text) => text.clone(),
        Value::Truth(truth) => truth.to_string(),
        Value::When(When::At(date)) => date.as_str().to_owned(),
        Value::Absent(Word::Ours(key)) => (*key).to_owned(),
        Value::Absent(Word::Theirs(text)) => text.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_type_of_value_is_shown_as_sent() {
    for (sent, expected) in [
        (
            r#"{"valueQuantity": {"value": 6.30, "unit": "mmol/L"}}"#,
            "6.30 mmol/L",
        ),
        (
            r#"{"valueQuantity": {"value": 0.1, "comparator": "<", "unit": "ng/mL"}}"#,
            "<0.1 ng/mL",
        ),
        (
            r#"{"valueQuantity": {"value": 200, "comparator": ">=", "code": "mg/dL"}}"#,
            "≥200 mg/dL",
        ),
        (
            r#"{"valueQuantity": {"value": 80, "code": "mm[Hg]"}}"#,
            "80 mmHg",
        ),
        (r#"{"valueQuantity": {"value": -2.50}}"#, "-2.50"),
        (
            r#"{"valueQuantity": {"value": 99.26789449354577, "unit": "mg/dL"}}"#,
            "about 99.3 mg/dL",
        ),
        (r#"{"valueQuantity": {"unit": "mg/dL"}}"#, "Missing"),
        (
            r#"{"valueQuantity": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                "valueCode": "masked"}]}}"#,
            "record.absent_masked",
        ),
        (r#"{"valueInteger": 7}"#, "7"),
        (r#"{"valueString": "No growth"}"#, "No growth"),
        (r#"{"valueBoolean": false}"#, "false"),
        (r#"{"valueTime": "07:30:00"}"#, "07:30:00"),
        (r#"{"valueDateTime": "2024-05"}"#, "2024-05"),
        (
            r#"{"valueDateTime": "the fifth of May"}"#,
            "the fifth of May",
        ),
        (
            r#"{"valueCodeableConcept": {"coding": [{"code": "A", "display": "Group A"}]}}"#,
            "Group A",
        ),
        (
            r#"{"valueRange": {"low": {"value": 3}, "high": {"value": 5.0}}}"#,
            "3–5.0",
        ),
        (
            r#"{"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}"#,
            "1:128",
        ),
        (r#"{"valueSampledData": {"dimensions": 1}}"#, "Unshown"),
        (
            r#"{"dataAbsentReason": {"coding": [{"code": "not-performed"}]}}"#,
            "record.absent_not_performed",
        ),
        (
            r#"{"dataAbsentReason": {"text": "Sample lost"}}"#,
            "Sample lost",
        ),
        ("{}", "Missing"),
    ] {
        assert_eq!(shown(&only(sent).value), expected, "{sent}");
    }
}

#[test]
fn only_meaningless_decimals_are_rounded() {
    for (sent, expected) in [
        ("6.30", None),
        ("120", None),
        ("1234567", None),
        ("1234.5678", None),
        ("0.00012", None),
        ("0.123456", None),
        ("1e+5", None),
        ("99.26789449354577", Some("99.3")),
        ("119.52788234125116", Some("119.5")),
        ("80.04579131381203", Some("80.0")),
        ("3.14159265358979", Some("3.14")),
        ("0.0012345678", Some("0.00123")),
        ("99.96789449354577", Some("100.0")),
        ("-9.99999999", Some("-10.00")),
        ("1234567.89123", Some("1234567.9")),
    ] {
        assert_eq!(round_for_reading(sent).as_deref(), expected, "{sent}");
    }
}

proptest! {
    /// Rounding moves a number by no more than half of the last digit that is left.
    #[test]
    fn rounding_stays_near(sent in "-?(0|[1-9][0-9]{0,5})\\.[0-9]{5,17}") {
        if let Some(rounded) = round_for_reading(&sent) {
            let decimals = rounded.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let (before, after): (f64, f64) = (sent.parse().unwrap(), rounded.parse().unwrap());
            prop_assert!((before - after).abs() <= 0.5001 * 0.1f64.powi(decimals as i32), "{sent} {rounded}");
        }
    }
}

#[test]
fn units_read_as_people_write_them() {
    for (sent, expected) in [
        ("mm[Hg]", Some("mmHg")),
        ("mmHg", Some("mmHg")),
        ("Cel", Some("°C")),
        ("kg/m2", Some("kg/m²")),
        ("10*9/L", Some("10⁹/L")),
        ("10*3/uL", Some("10³/µL")),
        ("umol/L", Some("µmol/L")),
        ("mL/min/{1.73_m2}", Some("mL/min/1.73 m²")),
        ("{beats}/min", Some("beats/min")),
        ("/min", Some("/min")),
        ("m[IU]/L", Some("mIU/L")),
        ("[lb_av]", Some("lb")),
        ("%", Some("%")),
        ("tablet", Some("tablet")),
        ("1", None),
    ] {
        assert_eq!(readable_unit(sent).as_deref(), expected, "{sent}");
    }
}

#[test]
fn blood_pressure_is_read_by_its_codes_and_not_by_position() {
    let part = |code: &str, value: &str| {
        format!(
            r#"{{"code": {{"coding": [{{"system": "http://loinc.org", "code": "{code}"}}]}}, "valueQuantity": {value}}}"#
        )
    };
    let (high, low) = (
        r#"{"value": 118, "unit": "mmHg", "code": "mm[Hg]"}"#,
        r#"{"value": 76, "code": "mm[Hg]"}"#,
    );
    for parts in [
        [part("8462-4", low), part("8480-6", high)],
        [part("8480-6", high), part("8462-4", low)],
    ] {
        let reading = only(&format!(r#"{{"component": [{}]}}"#, parts.join(",")));
        assert_eq!(shown(&reading.value), "118/76 mmHg");
    }
    // Unlike units are never joined.
    let kilopascal = r#"{"value": 10.1, "code": "kPa"}"#;
    let apart = of_text(&format!(
        r#"{{"component": [{}, {}]}}"#,
        part("8480-6", high),
        part("8462-4", kilopascal)
    ));
    assert_eq!(
        apart
            .iter()
            .map(|reading| shown(&reading.value))
            .collect::<Vec<_>>(),
        ["118 mmHg", "10.1 kPa"]
    );
}

fn key(mark: &Mark) -> String {
    match &mark.word {
        Word::Ours(key) => (*key).to_owned(),
        Word::Theirs(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn the_sources_judgement_comes_first_and_a_computed_one_says_so() {
    let range = |fields: &str| format!(r#""referenceRange": [{fields}]"#);
    let four_to_six = r#"{"low": {"value": 4, "unit": "g"}, "high": {"value": 6, "unit": "g"}}"#;
    let nine = r#""valueQuantity": {"value": 9, "unit": "g"}"#;
    let interpreted =
        |code: &str| format!(r#""interpretation": [{{"coding": [{{"code": "{code}"}}]}}]"#);
    for (fields, expected) in [
        (
            format!("{nine}, {}, {}", interpreted("H"), range(four_to_six)),
            vec!["record.flag_high"],
        ),
        (
            format!("{nine}, {}", interpreted("HH")),
            vec!["record.flag_critical_high"],
        ),
        (
            format!("{nine}, {}, {}", interpreted("N"), range(four_to_six)),
            vec!["record.flag_normal"],
        ),
        (
            format!(r#"{nine}, "interpretation": [{{"text": "See note"}}]"#),
            vec!["See note"],
        ),
        (
            format!("{nine}, {}", range(four_to_six)),
            vec!["record.flag_above_range"],
        ),
        (
            format!(
                r#""valueQuantity": {{"value": 3, "unit": "g"}}, {}"#,
                range(four_to_six)
            ),
            vec!["record.flag_below_range"],
        ),
        (
            format!(
                r#""valueQuantity": {{"value": 6, "unit": "g"}}, {}"#,
                range(four_to_six)
            ),
            vec![],
        ),
        // Nothing is computed from unlike units, from two ranges, or from one for others.
        (
            format!(
                r#""valueQuantity": {{"value": 9, "unit": "mg"}}, {}"#,
                range(four_to_six)
            ),
            vec![],
        ),
        (
            format!(
                r#"{nine}, {}"#,
                range(r#"{"low": {"value": 4}, "high": {"value": 6}}"#)
            ),
            vec![],
        ),
        (
            format!(
                "{nine}, {}",
                range(&format!("{four_to_six}, {four_to_six}"))
            ),
            vec![],
        ),
        (
            format!(
                r#"{nine}, {}"#,
                range(
                    r#"{"high": {"value": 6, "unit": "g"}, "appliesTo": [{"text": "Pregnant"}]}"#
                )
            ),
            vec![],
        ),
        // A bound counts only where it is certain.
        (
            format!(
                r#""valueQuantity": {{"value": 4, "comparator": "<", "unit": "g"}}, {}"#,
                range(four_to_six)
            ),
            vec!["record.flag_below_range"],
        ),
        (
            format!(
                r#""valueQuantity": {{"value": 5, "comparator": "<", "unit": "g"}}, {}"#,
                range(four_to_six)
            ),
            vec![],
        ),
    ] {
        let found: Vec<String> = only(&format!("{{{fields}}}"))
            .flags
            .iter()
            .map(key)
            .collect();
        assert_eq!(found, expected, "{fields}");
    }
}

#[test]
fn a_range_keeps_its_digits_its_unit_and_for_whom_it_is() {
    let reading = only(
        r#"{"valueQuantity": {"value": 5}, "referenceRange": [{"low": {"value": 4.0, "unit": "g/L"},
            "appliesTo": [{"text": "Women"}]}, {"text": "Negative"}]}"#,
    );
    let parts: Vec<String> = reading
        .usual
        .iter()
        .flatten()
        .map(|part| match part {
            Usual::Said(text) => text.clone(),
            Usual::Between(value) => shown(value),
        })
        .collect();
    assert_eq!(parts, ["Women", "4.0 g/L–", "Negative"]);
}

fn number(digits: &str, unit: &str) -> Value {
    let sent = format!(r#"{{"valueQuantity": {{"value": {digits}, "unit": "{unit}"}}}}"#);
    only(&sent).value
}

fn pressure(above: &str, below: &str) -> Value {
    match (number(above, "mmHg"), number(below, "mmHg")) {
        (Value::Number(above), Value::Number(below)) => Value::Pressure(above, below),
        _ => unreachable!("numbers were given"),
    }
}

#[test]
fn a_direction_is_told_only_between_like_values() {
    let bound = only(r#"{"valueQuantity": {"value": 5, "comparator": "<", "unit": "kg"}}"#).value;
    for (earlier, later, expected) in [
        (
            number("70", "kg"),
            number("71.5", "kg"),
            Some(Change::Higher),
        ),
        (
            number("71.5", "kg"),
            number("70", "kg"),
            Some(Change::Lower),
        ),
        (number("70", "kg"), number("70.0", "kg"), Some(Change::Same)),
        // They read the same, so they are.
        (
            number("70.0123456", "kg"),
            number("70.0234567", "kg"),
            Some(Change::Same),
        ),
        (number("70", "kg"), number("154", "lb"), None),
        (number("70", "kg"), bound, None),
        (
            pressure("120", "80"),
            pressure("130", "85"),
            Some(Change::Higher),
        ),
        (
            pressure("120", "80"),
            pressure("130", "75"),
            Some(Change::Mixed),
        ),
        (pressure("120", "80"), number("130", "mmHg"), None),
        (Value::Text("A".into()), Value::Text("B".into()), None),
    ] {
        assert_eq!(
            Change::between(&earlier, &later),
            expected,
            "{earlier:?} {later:?}"
        );
    }
}

#[test]
fn a_line_holds_only_like_values_and_rises_with_them() {
    let day = 86_400_000;
    let (new, old, older) = (number("3", "kg"), number("2", "kg"), number("1", "kg"));
    let pounds = number("9", "lb");
    let line = Line::of(&[
        (3 * day, &new),
        (2 * day, &old),
        (2 * day, &pounds),
        (day, &older),
    ])
    .expect("a line");
    assert_eq!(line.count, 3);
    assert_eq!(line.points, ["3,29 60,16 117,3"]);
    assert_eq!(
        (shown(&line.least), shown(&line.greatest)),
        ("1 kg".into(), "3 kg".into())
    );
    assert_eq!(
        Line::of(&[(2, &new), (1, &old)]),
        None,
        "two points are no line"
    );
    let high = pressure("120", "80");
    let flat = Line::of(&[(3, &high), (2, &high), (1, &high)]).expect("a line");
    assert_eq!(flat.points.len(), 2);
}

#[test]
fn an_age_is_no_more_exact_than_the_birth() {
    let today = FhirDate::parse("2026-11-22").expect("a date").day();
    for (birth, expected) in [
        ("1988-11-22", Some(Age::Years(38))),
        ("1988-11-23", Some(Age::Years(37))),
        ("1988-11", Some(Age::AboutYears(38))),
        ("1988-10", Some(Age::Years(38))),
        ("1988", Some(Age::AboutYears(38))),
        ("2025-01-23", Some(Age::Months(21))),
        ("2024-11-22", Some(Age::Years(2))),
        ("2024-02-29", Some(Age::Years(2))),
        ("2027-01-01", None),
    ] {
        assert_eq!(
            age(&FhirDate::parse(birth).expect("a date"), today),
            expected,
            "{birth}"
        );
    }
}
