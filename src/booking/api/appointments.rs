//! The patient's appointments.

use super::fresh;
use super::offer::{complete, with_parties};
use crate::booking::model::{self, Party, Standing, instant, is_live, is_of, standing};
use crate::fhir::types::Appointment;
use crate::fhir::{Client, Error, Included, Search, ignored_params};
use crate::session::Session;

/// More appointments than this are not read; they would be a lifetime's.
const ENOUGH: usize = 300;
const DAY: i64 = 86_400_000;

/// An appointment with its doctor and place.
pub type Meeting = (Appointment, Party);

/// All appointments of a patient, in no order.
pub async fn appointments(session: &Session, patient: &str) -> Result<Vec<Meeting>, Error> {
    let all = of_patient(&session.record, patient, |search| search).await?;
    Ok(meetings(&session.directory, all).await)
}

/// The patient's next appointment that still holds, from `now` (milliseconds since 1970).
pub async fn next_appointment(
    session: &Session,
    patient: &str,
    now: i64,
) -> Result<Option<Meeting>, Error> {
    let all = of_patient(&session.record, patient, |search| {
        search.date("date", "ge", &instant(now))
    })
    .await?;
    let (upcoming, _) = model::split(all, |appointment| appointment, now);
    let next = upcoming
        .into_iter()
        .find(|appointment| is_live(appointment) && appointment.start().is_some());
    let next = next.into_iter().collect();
    Ok(meetings(&session.directory, next).await.pop())
}

/// The patient's own appointments that get in the way of a time from `start` to `end`, in milliseconds since 1970.
/// `but` is the id of one that doesn't count.
pub async fn overlaps(
    session: &Session,
    patient: &str,
    (start, end): (i64, i64),
    but: Option<&str>,
) -> Result<Vec<Meeting>, Error> {
    // One that began before may still go on.
    let (from, until) = (instant(start - DAY), instant(end));
    let all = of_patient(&session.record, patient, |search| {
        search.date("date", "ge", &from).date("date", "lt", &until)
    })
    .await?;
    let near = model::overlapping(&all, start, end, but);
    let near = near.into_iter().cloned().collect();
    Ok(meetings(&session.directory, near).await)
}

/// One appointment of the patient.
///
/// # Errors
/// `NotFound` also for another person's: whether it exists is none of this patient's business.
pub async fn find_appointment(
    session: &Session,
    patient: &str,
    id: &str,
) -> Result<Meeting, Error> {
    let found: Option<Appointment> = fresh(&session.record, id).await?;
    let own = found.filter(|found| is_of(found, patient) && standing(found) != Standing::Mistaken);
    let own = own.ok_or(Error::NotFound)?;
    let mut one = meetings(&session.directory, vec![own]).await;
    one.pop().ok_or(Error::NotFound)
}

/// The appointments of a patient that a search, narrowed by `narrow`, finds.
pub(super) async fn of_patient(
    client: &Client,
    patient: &str,
    narrow: impl Fn(Search) -> Search,
) -> Result<Vec<Appointment>, Error> {
    let by = |name, value: &str| narrow(Search::new("Appointment").any(name, &[value]).count(100));
    let search = by("patient", patient);
    let known = match client.search_all(&search, ENOUGH).await {
        Ok(page)
            if ignored_params(&search, &page)
                .is_some_and(|ignored| ignored.iter().any(|name| name == "patient")) =>
        {
            None
        }
        Ok(page) => Some(page),
        Err(Error::Rejected { .. }) => None,
        Err(error) => return Err(error),
    };
    let page = match known {
        Some(page) => page,
        None => {
            client
                .search_all(&by("actor", &["Patient/", patient].concat()), ENOUGH)
                .await?
        }
    };
    let mut all: Vec<Appointment> = page.typed();
    all.retain(|appointment| is_of(appointment, patient));
    Ok(all)
}

/// Finds out who and where each appointment is, in one request of the directory. Without an answer the names that the
/// appointments themselves carry must do.
async fn meetings(directory: &Client, all: Vec<Appointment>) -> Vec<Meeting> {
    let actors = |appointment: &Appointment| -> Vec<String> {
        let actors = appointment
            .participants()
            .filter_map(|participant| participant.actor());
        actors.filter_map(|actor| actor.key()).collect()
    };
    let mut keys: Vec<String> = all.iter().flat_map(actors).collect();
    keys.sort_unstable();
    keys.dedup();
    let roles: Vec<&str> = keys
        .iter()
        .filter_map(|key| key.strip_prefix("PractitionerRole/"))
        .collect();
    let mut found = Included::default();
    if !roles.is_empty() {
        let search = with_parties(Search::new("PractitionerRole").ids(&roles)).count(100);
        if let Ok(page) = directory.search_all(&search, ENOUGH).await {
            found = page.included;
            page.entries
                .into_iter()
                .for_each(|role| found.add(role, None));
        }
    }
    complete(directory, &keys, &mut found).await;
    all.into_iter()
        .map(|appointment| {
            let party = Party::of(
                appointment
                    .participants()
                    .filter_map(|participant| participant.actor()),
                &found,
            );
            (appointment, party)
        })
        .collect()
}
