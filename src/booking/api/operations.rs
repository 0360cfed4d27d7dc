//! The top rung: `$find`, `$hold` and `$book` on Appointment, as IHE ITI Scheduling has them (ITI-115 to ITI-117).

use serde_json::{Value, json};

use super::settle::{Attempt, look};
use crate::booking::model::{Fate, Offer, Outcome, Standing, Wish, appointment_of, standing};
use crate::fhir::types::Appointment;
use crate::fhir::{Client, Error, Resource, Typed};

/// Until when a hold lasts; `docs/backend.md` tells its shape. IHE has no place for it.
const HOLD_UNTIL: &str = "https://sampan.health/fhir/StructureDefinition/hold-until";

/// A time that the server keeps for the patient while they check.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    appointment: Appointment,
    /// Milliseconds since 1970, where the server says it.
    pub until: Option<i64>,
}

impl Held {
    fn of(appointment: Appointment) -> Self {
        let until = appointment
            .root()
            .extension(HOLD_UNTIL)
            .date("valueInstant");
        Self {
            until: until.map(|until| until.start_ms()),
            appointment,
        }
    }
}

/// Asks the server to keep the time of an offer. `None` where it can't keep any.
///
/// # Errors
/// `Conflict` where somebody else has the time.
pub async fn hold(client: &Client, offer: &Offer, patient: &str) -> Result<Option<Held>, Error> {
    let said = client.capability().await?;
    let operates = |name| said.operates("Appointment", name);
    if !operates("find") || !operates("hold") {
        return Ok(None);
    }
    let proposed = find(client, offer, patient).await?;
    let reference = json!({"reference": proposed.key()});
    let asked = parameters(vec![
        json!({"name": "appointment-reference", "valueReference": reference}),
    ]);
    let answer = client.operate("Appointment/$hold", asked).await?;
    let held = appointments(&answer)
        .into_iter()
        .find(|appointment| standing(appointment) == Standing::Requested);
    held.map(|held| Some(Held::of(held))).ok_or(Error::Conflict)
}

/// The server's own proposal for the time of an offer.
async fn find(client: &Client, offer: &Offer, patient: &str) -> Result<Appointment, Error> {
    let slot = offer.slot.root();
    let mut asked: Vec<Value> = ["start", "end"]
        .iter()
        .filter_map(|name| Some(json!({"name": name, "valueDateTime": slot.str(name)?})))
        .collect();
    let patient = ["Patient/", patient].concat();
    asked.push(json!({"name": "patient-reference", "valueReference": {"reference": patient}}));
    if let Some(practitioner) = &offer.party.practitioner {
        let reference = json!({"reference": practitioner.key()});
        asked.push(json!({"name": "practitioner", "valueReference": reference}));
    }
    let answer = client
        .operate("Appointment/$find", parameters(asked))
        .await?;
    let found = appointments(&answer);
    let takes_slot = |appointment: &&Appointment| {
        appointment
            .slots()
            .any(|slot| slot.id_of("Slot") == Some(offer.slot.id()))
    };
    let same_time = |appointment: &&Appointment| {
        appointment
            .start()
            .is_some_and(|start| start.start_ms() == offer.start())
    };
    let best = found.iter().find(takes_slot);
    let best = best.or_else(|| found.iter().find(same_time));
    best.cloned().ok_or(Error::Conflict)
}

/// Books with `$book`: what was held, or where nothing is, the time itself.
pub(super) async fn book(
    client: &Client,
    attempt: Attempt<'_>,
    offer: &Offer,
    wish: &Wish,
    held: Option<&Held>,
    now: i64,
) -> Outcome {
    let mut appointment = appointment_of(offer, wish, "pending", now);
    if let Some(held) = held {
        appointment["id"] = held.appointment.id().into();
    }
    let asked = parameters(vec![
        json!({"name": "appointment-resource", "resource": appointment}),
    ]);
    let error = match client.operate("Appointment/$book", asked).await {
        Ok(answer) => {
            let booked = appointments(&answer)
                .into_iter()
                .find(|appointment| standing(appointment) == Standing::Booked);
            match booked {
                Some(booked) => return Outcome::Booked(booked.id().to_owned()),
                None => Error::Conflict,
            }
        }
        Err(error) => error,
    };
    let fate = Fate::of(&error);
    look(client, attempt, error, fate).await
}

/// Gives a hold back. One that can't be given back runs out by itself.
pub async fn let_go(client: &Client, held: &Held) {
    let cancelled = held.appointment.with_status("cancelled");
    let asked = parameters(vec![
        json!({"name": "appointment-resource", "resource": cancelled}),
    ]);
    let _ = client.operate("Appointment/$book", asked).await;
}

fn parameters(parameter: Vec<Value>) -> Value {
    json!({"resourceType": "Parameters", "parameter": parameter})
}

/// The appointments of an answer: one alone, those of a Bundle, or those of a Bundle within Parameters.
fn appointments(answer: &Resource) -> Vec<Appointment> {
    let root = answer.root();
    let of_parameters = root
        .list("parameter")
        .flat_map(|parameter| [parameter.node("resource"), parameter])
        .flat_map(|inner| {
            inner
                .list("entry")
                .map(|entry| entry.node("resource"))
                .chain([inner])
        });
    let all = root
        .list("entry")
        .map(|entry| entry.node("resource"))
        .chain(of_parameters)
        .chain([root]);
    all.filter_map(|node| Appointment::of(&Resource::parse(node.value().clone())?))
        .collect()
}
