//! Units: conversions agree with an independent implementation of UCUM, and never happen where they aren't defined.

use proptest::prelude::*;
use sampan::fhir::types::Observation;
use sampan::fhir::{Resource, Typed};
use sampan::record::model::convert::{Substance, Units, convert, find};
use sampan::record::model::{Value, readings};
use serde_json::{Value as Json, json};

fn table() -> Json {
    serde_json::from_str(include_str!("ucum/table.json")).expect("JSON")
}

#[test]
fn conversions_are_those_of_an_independent_ucum() {
    let table = table();
    let rows = table["converted"].as_array().expect("rows");
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let (from, to) = (
            find(text("from")).expect("known"),
            find(text("to")).expect("known"),
        );
        let substance = row["loinc"]
            .as_str()
            .map(|loinc| Substance::of_loinc(loinc).expect("a known substance"));
        let ours = convert(text("value"), from, to, substance, 12).expect("converts");
        let ours: f64 = ours.parse().expect("a number");
        let theirs = row["expected"].as_f64().expect("a number");
        // Twelve decimals here, some fifteen binary digits there.
        let near = (ours - theirs).abs() <= 1e-11 + theirs.abs() * 1e-12;
        assert!(near, "{row}: {ours}");
    }
    assert!(rows.len() > 100);
}

#[test]
fn unlike_units_dont_convert() {
    for pair in table()["refused"].as_array().expect("pairs") {
        let unit = |at: usize| find(pair[at].as_str().expect("a code")).expect("known");
        assert_eq!(convert("1", unit(0), unit(1), None, 2), None, "{pair}");
    }
    let (mass, amount) = (
        find("mg/dL").expect("known"),
        find("mmol/L").expect("known"),
    );
    assert_eq!(convert("1", mass, amount, None, 2), None);
    let glucose = Substance::of_loinc("2339-0");
    assert_eq!(
        convert("100", mass, amount, glucose, 1).as_deref(),
        Some("5.6")
    );
    assert_eq!(
        convert("100", mass, find("kg").expect("known"), glucose, 1),
        None
    );
    assert_eq!(
        convert("1e5", mass, amount, glucose, 1),
        None,
        "no plain decimal"
    );
}

fn shown(observation: Json, units: &str) -> Option<Value> {
    let observation = Observation::wrap(Resource::parse(observation).expect("a resource"));
    readings(&observation, "en")[0]
        .value
        .in_units(&Units::of_text(units))
}

fn sent(loinc: &str, value: &str, unit: &str) -> Json {
    let value: Json = serde_json::from_str(value).expect("a number");
    json!({"resourceType": "Observation", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]},
        "valueQuantity": {"value": value, "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"}})
}

#[test]
fn a_converted_value_keeps_the_precision_of_what_was_sent() {
    for (loinc, value, unit, wish, expected) in [
        ("29463-7", "70.5", "kg", "[lb_av]", "155.4 lb"),
        ("29463-7", "155.4", "[lb_av]", "kg", "70.5 kg"),
        ("8302-2", "178.88023499217553", "cm", "[in_i]", "70.4 in"),
        ("8302-2", "68", "[in_i]", "cm", "173 cm"),
        ("8310-5", "36.6", "Cel", "[degF]", "97.9 °F"),
        ("8310-5", "-0.0", "Cel", "[degF]", "32.0 °F"),
        ("8310-5", "98.6", "[degF]", "Cel", "37.0 °C"),
        ("8480-6", "120", "mm[Hg]", "kPa", "16.0 kPa"),
        (
            "2339-0",
            "99.26789449354577",
            "mg/dL",
            "mmol/L",
            "5.51 mmol/L",
        ),
        ("2093-3", "200", "mg/dL", "mmol/L", "5.17 mmol/L"),
        ("2160-0", "0.90", "mg/dL", "mmol/L", "80 µmol/L"),
        ("14682-9", "80", "umol/L", "mg/dL", "0.90 mg/dL"),
    ] {
        let Some(Value::Number(number)) = shown(sent(loinc, value, unit), wish) else {
            panic!("{loinc} {value} {unit} as {wish} is no number");
        };
        let text = [
            &number.digits,
            " ",
            number.unit.as_deref().unwrap_or_default(),
        ]
        .concat();
        assert_eq!(text, expected, "{loinc} {value} {unit}");
    }
}

