//! What is folded until it is asked for: by its source's labels, and by the codes of private topics.

use sampan::fhir::Resource;
use sampan::record::model::{Chapter, Sensitive, Topic, topic_codes};
use serde_json::{Value as Json, json};

use crate::{page, read};

fn topics_of(resource: &Json) -> Vec<Topic> {
    let resource = Resource::parse(resource.clone()).expect("a resource");
    Sensitive::of(resource.root()).topics
}

fn coded(system: &str, code: &str) -> Json {
    json!({"resourceType": "Condition", "id": "c", "code": {"coding": [{"system": system, "code": code}]}})
}

#[test]
fn what_its_source_calls_sensitive_is_known_as_such() {
    let labelled =
        |code: &str| json!({"meta": {"security": [{"code": code}]}, "code": {"text": "x"}});
    let sensitive = |code: &str| {
        let contents = read(Chapter::Conditions, &[labelled(code)]);
        contents.entries[0].sensitive.labelled
    };
    assert!(["R", "PSY", "HIV", "SUD"].into_iter().all(sensitive));
    assert!(!["N", "HTEST", ""].into_iter().any(sensitive));
    let panel = json!({"meta": {"security": [{"code": "R"}]}, "category": [{"coding": [{"code": "vital-signs"}]}],
        "code": {"text": "x"}, "valueString": "y"});
    let contents = read(Chapter::Vitals, &[panel]);
    assert!(contents.latest[0].latest.sensitive.labelled);
    assert!(contents.entries[0].sensitive.labelled);
}

#[test]
fn codes_of_private_topics_are_found() {
    const SNOMED: &str = "http://snomed.info/sct";
    const ICD: &str = "http://hl7.org/fhir/sid/icd-10";
    const LOINC: &str = "http://loinc.org";
    const ATC: &str = "http://www.whocc.no/atc";
    for (system, code, topics) in [
        (SNOMED, "78004001", &[Topic::MentalHealth][..]),
        (SNOMED, "15628003", &[Topic::SexualHealth]),
        (SNOMED, "86406008", &[Topic::Hiv]),
        (SNOMED, "66590003", &[Topic::Substances]),
        (SNOMED, "38341003", &[]),
        ("http://example.org", "78004001", &[]),
        (ICD, "F32.1", &[Topic::MentalHealth]),
        (
            "http://hl7.org/fhir/sid/icd-10-cm",
            "F10.20",
            &[Topic::Substances],
        ),
        (ICD, "F17.2", &[]),
        (ICD, "A53.9", &[Topic::SexualHealth]),
        (ICD, "B24", &[Topic::Hiv]),
        (ICD, "F02.4", &[Topic::MentalHealth, Topic::Hiv]),
        (ICD, "I10", &[]),
        (LOINC, "44261-6", &[Topic::MentalHealth]),
        (LOINC, "25836-8", &[Topic::Hiv]),
        (LOINC, "72166-2", &[]),
        (ATC, "N06AB04", &[Topic::MentalHealth]),
        (ATC, "C09AA02", &[]),
    ] {
        assert_eq!(topics_of(&coded(system, code)), topics, "{system}|{code}");
    }
}

/// A test for HIV that was negative tells as much as one that wasn't; so does the reason of a visit.
#[test]
fn a_code_counts_wherever_it_stands() {
    let hiv = json!({"coding": [{"system": "http://snomed.info/sct", "code": "165816005"}]});
    for field in ["valueCodeableConcept", "code", "bodySite"] {
        assert_eq!(
            topics_of(&json!({"resourceType": "Observation", "id": "o", field: hiv})),
            [Topic::Hiv]
        );
    }
    let visit = json!({"resourceType": "Encounter", "id": "e", "reasonCode": [hiv]});
    assert_eq!(topics_of(&visit), [Topic::Hiv]);
    let words = json!({"resourceType": "Condition", "id": "c", "code": {"text": "HIV positive"}});
    assert!(topics_of(&words).is_empty(), "by codes alone");
}

#[test]
fn a_medicine_that_stands_elsewhere_counts() {
    let request = json!({"resourceType": "MedicationRequest", "id": "m", "medicationReference": {"reference": "Medication/x"}});
    let mut page = page("MedicationRequest", &[request]);
    let medicine = json!({"resourceType": "Medication", "id": "x",
        "code": {"coding": [{"system": "http://www.whocc.no/atc", "code": "N07BC02"}]}});
    page.included
        .add(Resource::parse(medicine).expect("a medicine"), None);
    let entries = Chapter::Medicines.read(&page, crate::PATIENT, "en").entries;
    assert_eq!(entries[0].sensitive.topics, [Topic::Substances]);
}

/// Every SNOMED CT identifier ends in a check digit (Verhoeff), so a slip of the pen shows.
#[test]
fn the_tables_hold_codes_that_can_be() {
    const TURN: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let times = |a: usize, b: usize| {
        let flip = a >= 5;
        let (low, other) = (a % 5, b % 5);
        match (flip, b >= 5) {
            (false, false) => (low + other) % 5,
            (false, true) => 5 + (low + other) % 5,
            (true, false) => 5 + (low + 5 - other) % 5,
            (true, true) => (low + 5 - other) % 5,
        }
    };
    let turned = |mut digit: usize, place: usize| {
        for _ in 0..place % 8 {
            digit = TURN[digit];
        }
        digit
    };
    let valid = |code: u32| {
        let digits = code.to_string().into_bytes();
        let digits = digits.iter().rev().map(|byte| usize::from(byte - b'0'));
        digits
            .enumerate()
            .fold(0, |sum, (at, digit)| times(sum, turned(digit, at)))
            == 0
    };
    let tables: [&[u32]; 4] = [
        &topic_codes::MENTAL_HEALTH,
        &topic_codes::SEXUAL_HEALTH,
        &topic_codes::HIV,
        &topic_codes::SUBSTANCES,
    ];
    for table in tables {
        assert!(table.is_sorted_by(|a, b| a < b), "sorted, each once");
        for code in table {
            assert!(valid(*code), "{code}");
        }
    }
    assert!(!valid(78_004_002), "the check can fail");
}

/// So does every LOINC code (Luhn).
#[test]
fn the_tests_are_codes_that_can_be() {
    let source = include_str!("../../src/record/model/topic.rs");
    let codes: Vec<&str> = source
        .split('"')
        .filter(|text| {
            let parts = text.split_once('-');
            parts.is_some_and(|(number, check)| {
                check.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())
            })
        })
        .collect();
    assert!(codes.len() > 40, "{codes:?}");
    for code in codes {
        let digits = code
            .bytes()
            .filter(u8::is_ascii_digit)
            .rev()
            .map(|byte| u32::from(byte - b'0'));
        let sum: u32 = digits
            .enumerate()
            .map(|(at, digit)| match at % 2 {
                1 => digit * 2 / 10 + digit * 2 % 10,
                _ => digit,
            })
            .sum();
        assert_eq!(sum % 10, 0, "{code}");
    }
}
