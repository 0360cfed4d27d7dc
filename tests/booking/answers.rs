//! Answers that a server may give, for scripts of whole attempts.

use crate::clinic::{appointment, batch, found};
use crate::wire::answer;
use sampan::fhir::types::{Appointment, Slot};
use sampan::fhir::{Error, Resource, Response};
use serde_json::{Value, json};

/// 2026-11-22T10:00:00Z, a day before the slot.
pub const NOW: i64 = 1_795_341_600_000;

pub type Answer = Result<Response, Error>;

/// The answer to a transaction, in its entries.
pub fn entries(slot: &str, visit: &str) -> Value {
    let made = appointment("booked");
    json!({"resourceType": "Bundle", "type": "transaction-response", "entry": [
        {"response": {"status": slot}},
        {"response": {"status": visit, "location": "Appointment/appointment-1/_history/5"}, "resource": made.value()},
    ]})
}

/// A refusal, in words.
pub fn outcome_of(status: u16, text: &str) -> Answer {
    answer(
        status,
        json!({"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "conflict", "diagnostics": text}]}),
    )
}

/// What a look at the server finds: our appointment, and the slot.
pub fn traces(appointment: Option<&Appointment>, slot: Option<&Slot>) -> Answer {
    let appointments: Vec<&Resource> = appointment.iter().map(|found| &found.0).collect();
    let slots: Vec<&Resource> = slot.iter().map(|found| &found.0).collect();
    answer(
        200,
        batch(&[found("Appointment", &appointments), found("Slot", &slots)]),
    )
}

/// A slot, found.
pub fn one(slot: &Slot) -> Answer {
    answer(200, found("Slot", &[&slot.0]))
}
