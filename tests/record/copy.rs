//! The kept copy of a summary reads back as the summary.

use sampan::fhir::Error;
use sampan::record::api::{Book, SUMMARY};
use sampan::record::copy::{book_of_text, text_of_book};
use serde_json::json;

use crate::page as page_of;

#[test]
fn a_copy_reads_back_as_what_was_kept() {
    let mut page = page_of(
        "AllergyIntolerance",
        &[
            json!({"resourceType": "AllergyIntolerance", "id": "a", "note": [{"text": "6.30 \u{2028} 花粉"}]}),
        ],
    );
    page.total = Some(7);
    page.next = Some("https://h/fhir?page=2".into());
    page.unreadable.push(json!("not even an object"));
    let mut chapters: Vec<_> = SUMMARY.iter().map(|_| Err(Error::Timeout)).collect();
    chapters[0] = Ok(page.clone());
    let book = Book {
        patient: Ok(page_of(
            "Patient",
            &[json!({"resourceType": "Patient", "id": "p1"})],
        )),
        appointments: Ok(page_of("Appointment", &[])),
        chapters,
        plans: Ok(page_of("CarePlan", &[json!({"title": "Plan"})])),
        vaccines: Ok(page_of(
            "ImmunizationRecommendation",
            &[json!({"date": "2026"})],
        )),
        teams: Ok(page_of("CareTeam", &[json!({"name": "Team"})])),
        orders: Ok(page_of("ServiceRequest", &[json!({"status": "active"})])),
    };
    let (patient, back) = book_of_text(&text_of_book("p1", &book)).expect("a copy");
    assert_eq!(patient, "p1");
    assert_eq!(back.patient, book.patient);
    assert_eq!(back.appointments, book.appointments);
    assert_eq!(back.plans, book.plans);
    assert_eq!(back.vaccines, book.vaccines);
    assert_eq!(back.teams, book.teams);
    assert_eq!(back.orders, book.orders);
    assert_eq!(back.chapters[0], Ok(page));
    assert!(
        back.chapters[1..]
            .iter()
            .all(|chapter| *chapter == Err(Error::Offline)),
        "what was missing still is"
    );
}

#[test]
fn other_texts_are_no_copy() {
    for text in ["", "null", "{}", "{\"id\": \"p1\"}", "[1"] {
        assert!(book_of_text(text).is_none(), "{text}");
    }
}
