//! One attempt to book: what it sends.
//!
//! Servers differ in how they tell a lost race, and a connection can break after the deed. So an attempt leaves the
//! same mark, a random UUID, on both: as an identifier of the Appointment and of the Slot. Whatever the answer
//! was, the two marks together tell what is true.

use serde_json::{Value, json};

use super::details::extensions;
use super::mark::claimed;
use super::party::{Kind, Party};
use super::{URI, instant, system_of};
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// The id of the Patient.
    pub patient: String,
    pub kind: Option<Kind>,
    /// In the patient's own words; may be empty.
    pub reason: String,
    /// What else the clinic should know; may be empty.
    pub notes: String,
    /// Whether the patient has been here before, where it was said.
    pub returning: Option<bool>,
    /// The number to call, for a visit by phone; may be empty.
    pub phone: String,
    /// When it is paid, where there is a choice: a code as [`Schedule::payment_times`] gives it.
    pub payment: Option<String>,
    /// The answered questions of the clinic, a QuestionnaireResponse.
    pub intake: Option<Value>,
    /// The mark of this attempt, `urn:uuid:...`. The same again for a second try at the same slot: then only one can hold.
    pub mark: String,
}

/// The transaction that books: the Slot busy, guarded by its version, then the Appointment, then what it refers to. `None`
/// where the server gives no version: without the guard two people could get the same time.
pub fn booking(offer: &Offer, wish: &Wish, now: i64) -> Option<Transaction> {
    let version = offer.slot.version()?;
    let slot = claimed(&offer.slot, &wish.mark);
    let mut appointment = plain(offer, wish, "booked", now);
    let transaction = Transaction::new().update(slot, Some(version));
    let Some(mut intake) = wish.intake.clone() else {
        return Some(transaction.create(appointment, Some(&wish.mark), None));
    };
    intake["identifier"] = json!({"system": URI, "value": wish.mark});
    // A name within the transaction alone, made of the mark: the last digit tells them apart.
    let name = other(&wish.mark);
    appointment["supportingInformation"] = json!([{"reference": name}]);
    Some(
        transaction
            .create(appointment, Some(&wish.mark), None)
            .create(intake, Some(&name), None),
    )
}

/// Another UUID, the same for the same mark.
fn other(mark: &str) -> String {
    let (head, last) = mark.split_at(mark.len().saturating_sub(1));
    let last = match last {
        "0" => "1",
        _ => "0",
    };
    [head, last].concat()
}

/// The Appointment that asks for a place on the waiting list for the times of a schedule. Nothing of `wish` but who, why and
/// the mark is used.
pub fn waiting(schedule: &Schedule, wish: &Wish, now: i64) -> Value {
    let mut appointment = json!({
        "resourceType": "Appointment",
        "identifier": [{"system": URI, "value": wish.mark}],
        "status": "waitlist",
        "created": instant(now),
        "participant": participants(schedule, wish, "needs-action"),
    });
    describe(&mut appointment, wish);
    appointment
}

/// The Appointment of an attempt, with this status: `booked`, or `proposed` where the clinic decides. Sent alone, it carries the
/// clinic's answered questions inside itself (FHIR R4 section 2.3.0.5.1).
pub fn appointment(offer: &Offer, wish: &Wish, status: &str, now: i64) -> Value {
    let mut appointment = plain(offer, wish, status, now);
    if let Some(mut intake) = wish.intake.clone() {
        intake["id"] = "intake".into();
        appointment["contained"] = json!([intake]);
        appointment["supportingInformation"] = json!([{"reference": "#intake"}]);
    }
    appointment
}

fn plain(offer: &Offer, wish: &Wish, status: &str, now: i64) -> Value {
    let slot = offer.slot.root();
    let mut services: Vec<Value> = slot
        .list("serviceType")
        .map(|service| service.value().clone())
        .collect();
    services.extend(wish.kind.as_ref().map(kind_of_visit));
    let answer = match status {
        "booked" => "accepted",
        _ => "needs-action",
    };
    let mut appointment = json!({
        "resourceType": "Appointment",
        "identifier": [{"system": URI, "value": wish.mark}],
        "status": status,
        "slot": [{"reference": offer.slot.key()}],
        "created": instant(now),
        "participant": participants(&offer.schedule, wish, answer),
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
    if let Some(preparation) = offer.schedule.preparation() {
        for (from, to) in [
            ("valueString", "patientInstruction"),
            ("_valueString", "_patientInstruction"),
        ] {
            if let Some(words) = preparation.node(from).present() {
                appointment[to] = words.value().clone();
            }
        }
    }
    describe(&mut appointment, wish);
    appointment
}

/// What the patient says about the visit.
fn describe(appointment: &mut Value, wish: &Wish) {
    let (reason, notes) = (wish.reason.trim(), wish.notes.trim());
    if !reason.is_empty() {
        appointment["reasonCode"] = json!([{"text": reason}]);
    }
    if !notes.is_empty() {
        appointment["comment"] = notes.into();
    }
    let extensions = extensions(wish);
    if !extensions.is_empty() {
        appointment["extension"] = extensions.into();
    }
}

/// The patient, and whoever the schedule is of.
fn participants(schedule: &Schedule, wish: &Wish, answer: &str) -> Vec<Value> {
    let patient = ["Patient/", &wish.patient].concat();
    let mut participants = vec![json!({
        "actor": {"reference": patient},
        "required": "required",
        "status": "accepted",
    })];
    participants.extend(
        schedule
            .actors()
            .filter_map(|actor| participant(actor, answer)),
    );
    participants
}

/// R4's Appointment has no place of its own for "by video"; among the services every clinic's software shows it.
fn kind_of_visit(kind: &Kind) -> Value {
    let mut coding = json!({"system": system_of(&kind.mode), "code": kind.mode});
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
