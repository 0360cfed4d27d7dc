//! An appointment as its patient sees it.

use std::cmp::Reverse;

use super::{URI, is_mode};
use crate::fhir::types::Appointment;

/// What an appointment's status means for the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Asked for, not yet confirmed by the clinic.
    Requested,
    /// On the clinic's waiting list.
    Waiting,
    Booked,
    /// The patient is or was there.
    Attended,
    Cancelled,
    Missed,
    /// Made by mistake: to the patient it never was.
    Mistaken,
    /// A word we don't know; it is shown as it came.
    Other,
}

/// What the status means.
pub fn standing(appointment: &Appointment) -> Standing {
    match appointment.status().unwrap_or_default() {
        "proposed" | "pending" => Standing::Requested,
        "waitlist" => Standing::Waiting,
        "booked" => Standing::Booked,
        "arrived" | "checked-in" | "fulfilled" => Standing::Attended,
        "cancelled" => Standing::Cancelled,
        "noshow" => Standing::Missed,
        "entered-in-error" => Standing::Mistaken,
        _ => Standing::Other,
    }
}

/// Whether it still holds: asked for, booked, or held.
pub fn is_live(appointment: &Appointment) -> bool {
    matches!(
        standing(appointment),
        Standing::Requested | Standing::Waiting | Standing::Booked | Standing::Attended
    )
}

/// Whether nobody will come any more.
fn is_off(appointment: &Appointment) -> bool {
    matches!(
        standing(appointment),
        Standing::Cancelled | Standing::Missed
    )
}

/// When it begins, in milliseconds since 1970.
fn start(appointment: &Appointment) -> Option<i64> {
    appointment.start().map(|start| start.start_ms())
}

/// Whether it is still to come or going on at `now` (milliseconds since 1970); one without a time yet is to come.
pub fn is_upcoming(appointment: &Appointment, now: i64) -> bool {
    let end = appointment.end().or(appointment.start());
    end.is_none_or(|end| end.start_ms() > now)
}

/// Whether the patient can still cancel it.
pub fn can_cancel(appointment: &Appointment, now: i64) -> bool {
    matches!(
        standing(appointment),
        Standing::Requested | Standing::Waiting | Standing::Booked
    ) && start(appointment).is_none_or(|start| start > now)
}

/// Whether this patient takes part in it: a mother's list must not show her child's.
pub fn is_of(appointment: &Appointment, patient: &str) -> bool {
    let mut actors = appointment
        .participants()
        .filter_map(|participant| participant.actor());
    actors.any(|actor| actor.id_of("Patient") == Some(patient))
}

/// The kind of visit: its code, of v3-ActCode or [`PHONE`](super::PHONE), and what the source calls it.
pub fn mode(appointment: &Appointment) -> Option<(&str, Option<&str>)> {
    let mut concepts = appointment.services().chain(appointment.appointment_type());
    let coding = concepts.find_map(|concept| concept.codings().find(is_mode))?;
    Some((coding.code()?, coding.display("")))
}

/// What it is about, in the words that were typed or chosen.
pub fn reason<'a>(appointment: &'a Appointment, language: &str) -> Option<&'a str> {
    let reason = appointment
        .reasons()
        .find_map(|reason| reason.display(language));
    reason.or(appointment.description())
}

/// Those to look forward to, the next first, and the past or cancelled ones, the latest first. Those made by mistake are
/// left out.
pub fn split<T>(
    all: Vec<T>,
    appointment: impl Fn(&T) -> &Appointment,
    now: i64,
) -> (Vec<T>, Vec<T>) {
    let real = all
        .into_iter()
        .filter(|one| standing(appointment(one)) != Standing::Mistaken);
    let (mut upcoming, mut past): (Vec<T>, Vec<T>) =
        real.partition(|one| !is_off(appointment(one)) && is_upcoming(appointment(one), now));
    upcoming.sort_by_key(|one| start(appointment(one)).unwrap_or(i64::MAX));
    past.sort_by_key(|one| Reverse(start(appointment(one))));
    (upcoming, past)
}

/// Whether the appointment bears the mark of this attempt: of its booking, or of a later move.
pub fn bears(appointment: &Appointment, mark: &str) -> bool {
    appointment
        .identifiers()
        .any(|identifier| identifier.system() == Some(URI) && identifier.value() == Some(mark))
}
