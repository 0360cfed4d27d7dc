//! Schedules and their slots. A day's slots follow from the seed, the doctor and the date alone, so that a load
//! on a later day adds only the days that are missing: `Schedule.planningHorizon` says which are there.

use super::doctors::Doctor;
use super::json::{SNOMED, coding, concept_in_both, reference};
use super::places;
use super::random::{chance, rng};
use super::specialties::SPECIALTIES;
use super::terms;
use super::week::{Session, clock};
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

/// The slots of this many doctors at most reach four weeks ahead, and of 40 in 100.
const FAR_DOCTORS: usize = 250;
const FAR_DAYS: u64 = 28;
/// Slots for this many doctors at most: a server is measured with 100,000 doctors, not with millions of slots.
const BOOKABLE_DOCTORS: usize = 4_000;
/// The others' slots cover this many of their own working days, found within `NEAR_DAYS`.
const NEAR_WORKING_DAYS: usize = 3;
const NEAR_DAYS: u64 = 14;

/// One bookable time.
pub struct Slot {
    pub id: String,
    pub date: NaiveDate,
    /// Minutes from midnight at the clinic.
    pub start: u32,
    pub end: u32,
    pub site: usize,
    pub busy: bool,
}

/// Whether a doctor is one of the `chosen` of `doctors`: they are spread evenly, and the cast is always among them.
fn is_chosen(number: usize, chosen: usize, doctors: usize) -> bool {
    let chosen = chosen.min(doctors);
    number <= super::doctors::cast::LAST
        || number * chosen / doctors != (number - 1) * chosen / doctors
}

/// The last day whose slots a load on `today` makes; none where the doctor has no Schedule.
pub fn horizon(doctor: &Doctor, doctors: usize, today: NaiveDate) -> Option<NaiveDate> {
    if doctor.phone_only || !doctor.active || !is_chosen(doctor.number, BOOKABLE_DOCTORS, doctors) {
        return None;
    }
    if is_chosen(doctor.number, FAR_DOCTORS.min(doctors * 2 / 5), doctors) {
        return Some(today + Days::new(FAR_DAYS - 1));
    }
    let works = |date: &NaiveDate| sessions(doctor, *date).next().is_some();
    today
        .iter_days()
        .take(NEAR_DAYS as usize)
        .filter(works)
        .nth(NEAR_WORKING_DAYS - 1)
        .or(Some(today + Days::new(NEAR_DAYS - 1)))
}

fn sessions(doctor: &Doctor, date: NaiveDate) -> impl Iterator<Item = &Session> {
    doctor
        .week
        .iter()
        .filter(move |session| session.weekday == date.weekday().num_days_from_monday())
}

/// The slots of one doctor on one day, in order.
pub fn of_day(doctor: &Doctor, date: NaiveDate) -> Vec<Slot> {
    let number = doctor.number as u64;
    // Some doctors are nearly booked out, some have plenty of room, and days differ too.
    let demand = rng(doctor.seed, "demand", &[number]).u32(10..80);
    let mut rng = rng(
        doctor.seed,
        "day",
        &[number, date.num_days_from_ce() as u64],
    );
    let busy = demand + rng.u32(..20);
    let minutes = SPECIALTIES[doctor.specialty].minutes;
    let starts = sessions(doctor, date).flat_map(|session| {
        (session.start..=session.end - minutes)
            .step_by(minutes as usize)
            .map(|start| (start, session.site))
    });
    starts
        .map(|(start, site)| Slot {
            id: format!(
                "slot-{:05}-{}-{:02}{:02}",
                doctor.number,
                date.format("%Y%m%d"),
                start / 60,
                start % 60
            ),
            date,
            start,
            end: start + minutes,
            site,
            busy: chance(&mut rng, busy),
        })
        .collect()
}

/// The doctor's Schedules, one for each site, with `horizon` as the last day covered.
pub fn schedules(doctor: &Doctor, start: NaiveDate, horizon: NaiveDate) -> Vec<Value> {
    doctor
        .sites()
        .into_iter()
        .map(|site| schedule(doctor, site, start, horizon))
        .collect()
}

/// The id of a doctor's Schedule at a site: `sched-00001`, and `sched-00001-2` at the second of two.
pub fn schedule_id(doctor: &Doctor, site: usize) -> String {
    match doctor.sites().first() {
        Some(first) if *first == site => format!("sched-{:05}", doctor.number),
        _ => format!("sched-{:05}-2", doctor.number),
    }
}

fn schedule(doctor: &Doctor, site: usize, start: NaiveDate, horizon: NaiveDate) -> Value {
    let specialty = &SPECIALTIES[doctor.specialty];
    let location = format!("Location/{}", places::location_id(doctor.place, site));
    let mut schedule = json!({
        "resourceType": "Schedule",
        "id": schedule_id(doctor, site),
        "active": true,
        "serviceType": [concept_in_both(SNOMED, "11429006", "Consultation", ["Consultation", "门诊"])],
        "specialty": [{"coding": [coding(SNOMED, specialty.code, specialty.display)], "text": specialty.text}],
        "actor": [doctor.role(), reference(&location, &places::location_name(doctor.place, site)[0])],
        "planningHorizon": {"start": start, "end": horizon},
    });
    let terms = terms::extensions(doctor);
    if !terms.is_empty() {
        schedule["extension"] = terms.into();
    }
    schedule
}

/// The resource of a slot; what kind of service it is, its Schedule says, which halves the work of indexing it.
pub fn to_fhir(doctor: &Doctor, slot: &Slot) -> Value {
    let at = |minutes| format!("{}T{}+08:00", slot.date, clock(minutes));
    json!({
        "resourceType": "Slot",
        "id": slot.id,
        "schedule": {"reference": format!("Schedule/{}", schedule_id(doctor, slot.site))},
        "status": if slot.busy { "busy" } else { "free" },
        "start": at(slot.start),
        "end": at(slot.end),
    })
}
