//! Whether qualifications were checked.

use crate::directory::{bundle, page};
use crate::wire::{Script, answer, block_on};
use sampan::doctors::Asking;
use sampan::doctors::model::{Check, Checks};
use sampan::doctors::query::Query;
use sampan::fhir::FhirDate;
use serde_json::{Value, json};

const DOCTOR: &str = "Practitioner/dr-1";

fn result(status: &str, date: &str, place: Option<&str>) -> Value {
    let mut result = json!({
        "resourceType": "VerificationResult", "status": status, "statusDate": date,
        "target": [{"reference": DOCTOR}], "primarySource": [{"who": {"display": "The register"}}],
    });
    if let Some(place) = place {
        result["targetLocation"] = json!([place]);
    }
    result
}

fn read(results: Vec<Value>) -> Checks {
    Checks::of(&page(bundle(results, vec![]), "VerificationResult"), DOCTOR)
}

#[test]
fn the_latest_check_of_a_qualification_counts() {
    let second = Some("Practitioner.qualification[1]");
    let checks = read(vec![
        result("validated", "2026-05-01", second),
        result("val-fail", "2024-05-01", second),
        result("in-process", "2026-01-01", Some("qualification[2]")),
    ]);
    let confirmed = Check::Confirmed {
        date: FhirDate::parse("2026-05-01"),
        with: Some("The register".into()),
    };
    assert_eq!(checks.of_qualification(1), confirmed);
    assert_eq!(checks.of_qualification(2), Check::UnderWay);
    assert_eq!(checks.of_qualification(0), Check::Unchecked);
}

#[test]
fn a_check_of_the_whole_is_one_of_each_and_of_another_of_none() {
    let whole = read(vec![result("reval-fail", "2026-05-01", None)]);
    assert_eq!(
        whole.of_qualification(7),
        Check::Failed {
            date: FhirDate::parse("2026-05-01")
        }
    );
    let mut others = result("validated", "2026-05-01", None);
    others["target"] = json!([{"reference": "Practitioner/dr-2"}]);
    assert_eq!(read(vec![others]).of_qualification(0), Check::Unchecked);
    // What the hospital says of itself is no check, nor is a word that we don't know.
    for status in ["attested", "golden"] {
        assert_eq!(
            read(vec![result(status, "2026-05-01", None)]).of_qualification(0),
            Check::Unchecked
        );
    }
}

#[test]
fn a_directory_that_knows_no_checks_is_not_one_without_checks() {
    let ask = |status: u16| {
        let script = Script::new([answer(status, bundle(vec![], vec![]))]);
        let asking = Asking {
            client: script.client(),
            query: Query::default(),
            language: "en".into(),
            now: crate::directory::NOW,
            offset: |_, _| 0,
            rules: crate::api::RULES,
        };
        block_on(asking.checks(DOCTOR))
    };
    assert_eq!(ask(404), Ok(None));
    assert_eq!(ask(200), Ok(Some(Checks::default())));
    assert!(ask(500).is_err());
}
