//! Cancelling and moving an appointment. Both can fail halfway; what is told in the end is true.

use super::fresh;
use super::offer::offer;
use crate::booking::model::{
    self, CancelReason, Fate, Moved, Offer, Pending, Rung, Step, is_live, moved_or_not,
};
use crate::fhir::types::{Appointment, Slot};
use crate::fhir::{Client, Error};

/// How a change ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Done,
    /// It is done, and a slot, of which the version is given, has yet to be given back.
    Owing(Release),
    /// The appointment stands as it was, for this reason.
    Stands(Error),
    /// Somebody else has the new time. The appointment stands as it was.
    Lost,
    /// Nobody can tell at the moment, for this reason.
    Unclear(Error),
}

impl Change {
    /// What has to be kept of a change that ended so, from `now` on (milliseconds since 1970); `None` where all is settled.
    pub fn rest(&self, pending: Pending, now: i64) -> Option<Pending> {
        match (self, &pending.step) {
            (Change::Done, _) => None,
            (Change::Owing(owed), _) => Some(owed.clone().pending(pending.owner, now)),
            (Change::Unclear(_), _) => Some(pending),
            (Change::Stands(error), Step::Moving { .. }) if Fate::of(error) == Fate::Unknown => {
                Some(pending.told())
            }
            (Change::Lost, Step::Moving { .. }) => Some(pending.told()),
            (Change::Stands(_) | Change::Lost, _) => None,
        }
    }
}

/// A slot that has to be given back, as long as it is in this version.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// The id of the Slot.
    pub slot: String,
    pub version: String,
}

impl Release {
    fn of(slot: &Slot) -> Option<Self> {
        Some(Self {
            slot: slot.id().to_owned(),
            version: slot.version()?.to_owned(),
        })
    }

    /// What is to be kept of it until it is done, for this owner, from `now` on.
    pub fn pending(self, owner: u16, now: i64) -> Pending {
        Pending {
            owner,
            mark: ["release-", &self.slot].concat(),
            slot: self.slot,
            sent: now,
            step: Step::Releasing {
                version: self.version,
            },
        }
    }
}

/// Cancels an appointment and frees its slot. It is safe to repeat.
pub async fn cancel(client: &Client, appointment: &Appointment, reason: CancelReason) -> Change {
    // Once more where the first answer was lost: versions guard against doing anything twice.
    match try_cancel(client, appointment, reason).await {
        Change::Unclear(before) => match try_cancel(client, appointment, reason).await {
            Change::Stands(error) if Fate::of(&error) == Fate::Unknown => Change::Unclear(before),
            change => change,
        },
        change => change,
    }
}

async fn try_cancel(client: &Client, appointment: &Appointment, reason: CancelReason) -> Change {
    let id = appointment.id();
    let slot = appointment.slots().find_map(|slot| slot.id_of("Slot"));
    // As they are now: the page may have been open for hours.
    let (current, held) = match state(client, id, slot).await {
        Ok((Some(current), held)) => (current, held),
        Ok((None, _)) => return Change::Stands(Error::NotFound),
        Err(error) => return Change::Stands(error),
    };
    if !is_live(&current) {
        let held = held.filter(|slot| model::is_for(slot, &current));
        return give_back(client, held).await;
    }
    let transaction = model::cancelling(&current, held.as_ref(), reason);
    let Err(failed) = client.transaction(&transaction).await else {
        return Change::Done;
    };
    let no_transactions = matches!(failed.error, Error::Unsupported | Error::NotFound);
    let Ok((Some(seen), slot)) = state(client, id, slot).await else {
        return Change::Unclear(failed.error);
    };
    let untouched = |slot: &Slot| {
        held.as_ref()
            .is_some_and(|held| held.version() == slot.version())
    };
    let still_held = slot.filter(|slot| !slot.is_free() && untouched(slot));
    if !is_live(&seen) {
        // A server that ran the transaction piece by piece did one half: the other is done by hand.
        return give_back(client, still_held).await;
    }
    let slot_is_free = held.is_some() && still_held.is_none();
    if no_transactions || slot_is_free {
        let written = client
            .update(model::cancelled(&seen, reason), seen.version())
            .await;
        let error = match written {
            Ok(_) => return give_back(client, still_held).await,
            Err(error) => error,
        };
        return match fresh::<Appointment>(client, id).await {
            Ok(Some(seen)) if !is_live(&seen) => give_back(client, still_held).await,
            Ok(_) if Fate::of(&error) != Fate::Unknown && !slot_is_free => Change::Stands(error),
            _ => Change::Unclear(error),
        };
    }
    match Fate::of(&failed.error) {
        Fate::Unknown => Change::Unclear(failed.error),
        _ => Change::Stands(failed.error),
    }
}

/// Frees a slot that nobody has changed since; one that somebody has isn't ours to free.
async fn give_back(client: &Client, slot: Option<Slot>) -> Change {
    let Some(slot) = slot else {
        return Change::Done;
    };
    match client.update(model::freed(&slot), slot.version()).await {
        Ok(_) | Err(Error::NotFound) => Change::Done,
        // Also a conflict: the next look shows whether it really isn't ours any more.
        Err(_) => Release::of(&slot).map_or(Change::Done, Change::Owing),
    }
}

/// Gives a slot back that is still owed; whether that is done with.
pub async fn release(client: &Client, owed: &Release) -> bool {
    match fresh::<Slot>(client, &owed.slot).await {
        Ok(Some(slot)) if slot.version() == Some(&owed.version) => {
            matches!(give_back(client, Some(slot)).await, Change::Done)
        }
        Ok(_) => true,
        Err(_) => false,
    }
}

