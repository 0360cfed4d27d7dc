//! Photos and documents that a patient brings along: DocumentReferences about the appointment.
//!
//! They go out after the visit is booked, each by itself: a large file on a slow line must not endanger the booking.

use serde_json::json;

use crate::booking::model::{URI, instant};
use crate::booking::paper::Paper;
use crate::fhir::types::DocumentReference;
use crate::fhir::{Client, Error, Search};

/// The documents about an appointment (its id) of a patient (the id of the Patient).
pub async fn papers(
    client: &Client,
    patient: &str,
    appointment: &str,
) -> Result<Vec<DocumentReference>, Error> {
    let search = Search::new("DocumentReference")
        .any("patient", &[patient])
        .reference("related", "Appointment", appointment)
        .count(20);
    let page = client.search(&search).await?;
    let mut all: Vec<DocumentReference> = page.typed();
    all.retain(|paper| {
        let mut related = paper.root().node("context").references("related");
        related.any(|of| of.id_of("Appointment") == Some(appointment))
            && paper.status() == Some("current")
    });
    Ok(all)
}

/// Sends a file for an appointment. Where `again` is true, only if it isn't there yet: the answer to an earlier try may
/// have been lost.
///
/// # Errors
/// Why it isn't certain to be there.
pub async fn send(
    client: &Client,
    patient: &str,
    appointment: &str,
    paper: &Paper,
    again: bool,
    now: i64,
) -> Result<(), Error> {
    if again {
        let search = Search::new("DocumentReference")
            .token("identifier", Some(URI), &paper.mark)
            .any("patient", &[patient]);
        if !client.search(&search).await?.entries.is_empty() {
            return Ok(());
        }
    }
    let patient = ["Patient/", patient].concat();
    let appointment = ["Appointment/", appointment].concat();
    let now = instant(now);
    let document = json!({
        "resourceType": "DocumentReference",
        "masterIdentifier": {"system": URI, "value": paper.mark},
        "status": "current",
        "type": {"coding": [{"system": "http://loinc.org", "code": "51855-5", "display": "Patient Note"}]},
        "subject": {"reference": patient},
        "author": [{"reference": patient}],
        "date": now,
        "description": paper.name,
        "content": [{"attachment": {
            "contentType": paper.kind,
            "data": paper.data,
            "title": paper.name,
            "creation": now,
        }}],
        "context": {"related": [{"reference": appointment}]},
    });
    client.create(document).await.map(drop)
}
