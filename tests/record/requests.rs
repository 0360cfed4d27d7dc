//! The record's requests: how many, which, and what is made of odd servers.

use sampan::fhir::{Client, Error};
use sampan::record::api::{self, SUMMARY};
use sampan::record::model::Chapter;
use serde_json::{Value as Json, json};

use crate::set;
use crate::wire::{Script, answer, block_on};

fn batch(parts: Vec<(&str, Json)>) -> Json {
    let entries: Vec<Json> = parts
        .into_iter()
        .map(|(status, resource)| json!({"response": {"status": status}, "resource": resource}))
        .collect();
    json!({"resourceType": "Bundle", "type": "batch-response", "entry": entries})
}

fn allergy(id: &str) -> Json {
    json!({"resourceType": "AllergyIntolerance", "id": id, "code": {"text": id}})
}

fn summary(client: Client) -> api::Book {
    let book = api::summary(client, "p1".into(), "2026-11-21".into());
    block_on(book).expect("a book")
}

/// Patient, appointments, chapters and what lies ahead, all empty but for one chapter.
fn parts(chapter: Chapter, status: &str, found: Json) -> Vec<(&str, Json)> {
    let mut parts = vec![("200 OK", set(&[], None)); 2 + SUMMARY.len() + 4];
    let at = SUMMARY
        .iter()
        .position(|one| *one == chapter)
        .expect("in the summary");
    parts[2 + at] = (status, found);
    parts
}

#[test]
fn the_summary_is_one_batch() {
    let script = Script::new([answer(
        200,
        batch(parts(Chapter::Labs, "200 OK", set(&[], None))),
    )]);
    let book = summary(script.client());
    assert!(book.chapters.iter().all(Result::is_ok));
    let body = script.requests()[0].body.clone().expect("a body");
    let body: Json = serde_json::from_str(&body).expect("JSON");
    let urls: Vec<&str> = body["entry"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|entry| entry["request"]["url"].as_str())
        .collect();
    assert_eq!(
        urls,
        [
            "Patient?_id=p1",
            "Appointment?patient=p1&date=ge2026-11-21&_count=50&_include=Appointment%3Alocation",
            "AllergyIntolerance?patient=p1&_count=100",
            "Condition?patient=p1&_count=100",
            "MedicationRequest?patient=p1&_include=MedicationRequest%3Amedication&_count=100&_sort=-authoredon",
            "Observation?patient=p1&category=vital-signs&_count=200&_sort=-date",
            "Observation?patient=p1&category=laboratory&_count=200&_sort=-date",
            "Immunization?patient=p1&_count=100&_sort=-date",
            "Encounter?patient=p1&_count=100&_sort=-date",
            "CarePlan?patient=p1&_count=100",
            "ImmunizationRecommendation?patient=p1&_count=20",
            "CareTeam?patient=p1&_count=20",
            "ServiceRequest?patient=p1&_count=20&status=active",
        ]
    );
}

#[test]
fn one_chapter_that_fails_takes_no_other_with_it() {
    let outcome = json!({"resourceType": "OperationOutcome", "issue": []});
    let script = Script::new([answer(
        200,
        batch(parts(Chapter::Visits, "403 Forbidden", outcome)),
    )]);
    let book = summary(script.client());
    let failed: Vec<usize> = (0..SUMMARY.len())
        .filter(|at| book.chapters[*at].is_err())
        .collect();
    assert_eq!(failed, [6]);
    assert!(matches!(book.chapters[6], Err(Error::Forbidden { .. })));
}

#[test]
fn allergies_are_read_to_their_end() {
    let first = set(&[allergy("1")], Some("https://fhir.example/r4?page=2"));
    let script = Script::new([
        answer(200, batch(parts(Chapter::Allergies, "200 OK", first))),
        answer(
            200,
            set(&[allergy("2")], Some("https://fhir.example/r4?page=3")),
        ),
        // What can't be had is not the end of what was.
        answer(400, ""),
    ]);
    let book = summary(script.client());
    let page = book.chapters[0].as_ref().expect("a page");
    let contents = Chapter::Allergies.read(page, "p1", "en");
    assert_eq!((contents.entries.len(), contents.more), (2, true));
}

#[test]
fn a_server_that_refuses_to_sort_is_asked_without() {
    let script = Script::new([answer(400, ""), answer(200, set(&[], None))]);
    let page = block_on(api::chapter(
        script.client(),
        Chapter::Documents,
        "p1".into(),
    ));
    assert!(page.is_ok());
    assert_eq!(
        script.asked()[1],
        "GET https://fhir.example/r4/DocumentReference?patient=p1&_count=100"
    );
    // Where there was nothing to leave out, asking again is no use.
    let script = Script::new([answer(400, "")]);
    let page = block_on(api::chapter(
        script.client(),
        Chapter::Allergies,
        "p1".into(),
    ));
    assert!(matches!(page, Err(Error::Rejected { .. })));
}

#[test]
fn names_of_medicines_that_stand_elsewhere_are_fetched_at_once() {
    let medicine = |id: &str, of: &str| {
        json!({"resourceType": "MedicationRequest", "id": id, "status": "active",
            "medicationReference": {"reference": format!("Medication/{of}")}})
    };
    let found = set(
        &[medicine("1", "a"), medicine("2", "b"), medicine("3", "a")],
        None,
    );
    let named = |id: &str| json!({"resourceType": "Medication", "id": id, "code": {"text": format!("Medicine {id}")}});
    let script = Script::new([
        answer(200, found),
        answer(200, set(&[named("a"), named("b")], None)),
    ]);
    let page = block_on(api::chapter(
        script.client(),
        Chapter::Medicines,
        "p1".into(),
    ))
    .expect("a page");
    assert_eq!(
        script.asked()[1],
        "GET https://fhir.example/r4/Medication?_id=a%2Cb&_count=50"
    );
    let contents = Chapter::Medicines.read(&page, "p1", "en");
    assert!(contents.entries.iter().all(|entry| entry.name.is_some()));
}
