//! What became of an attempt to book, judged by what it left on the server and never by a status alone.

use super::ladder::Rung;
use super::mark;
use super::{Standing, standing};
use crate::fhir::Error;
use crate::fhir::types::{Appointment, Slot};

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The patient has the time; the id of the Appointment.
    Booked(String),
    /// The clinic has the wish; the id of the Appointment.
    Requested(String),
    /// Somebody else has it. Nothing of ours is left on the server.
    Lost,
    /// It didn't work, for this reason. Nothing of ours is left on the server.
    NotBooked(Error),
    /// It didn't work, for this reason, and the slot, which we took, has yet to be given back.
    Owing(Error),
    /// Nobody can tell at the moment, for this reason. Looking again will.
    Unclear(Error),
    /// The server refused a booking; only this lower rung is left, and it promises less. Nothing of ours is left.
    Only(Rung),
}

/// What is known of a request whose success wasn't told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The server said that it made no Appointment.
    Refused,
    /// The server answered: nothing is on its way any more.
    Answered,
    /// It may have been done, or may be done any moment.
    Unknown,
    /// It was sent so long ago that what isn't there won't come.
    Late,
}

impl Fate {
    /// The fate of a request that failed so.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Offline
            | Error::Cors
            | Error::Timeout
            | Error::Cancelled
            | Error::Unreadable { .. }
            | Error::Server {
                status: 502..=504, ..
            } => Fate::Unknown,
            _ => Fate::Answered,
        }
    }
}

/// What can be seen on the server after an attempt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traces {
    /// The Appointment with the attempt's mark, unless withdrawn.
    pub appointment: Option<Appointment>,
    /// The Slot as it is now; `None` where it is gone.
    pub slot: Option<Slot>,
}

/// What the traces of an attempt mean, and what is to be done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Booked,
    Requested,
    /// Our appointment stands, but the slot is not ours: a server ran the transaction piece by piece.
    Withdraw,
    /// The slot is ours, but there is no appointment.
    Release,
    /// The slot is free, but the request may still arrive: it has to be kept from doing so.
    Fence,
    /// Somebody else has the slot.
    Lost,
    /// Nothing was done, and nothing will be.
    NotBooked,
    /// No telling yet: an index may lag behind, or a request may be on its way.
    Unclear,
}

/// Judges the traces of an attempt on this rung with this mark.
pub fn verdict(traces: &Traces, mark: &str, rung: &Rung, fate: Fate) -> Verdict {
    let slot = traces.slot.as_ref();
    let is_free = slot.is_some_and(Slot::is_free);
    if !rung.takes_slot() {
        return match &traces.appointment {
            Some(appointment) => match (standing(appointment), rung) {
                (Standing::Requested | Standing::Waiting, Rung::Request) => Verdict::Requested,
                // Held, but not booked.
                (Standing::Requested, _) if fate == Fate::Unknown => Verdict::Unclear,
                (Standing::Requested, _) => Verdict::NotBooked,
                _ => Verdict::Booked,
            },
            None if fate == Fate::Unknown => Verdict::Unclear,
            None if is_free || *rung == Rung::Request => Verdict::NotBooked,
            None => Verdict::Lost,
        };
    }
    let is_ours = slot.is_some_and(|slot| mark::has(slot, mark));
    match (&traces.appointment, is_ours, fate) {
        (Some(_), true, _) => Verdict::Booked,
        (Some(_), false, _) => Verdict::Withdraw,
        (None, true, Fate::Refused | Fate::Late) => Verdict::Release,
        (None, true, _) => Verdict::Unclear,
        (None, false, Fate::Refused | Fate::Answered) if is_free => Verdict::NotBooked,
        (None, false, _) if is_free => Verdict::Fence,
        (None, false, _) => Verdict::Lost,
    }
}
