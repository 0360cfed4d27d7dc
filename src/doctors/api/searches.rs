//! What is asked for, in FHIR's words.

use std::sync::Arc;

use crate::doctors::model::{Doctor, DoctorSchedule, SNOMED};
use crate::doctors::query::Query;
use crate::doctors::words::name_words;
use crate::fhir::{FhirDate, Search};

/// Doctors a page.
pub(super) const PAGE: u32 = 20;
/// The most hospitals offered for a text.
const HOSPITALS: u32 = 5;

/// The search for doctors by codes. A plain one must be, byte for byte, what `firstSearch` in `src/boot.js` asks for.
pub fn roles(query: &Query) -> Search {
    let search = with_includes(by_codes(query).count(PAGE));
    by_person(search, query, "practitioner.")
}

pub(super) fn by_codes(query: &Query) -> Search {
    let mut search = Search::new("PractitionerRole").param("active", "true");
    if let Some(code) = &query.specialty {
        search = search.token("specialty", Some(SNOMED), code);
    }
    if let Some(id) = &query.hospital {
        search = search.reference("organization", "Organization", id);
    }
    search
}

pub(super) fn with_includes(search: Search) -> Search {
    let all = ["practitioner", "location", "organization"];
    all.iter().fold(search, |search, it| {
        search.include(&["PractitionerRole:", it].concat())
    })
}

/// What is known of the person, not of the role: asked through the chain `prefix`, or of the person directly.
pub(super) fn by_person(mut search: Search, query: &Query, prefix: &str) -> Search {
    if let Some(gender) = query.gender {
        search = search.param(&[prefix, "gender"].concat(), gender.word());
    }
    if let Some(lang) = &query.lang {
        search = search.token(&[prefix, "communication"].concat(), None, lang);
    }
    search
}

pub(super) fn people(query: &Query) -> Search {
    let words = name_words(&query.text);
    let search = words
        .iter()
        .fold(Search::new("Practitioner"), |search, word| {
            search.text("name", word)
        });
    by_person(search, query, "").count(PAGE)
}

pub(super) fn hospitals(query: &Query) -> Search {
    Search::new("Organization")
        .text("name", &query.text)
        .count(HOSPITALS)
}

pub(super) fn schedules(doctors: &[Arc<Doctor>]) -> Search {
    let mut actors: Vec<String> = Vec::new();
    for doctor in doctors {
        actors.push(["PractitionerRole/", &doctor.id].concat());
        if let Some(person) = doctor
            .practitioner
            .as_ref()
            .filter(|person| !actors.contains(person))
        {
            actors.push(person.clone());
        }
    }
    Search::new("Schedule").any("actor", &actors).count(100)
}

/// The first free Slots of several Schedules together. One search each would be exact at once, and slow on a server
/// that goes through all Slots by their dates.
pub(super) fn first_slots(schedules: &[&DoctorSchedule], now: i64) -> Search {
    let ids: Vec<String> = schedules
        .iter()
        .map(|schedule| ["Schedule/", &schedule.id].concat())
        .collect();
    let from = FhirDate::of_epoch_ms(now).map(|now| now.as_str().to_owned());
    Search::new("Slot")
        .any("schedule", &ids)
        .param("status", "free")
        .date("start", "ge", &from.unwrap_or_default())
        .param("_elements", "schedule,start,status")
        .sort("start")
        .count(100)
}
