//! A doctor with one free time, as FHIR.

#![allow(dead_code)] // Each test binary uses its own part of this.

use sampan::booking::model::{Kind, Offer, Party, Wish, claimed};
use sampan::fhir::types::{Appointment, Schedule, Slot};
use sampan::fhir::{Included, Resource, Typed};
use serde_json::{Value, json};

/// The mark of an attempt.
pub const MARK: &str = "urn:uuid:7a3f3c56-6d0e-4f5c-9c59-0d9a3f0a8c11";

/// Wraps JSON as a resource of its type.
pub fn typed<T: Typed>(value: Value) -> T {
    let resource = Resource::parse(value).expect("a resource");
    T::of(&resource).expect("of this type")
}

/// A slot with fields that Sampan doesn't know, of this version and status.
pub fn slot(status: &str, version: &str) -> Slot {
    typed(json!({
        "resourceType": "Slot",
        "id": "slot-1",
        "meta": {"versionId": version},
        "identifier": [{"system": "https://clinic.example", "value": "room-4"}],
        "extension": [{"url": "https://clinic.example/chair", "valueString": "by the window"}],
        "serviceType": [{"coding": [{"system": "http://snomed.info/sct", "code": "11429006"}]}],
        "appointmentType": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0276", "code": "ROUTINE"}]},
        "schedule": {"reference": "Schedule/sched-1"},
        "status": status,
        "start": "2026-11-23T09:00:00+08:00",
        "end": "2026-11-23T09:15:00+08:00",
        "comment": "ring twice",
    }))
}

/// The same slot as an attempt with [`MARK`] leaves it.
pub fn slot_of_ours() -> Slot {
    typed(claimed(&slot("busy", "2"), MARK))
}

/// The schedule of role-1 at loc-1.
pub fn schedule() -> Schedule {
    typed(json!({
        "resourceType": "Schedule",
        "id": "sched-1",
        "specialty": [{"text": "Cardiology"}],
        "actor": [
            {"reference": "PractitionerRole/role-1", "display": "Dr Lin"},
            {"reference": "Location/loc-1", "display": "East Clinic"},
        ],
    }))
}

/// The free slot on offer.
pub fn offer() -> Offer {
    let schedule = schedule();
    let party = Party::of(schedule.actors(), &Included::default());
    Offer {
        slot: slot("free", "1"),
        schedule,
        party,
    }
}

/// What patient-1 wants.
pub fn wish() -> Wish {
    Wish {
        patient: "patient-1".into(),
        kind: Some(Kind {
            mode: "VR".into(),
            display: Some("virtual".into()),
            fee: None,
        }),
        reason: "  My knee, again \n".into(),
        mark: MARK.into(),
        ..Wish::default()
    }
}

/// The appointment that an attempt with [`MARK`] makes, of this status.
pub fn appointment(status: &str) -> Appointment {
    typed(json!({
        "resourceType": "Appointment",
        "id": "appointment-1",
        "meta": {"versionId": "5"},
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": MARK}],
        "status": status,
        "start": "2026-11-23T09:00:00+08:00",
        "end": "2026-11-23T09:15:00+08:00",
        "slot": [{"reference": "Slot/slot-1"}],
        "supportingInformation": [{"display": "an X-ray"}],
        "participant": [
            {"actor": {"reference": "Patient/patient-1"}, "status": "accepted"},
            {"actor": {"reference": "PractitionerRole/role-1"}, "status": "accepted"},
        ],
    }))
}

/// A search set of these resources.
pub fn found(kind: &str, resources: &[&Resource]) -> Value {
    let entries: Vec<Value> = resources
        .iter()
        .map(|resource| json!({"resource": resource.value(), "search": {"mode": "match"}}))
        .collect();
    json!({
        "resourceType": "Bundle",
        "type": "searchset",
        "link": [{"relation": "self", "url": format!("https://fhir.example/r4/{kind}")}],
        "entry": entries,
    })
}

/// A batch response of these answers.
pub fn batch(answers: &[Value]) -> Value {
    let entries: Vec<Value> = answers
        .iter()
        .map(|answer| json!({"resource": answer, "response": {"status": "200"}}))
        .collect();
    json!({"resourceType": "Bundle", "type": "batch-response", "entry": entries})
}
