//! A summary as text and back.

use serde_json::{Value, json};

use crate::fhir::{Error, Page, Resource};
use crate::record::api::{Book, SUMMARY};

/// All of a patient's summary. A part that couldn't be read is left out.
pub fn text_of_book(patient: &str, book: &Book) -> String {
    let part = |page: &Result<Page, Error>| page.as_ref().ok().map(Page::to_bundle);
    json!({
        "id": patient,
        "patient": part(&book.patient),
        "appointments": part(&book.appointments),
        "chapters": book.chapters.iter().map(part).collect::<Vec<_>>(),
        "plans": part(&book.plans),
        "vaccines": part(&book.vaccines),
        "teams": part(&book.teams),
        "orders": part(&book.orders),
    })
    .to_string()
}

/// The patient's id and the summary of such a text; what was left out can't be had ([`Error::Offline`]). `None` for any
/// other text.
pub fn book_of_text(text: &str) -> Option<(String, Book)> {
    let whole: Value = serde_json::from_str(text).ok()?;
    let part = |bundle: &Value, kind: &str| match Resource::parse(bundle.clone()) {
        Some(bundle) => Page::of(bundle, kind),
        None => Err(Error::Offline),
    };
    let chapters = whole["chapters"].as_array()?;
    let chapter = |(at, chapter): (usize, crate::record::model::Chapter)| {
        part(chapters.get(at).unwrap_or(&Value::Null), chapter.kind())
    };
    let book = Book {
        patient: part(&whole["patient"], "Patient"),
        appointments: part(&whole["appointments"], "Appointment"),
        chapters: SUMMARY.into_iter().enumerate().map(chapter).collect(),
        plans: part(&whole["plans"], "CarePlan"),
        vaccines: part(&whole["vaccines"], "ImmunizationRecommendation"),
        teams: part(&whole["teams"], "CareTeam"),
        orders: part(&whole["orders"], "ServiceRequest"),
    };
    Some((whole["id"].as_str()?.to_owned(), book))
}
