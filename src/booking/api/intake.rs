//! What a clinic asks before a visit, and what was answered.

use crate::booking::model::intake::carried;
use crate::fhir::types::{Appointment, Schedule};
use crate::fhir::{Client, Error, Resource, Search};

/// The Questionnaire that a schedule names; `None` where it names none.
///
/// # Errors
/// `NotFound` where it names one that the server doesn't have.
pub async fn questions(client: &Client, schedule: &Schedule) -> Result<Option<Resource>, Error> {
    let Some(canonical) = schedule.intake() else {
        return Ok(None);
    };
    let (url, version) = match canonical.split_once('|') {
        Some((url, version)) => (url, Some(version)),
        None => (canonical, None),
    };
    let page = client
        .search(&Search::new("Questionnaire").text("url", url))
        .await?;
    let fits = |found: &Resource| {
        let root = found.root();
        root.str("url") == Some(url)
            && version.is_none_or(|version| root.str("version") == Some(version))
    };
    page.entries
        .into_iter()
        .find(fits)
        .map(Some)
        .ok_or(Error::NotFound)
}

/// The QuestionnaireResponses of an appointment of a patient (the id of the Patient): those that it carries, and those that it refers to.
pub async fn answered(
    client: &Client,
    patient: &str,
    appointment: &Appointment,
) -> Result<Vec<Resource>, Error> {
    let mut all: Vec<Resource> = carried(appointment)
        .filter_map(|inner| Resource::parse(inner.value().clone()))
        .collect();
    let ids: Vec<&str> = appointment
        .supporting()
        .filter_map(|paper| paper.id_of("QuestionnaireResponse"))
        .collect();
    if !ids.is_empty() {
        let page = client
            .search(
                &Search::new("QuestionnaireResponse")
                    .ids(&ids)
                    .any("patient", &[patient]),
            )
            .await?;
        all.extend(
            page.entries
                .into_iter()
                .filter(|found| ids.contains(&found.id())),
        );
    }
    Ok(all)
}
