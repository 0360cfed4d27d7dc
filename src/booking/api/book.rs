//! Taking a time.

use super::appointments::of_patient;
use crate::booking::model::{
    self, Offer, Outcome, Party, Traces, URI, Verdict, Wish, instant, is_live,
};
use crate::fhir::types::{Appointment, PractitionerRole, Schedule, Slot};
use crate::fhir::{Client, Error, Included, Search};

/// A time with its doctor and place.
///
/// # Errors
/// `NotFound` where there is no such slot, or its schedule is gone.
pub async fn offer(client: &Client, slot: &str) -> Result<Offer, Error> {
    let page = client
        .search(&Search::new("Slot").ids(&[slot]).include("Slot:schedule"))
        .await?;
    let slot: Slot = page
        .typed()
        .into_iter()
        .find(|found: &Slot| found.id() == slot)
        .ok_or(Error::NotFound)?;
    let reference = slot.schedule().ok_or(Error::NotFound)?;
    let id = reference.id_of("Schedule").ok_or(Error::NotFound)?;
    let schedule: Schedule = match page.included.typed(&["Schedule/", id].concat()) {
        Some(schedule) => schedule,
        None => client.read_as(id).await?,
    };
    let party = party(client, &schedule).await?;
    Ok(Offer {
        slot,
        schedule,
        party,
    })
}

/// The doctor and place of a schedule, from the role that it names; else from a role of the person that it names.
async fn party(client: &Client, schedule: &Schedule) -> Result<Party, Error> {
    let roles = Search::new("PractitionerRole");
    let search = match (
        schedule.actor("PractitionerRole"),
        schedule.actor("Practitioner"),
    ) {
        (Some(role), _) => roles.ids(&[role]),
        (None, Some(person)) => roles
            .reference("practitioner", "Practitioner", person)
            .param("active", "true"),
        (None, None) => return Ok(Party::of(schedule.actors(), &Included::default())),
    };
    let page = client.search(&with_parties(search)).await?;
    let role: Option<PractitionerRole> = page.typed().into_iter().next();
    let of_role = role
        .iter()
        .flat_map(|role| [role.practitioner(), role.organization()])
        .flatten();
    let needed: Vec<String> = schedule
        .actors()
        .chain(of_role)
        .filter_map(|reference| reference.key())
        .collect();
    let mut found = page.included;
    page.entries
        .into_iter()
        .for_each(|role| found.add(role, None));
    complete(client, &needed, &mut found).await;
    let party = Party::of(schedule.actors(), &found);
    // A schedule may name the person only.
    Ok(match (&party.role, role) {
        (None, Some(role)) => party.with_role(role, &found),
        _ => party,
    })
}

/// A search for roles that also brings their people and places.
pub(super) fn with_parties(search: Search) -> Search {
    let names = ["practitioner", "location", "organization"];
    names.iter().fold(search, |search, name| {
        search.include(&["PractitionerRole:", name].concat())
    })
}

/// Fetches what is still missing of some people and places, all at once. What can't be had stays a name only.
pub(super) async fn complete(client: &Client, needed: &[String], found: &mut Included) {
    let kinds = ["Practitioner", "Organization", "Location"];
    let searches: Vec<Search> = kinds
        .iter()
        .filter_map(|kind| {
            let prefix = [*kind, "/"].concat();
            let mut ids: Vec<&str> = needed
                .iter()
                .filter(|key| found.get(key).is_none())
                .filter_map(|key| key.strip_prefix(&prefix))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            (!ids.is_empty()).then(|| Search::new(kind).ids(&ids).count(100))
        })
        .collect();
    if searches.is_empty() {
        return;
    }
    for page in client
        .batch(&searches)
        .await
        .into_iter()
        .flatten()
        .flatten()
    {
        page.entries
            .into_iter()
            .for_each(|resource| found.add(resource, None));
    }
}

/// The patient's own live appointment for a slot, which a reload after booking finds.
pub async fn own_booking(
    client: &Client,
    patient: &str,
    slot: &Slot,
) -> Result<Option<Appointment>, Error> {
    let search = |search: Search| match slot.start() {
        Some(start) => search.date("date", "ge", &instant(start.start_ms())).date(
            "date",
            "le",
            &instant(start.start_ms()),
        ),
        None => search,
    };
    let all = of_patient(client, patient, search).await?;
    let holds = |appointment: &Appointment| {
        appointment
            .slots()
            .any(|held| held.id_of("Slot") == Some(slot.id()))
    };
    Ok(all
        .into_iter()
        .find(|appointment| is_live(appointment) && holds(appointment)))
}

/// Books, and tells what is true in the end: a failure is never taken at its word.
pub async fn book(client: &Client, offer: &Offer, wish: &Wish, now: i64) -> Outcome {
    let Some(transaction) = model::booking(offer, wish, now) else {
        return Outcome::NotBooked(Error::Unsupported);
    };
    let (error, refused) = match client.transaction(&transaction).await {
        Ok(entries) => match entries.into_iter().nth(1).and_then(|made| made.id) {
            Some(id) => return Outcome::Booked(id),
            None => (Error::Cancelled, false),
        },
        Err(failed) => {
            let refused = failed
                .entries
                .get(1)
                .is_some_and(|made| made.error.is_some());
            (failed.error, refused)
        }
    };
    look(client, offer.slot.id(), &wish.mark, error, refused).await
}

/// Finds out what became of an attempt whose end is unclear for `reason`.
pub async fn settle(client: &Client, slot: &str, mark: &str, reason: Error) -> Outcome {
    look(client, slot, mark, reason, false).await
}

async fn look(client: &Client, slot: &str, mark: &str, reason: Error, refused: bool) -> Outcome {
    let Ok(traces) = traces(client, slot, mark, refused).await else {
        return Outcome::Unclear(reason);
    };
    match (
        model::verdict(&traces, mark),
        &traces.appointment,
        &traces.slot,
    ) {
        (Verdict::Booked, Some(appointment), _) => Outcome::Booked(appointment.id().to_owned()),
        (Verdict::Withdraw, Some(appointment), slot) => {
            let is_free = slot.as_ref().is_some_and(Slot::is_free);
            match client
                .update(
                    appointment.with_status("entered-in-error"),
                    appointment.version(),
                )
                .await
            {
                Ok(_) if is_free => Outcome::NotBooked(reason),
                Ok(_) => Outcome::Lost,
                Err(_) => Outcome::Unclear(reason),
            }
        }
        (Verdict::Release, _, Some(slot)) => match client
            .update(model::freed(slot, Some(mark)), slot.version())
            .await
        {
            Ok(_) => Outcome::NotBooked(reason),
            Err(_) => Outcome::Unclear(reason),
        },
        (Verdict::Lost, ..) => Outcome::Lost,
        (Verdict::NotBooked, ..) => Outcome::NotBooked(reason),
        _ => Outcome::Unclear(reason),
    }
}

async fn traces(client: &Client, slot: &str, mark: &str, refused: bool) -> Result<Traces, Error> {
    let searches = [
        Search::new("Appointment").token("identifier", Some(URI), mark),
        Search::new("Slot").ids(&[slot]),
    ];
    let mut pages = client.batch(&searches).await?.into_iter();
    let mut next = || pages.next().unwrap_or(Err(Error::Unsupported));
    let (appointments, slots) = (next()?, next()?);
    let ours = |found: &Appointment| model::mark(found) == Some(mark) && is_live(found);
    Ok(Traces {
        appointment: appointments.typed().into_iter().find(ours),
        slot: slots
            .typed()
            .into_iter()
            .find(|found: &Slot| found.id() == slot),
        refused,
    })
}
