//! Changing one's mind: what cancelling and moving an appointment send.

use serde_json::{Value, json};

use super::URI;
use super::attempt::{Offer, participant};
use super::mark::{claimed, freed, has};
use crate::fhir::Transaction;
use crate::fhir::types::{Appointment, Slot};

const REASONS: &str = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason";

/// Why a patient cancels: a code of HL7's appointment-cancellation-reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelReason {
    /// Nothing in particular, or not to be said.
    Patient,
    FeelingBetter,
    NoTransport,
    Moved,
    OtherDoctor,
    Cost,
}

impl CancelReason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::FeelingBetter,
        Self::NoTransport,
        Self::OtherDoctor,
        Self::Cost,
        Self::Moved,
        Self::Patient,
    ];

    /// The code, and what HL7 calls it.
    pub fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Patient => ("pat", "Patient"),
            Self::FeelingBetter => ("pat-fb", "Patient: Feeling Better"),
            Self::NoTransport => ("pat-lt", "Patient: Lack of Transportation"),
            Self::Moved => ("pat-mv", "Patient: Moved"),
            Self::OtherDoctor => ("pat-usp", "Patient: Unhappy/Changed Provider"),
            Self::Cost => ("oth-fin", "Other: Financial"),
        }
    }
}

/// The transaction that cancels an appointment and gives its slot back, each guarded by its version.
pub fn cancelling(
    appointment: &Appointment,
    slot: Option<&Slot>,
    reason: CancelReason,
) -> Transaction {
    let transaction =
        Transaction::new().update(cancelled(appointment, reason), appointment.version());
    match slot.filter(|slot| !slot.is_free()) {
        Some(slot) => transaction.update(freed(slot), slot.version()),
        None => transaction,
    }
}

/// The appointment, cancelled by the patient; everything else as it was.
pub fn cancelled(appointment: &Appointment, reason: CancelReason) -> Value {
    let (code, display) = reason.code();
    let mut appointment = appointment.with_status("cancelled");
    appointment["cancelationReason"] =
        json!({"coding": [{"system": REASONS, "code": code, "display": display}]});
    appointment
}

/// The transaction that takes a new slot and moves the appointment to it. The old slot is no part of it: a server that
/// splits the transaction could then have given it away before the new one was ours.
pub fn moving(appointment: &Appointment, offer: &Offer, mark: &str) -> Option<Transaction> {
    let version = offer.slot.version()?;
    Some(
        Transaction::new()
            .update(claimed(&offer.slot, mark), Some(version))
            .update(moved(appointment, offer, mark), appointment.version()),
    )
}

/// The appointment at its new time and place, with the mark of the move; everything else as it was.
pub fn moved(appointment: &Appointment, offer: &Offer, mark: &str) -> Value {
    let mut edited = placed(appointment, offer);
    let mut identifiers = identifiers_but(appointment, mark);
    identifiers.push(json!({"system": URI, "value": mark}));
    edited["identifier"] = identifiers.into();
    edited
}

/// The appointment back at its old time and place, without the mark of the move that failed.
pub fn restored(appointment: &Appointment, old: &Offer, mark: &str) -> Value {
    let mut edited = placed(appointment, old);
    let identifiers = identifiers_but(appointment, mark);
    if let Some(fields) = edited.as_object_mut() {
        match identifiers.is_empty() {
            true => fields.remove("identifier"),
            false => fields.insert("identifier".to_owned(), identifiers.into()),
        };
    }
    edited
}

fn identifiers_but(appointment: &Appointment, mark: &str) -> Vec<Value> {
    appointment
        .identifiers()
        .filter(|identifier| identifier.value() != Some(mark))
        .map(|identifier| identifier.0.value().clone())
        .collect()
}

/// The appointment at the time and place of an offer.
fn placed(appointment: &Appointment, offer: &Offer) -> Value {
    let mut edited = appointment.to_value();
    let slot = offer.slot.root();
    for key in ["start", "end"] {
        if let Some(value) = slot.str(key) {
            edited[key] = value.into();
        }
    }
    if let Some(minutes) = offer.minutes() {
        edited["minutesDuration"] = minutes.into();
    }
    edited["slot"] = json!([{"reference": offer.slot.key()}]);
    let is_place = |kind: Option<&str>| kind == Some("Location");
    let places: Vec<Value> = offer
        .schedule
        .actors()
        .filter(|actor| is_place(actor.kind))
        .filter_map(|actor| participant(actor, "accepted"))
        .collect();
    if !places.is_empty() {
        let others = appointment
            .participants()
            .filter(|one| !one.actor().is_some_and(|actor| is_place(actor.kind)));
        let mut participants: Vec<Value> = others.map(|one| one.0.value().clone()).collect();
        participants.extend(places);
        edited["participant"] = participants.into();
    }
    edited
}

/// What the two sides of a move say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// The appointment is at the new time, and the slot is ours. The old one can go.
    Yes,
    /// The appointment is where it was, and the new slot isn't ours.
    No,
    /// The appointment is where it was; the new slot is ours and has to go back.
    Release,
    /// The appointment says the new time, but the slot is somebody else's: it has to go back to the old one.
    Restore,
}

/// Judges a move with this mark by the appointment and the new slot as they are now.
pub fn moved_or_not(
    appointment: &Appointment,
    slot: Option<&Slot>,
    new: &str,
    mark: &str,
) -> Moved {
    let there = appointment
        .slots()
        .any(|slot| slot.id_of("Slot") == Some(new));
    let ours = slot.is_some_and(|slot| has(slot, mark));
    match (there, ours) {
        (true, true) => Moved::Yes,
        (true, false) => Moved::Restore,
        (false, true) => Moved::Release,
        (false, false) => Moved::No,
    }
}
