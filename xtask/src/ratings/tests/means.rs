//! The means of specialties, and the ratings of hospitals by department.

use super::memory::{Memory, ROLES};
use super::{TODAY, review};
use crate::ratings::{Done, report, work};
use serde_json::{Value, json};

const HOSPITAL: &str = "Organization/h1";

fn concept(code: &str) -> Value {
    json!({"coding": [{"system": "http://snomed.info/sct", "code": code}], "text": code})
}

fn role(role: &str, specialty: &str, hospital: &str) -> Value {
    json!({
        "resourceType": "PractitionerRole", "id": role.split('/').nth(1).unwrap(), "specialty": [concept(specialty)],
        "organization": {"reference": hospital, "display": "Heron Bay"},
    })
}

/// Two cardiologists, of 5 and 4 stars and of 2, and a dermatologist of 1 in the same house as the first.
fn city() -> Memory {
    Memory::with([
        role(ROLES[0], "heart", HOSPITAL),
        role(ROLES[1], "heart", "Organization/h2"),
        role(ROLES[2], "skin", HOSPITAL),
        review("a", ROLES[0], 5, ""),
        review("bb", ROLES[0], 4, ""),
        review("ccc", ROLES[1], 2, ""),
        review("dddd", ROLES[2], 1, ""),
    ])
}

fn run(memory: &Memory) -> Done {
    work(memory, false, TODAY).unwrap()
}

/// The mean of the specialty in a doctor's report, as it is written there.
fn mean(memory: &Memory, role: &str) -> String {
    let report = memory.report_of(role);
    let group = report::specialty_group(&report)
        .cloned()
        .unwrap_or_default();
    group["measureScore"]["value"].to_string()
}

#[test]
fn a_doctors_report_tells_the_mean_of_all_doctors_of_the_specialty() {
    let memory = city();
    let first = Done {
        doctors: 3,
        written: 3,
        moved: 3,
        hospitals: 2,
    };
    assert_eq!(run(&memory), first);
    assert_eq!(mean(&memory, ROLES[0]), "3.67");
    assert_eq!(mean(&memory, ROLES[1]), "3.67");
    assert_eq!(mean(&memory, ROLES[2]), "1.00");
    let report = memory.report_of(ROLES[0]);
    let group = report::specialty_group(&report).unwrap();
    assert_eq!(group["population"][0]["count"], 3);
}

#[test]
fn a_hospitals_report_tells_of_each_department() {
    let memory = city();
    run(&memory);
    let report = memory.report_of(HOSPITAL);
    assert_eq!(report["measure"], report::DEPARTMENTS);
    assert_eq!(report["reporter"]["display"], "Heron Bay");
    assert_eq!(
        report["period"],
        json!({"start": "2026-10-02", "end": "2026-10-05"})
    );
    let groups = report["group"].as_array().unwrap();
    let told: Vec<_> = groups
        .iter()
        .map(|it| {
            let counts: Vec<u64> = it["population"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["count"].as_u64().unwrap())
                .collect();
            (
                it["code"]["text"].as_str().unwrap(),
                it["measureScore"]["value"].to_string(),
                it["extension"][0]["valueDecimal"].to_string(),
                counts,
            )
        })
        .collect();
    // Reviews, who said whether they would recommend, and who would.
    let heart = ("heart", "4.50".to_owned(), "3.67".to_owned(), vec![2, 2, 2]);
    let skin = ("skin", "1.00".to_owned(), "1.00".to_owned(), vec![1, 1, 0]);
    assert_eq!(told, [heart, skin]);
}

/// Elsewhere somebody gets a review: the others of the specialty are written anew only where it moves the mean.
#[test]
fn a_mean_that_moves_little_has_no_other_report_written() {
    let memory = city();
    run(&memory);
    let writes = memory.writes.get();
    work(&memory, true, TODAY).unwrap();
    assert_eq!(memory.writes.get(), writes, "again");
    // 11 of 3 reviews is 3.67, 15 of 4 is 3.75.
    memory.store(&review("eeeee", ROLES[0], 4, ""));
    let moved = run(&memory);
    assert_eq!((moved.written, moved.moved), (1, 2));
    // And 19 of 5 is 3.80, a step of exactly 0.05; 23 of 6 is 3.83.
    memory.store(&review("ffffff", ROLES[0], 4, ""));
    assert_eq!(run(&memory).moved, 2);
    memory.store(&review("ggggggg", ROLES[0], 4, ""));
    let still = run(&memory);
    assert_eq!((still.written, still.moved, still.hospitals), (1, 0, 1));
    assert_eq!(mean(&memory, ROLES[0]), "3.80");
    // Slow steps add up: 27 of 7 is 3.86.
    memory.store(&review("hhhhhhhh", ROLES[0], 4, ""));
    assert_eq!(run(&memory).moved, 2);
    assert_eq!(mean(&memory, ROLES[1]), "3.86");
}

#[test]
fn a_report_that_is_written_anew_keeps_its_specialty() {
    let memory = city();
    run(&memory);
    memory.store(&review("eeeee", ROLES[2], 1, ""));
    assert_eq!(run(&memory).moved, 0);
    assert_eq!(mean(&memory, ROLES[2]), "1.00");
}

/// The only review of a hospital is withdrawn: no department is left in its report, and no empty list either.
#[test]
fn a_hospital_whose_reviews_are_gone_tells_of_none() {
    let memory = city();
    run(&memory);
    let mut withdrawn = review("ccc", ROLES[1], 2, "");
    withdrawn["status"] = "entered-in-error".into();
    memory.store(&withdrawn);
    run(&memory);
    assert_eq!(memory.report_of("Organization/h2")["group"], Value::Null);
    assert_eq!(mean(&memory, ROLES[1]), "4.50");
}

/// However often and wherever it dies, the run after it leaves what one undisturbed run leaves.
#[test]
fn cut_short_anywhere_the_next_run_does_what_is_left() {
    let undisturbed = city();
    run(&undisturbed);
    for at in 1..=undisturbed.asked.get() {
        let memory = city();
        memory.dies_at.set(Some(at));
        assert!(work(&memory, false, TODAY).is_err(), "at {at}");
        memory.dies_at.set(None);
        run(&memory);
        assert_eq!(memory.reports(), undisturbed.reports(), "cut short at {at}");
    }
}
