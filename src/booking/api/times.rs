//! The free times of one doctor.

use crate::booking::model::{FreeSlot, Party, instant, notice, slot_mode};
use crate::fhir::datatypes::Reference;
use crate::fhir::types::{Schedule, Slot};
use crate::fhir::{Client, Error, Included, Search};

/// More free times than this in one window are cut off; a doctor has about twenty a day.
const ENOUGH: usize = 1000;
const DAY: i64 = 86_400_000;

/// The calendars of one doctor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendars {
    /// Each Schedule's id, the number of its place, and how long before a time it can last be booked, in milliseconds.
    schedules: Vec<(String, usize, i64)>,
    /// The places, each once.
    pub places: Vec<Party>,
    /// One for whose times the clinic keeps a waiting list.
    pub waiting: Option<Schedule>,
    /// When the last of them ends, in milliseconds since 1970, where all say it.
    pub until: Option<i64>,
}

impl Calendars {
    /// True for a doctor who takes no bookings here.
    pub fn is_empty(&self) -> bool {
        self.schedules.is_empty()
    }
}

/// The calendars of a PractitionerRole; where none names the role, those of the Practitioner.
pub async fn calendars(
    client: &Client,
    role: &str,
    practitioner: Option<&str>,
) -> Result<Calendars, Error> {
    let mut actors = vec![["PractitionerRole/", role].concat()];
    actors.extend(practitioner.map(|id| ["Practitioner/", id].concat()));
    let search = Search::new("Schedule")
        .any("actor", &actors)
        .include("Schedule:actor")
        .count(50);
    let page = client.search(&search).await?;
    let mut all: Vec<Schedule> = page.typed();
    all.retain(Schedule::is_active);
    let of = |actor: &str| -> Vec<Schedule> {
        all.iter()
            .filter(|schedule| names(schedule, actor))
            .cloned()
            .collect()
    };
    let named = actors
        .iter()
        .map(|actor| of(actor))
        .find(|schedules| !schedules.is_empty());
    let schedules = named.unwrap_or_default();
    let mut included = page.included;
    complete(client, &schedules, &mut included).await;
    Ok(gather(&schedules, &included))
}

fn names(schedule: &Schedule, actor: &str) -> bool {
    schedule
        .actors()
        .any(|reference| reference.key().as_deref() == Some(actor))
}

/// Fetches the places that the server didn't send along: without them there is no zone and no address.
async fn complete(client: &Client, schedules: &[Schedule], included: &mut Included) {
    let places = schedules.iter().flat_map(|schedule| schedule.actors());
    let mut missing: Vec<&str> = places
        .filter(|place| place.key().is_some_and(|key| included.get(&key).is_none()))
        .filter_map(|place| place.id_of("Location"))
        .collect();
    missing.dedup();
    if missing.is_empty() {
        return;
    }
    if let Ok(page) = client.search(&Search::new("Location").ids(&missing)).await {
        page.entries
            .into_iter()
            .for_each(|place| included.add(place, None));
    }
}

fn gather(schedules: &[Schedule], included: &Included) -> Calendars {
    let mut found = Calendars::default();
    let mut keys: Vec<String> = Vec::new();
    for schedule in schedules {
        let actors = || schedule.actors();
        let place = actors().find(|actor| actor.kind == Some("Location"));
        let key = place
            .and_then(|place: Reference| place.key())
            .unwrap_or_default();
        let number = keys
            .iter()
            .position(|known| *known == key)
            .unwrap_or(keys.len());
        if number == keys.len() {
            keys.push(key);
            found.places.push(Party::of(actors(), included));
        }
        let notice = notice(schedule);
        found
            .schedules
            .push((schedule.id().to_owned(), number, notice));
    }
    let waiting = schedules
        .iter()
        .find(|schedule| schedule.has_waiting_list());
    found.waiting = waiting.cloned();
    let ends = schedules.iter().map(|schedule| schedule.horizon().end());
    // A date without a zone: west of Greenwich the day goes on.
    found.until = ends
        .map(|end| Some(end?.end_ms() + DAY))
        .try_fold(0, |last, end| Some(last.max(end?)));
    found
}

/// The free times that start from `from` until before `until` and can be booked at `now`, all in milliseconds since 1970.
pub async fn free_slots(
    client: &Client,
    calendars: &Calendars,
    from: i64,
    until: i64,
    now: i64,
) -> Result<Vec<FreeSlot>, Error> {
    let schedules: Vec<String> = calendars
        .schedules
        .iter()
        .map(|(id, ..)| ["Schedule/", id].concat())
        .collect();
    let search = Search::new("Slot")
        .any("schedule", &schedules)
        .param("status", "free")
        .date("start", "ge", &instant(from))
        .date("start", "lt", &instant(until))
        .count(100);
    let page = client.search_all(&search, ENOUGH).await?;
    let slots = page
        .typed()
        .into_iter()
        .filter_map(|slot: Slot| free_slot(&slot, calendars, now));
    // A server may drop a parameter that it doesn't know.
    Ok(slots
        .filter(|slot| (from..until).contains(&slot.start))
        .collect())
}

fn free_slot(slot: &Slot, calendars: &Calendars, now: i64) -> Option<FreeSlot> {
    let schedule = slot.schedule()?;
    let schedule = schedule.id_of("Schedule")?;
    let (_, place, notice) = calendars.schedules.iter().find(|(id, ..)| id == schedule)?;
    let start = slot.start().filter(|_| slot.is_free())?.start_ms();
    if start < now + notice {
        return None;
    }
    let end = slot.end().map_or(start, |end| end.start_ms());
    Some(FreeSlot {
        mode: slot_mode(slot).map(str::to_owned),
        id: slot.id().to_owned(),
        start,
        end,
        place: *place,
    })
}
