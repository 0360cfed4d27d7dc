//! Booking, each rung of the ladder in its own way; the end is always looked up where it wasn't told plainly.

use super::fresh;
use super::operations::{self, Held};
use super::settle::{Attempt, look, withdraw_answers};
use crate::booking::model::{self, Fate, Offer, Outcome, Rung, Wish, without_writing};
use crate::fhir::types::Slot;
use crate::fhir::{Client, Error};

/// Books on a rung, and tells what is true in the end: a failure is never taken at its word. `held` is what a hold
/// gave, where there was one. A server that has no transactions after all is tried a rung lower, which promises the same.
pub async fn book(
    client: &Client,
    offer: &Offer,
    wish: &Wish,
    rung: &Rung,
    held: Option<&Held>,
    now: i64,
) -> Outcome {
    let attempt = Attempt {
        slot: offer.slot.id(),
        mark: &wish.mark,
        rung,
        patient: &wish.patient,
    };
    match rung {
        Rung::Operations => operations::book(client, attempt, offer, wish, held, now).await,
        Rung::Transaction => at_once(client, attempt, offer, wish, now).await,
        Rung::Conditional => step_by_step(client, attempt, offer, wish, now).await,
        Rung::Request => request(client, attempt, offer, wish, now).await,
        Rung::Link(_) | Rung::Phone => Outcome::Only(rung.clone()),
    }
}

async fn at_once(
    client: &Client,
    attempt: Attempt<'_>,
    offer: &Offer,
    wish: &Wish,
    now: i64,
) -> Outcome {
    let Some(transaction) = model::booking(offer, wish, now) else {
        return Outcome::Only(Rung::Request);
    };
    let mut split = false;
    let (error, fate) = match client.transaction(&transaction).await {
        Ok(entries) => match entries.into_iter().nth(1).and_then(|made| made.id) {
            Some(id) => return Outcome::Booked(id),
            None => (Error::Cancelled, Fate::Answered),
        },
        Err(failed) => {
            split = !failed.entries.is_empty();
            let refused = failed
                .entries
                .get(1)
                .is_some_and(|made| made.error.is_some());
            let fate = match refused {
                true => Fate::Refused,
                false => Fate::of(&failed.error),
            };
            (failed.error, fate)
        }
    };
    // A server that takes no QuestionnaireResponse refuses the whole; step by step the Appointment carries it.
    let unknown_here = match &error {
        Error::Unsupported | Error::NotFound | Error::Forbidden { .. } => true,
        Error::Rejected { .. } => wish.intake.is_some(),
        _ => false,
    };
    let outcome = look(client, attempt, error, fate).await;
    let came_to_nothing = matches!(
        outcome,
        Outcome::Lost | Outcome::NotBooked(_) | Outcome::Owing(_)
    );
    if split && came_to_nothing && wish.intake.is_some() {
        withdraw_answers(client, attempt).await;
    }
    match outcome {
        Outcome::NotBooked(_) if unknown_here => {
            let attempt = Attempt {
                rung: &Rung::Conditional,
                ..attempt
            };
            step_by_step(client, attempt, offer, wish, now).await
        }
        outcome => outcome,
    }
}

async fn step_by_step(
    client: &Client,
    attempt: Attempt<'_>,
    offer: &Offer,
    wish: &Wish,
    now: i64,
) -> Outcome {
    let Some(version) = offer.slot.version() else {
        return Outcome::Only(Rung::Request);
    };
    let claimed = model::claimed(&offer.slot, attempt.mark);
    if let Err(error) = client.update(claimed, Some(version)).await {
        if matches!(error, Error::Unsupported | Error::Forbidden { .. }) {
            return Outcome::Only(Rung::Request);
        }
        if !is_ours(client, attempt).await.unwrap_or(false) {
            let fate = Fate::of(&error);
            return look(client, attempt, error, fate).await;
        }
    }
    let appointment = model::appointment_of(offer, wish, "booked", now);
    match client.create(appointment).await {
        // A server may take If-Match and not mind it: then the last one has the slot.
        Ok(made) => match (made.id, is_ours(client, attempt).await) {
            (Some(id), Ok(true)) => Outcome::Booked(id),
            _ => look(client, attempt, Error::Conflict, Fate::Answered).await,
        },
        Err(error) => {
            let fate = match Fate::of(&error) {
                // An error of the server's own may come after the deed.
                Fate::Answered if !matches!(error, Error::Server { .. }) => Fate::Refused,
                fate => fate,
            };
            look(client, attempt, error, fate).await
        }
    }
}

async fn is_ours(client: &Client, attempt: Attempt<'_>) -> Result<bool, Error> {
    let slot: Option<Slot> = fresh(client, attempt.slot).await?;
    Ok(slot.is_some_and(|slot| model::has(&slot, attempt.mark)))
}

async fn request(
    client: &Client,
    attempt: Attempt<'_>,
    offer: &Offer,
    wish: &Wish,
    now: i64,
) -> Outcome {
    let proposed = model::appointment_of(offer, wish, "proposed", now);
    match client.create(proposed).await {
        Ok(made) => match made.id {
            Some(id) => Outcome::Requested(id),
            None => look(client, attempt, Error::Cancelled, Fate::Answered).await,
        },
        Err(Error::Unsupported | Error::NotFound | Error::Forbidden { .. }) => {
            Outcome::Only(without_writing(&offer.slot))
        }
        Err(error) => {
            let fate = Fate::of(&error);
            look(client, attempt, error, fate).await
        }
    }
}
