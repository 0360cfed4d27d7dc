//! A doctor at a hospital (PractitionerRole), as lists and pages show one.

use super::place::{Named, Place};
use crate::doctors::query::{Mode, Position, Query, Reach};
use crate::fhir::datatypes::{Period, Reference};
use crate::fhir::types::{Practitioner, PractitionerRole, VisitOption};
use crate::fhir::{Page, Resource, Typed, url};

/// SNOMED CT, the system of specialty codes.
pub const SNOMED: &str = "http://snomed.info/sct";

/// What a visit costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Fee {
    pub amount: f64,
    /// ISO 4217.
    pub currency: String,
}

/// A kind of visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub mode: Mode,
    pub fee: Option<Fee>,
    /// How long it takes, where the source says it in whole minutes.
    pub minutes: Option<usize>,
}

/// A language that can be spoken with the doctor.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoken {
    /// BCP 47, where coded.
    pub code: Option<String>,
    /// What the source calls it.
    pub text: String,
}

/// A doctor at a hospital, in words for a reader of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doctor {
    /// The PractitionerRole's id.
    pub id: String,
    /// `Practitioner/…`, where the role refers to one.
    pub practitioner: Option<String>,
    /// Empty where the source gives none.
    pub name: String,
    pub other_name: Option<String>,
    /// An address on the directory's own server.
    pub photo: Option<String>,
    pub gender: Option<String>,
    /// The rank or function, as "Chief physician".
    pub title: Option<String>,
    pub specialties: Vec<String>,
    /// Their SNOMED CT codes.
    pub specialty_codes: Vec<String>,
    /// The id is empty where the source only names the hospital.
    pub hospital: Option<Named>,
    /// The ids of the HealthcareServices that the doctor is part of.
    pub services: Vec<String>,
    pub places: Vec<Place>,
    pub languages: Vec<Spoken>,
    /// Whether new patients are taken; `None` where the source doesn't say.
    pub takes_new_patients: Option<bool>,
    pub visits: Vec<Visit>,
    /// The doctor's own number, else a place's.
    pub phone: Option<String>,
}

/// The doctors of a page of PractitionerRoles, those who have left the hospital left out.
///
/// `base` is the directory's, for photos; `now` in milliseconds.
pub fn doctors(page: &Page, language: &str, base: &str, now: i64) -> Vec<Doctor> {
    let roles = page.typed::<PractitionerRole>();
    roles
        .iter()
        .filter_map(|role| Doctor::of(role, page, language, base, now))
        .collect()
}

impl Doctor {
    /// Reads a PractitionerRole with what came along with it. `None` where role or person are out of use, or the role
    /// has no id to link to.
    pub fn of(
        role: &PractitionerRole,
        page: &Page,
        language: &str,
        base: &str,
        now: i64,
    ) -> Option<Self> {
        let person = role.practitioner();
        let practitioner = included(page, person).and_then(Practitioner::of);
        let retired = !role.is_active()
            || !Period(role.root().node("period")).contains_ms(now)
            || practitioner
                .as_ref()
                .is_some_and(|person| !person.is_active());
        if retired || role.id().is_empty() {
            return None;
        }
        let places: Vec<Place> = role
            .locations()
            .filter_map(|it| place(it, page, language))
            .collect();
        let own_phone = role
            .phones()
            .first()
            .and_then(|phone| phone.value())
            .map(str::to_owned);
        let mut doctor = Self {
            id: role.id().to_owned(),
            practitioner: person.and_then(|person| person.key()),
            name: person
                .and_then(|person| person.display)
                .unwrap_or_default()
                .to_owned(),
            title: role
                .functions()
                .find_map(|it| it.display(language))
                .map(str::to_owned),
            specialties: role
                .specialties()
                .filter_map(|it| it.display(language))
                .map(str::to_owned)
                .collect(),
            specialty_codes: role
                .specialties()
                .filter_map(|it| it.code_in(SNOMED))
                .map(str::to_owned)
                .collect(),
            hospital: hospital(role, page, language),
            services: role
                .services()
                .filter_map(|it| it.id)
                .map(str::to_owned)
                .collect(),
            takes_new_patients: role.takes_new_patients(),
            visits: role.visit_options().filter_map(visit).collect(),
            phone: own_phone.or_else(|| places.iter().find_map(|place| place.phone.clone())),
            places,
            ..Self::default()
        };
        if let Some(person) = practitioner {
            doctor.read_person(&person, language, base);
        }
        Some(doctor)
    }

    fn read_person(&mut self, person: &Practitioner, language: &str, base: &str) {
        if let Some(name) = person.name(language) {
            self.name = name;
        }
        self.other_name = person.other_name(language);
        self.gender = person.gender().map(str::to_owned);
        self.photo = person
            .photo()
            .and_then(|photo| own_address(photo.url()?, base));
        let spoken = person.languages().filter_map(|spoken| {
            let code = spoken.code().map(str::to_owned);
            Some(Spoken {
                text: spoken.display(language)?.to_owned(),
                code,
            })
        });
        self.languages = spoken.collect();
    }

