//! The requests of the record.

use super::model::{Chapter, unnamed_medicines};
use crate::fhir::types::MedicationRequest;
use crate::fhir::{Client, Error, Page, Search};

/// The chapters that the summary shows; the others are a link away.
pub const SUMMARY: [Chapter; 7] = [
    Chapter::Allergies,
    Chapter::Conditions,
    Chapter::Medicines,
    Chapter::Vitals,
    Chapter::Labs,
    Chapter::Immunizations,
    Chapter::Visits,
];

/// A chapter whose present must be whole is read on until here, so that no allergy stays on a page nobody opens.
const WHOLE: usize = 500;

/// What the summary is made of. Each part may fail alone.
pub struct Book {
    pub patient: Result<Page, Error>,
    pub appointments: Result<Page, Error>,
    /// In the order of [`SUMMARY`].
    pub chapters: Vec<Result<Page, Error>>,
}

/// The whole summary in one batch. `since` is a day (`YYYY-MM-DD`) before any visit that may still come; yesterday, as
/// the clinic's day may not be the reader's.
///
/// # Errors
/// Where the server can't be reached at all.
pub async fn summary(client: Client, patient: String, since: String) -> Result<Book, Error> {
    let mut searches = vec![
        patient_search(&patient),
        appointment_search(&patient, &since),
    ];
    searches.extend(SUMMARY.map(|chapter| chapter.search(&patient)));
    let mut pages = client.batch(&searches).await?.into_iter();
    let mut due = || pages.next().unwrap_or(Err(Error::Cancelled));
    let (person, appointments) = (due(), due());
    let mut chapters = Vec::new();
    for chapter in SUMMARY {
        let page = due();
        chapters.push(finish(&client, chapter, &patient, page).await);
    }
    Ok(Book {
        patient: person,
        appointments,
        chapters,
    })
}

/// The first page of a chapter.
///
/// # Errors
/// Those of the search.
pub async fn chapter(client: Client, chapter: Chapter, patient: String) -> Result<Page, Error> {
    let page = client.search(&chapter.search(&patient)).await;
    finish(&client, chapter, &patient, page).await
}

/// A page with the one after it.
///
/// # Errors
/// Those of the request; the page isn't lost to the caller, who still holds it.
pub async fn more(client: Client, mut page: Page) -> Result<Page, Error> {
    match client.next(&page).await? {
        Some(following) => page.append(following),
        None => page.next = None,
    }
    name_medicines(&client, &mut page).await;
    Ok(page)
}

/// The patient by a search, so that it can be part of the batch.
fn patient_search(patient: &str) -> Search {
    Search::new("Patient").ids(&[patient])
}

/// The visits to come, with their places for the time zone.
pub fn appointment_search(patient: &str, since: &str) -> Search {
    Search::new("Appointment")
        .text("patient", patient)
        .date("date", "ge", since)
        .count(50)
        .include("Appointment:location")
}

/// What a chapter's first page may still lack: a server that refuses to sort is asked without, the present is read to
/// its end, and medicines get their names.
async fn finish(
    client: &Client,
    chapter: Chapter,
    patient: &str,
    page: Result<Page, Error>,
) -> Result<Page, Error> {
    let plain = chapter.plain_search(patient);
    let mut page = match page {
        Err(Error::Rejected { .. }) if plain != chapter.search(patient) => {
            client.search(&plain).await?
        }
        other => other?,
    };
    while chapter.has_past() && page.next.is_some() && page.entries.len() < WHOLE {
        match client.next(&page).await {
            Ok(Some(following)) if following.next != page.next => page.append(following),
            // What is there is shown, and that there is more.
            _ => break,
        }
    }
    name_medicines(client, &mut page).await;
    Ok(page)
}

/// Fetches the names of medicines that stand in resources of their own, where the server sent them not along. Without
/// them an entry is shown without a name.
async fn name_medicines(client: &Client, page: &mut Page) {
    let missing = unnamed_medicines(&page.typed::<MedicationRequest>(), &page.included);
    for ids in missing.chunks(50) {
        let Ok(found) = client
            .search(&Search::new("Medication").ids(ids).count(50))
            .await
        else {
            return;
        };
        for medicine in found.entries {
            page.included.add(medicine, None);
        }
    }
}
