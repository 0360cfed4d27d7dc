//! Visits: those that took place, and the next one.

use super::observation::name_of;
use super::status::{is_mistake, status_mark};
use super::{Entry, When, Word};
use crate::fhir::Page;
use crate::fhir::datatypes::Concept;
use crate::fhir::types::{Appointment, Encounter, Location};

/// A visit as an entry; `None` where it was declared a mistake or never took place.
pub fn encounter(encounter: &Encounter, language: &str) -> Option<Entry> {
    if is_mistake(encounter.status()) || matches!(encounter.status(), Some("planned")) {
        return None;
    }
    let root = encounter.root();
    let class = class_word(encounter, language);
    let kind = encounter.kinds().find_map(|kind| name_of(kind, language));
    let service = || name_of(Concept(root.node("serviceType")), language);
    let mut entry = Entry {
        key: encounter.key(),
        name: kind.or_else(service).or_else(|| class.clone()),
        current: true,
        when: When::of_period(encounter.period()),
        marks: status_mark(encounter.status()).into_iter().collect(),
        ..Entry::default()
    };
    if entry.name != class {
        entry.fact("record.class", class.into_iter().collect());
    }
    for reason in encounter
        .reasons()
        .filter_map(|reason| reason.display(language))
    {
        entry.said("record.reason", Some(reason));
    }
    for with in encounter
        .participants()
        .filter_map(|participant| participant.display)
    {
        entry.said("record.with", Some(with));
    }
    let place = encounter.location().and_then(|place| place.display);
    entry.said(
        "record.place",
        encounter
            .provider()
            .and_then(|provider| provider.display)
            .or(place),
    );
    Some(entry)
}

fn class_word(encounter: &Encounter, language: &str) -> Option<Word> {
    let key = match encounter.class()? {
        "AMB" => "record.class_ambulatory",
        "EMER" => "record.class_emergency",
        "IMP" | "ACUTE" | "NONAC" => "record.class_inpatient",
        "HH" => "record.class_home",
        "VR" => "record.class_virtual",
        _ => {
            let class = encounter.root().node("class");
            return class
                .str("display")
                .or(Concept(class).display(language))
                .map(Word::theirs);
        }
    };
    Some(Word::Ours(key))
}

/// The visit that comes next.
#[derive(Clone, Debug, PartialEq)]
pub struct NextVisit {
    pub id: String,
    /// Milliseconds since 1970.
    pub start: i64,
    /// The clinic's zone, an IANA name, where it is known.
    pub zone: Option<String>,
    /// Whom it is with, and where, in the source's words.
    pub with: Vec<String>,
    /// False for a visit that was only asked for.
    pub confirmed: bool,
}

/// The patient's soonest visit that isn't over at `now` (milliseconds since 1970), among appointments in any order.
pub fn next_visit(page: &Page, patient: &str, now: i64, language: &str) -> Option<NextVisit> {
    let open = |appointment: &Appointment| {
        matches!(
            appointment.status(),
            Some("proposed" | "pending" | "booked" | "arrived" | "checked-in" | "waitlist")
        ) && appointment
            .end()
            .or(appointment.start())
            .is_some_and(|end| end.start_ms() >= now)
    };
    let all: Vec<Appointment> = page.typed();
    let next = all
        .iter()
        .filter(|appointment| {
            open(appointment)
                && appointment
                    .actor("Patient")
                    .is_none_or(|who| who.id == Some(patient))
        })
        .min_by_key(|appointment| start(appointment))?;
    let place = next
        .actor("Location")
        .and_then(|place| page.included.typed::<Location>(place.text?));
    let with = next
        .participants()
        .filter_map(|participant| participant.actor());
    Some(NextVisit {
        id: next.id().to_owned(),
        start: start(next),
        zone: place
            .as_ref()
            .and_then(|place| place.time_zone())
            .map(str::to_owned),
        with: with
            .filter(|actor| actor.kind != Some("Patient"))
            .filter_map(|actor| {
                let place = place.as_ref().filter(|_| actor.kind == Some("Location"));
                place
                    .and_then(|place| place.name(language))
                    .or(actor.display)
                    .map(str::to_owned)
            })
            .collect(),
        confirmed: !matches!(next.status(), Some("proposed" | "pending" | "waitlist")),
    })
}

fn start(appointment: &Appointment) -> i64 {
    appointment
        .start()
        .map_or(i64::MAX, |start| start.start_ms())
}
