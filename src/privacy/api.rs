//! The requests of the privacy pages.

use crate::fhir::{Client, Error, Page, Search};

/// The latest accesses to a patient's record, the newest first; none from a server that keeps them to itself.
///
/// # Errors
/// Those of the search. A server that refuses to sort is asked without.
pub async fn looks(client: Client, patient: String) -> Result<Page, Error> {
    let plain = Search::new("AuditEvent")
        .reference("patient", "Patient", &patient)
        .count(20);
    let mut answer = client.search(&plain.clone().sort("-date")).await;
    if matches!(answer, Err(Error::Rejected { .. })) {
        answer = client.search(&plain).await;
    }
    match answer {
        Err(
            Error::Rejected { .. } | Error::Unsupported | Error::NotFound | Error::Forbidden { .. },
        ) => Ok(Page::default()),
        other => other,
    }
}

/// What a patient agreed to.
///
/// # Errors
/// Those of the search.
pub async fn agreements(client: Client, patient: String) -> Result<Page, Error> {
    let search = Search::new("Consent").reference("patient", "Patient", &patient);
    client.search(&search.count(50)).await
}
