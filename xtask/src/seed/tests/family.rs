use super::{of_type, options};
use crate::seed::json::url;
use crate::seed::load::family;
use serde_json::Value;
use std::collections::HashMap;

#[test]
fn the_family_record_is_full_and_in_the_past() {
    let options = options(60);
    let family = family(&options).unwrap();
    let of = |person: &str, kind: &str| {
        let subject = format!("Patient/patient-{person}");
        of_type(&family, kind)
            .filter(|it| {
                it["subject"]["reference"] == subject.as_str()
                    || it["patient"]["reference"] == subject.as_str()
            })
            .count()
    };
    assert!(
        of("lin-mei", "Observation") >= 300,
        "{}",
        of("lin-mei", "Observation")
    );
    assert!(
        of("lin-guodong", "Observation") >= 400,
        "{}",
        of("lin-guodong", "Observation")
    );
    assert!(
        of("lin-an", "Observation") >= 80,
        "{}",
        of("lin-an", "Observation")
    );
    for kind in [
        "Condition",
        "MedicationRequest",
        "AllergyIntolerance",
        "Immunization",
        "Encounter",
        "DocumentReference",
        "CarePlan",
        "CareTeam",
        "DiagnosticReport",
    ] {
        for person in ["lin-mei", "lin-an", "lin-guodong"] {
            assert!(of(person, kind) > 0, "{person} has no {kind}");
        }
    }
    let today = options.today.to_string();
    for resource in &family {
        for element in [
            "effectiveDateTime",
            "occurrenceDateTime",
            "performedDateTime",
            "onsetDateTime",
            "authoredOn",
            "birthDate",
        ] {
            if let Some(date) = resource[element].as_str() {
                assert!(
                    date[..date.len().min(10)] < today[..date.len().min(10)] || date.len() == 4,
                    "{} {date}",
                    url(resource)
                );
            }
        }
        if let Some(end) = resource["period"]["end"].as_str() {
            assert!(end[..10] < *today, "{} {end}", url(resource));
        }
    }
}

#[test]
fn the_booked_visit_holds_a_busy_slot() {
    let family = family(&options(60)).unwrap();
    let booked: Vec<&Value> = of_type(&family, "Appointment")
        .filter(|it| it["status"] == "booked")
        .collect();
    assert_eq!(booked.len(), 1);
    let slot = of_type(&family, "Slot").next().unwrap();
    assert_eq!(booked[0]["slot"][0]["reference"], url(slot));
    assert_eq!(slot["status"], "busy");
    assert_eq!(booked[0]["start"], slot["start"]);
}

#[test]
fn flags_agree_with_their_ranges() {
    let family = family(&options(60)).unwrap();
    let mut flags = HashMap::new();
    for observation in of_type(&family, "Observation") {
        let Some(flag) = observation["interpretation"][0]["coding"][0]["code"].as_str() else {
            continue;
        };
        let number = |value: &Value| value["value"].as_f64();
        let value = number(&observation["valueQuantity"]).unwrap();
        let range = &observation["referenceRange"][0];
        let low = number(&range["low"]).is_some_and(|low| value < low);
        let high = number(&range["high"]).is_some_and(|high| value > high);
        assert_eq!(
            flag,
            if low {
                "L"
            } else if high {
                "H"
            } else {
                "N"
            },
            "{observation}"
        );
        *flags.entry(flag.to_owned()).or_insert(0) += 1;
    }
    assert!(
        flags["L"] > 3 && flags["H"] > 30 && flags["N"] > 300,
        "{flags:?}"
    );
}
