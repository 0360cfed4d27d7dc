//! One attempt to book: what it sends.
//!
//! Servers differ in how they tell a lost race, and a connection can break after the deed. So an attempt leaves the
//! same mark, a random UUID, on both: as an identifier of the Appointment and of the Slot. Whatever the answer
//! was, the two marks together tell what is true.

use serde_json::{Value, json};

use super::mark::claimed;
use super::party::{Kind, Party};
use super::{ACT_CODE, URI, instant};
use crate::fhir::datatypes::Reference;
use crate::fhir::types::{Schedule, Slot};
use crate::fhir::{Node, Transaction};

/// A time on offer, with all that a patient should know before taking it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub slot: Slot,
    pub schedule: Schedule,
    pub party: Party,
}

/// Whether a time can be booked, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    Yes,
    /// It has begun.
    Past,
    /// It begins too soon for the clinic to get ready.
    Short,
    /// Somebody has it, or the clinic keeps it.
    Taken,
    /// The doctor doesn't work there any more.
    Closed,
}

impl Offer {
    /// Milliseconds since 1970; 0 where the slot doesn't say it.
    pub fn start(&self) -> i64 {
        self.slot.start().map_or(0, |start| start.start_ms())
    }

    /// Milliseconds since 1970; the start where the slot doesn't say it.
    pub fn end(&self) -> i64 {
        self.slot.end().map_or(self.start(), |end| end.start_ms())
    }

    /// How long it takes, in minutes.
    pub fn minutes(&self) -> Option<i64> {
        let end = self.slot.end()?.start_ms();
        Some((end - self.start()) / 60_000).filter(|minutes| *minutes > 0)
    }

    /// Whether it can be booked at `now`, milliseconds since 1970.
    pub fn open(&self, now: i64) -> Open {
        if !self.party.is_active() || !self.schedule.is_active() {
            Open::Closed
        } else if self.start() <= now {
            Open::Past
        } else if !self.slot.is_free() {
            Open::Taken
        } else if self.start() < now + notice(&self.schedule) {
            Open::Short
        } else {
            Open::Yes
        }
    }
}

/// How long before its start a time can last be booked where the clinic doesn't say it, in minutes.
const NOTICE: i64 = 15;

/// How long before its start a time of this schedule can last be booked, in milliseconds.
pub fn notice(schedule: &Schedule) -> i64 {
    schedule.notice().unwrap_or(NOTICE) * 60_000
}

/// What the patient wants with an offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The id of the Patient.
    pub patient: String,
    pub kind: Option<Kind>,
    /// In the patient's own words; may be empty.
    pub reason: String,
    /// The mark of this attempt, `urn:uuid:...`. The same again for a second try at the same slot: then only one can hold.
    pub mark: String,
}

/// The transaction that books: the Slot busy, guarded by its version, and then the Appointment. `None` where the
/// server gives no version: without the guard two people could get the same time.
pub fn booking(offer: &Offer, wish: &Wish, now: i64) -> Option<Transaction> {
    let version = offer.slot.version()?;
    let slot = claimed(&offer.slot, &wish.mark);
    let appointment = appointment(offer, wish, "booked", now);
    Some(
        Transaction::new()
            .update(slot, Some(version))
            .create(appointment, Some(&wish.mark), None),
    )
}

/// The Appointment of an attempt, with this status: `booked`, or `proposed` where the clinic decides.
pub fn appointment(offer: &Offer, wish: &Wish, status: &str, now: i64) -> Value {
    let slot = offer.slot.root();
    let mut services: Vec<Value> = slot
        .list("serviceType")
        .map(|service| service.value().clone())
        .collect();
    services.extend(wish.kind.as_ref().map(kind_of_visit));
    let patient = ["Patient/", &wish.patient].concat();
    let mut participants = vec![json!({
        "actor": {"reference": patient},
        "required": "required",
        "status": "accepted",
    })];
    let answer = match status {
        "booked" => "accepted",
        _ => "needs-action",
    };
    let actors = offer.schedule.actors();
    participants.extend(actors.filter_map(|actor| participant(actor, answer)));
    let mut appointment = json!({
        "resourceType": "Appointment",
        "identifier": [{"system": URI, "value": wish.mark}],
        "status": status,
        "slot": [{"reference": offer.slot.key()}],
        "created": instant(now),
        "participant": participants,
    });
    let mut copy = |key: &str, from: Node| {
        if let Some(value) = Some(from.value()).and_then(|value| value.get(key)) {
            appointment[key] = value.clone();
        }
    };
    copy("start", slot);
    copy("end", slot);
    copy("appointmentType", slot);
    copy("specialty", offer.schedule.root());
    if !services.is_empty() {
        appointment["serviceType"] = services.into();
    }
    if let Some(minutes) = offer.minutes() {
        appointment["minutesDuration"] = minutes.into();
    }
    let reason = wish.reason.trim();
    if !reason.is_empty() {
        appointment["reasonCode"] = json!([{"text": reason}]);
    }
    appointment
}

/// R4's Appointment has no place of its own for "by video"; among the services every clinic's software shows it.
fn kind_of_visit(kind: &Kind) -> Value {
    let mut coding = json!({"system": ACT_CODE, "code": kind.mode});
    if let Some(display) = &kind.display {
        coding["display"] = display.as_str().into();
    }
    json!({"coding": [coding]})
}

pub(super) fn participant(actor: Reference, answer: &str) -> Option<Value> {
    let mut reference = json!({"reference": actor.text?});
    if let Some(display) = actor.display {
        reference["display"] = display.into();
    }
    Some(json!({"actor": reference, "required": "required", "status": answer}))
}
