//! The list of a patient's appointments.

use crate::answers::NOW;
use crate::clinic;
use sampan::booking::model::split;
use sampan::fhir::types::Appointment;
use serde_json::json;

#[test]
fn appointments_are_told_apart_by_what_is_to_come() {
    let at = |id: &str, status: &str, start: &str| -> Appointment {
        clinic::typed(
            json!({"resourceType": "Appointment", "id": id, "status": status, "start": start}),
        )
    };
    let all = vec![
        at("old", "fulfilled", "2020-01-01T00:00:00Z"),
        at("late", "booked", "2027-01-01T00:00:00Z"),
        at("mistake", "entered-in-error", "2027-01-01T00:00:00Z"),
        at("soon", "booked", "2026-12-01T00:00:00Z"),
        at("off", "cancelled", "2026-12-02T00:00:00Z"),
        at("older", "noshow", "2019-01-01T00:00:00Z"),
        clinic::typed(json!({"resourceType": "Appointment", "id": "open", "status": "proposed"})),
    ];
    let (upcoming, past) = split(all, |appointment| appointment, NOW);
    let ids = |all: &[Appointment]| {
        all.iter()
            .map(|one| one.id().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&upcoming), ["soon", "late", "open"]);
    // What is called off is nothing to look forward to.
    assert_eq!(ids(&past), ["off", "old", "older"]);
}