/// Moves an appointment to the time of an offer: takes the new slot first, and gives the old one up last. Only on a rung
/// that takes slots.
pub async fn reschedule(
    client: &Client,
    appointment: &Appointment,
    to: &Offer,
    mark: &str,
    rung: &Rung,
) -> Change {
    let current = match fresh::<Appointment>(client, appointment.id()).await {
        Ok(Some(current)) if is_live(&current) => current,
        Ok(_) => return Change::Stands(Error::NotFound),
        Err(error) => return Change::Stands(error),
    };
    let from = current.slots().find_map(|slot| slot.id_of("Slot"));
    let going = Move {
        appointment: current.id(),
        from,
        to: to.slot.id(),
        mark,
    };
    if from == Some(going.to) {
        return Change::Done;
    }
    let Some(transaction) = model::moving(&current, to, mark) else {
        return Change::Stands(Error::Unsupported);
    };
    let failed = match rung {
        Rung::Transaction => client.transaction(&transaction).await.err(),
        _ => Some(Error::Unsupported.into()),
    };
    let Some(failed) = failed else {
        return give_up(client, from, &current).await;
    };
    match failed.error {
        Error::Unsupported | Error::NotFound => {
            if let Err(error) = by_steps(client, &current, to, mark).await {
                let fate = Fate::of(&error);
                return going.look(client, error, fate).await;
            }
            going.look(client, Error::Conflict, Fate::Answered).await
        }
        error => {
            let fate = Fate::of(&error);
            going.look(client, error, fate).await
        }
    }
}

/// Takes the slot, then moves the appointment.
async fn by_steps(
    client: &Client,
    current: &Appointment,
    to: &Offer,
    mark: &str,
) -> Result<(), Error> {
    client
        .update(model::claimed(&to.slot, mark), to.slot.version())
        .await?;
    client
        .update(model::moved(current, to, mark), current.version())
        .await?;
    Ok(())
}

/// Frees the slot of an appointment that has been cancelled, where that was left undone.
pub(super) async fn free_after(client: &Client, appointment: &Appointment) -> Change {
    let slot = appointment.slots().find_map(|slot| slot.id_of("Slot"));
    let Some(slot) = slot else {
        return Change::Done;
    };
    match fresh::<Slot>(client, slot).await {
        Ok(Some(slot)) if model::is_for(&slot, appointment) => give_back(client, Some(slot)).await,
        Ok(_) => Change::Done,
        Err(error) => Change::Unclear(error),
    }
}

/// Gives up the old slot of an appointment that has moved.
async fn give_up(client: &Client, from: Option<&str>, moved: &Appointment) -> Change {
    let Some(from) = from else {
        return Change::Done;
    };
    match fresh::<Slot>(client, from).await {
        // One that bears the mark of somebody else's attempt isn't ours any more.
        Ok(Some(slot)) if !slot.is_free() && model::may_free(&slot, moved) => {
            give_back(client, Some(slot)).await
        }
        Ok(_) => Change::Done,
        Err(error) => Change::Unclear(error),
    }
}

/// A move of an appointment from one slot to another, by their ids.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    pub appointment: &'a str,
    pub from: Option<&'a str>,
    pub to: &'a str,
    pub mark: &'a str,
}

impl Move<'_> {
    /// What is true of a move that wasn't told to have succeeded, for `reason`; what was done by half is put right.
    pub async fn look(self, client: &Client, reason: Error, fate: Fate) -> Change {
        for _ in 0..3 {
            let (appointment, slot) = match state(client, self.appointment, Some(self.to)).await {
                Ok((Some(appointment), slot)) => (appointment, slot),
                Ok((None, _)) => return Change::Stands(Error::NotFound),
                Err(_) => return Change::Unclear(reason),
            };
            let verdict = moved_or_not(&appointment, slot.as_ref(), self.to, self.mark);
            let free = slot.as_ref().filter(|slot| slot.is_free());
            let written = match (verdict, &slot, fate) {
                (Moved::Yes, ..) => return give_up(client, self.from, &appointment).await,
                // It may still arrive.
                (Moved::No, _, Fate::Unknown | Fate::Late) => match free {
                    Some(slot) => {
                        let fenced = model::fenced(slot, self.mark);
                        client.update(fenced, slot.version()).await
                    }
                    None => return Change::Lost,
                },
                (Moved::No, ..) if free.is_some() => return Change::Stands(reason),
                (Moved::No, ..) => return Change::Lost,
                (Moved::Release, _, Fate::Unknown) => return Change::Unclear(reason),
                (Moved::Release, Some(slot), _) => {
                    client.update(model::freed(slot), slot.version()).await
                }
                (Moved::Restore, ..) => {
                    let Some(from) = self.from else {
                        return Change::Unclear(reason);
                    };
                    let Ok(old) = offer(client, from).await else {
                        return Change::Unclear(reason);
                    };
                    let restored = model::restored(&appointment, &old, self.mark);
                    client.update(restored, appointment.version()).await
                }
                _ => return Change::Unclear(reason),
            };
            match (written, verdict) {
                (Ok(_), Moved::Restore) if free.is_none() => return Change::Lost,
                (Ok(_), _) => return Change::Stands(reason),
                (Err(Error::Conflict), _) => {}
                (Err(_), _) => return Change::Unclear(reason),
            }
        }
        Change::Unclear(reason)
    }
}

async fn state(
    client: &Client,
    id: &str,
    slot: Option<&str>,
) -> Result<(Option<Appointment>, Option<Slot>), Error> {
    let appointment = fresh(client, id).await?;
    let slot = match slot {
        Some(slot) => fresh(client, slot).await?,
        None => None,
    };
    Ok((appointment, slot))
}
