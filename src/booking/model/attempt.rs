//! One attempt to book: a transaction that takes the slot and makes the appointment, and what became of it.
//!
//! Servers differ in how they tell a lost race, and a connection can break after the deed. So an attempt leaves the
//! same mark, a random UUID, on both: as the Appointment's identifier and as a tag of the Slot. Whatever the answer
//! was, the two marks together tell what is true.

use serde_json::{Value, json};

use super::party::{Kind, Party};
use super::{ACT_CODE, URI, instant};
use crate::fhir::datatypes::Reference;
use crate::fhir::types::{Appointment, Schedule, Slot};
use crate::fhir::{Error, Node, Transaction};

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
        } else {
            Open::Yes
        }
    }
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
    let appointment = appointment(offer, wish, now);
    Some(
        Transaction::new()
            .update(slot, Some(version))
            .create(appointment, Some(&wish.mark), None),
    )
}

/// The slot as taken by this attempt.
fn claimed(slot: &Slot, mark: &str) -> Value {
    let mut slot = slot.with_status("busy");
    let meta = slot.get_mut("meta").and_then(Value::as_object_mut);
    let tags = meta.and_then(|meta| {
        meta.entry("tag")
            .or_insert_with(|| json!([]))
            .as_array_mut()
    });
    if let Some(tags) = tags {
        tags.push(json!({"system": URI, "code": mark}));
    }
    slot
}

/// The slot, free again and without the mark of the attempt that took it; everything else as it was.
pub fn freed(slot: &Slot, mark: Option<&str>) -> Value {
    let mut slot = slot.with_status("free");
    let meta = slot.get_mut("meta").and_then(Value::as_object_mut);
    if let (Some(mark), Some(meta)) = (mark, meta) {
        let tags = meta.get_mut("tag").and_then(Value::as_array_mut);
        let is_empty = tags.is_some_and(|tags| {
            tags.retain(|tag| tag["code"] != mark);
            tags.is_empty()
        });
        if is_empty {
            // FHIR knows no empty lists.
            meta.remove("tag");
        }
    }
    slot
}

fn appointment(offer: &Offer, wish: &Wish, now: i64) -> Value {
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
    participants.extend(offer.schedule.actors().filter_map(participant));
    let mut appointment = json!({
        "resourceType": "Appointment",
        "identifier": [{"system": URI, "value": wish.mark}],
        "status": "booked",
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

fn participant(actor: Reference) -> Option<Value> {
    let mut reference = json!({"reference": actor.text?});
    if let Some(display) = actor.display {
        reference["display"] = display.into();
    }
    Some(json!({"actor": reference, "required": "required", "status": "accepted"}))
}

/// How an attempt ended. The ladder's other rungs (a request, a hold) would be further ways to end.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The patient has the time; the id of the Appointment.
    Booked(String),
    /// Somebody else has it. Nothing of ours is left on the server.
    Lost,
    /// It didn't work, for this reason. Nothing of ours is left on the server.
    NotBooked(Error),
    /// Nobody can tell at the moment, for this reason. Looking again will.
    Unclear(Error),
}

/// What can be seen on the server after an attempt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traces {
    /// The Appointment with the attempt's mark, unless withdrawn.
    pub appointment: Option<Appointment>,
    /// The Slot as it is now; `None` where it is gone.
    pub slot: Option<Slot>,
    /// Whether the server said that it didn't make the Appointment.
    pub refused: bool,
}

/// What the traces of an attempt mean, and what is to be done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Booked,
    /// Our appointment stands, but the slot is not ours: a server ran the transaction piece by piece.
    Withdraw,
    /// The slot is ours, but there is no appointment.
    Release,
    /// Somebody else has the slot.
    Lost,
    /// The slot is still free.
    NotBooked,
    /// The slot is ours, and no appointment can be found although none was refused: its index may lag behind.
    Unclear,
}

/// Judges the traces of the attempt with this mark.
pub fn verdict(traces: &Traces, mark: &str) -> Verdict {
    let slot = traces.slot.as_ref();
    let is_free = slot.is_some_and(Slot::is_free);
    let marked = |slot: &Slot| {
        slot.root()
            .node("meta")
            .list("tag")
            .any(|tag| tag.str("code") == Some(mark))
    };
    let is_ours = !is_free && slot.is_some_and(marked);
    match (&traces.appointment, is_ours) {
        (Some(_), true) => Verdict::Booked,
        (Some(_), false) => Verdict::Withdraw,
        (None, true) if traces.refused => Verdict::Release,
        (None, true) => Verdict::Unclear,
        (None, false) if is_free => Verdict::NotBooked,
        (None, false) => Verdict::Lost,
    }
}
