//! A place on a clinic's waiting list: an Appointment with status `waitlist` and no time.

use super::appointments::of_patient;
use super::settle::{Attempt, look};
use crate::booking::model::{Fate, Outcome, Rung, Standing, Wish, standing, waiting};
use crate::fhir::types::{Appointment, Schedule};
use crate::fhir::{Client, Error};

/// The patient's place on the waiting list for a doctor (the id of the PractitionerRole), where there is one.
pub async fn waits(
    client: &Client,
    patient: &str,
    role: &str,
) -> Result<Option<Appointment>, Error> {
    let all = of_patient(client, patient, |search| search.param("status", "waitlist")).await?;
    let is_one = |one: &Appointment| {
        let actor = one.actor("PractitionerRole");
        standing(one) == Standing::Waiting && actor.and_then(|actor| actor.id) == Some(role)
    };
    Ok(all.into_iter().find(is_one))
}

/// Joins the waiting list for the times of a schedule, and tells what is true in the end.
pub async fn join(client: &Client, schedule: &Schedule, wish: &Wish, now: i64) -> Outcome {
    let error = match client.create(waiting(schedule, wish, now)).await {
        Ok(made) => match made.id {
            Some(id) => return Outcome::Requested(id),
            None => Error::Cancelled,
        },
        Err(error) => error,
    };
    let attempt = Attempt {
        slot: "",
        mark: &wish.mark,
        rung: &Rung::Request,
        patient: &wish.patient,
    };
    let fate = Fate::of(&error);
    look(client, attempt, error, fate).await
}
