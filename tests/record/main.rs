//! The health record's model on the host: plain data in, plain data out.

#[path = "../support/wire.rs"]
mod wire;

mod ahead;
mod chapters;
mod content;
mod copy;
mod export;
mod fuzz;
mod growth;
mod home;
mod import;
mod plans;
mod requests;
mod samples;
mod sensitive;
mod series;
mod shelf;
mod units;
mod values;
mod vitals;

use sampan::fhir::{Page, Resource};
use sampan::record::model::{Chapter, Contents, When, Word};
use serde_json::{Value as Json, json};

pub const PATIENT: &str = "p1";

/// What a server answers to a search.
pub fn set(resources: &[Json], next: Option<&str>) -> Json {
    let entries: Vec<Json> = resources
        .iter()
        .map(|resource| json!({"resource": resource}))
        .collect();
    let links: Vec<Json> = next
        .map(|url| json!({"relation": "next", "url": url}))
        .into_iter()
        .collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": links})
}

pub fn page(kind: &str, resources: &[Json]) -> Page {
    let entries: Vec<Json> = resources
        .iter()
        .enumerate()
        .map(|(number, resource)| {
            let mut resource = resource.clone();
            if let Some(fields) = resource.as_object_mut() {
                fields.entry("resourceType").or_insert(kind.into());
                fields.entry("id").or_insert(number.to_string().into());
            }
            json!({"resource": resource})
        })
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "searchset", "entry": entries});
    Page::of(Resource::parse(bundle).expect("a bundle"), kind).expect("a page")
}

pub fn read(chapter: Chapter, resources: &[Json]) -> Contents {
    let search = chapter.search(PATIENT);
    chapter.read(&page(search.kind(), resources), PATIENT, "en")
}

pub fn text(word: &Word) -> String {
    match word {
        Word::Ours(key) => (*key).to_owned(),
        Word::Theirs(text) => text.clone(),
        Word::Filled(key, values) => {
            format!(
                "{key}({})",
                values
                    .iter()
                    .map(|(_, value)| value.as_str())
                    .collect::<Vec<_>>()
                    .join(",")
            )
        }
    }
}

pub fn date(when: &When) -> String {
    let text =
        |date: &Option<sampan::fhir::FhirDate>| date.as_ref().map(|date| date.as_str().to_owned());
    match when {
        When::Unknown => String::new(),
        When::At(date) => date.as_str().to_owned(),
        When::Span(start, end) => {
            format!(
                "{}..{}",
                text(start).unwrap_or_default(),
                text(end).unwrap_or_default()
            )
        }
        When::Said(word) => format!("said {}", crate::text(word)),
    }
}
