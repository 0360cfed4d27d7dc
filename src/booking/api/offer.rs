//! A time on offer, with its doctor and place.

use super::appointments::of_patient;
use crate::booking::model::{Offer, Party, instant, is_live};
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