    /// Kilometres to the nearest of the doctor's places.
    pub fn distance(&self, from: Position) -> Option<f64> {
        let distances = self.places.iter().filter_map(|place| place.distance(from));
        distances.min_by(f64::total_cmp)
    }

    /// The zone of the place with this Location id, else of the first.
    pub fn zone(&self, location: Option<&str>) -> Option<&str> {
        let at = self
            .places
            .iter()
            .find(|place| Some(place.named.id.as_str()) == location);
        at.or(self.places.first())
            .and_then(|place| place.zone.as_deref())
    }

    /// Whether the doctor fits the filters. Asked of every doctor, for servers that drop or mistake parameters.
    pub fn fits(&self, query: &Query) -> bool {
        let spoken = |wanted: &str| {
            let mut codes = self
                .languages
                .iter()
                .filter_map(|spoken| spoken.code.as_deref());
            codes.any(|code| code == wanted || code.split('-').next() == Some(wanted))
        };
        let hospital = self.hospital.as_ref().map(|hospital| hospital.id.as_str());
        // One kind of visit must be both of the kind wanted and cheap enough; a fee that isn't told is no low one.
        let visit = |visit: &Visit| {
            let fee = visit.fee.as_ref().map(|fee| fee.amount);
            query.mode.is_none_or(|mode| visit.mode == mode)
                && query
                    .fee
                    .is_none_or(|most| fee.is_some_and(|fee| fee <= f64::from(most)))
        };
        // Without a place nothing is too far from it.
        let is_near = |(from, most): (Position, Reach)| {
            let distance = self.distance(from);
            distance.is_some_and(|distance| distance <= most.kilometres())
        };
        (query.specialty.is_none() || self.place_among(query).is_some())
            && query
                .hospital
                .as_deref()
                .is_none_or(|id| hospital == Some(id))
            && query
                .service
                .as_ref()
                .is_none_or(|id| self.services.contains(id))
            && query
                .gender
                .is_none_or(|gender| self.gender.as_deref() == Some(gender.word()))
            && query.lang.as_deref().is_none_or(spoken)
            && (query.mode.is_none() && query.fee.is_none() || self.visits.iter().any(visit))
            && (!query.new || self.takes_new_patients == Some(true))
            && query.near.zip(query.within).is_none_or(is_near)
    }

    /// Which of the specialties asked for the doctor has, counted from the likeliest.
    pub fn place_among(&self, query: &Query) -> Option<usize> {
        let has = |code: &str| self.specialty_codes.iter().any(|own| own == code);
        query.specialties().position(has)
    }
}

/// What a reference leads to among the page's inclusions.
pub fn included<'a>(page: &'a Page, reference: Option<Reference>) -> Option<&'a Resource> {
    page.included.get(reference?.text?)
}

fn hospital(role: &PractitionerRole, page: &Page, language: &str) -> Option<Named> {
    let reference = role.organization()?;
    let read = included(page, Some(reference)).and_then(|found| Named::of(found.root(), language));
    read.or_else(|| {
        let id = reference
            .id_of("Organization")
            .unwrap_or_default()
            .to_owned();
        Some(Named {
            id,
            name: reference.display?.to_owned(),
            other: None,
        })
    })
}

fn place(reference: Reference, page: &Page, language: &str) -> Option<Place> {
    let read = included(page, Some(reference)).and_then(|found| Place::of(found, language));
    let unread = read.is_none();
    let mut place = read.unwrap_or_default();
    place.named.id = reference.id.unwrap_or_default().to_owned();
    if place.named.name.is_empty() {
        place.named.name = reference.display.unwrap_or_default().to_owned();
    }
    (!unread || !place.named.name.is_empty()).then_some(place)
}

fn visit(option: VisitOption) -> Option<Visit> {
    let mode = match option.mode()? {
        "AMB" => Mode::InPerson,
        "VR" => Mode::Video,
        _ => return None,
    };
    let fee = option.fee().and_then(|fee| {
        Some(Fee {
            amount: crate::native::parse_number(fee.value()?)?,
            currency: fee.currency()?.to_owned(),
        })
    });
    let minutes = option
        .duration()
        .filter(|it| it.code() == Some("min"))
        .and_then(|it| it.number());
    Some(Visit {
        mode,
        fee,
        minutes: minutes.map(|minutes| minutes as usize),
    })
}

/// The absolute form of an address on the server at `base`; `None` for any other server, which must not learn who
/// looks at which doctor.
fn own_address(address: &str, base: &str) -> Option<String> {
    let absolute = url::resolve(base, address);
    let here = url::origin(base);
    (here.is_some() && url::origin(&absolute) == here).then_some(absolute)
}
