//! What is asked for, in FHIR's words.

use std::sync::Arc;

use crate::doctors::model::{Doctor, DoctorSchedule, SNOMED};
use crate::doctors::query::Query;
use crate::doctors::words::spellings;
use crate::fhir::{FhirDate, Search};

/// Doctors a page.
pub(super) const PAGE: u32 = 20;
/// Doctors a page where a free time or the stars decide who is shown: few of them may fit.
const WIDE: u32 = 60;
/// Slots a page for each page of doctors.
const SLOTS: u32 = 100;
/// The most people whose names are compared with a misspelt one.
const RESEMBLING: u32 = 100;
/// The most hospitals offered for a text.
const HOSPITALS: u32 = 5;

/// The search for doctors by codes. A plain one must be, byte for byte, what `firstSearch` in `src/boot.js` asks for.
pub fn roles(query: &Query) -> Search {
    let search = with_includes(by_codes(query).count(PAGE));
    by_person(search, query, "practitioner.")
}

/// Doctors a page of this query.
pub(super) fn page_of(query: &Query) -> u32 {
    match query.when.is_some() || query.stars.is_some() {
        true => WIDE,
        false => PAGE,
    }
}

pub(super) fn by_codes(query: &Query) -> Search {
    let search = Search::new("PractitionerRole").param("active", "true");
    with_codes(search, query, "")
}

/// What is known of the role: asked of the role directly, or through `prefix`.
fn with_codes(mut search: Search, query: &Query, prefix: &str) -> Search {
    let codes: Vec<_> = query
        .specialties()
        .map(|code| (Some(SNOMED), code))
        .collect();
    if !codes.is_empty() {
        search = search.tokens(&[prefix, "specialty"].concat(), &codes);
    }
    let within = [
        ("organization", "Organization", &query.hospital),
        ("service", "HealthcareService", &query.service),
    ];
    for (name, kind, id) in within {
        if let Some(id) = id {
            search = search.reference(&[prefix, name].concat(), kind, id);
        }
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

/// People who have each of the words in their name.
pub(super) fn people(query: &Query, words: &[String]) -> Search {
    let search = words
        .iter()
        .fold(Search::new("Practitioner"), |search, word| {
            search.any("name", &spellings(word))
        });
    by_person(search, query, "").count(page_of(query))
}

/// The same people, if a role of theirs fits the codes: of all the Wangs, the cardiologists. The other way round, roles
/// whose `practitioner.name` fits, is ten times slower on a server that goes through all roles.
pub(super) fn people_in_role(query: &Query, words: &[String]) -> Search {
    with_codes(
        people(query, words),
        query,
        "_has:PractitionerRole:practitioner:",
    )
}

/// People who have, of each list, one of these beginnings in their name.
pub(super) fn sounding(spellings: &[Vec<String>]) -> Search {
    let search = spellings
        .iter()
        .fold(Search::new("Practitioner"), |search, any| {
            search.any("name", any)
        });
    search.param("_elements", "name,active").count(RESEMBLING)
}

/// People whose name begins as this word does, or would if two of its first letters were swapped.
pub(super) fn alike(word: &str) -> Search {
    let letters: Vec<char> = word.chars().take(3).collect();
    let mut starts = vec![letters.clone()];
    for at in 0..letters.len().saturating_sub(1) {
        let mut swapped = letters.clone();
        swapped.swap(at, at + 1);
        starts.push(swapped);
    }
    let mut starts: Vec<String> = starts.into_iter().map(String::from_iter).collect();
    starts.dedup();
    sounding(&[starts])
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
    Search::new("Schedule").any("actor", &actors).count(200)
}

/// The first free Slots of several Schedules together, within a span of time or from its start on. One search each would
/// be exact at once, and slow on a server that goes through all Slots by their dates.
pub(super) fn first_slots(
    schedules: &[&DoctorSchedule],
    (from, until): (i64, Option<i64>),
) -> Search {
    let ids: Vec<String> = schedules
        .iter()
        .map(|schedule| ["Schedule/", &schedule.id].concat())
        .collect();
    let date = |ms| FhirDate::of_epoch_ms(ms).map(|date| date.as_str().to_owned());
    let search = Search::new("Slot")
        .any("schedule", &ids)
        .param("status", "free")
        .date("start", "ge", &date(from).unwrap_or_default());
    let search = match until.and_then(date) {
        Some(until) => search.date("start", "lt", &until),
        None => search,
    };
    search
        .param("_elements", "schedule,start,status")
        .sort("start")
        .count(match schedules.len() > PAGE as usize {
            true => 3 * SLOTS,
            false => SLOTS,
        })
}
