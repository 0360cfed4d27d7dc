//! What was begun before a reload, a closed tab or a lost connection, settled by asking the server.

use super::change::{Change, Move, Release, release};
use super::fresh;
use super::settle::{Attempt, look};
use crate::booking::model::{Fate, Outcome, Pending, Rung, Step, is_live};
use crate::fhir::types::Appointment;
use crate::fhir::{Client, Error};

/// What became of something begun, in as far as the patient has to be told. Ids are those of Appointments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Booked(String),
    Requested(String),
    /// Nothing was booked; the id of the Slot.
    NotBooked(String),
    Moved(String),
    /// It stands where it was.
    NotMoved(String),
    Cancelled(String),
    /// It stands.
    NotCancelled(String),
    /// Nobody can tell yet.
    Unclear,
}

/// What is known of something begun, and what has still to be kept of it.
pub type Settled = (Option<News>, Option<Pending>);

/// Asks the server what became of something that a patient (the id of the Patient) began, and puts right what was done by half.
pub async fn settle(client: &Client, patient: &str, pending: Pending, now: i64) -> Settled {
    match pending.step.clone() {
        Step::Booking { rung, .. } => booking(client, patient, pending, &rung, now).await,
        Step::Moving {
            appointment, from, ..
        } => moving(client, pending, &appointment, from.as_deref(), now).await,
        Step::Cancelling { appointment } => cancelling(client, pending, appointment, now).await,
        Step::Releasing { version } => {
            let slot = pending.slot.clone();
            let owed = Release { slot, version };
            match release(client, &owed).await {
                true => (None, None),
                false => (None, Some(pending)),
            }
        }
    }
}

async fn booking(
    client: &Client,
    patient: &str,
    pending: Pending,
    rung: &Rung,
    now: i64,
) -> Settled {
    let attempt = Attempt {
        slot: &pending.slot,
        mark: &pending.mark,
        rung,
        patient,
    };
    let outcome = look(client, attempt, Error::Cancelled, pending.fate(now)).await;
    match outcome {
        Outcome::Booked(id) => (Some(News::Booked(id)), None),
        Outcome::Requested(id) => (Some(News::Requested(id)), None),
        Outcome::Unclear(_) if pending.is_told() => (None, Some(pending)),
        Outcome::Unclear(_) => (Some(News::Unclear), Some(pending)),
        Outcome::Owing(_) => (not_booked(&pending), Some(pending.told())),
        Outcome::Lost | Outcome::NotBooked(_) | Outcome::Only(_) => {
            let news = not_booked(&pending);
            (news, Some(pending.told()).filter(|told| !told.is_over(now)))
        }
    }
}

fn not_booked(pending: &Pending) -> Option<News> {
    (!pending.is_told()).then(|| News::NotBooked(pending.slot.clone()))
}

async fn moving(
    client: &Client,
    pending: Pending,
    appointment: &str,
    from: Option<&str>,
    now: i64,
) -> Settled {
    let going = Move {
        appointment,
        from,
        to: &pending.slot,
        mark: &pending.mark,
    };
    let fate = pending.fate(now);
    let news = |made: fn(String) -> News| Some(made(appointment.to_owned()));
    match going.look(client, Error::Cancelled, fate).await {
        Change::Done => (news(News::Moved), None),
        Change::Owing(owed) => (news(News::Moved), Some(owed.pending(pending.owner, now))),
        Change::Stands(Error::NotFound) => (None, None),
        Change::Stands(_) | Change::Lost => {
            let told = news(News::NotMoved).filter(|_| !pending.is_told());
            (told, Some(pending.told()).filter(|told| !told.is_over(now)))
        }
        Change::Unclear(_) if pending.is_told() => (None, Some(pending)),
        Change::Unclear(_) => (Some(News::Unclear), Some(pending)),
    }
}

/// A cancelling isn't repeated behind the patient's back: it is only looked up.
async fn cancelling(client: &Client, pending: Pending, id: String, now: i64) -> Settled {
    let Ok(found) = fresh::<Appointment>(client, &id).await else {
        return (Some(News::Unclear), Some(pending));
    };
    let Some(appointment) = found else {
        return (None, None);
    };
    if is_live(&appointment) {
        return match pending.fate(now) {
            Fate::Unknown => (Some(News::Unclear), Some(pending)),
            _ => (Some(News::NotCancelled(id)), None),
        };
    }
    match super::change::free_after(client, &appointment).await {
        Change::Owing(owed) => {
            let owed = owed.pending(pending.owner, now);
            (Some(News::Cancelled(id)), Some(owed))
        }
        Change::Unclear(_) => (Some(News::Cancelled(id)), Some(pending)),
        _ => (Some(News::Cancelled(id)), None),
    }
}
