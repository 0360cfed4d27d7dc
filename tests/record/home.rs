//! Readings from home.

use sampan::record::model::home::{
    Measure, Taken, doubts, observation, typed_number, unusual, values_of,
};
use serde_json::json;

#[test]
fn numbers_are_taken_digit_for_digit_in_any_script() {
    for (typed, number) in [
        ("6.30", Some("6.30")),
        (" 36,6 ", Some("36.6")),
        ("١٢٠", Some("120")),
        ("٣٦٫٦", Some("36.6")),
        ("0.5", Some("0.5")),
        ("", None),
        ("120/80", None),
        ("-5", None),
        ("0", None),
        ("007", None),
        ("1e3", None),
        ("1.", None),
        ("1234567", None),
    ] {
        assert_eq!(typed_number(typed).as_deref(), number, "{typed:?}");
    }
}

fn taken(measure: Measure, numbers: &[&str]) -> Taken {
    Taken {
        measure,
        unit: measure.units()[0],
        numbers: numbers.iter().map(|text| (*text).to_owned()).collect(),
    }
}

#[test]
fn a_slip_is_asked_about() {
    let of = |measure, numbers: &[&str]| doubts(&taken(measure, numbers));
    assert!(of(Measure::Pressure, &["120", "80"]).is_empty());
    assert_eq!(
        of(Measure::Pressure, &["80", "120"]),
        ["record.home_doubt_order"]
    );
    assert_eq!(
        of(Measure::Pressure, &["1200", "80"]),
        ["record.home_doubt_range"]
    );
    assert_eq!(
        of(Measure::Temperature, &["98.6"]),
        ["record.home_doubt_range"]
    );
    assert!(of(Measure::Temperature, &["42.5"]).is_empty());
    let fahrenheit = |number: &str| {
        doubts(&Taken {
            unit: "[degF]",
            ..taken(Measure::Temperature, &[number])
        })
    };
    assert!(fahrenheit("98.6").is_empty(), "judged in its own unit");
    assert_eq!(fahrenheit("36.6"), ["record.home_doubt_range"]);
}

#[test]
fn a_reading_is_an_observation_by_the_patient() {
    let made = observation(
        &taken(Measure::Glucose, &["6.30"]),
        "child",
        "me",
        "2026-05-01T08:00:00+08:00",
        "u1",
    );
    assert_eq!(
        made,
        json!({
            "resourceType": "Observation", "status": "final",
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:u1"}],
            "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "15074-8", "display": "Glucose [Moles/volume] in Blood"}]},
            "subject": {"reference": "Patient/child"}, "performer": [{"reference": "Patient/me"}],
            "effectiveDateTime": "2026-05-01T08:00:00+08:00",
            "valueQuantity": {"value": made["valueQuantity"]["value"], "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"},
        })
    );
    assert!(made.to_string().contains("\"value\":6.30"), "{made}");
    let pressure = observation(
        &taken(Measure::Pressure, &["121", "79"]),
        "me",
        "me",
        "2026-05-01T08:00:00Z",
        "u2",
    );
    assert_eq!(
        pressure["component"][1]["valueQuantity"]["value"].to_string(),
        "79"
    );
    assert_eq!(pressure["code"]["coding"][0]["code"], "85354-9");
    let lower = Measure::Pressure.parts()[1];
    assert_eq!(values_of([&pressure, &made].into_iter(), &lower), [79.0]);
}

#[test]
fn only_far_outside_of_what_was_before_is_unusual() {
    let before = [118.0, 120.0, 124.0, 130.0, 126.0];
    assert_eq!(unusual(&before, 130.0), None);
    assert_eq!(
        unusual(&before, 142.0),
        None,
        "as far out as they lie apart"
    );
    let far = unusual(&before, 171.0).expect("far");
    assert_eq!(
        (
            far.count,
            far.least.as_str(),
            far.greatest.as_str(),
            far.beyond.as_str()
        ),
        (5, "118", "130", "41")
    );
    assert_eq!(
        unusual(&before, 90.5).map(|far| far.beyond).as_deref(),
        Some("27.5")
    );
    assert_eq!(unusual(&before[..4], 171.0), None, "too few to tell");
}
