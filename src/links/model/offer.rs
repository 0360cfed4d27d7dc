//! What a line of a file tells: a place, a service there, a time.

use crate::doctors::Place;
use crate::fhir::datatypes::{Reference, concepts, contacts, display_name, words};
use crate::fhir::types::{Location, Practitioner, PractitionerRole, Schedule, Slot};
use crate::fhir::{FhirDate, Node, Resource, Typed};

use super::manifest::Kind;

const EXTENSION: &str = "http://fhir-registry.smarthealthit.org/StructureDefinition/";
/// From this length on a time is a stretch in which one may come, not an appointment (the specification's "coarse-grained").
const COARSE: i64 = 2 * 3_600_000;

fn extension<'a>(resource: &'a Resource, name: &str) -> Node<'a> {
    resource.root().extension(&[EXTENSION, name].concat())
}

/// A Location, with what its files say beyond the directory's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    pub place: Place,
    /// A line each.
    pub address: Vec<String>,
    pub description: Option<String>,
    /// Its web page, as written.
    pub page: Option<String>,
    pub state: Option<String>,
}

impl Spot {
    pub fn of(resource: &Resource, language: &str) -> Option<Self> {
        let location = Location::of(resource)?;
        let page = contacts(location.root(), "url");
        Some(Self {
            place: Place::of(resource, language)?,
            address: location
                .address()
                .map(|it| it.lines(language))
                .unwrap_or_default(),
            description: location.description(language).map(str::to_owned),
            page: page
                .first()
                .and_then(|page| page.value())
                .map(str::to_owned),
            state: location
                .root()
                .node("address")
                .str("state")
                .map(str::to_owned),
        })
    }
}

/// Whether a Schedule says that it has times, without saying which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    Some,
    None,
    Unknown,
}

/// A Schedule: what is done, by whom, where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    pub id: String,
    /// What is done, the general word first.
    pub names: Vec<String>,
    /// Names of the actors that are no places, as the schedule displays them.
    pub displayed: Vec<String>,
    /// `Type/id` of its actors.
    pub actors: Vec<String>,
    pub availability: Option<Availability>,
    /// The soonest, in order; never more than [`super::shelf::TIMES`].
    pub times: Vec<Time>,
    /// Whether there were more.
    pub more: bool,
}

impl Service {
    pub fn of(resource: &Resource, language: &str) -> Option<Self> {
        let schedule = Schedule::of(resource).filter(Schedule::is_active)?;
        let mut names: Vec<String> = Vec::new();
        let mut add = |name: Option<&str>| {
            let new = name.filter(|name| !names.iter().any(|known| known == name));
            names.extend(new.map(str::to_owned));
        };
        let specialties = concepts(schedule.root(), "specialty");
        for concept in schedule.services().chain(specialties) {
            match concept.0.str("text") {
                Some(_) => add(concept.display(language)),
                None => concept
                    .codings()
                    .for_each(|coding| add(coding.display(language))),
            }
        }
        let product = [EXTENSION, "vaccine-product"].concat();
        for product in schedule.root().extensions(&product) {
            add(product.node("valueCoding").str("display"));
        }
        let people = schedule
            .actors()
            .filter(|actor| actor.kind != Some("Location"));
        let availability = match extension(resource, "has-availability").str("valueCode") {
            Some("some") => Some(Availability::Some),
            Some("none") => Some(Availability::None),
            Some("unknown") => Some(Availability::Unknown),
            _ => None,
        };
        Some(Self {
            id: resource.id().to_owned(),
            displayed: people
                .filter_map(|it| it.display)
                .map(str::to_owned)
                .collect(),
            actors: schedule.actors().filter_map(|actor| actor.key()).collect(),
            names,
            availability,
            ..Self::default()
        })
    }
}

/// A free Slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Milliseconds since 1970.
    pub start: i64,
    pub end: Option<i64>,
    /// Minutes east of UTC as written: the clocks of the place. `None` where it is written in UTC.
    pub offset: Option<i16>,
    pub link: Option<String>,
    pub phone: Option<String>,
    /// How many people can come.
    pub capacity: Option<u32>,
}

impl Time {
    /// Reads a Slot that is free and still to come, with the id of its Schedule.
    pub fn of(resource: &Resource, now: i64) -> Option<(String, Self)> {
        let slot = Slot::of(resource).filter(Slot::is_free)?;
        let schedule = slot.schedule()?.id_of("Schedule")?.to_owned();
        let start = instant(slot.root().str("start")?)?;
        let end = slot.root().str("end").and_then(instant);
        let text =
            |name: &str, value: &str| extension(resource, name).str(value).map(str::to_owned);
        let time = Self {
            start: start.start_ms(),
            end: end.map(|end| end.start_ms()),
            offset: start.offset().filter(|_| !start.as_str().ends_with('Z')),
            // Not `Slot::booking_link`: which schemes will do depends on the page.
            link: text("booking-deep-link", "valueUrl"),
            phone: text("booking-phone", "valueString"),
            capacity: extension(resource, "slot-capacity").count("valueInteger"),
        };
        let to_come =
            time.start > now || (time.is_coarse() && time.end.is_some_and(|end| end > now));
        to_come.then_some((schedule, time))
    }

    /// Whether it is a stretch in which one may come.
    pub fn is_coarse(&self) -> bool {
        self.end.is_some_and(|end| end - self.start >= COARSE)
    }
}

/// An instant. The specification's own example has an offset without minutes (`-05`), which FHIR doesn't know.
fn instant(text: &str) -> Option<FhirDate> {
    let bare = text.len() > 13 && matches!(text.as_bytes().get(text.len() - 3), Some(b'+' | b'-'));
    let date = match bare {
        true => FhirDate::parse(&[text, ":00"].concat()),
        false => FhirDate::parse(text),
    };
    date.filter(FhirDate::has_time)
}

/// What a person or a service is called; of a role, who fills it and in what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    pub name: Option<String>,
    /// `Practitioner/id` of who fills a role, where its name must be looked up.
    pub person: Option<String>,
    pub specialties: Vec<String>,
    /// `Location/id` and `HealthcareService/id` of what it belongs to.
    pub others: Vec<String>,
}

impl Actor {
    pub fn of(kind: Kind, resource: &Resource, language: &str) -> Option<Self> {
        Some(match kind {
            Kind::Practitioner => Self {
                name: display_name(Practitioner::of(resource)?.root(), language),
                ..Self::default()
            },
            Kind::HealthcareService => Self {
                name: words(resource.root(), "name", language).map(str::to_owned),
                others: keys(resource.root().references("location")),
                ..Self::default()
            },
            Kind::PractitionerRole => {
                let role = PractitionerRole::of(resource).filter(PractitionerRole::is_active)?;
                let person = role.practitioner();
                let specialties = role.specialties().filter_map(|it| it.display(language));
                Self {
                    name: person.and_then(|it| it.display).map(str::to_owned),
                    person: person.and_then(|it| it.key()),
                    specialties: specialties.map(str::to_owned).collect(),
                    others: keys(role.locations().chain(role.services())),
                }
            }
            _ => return None,
        })
    }
}

fn keys<'a>(references: impl Iterator<Item = Reference<'a>>) -> Vec<String> {
    references.filter_map(|it| it.key()).collect()
}
