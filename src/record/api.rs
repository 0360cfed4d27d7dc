//! The requests of the record.

use super::model::home::{LOINC, Measure};
use super::model::{Chapter, codes_like, unnamed_medicines};
use crate::fhir::types::MedicationRequest;
use crate::fhir::{Client, Error, Page, Resource, Search};

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
pub const WHOLE: usize = 500;

/// What the summary is made of. Each part may fail alone.
#[derive(Clone)]
pub struct Book {
    pub patient: Result<Page, Error>,
    pub appointments: Result<Page, Error>,
    /// In the order of [`SUMMARY`].
    pub chapters: Vec<Result<Page, Error>>,
    pub plans: Result<Page, Error>,
    /// The vaccines that are recommended.
    pub vaccines: Result<Page, Error>,
    pub teams: Result<Page, Error>,
    /// Tests, referrals and visits that were ordered and are open.
    pub orders: Result<Page, Error>,
}

/// The whole summary in one batch. `since` is a day (`YYYY-MM-DD`) before any visit that may still come; yesterday, as
/// the clinic's day may not be the reader's.
///
/// # Errors
/// Where the server can't be reached at all.
pub async fn summary(client: Client, patient: String, since: String) -> Result<Book, Error> {
    let searches = summary_searches(&patient, &since);
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
        plans: due(),
        vaccines: due(),
        teams: due(),
        orders: due(),
    })
}

/// The searches that a summary is made of.
pub fn summary_searches(patient: &str, since: &str) -> Vec<Search> {
    let mut searches = vec![patient_search(patient), appointment_search(patient, since)];
    searches.extend(SUMMARY.map(|chapter| chapter.search(patient)));
    searches.push(Chapter::Plans.search(patient));
    let of_patient = |kind| Search::new(kind).text("patient", patient).count(20);
    searches.extend(["ImmunizationRecommendation", "CareTeam"].map(of_patient));
    searches.push(of_patient("ServiceRequest").param("status", "active"));
    searches
}

/// The first page of a chapter.
///
/// # Errors
/// Those of the search.
pub async fn chapter(client: Client, chapter: Chapter, patient: String) -> Result<Page, Error> {
    let page = client.search(&chapter.search(&patient)).await;
    finish(&client, chapter, &patient, page).await
}

/// The patient by a search, so that it can be part of the batch.
pub fn patient_search(patient: &str) -> Search {
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
    if chapter.has_past() {
        to_end(client, &mut page).await;
    }
    name_medicines(client, &mut page).await;
    Ok(page)
}

/// Reads a chapter to its end; false where that is too far, or couldn't be done.
pub async fn to_end(client: &Client, page: &mut Page) -> bool {
    while page.next.is_some() && page.entries.len() < WHOLE {
        match client.next(page).await {
            Ok(Some(following)) if following.next != page.next => page.append(following),
            // What is there is shown, and that there is more.
            _ => break,
        }
    }
    page.next.is_none()
}

/// Fetches the names of medicines that stand in resources of their own, where the server sent them not along. Without
/// them an entry is shown without a name.
pub async fn name_medicines(client: &Client, page: &mut Page) {
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

/// One entry with what is known about it.
pub struct Item {
    /// The page that holds it alone, with what came along; empty where there is no such entry.
    pub page: Page,
    /// Who put it on record (`Provenance`); none where the server tells nothing.
    pub provenance: Vec<Resource>,
    /// The reports that it is a result of.
    pub reports: Vec<Resource>,
    /// Its results, of a report or a panel.
    pub results: Page,
}

/// Reads one entry of a patient's chapter by its id.
///
/// # Errors
/// Where the entry itself can't be had. What is known about it is optional.
pub async fn item(
    client: Client,
    chapter: Chapter,
    patient: String,
    id: String,
) -> Result<Item, Error> {
    let kind = chapter.kind();
    // The patient is named too, so that a server can tell whose record this is about.
    let itself = Search::new(kind).ids(&[&id]).text("patient", &patient);
    let itself = match chapter {
        Chapter::Medicines => itself.include("MedicationRequest:medication"),
        _ => itself,
    };
    let mut searches = vec![
        itself,
        Search::new("Provenance").reference("target", kind, &id),
    ];
    if kind == "Observation" {
        searches.push(
            Search::new("DiagnosticReport")
                .text("patient", &patient)
                .reference("result", kind, &id),
        );
    }
    let mut pages = client.batch(&searches).await?.into_iter();
    let mut page = pages.next().unwrap_or(Err(Error::NotFound))?;
    let mut found = || {
        pages
            .next()
            .and_then(Result::ok)
            .unwrap_or_default()
            .entries
    };
    let (provenance, reports) = (found(), found());
    name_medicines(&client, &mut page).await;
    let results = match page.entries.first() {
        Some(resource) => results(&client, &patient, resource).await,
        None => return Err(Error::NotFound),
    };
    Ok(Item {
        page,
        provenance,
        reports,
        results,
    })
}

/// The results that a report or panel refers to; none where they can't be had: their names stand in the report.
async fn results(client: &Client, patient: &str, resource: &Resource) -> Page {
    let root = resource.root();
    let ids: Vec<&str> = root
        .references("result")
        .chain(root.references("hasMember"))
        .filter_map(|result| result.id_of("Observation"))
        .collect();
    let search = Search::new("Observation")
        .ids(&ids)
        .text("patient", patient)
        .count(100);
    match ids.is_empty() {
        true => Page::default(),
        false => client
            .search_all(&search, ids.len())
            .await
            .unwrap_or_default(),
    }
}

/// As many values of one kind as a chart holds.
const SERIES: usize = 1000;

/// The measurements of one kind (`system|code`), the newest first where the server sorts.
///
/// # Errors
/// Those of the search.
pub async fn series(client: Client, patient: String, kind: String) -> Result<Page, Error> {
    let search = Search::new("Observation")
        .text("patient", &patient)
        .tokens("code", &codes_like(&kind))
        .count(200);
    let sorted = search.clone().sort("-date");
    match client.search_all(&sorted, SERIES).await {
        Err(Error::Rejected { .. }) => client.search_all(&search, SERIES).await,
        other => other,
    }
}

/// As many readings as are compared with those of a file.
const COMPARED: usize = 20_000;

/// What the record has of some measures from a day to a day, to find what a file would bring twice.
///
/// # Errors
/// Those of the search.
pub async fn measured(
    client: Client,
    patient: String,
    measures: &[Measure],
    from: &str,
    to: &str,
) -> Result<Page, Error> {
    let codes = measures.iter().flat_map(|measure| measure.codes());
    let codes: Vec<(Option<&str>, &str)> = codes.map(|code| (Some(LOINC), code)).collect();
    let search = Search::new("Observation")
        .text("patient", &patient)
        .tokens("code", &codes)
        .date("date", "ge", from)
        .date("date", "le", to)
        .count(500);
    client.search_all(&search, COMPARED).await
}