#[test]
fn nothing_converts_that_nobody_defined() {
    let all = "[lb_av] [in_i] [degF] kPa mmol/L";
    // A substance that isn't known, a unit already wished for, a unit of its own.
    for (loinc, unit) in [
        ("718-7", "g/dL"),
        ("29463-7", "[lb_av]"),
        ("4548-4", "%"),
        ("6299-2", "{score}"),
    ] {
        assert_eq!(shown(sent(loinc, "5", unit), all), None, "{loinc} {unit}");
    }
    assert_eq!(
        shown(sent("29463-7", "70.5", "kg"), ""),
        None,
        "nothing was wished"
    );
    // A spelling without a code: a single letter may mean anything.
    let minutes = json!({"resourceType": "Observation", "code": {"text": "Walk"}, "valueQuantity": {"value": 6, "unit": "m"}});
    assert_eq!(shown(minutes, "[in_i]"), None);
    let pounds = json!({"resourceType": "Observation", "code": {"text": "Weight"}, "valueQuantity": {"value": 150, "unit": "lbs"}});
    assert!(shown(pounds, "kg").is_some());
    // Another system's `kg` is that system's.
    let other = json!({"resourceType": "Observation", "code": {"text": "x"},
        "valueQuantity": {"value": 1, "code": "kg", "unit": "thing", "system": "http://example.org"}});
    assert_eq!(shown(other, "[lb_av]"), None);
}

#[test]
fn bounds_and_ranges_convert_whole_or_not_at_all() {
    let mut bound = sent("2339-0", "20", "mg/dL");
    bound["valueQuantity"]["comparator"] = "<".into();
    let Some(Value::Number(number)) = shown(bound, "mmol/L") else {
        panic!("no number");
    };
    assert_eq!(
        (number.bound.as_deref(), number.digits.as_str()),
        (Some("<"), "1.1")
    );
    let range = json!({"resourceType": "Observation", "code": {"text": "x"},
        "valueRange": {"low": {"value": 60, "code": "kg"}, "high": {"value": 9, "code": "stone"}}});
    assert_eq!(shown(range, "[lb_av]"), None);
}

#[test]
fn a_choice_of_units_is_remembered() {
    let units = Units::of_text("").with(&["kg", "[lb_av]"], Some("[lb_av]"));
    let units = units.with(&["mm[Hg]", "kPa"], Some("kPa"));
    assert_eq!(Units::of_text(&units.to_text()), units);
    assert!(units.has("kPa") && units.has("[lb_av]"));
    assert_eq!(units.with(&["kg", "[lb_av]"], None).to_text(), "kPa");
    assert_eq!(Units::of_text("nonsense kPa").to_text(), "kPa");
}

proptest! {
    /// There and back is where it was, to the digits that a reader sees.
    #[test]
    fn conversions_undo_each_other(value in -99_999_i64..999_999, decimals in 0_usize..4, pair in 0_usize..5) {
        let (a, b) = [("kg", "[lb_av]"), ("cm", "[in_i]"), ("Cel", "[degF]"), ("mm[Hg]", "kPa"), ("mg/dL", "mmol/L")][pair];
        let (a, b) = (find(a).unwrap(), find(b).unwrap());
        let sent = format!("{:.*}", decimals, value as f64 / 10_f64.powi(decimals as i32));
        let glucose = Substance::of_loinc("2345-7");
        let there = convert(&sent, a, b, glucose, 9).unwrap();
        let back = convert(&there, b, a, glucose, decimals as u32).unwrap();
        let zero = |text: &str| text.trim_start_matches('-').to_owned();
        prop_assert_eq!(if value == 0 { zero(&sent) } else { sent }, back);
    }
}
