//! All that a doctor's own page shows.

use super::checks::Checks;
use super::detail::Detail;
use super::doctor::{Doctor, included};
use super::hours::{Hours, hours};
use super::place::Place;
use crate::fhir::types::{Practitioner, PractitionerRole};
use crate::fhir::{FhirDate, Page, Typed, types};

/// HL7's table of degrees: their period is that of the studies, and they don't expire.
const DEGREES: &str = "http://terminology.hl7.org/CodeSystem/v2-0360";

/// Milliseconds.
const YEAR: i64 = 31_556_952_000;

/// A degree, licence or certificate.
#[derive(Clone, Debug, PartialEq)]
pub struct Qualification {
    pub text: String,
    /// Who gave it, in the source's words.
    pub issuer: Option<String>,
    pub number: Option<String>,
    pub from: Option<FhirDate>,
    pub until: Option<FhirDate>,
    /// Out of date by now.
    pub expired: bool,
    /// Where it stands in the Practitioner.
    pub place: usize,
}

/// A doctor's page.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub doctor: Doctor,
    pub qualifications: Vec<Qualification>,
    /// When the doctor sees patients.
    pub hours: Vec<Hours>,
    /// Whole years since the first qualification that isn't a degree: a licence, a certificate.
    pub years: Option<i64>,
}

impl Profile {
    /// Reads the first role of a page; `None` where there is none in use.
    pub fn of(page: &Page, language: &str, base: &str, now: i64) -> Option<Self> {
        let role = page.entries.first().and_then(PractitionerRole::of)?;
        Self::of_role(&role, page, language, base, now)
    }

    /// Reads every role of a page that is in use.
    pub fn all(page: &Page, language: &str, base: &str, now: i64) -> Vec<Self> {
        let roles = page.typed::<PractitionerRole>();
        let profile = |role| Self::of_role(role, page, language, base, now);
        roles.iter().filter_map(profile).collect()
    }

    fn of_role(
        role: &PractitionerRole,
        page: &Page,
        language: &str,
        base: &str,
        now: i64,
    ) -> Option<Self> {
        let mut doctor = Doctor::of(role, page, language, base, now)?;
        for place in &mut doctor.places {
            complete(place, role, page, language);
        }
        doctor
            .places
            .retain(|place| !place.named.name.is_empty() || !place.address.is_empty());
        let person = included(page, role.practitioner()).and_then(Practitioner::of);
        let read = |(place, it)| qualification(it, place, language, now);
        let qualifications: Vec<Qualification> = person
            .iter()
            .flat_map(|person| person.qualifications().enumerate().filter_map(read))
            .collect();
        let licences = person.iter().flat_map(|person| person.qualifications());
        let licences = licences.filter(|it| it.code().code_in(DEGREES).is_none());
        let first = licences.filter_map(|it| it.period().start());
        let first = first.map(|start| start.start_ms()).min();
        Some(Self {
            doctor,
            qualifications,
            hours: hours(role.hours()),
            years: first
                .map(|first| (now - first) / YEAR)
                .filter(|years| *years > 0),
        })
    }
}

/// A doctor beside others.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    pub profile: Profile,
    /// `None` where ratings and free times couldn't be had.
    pub detail: Option<Detail>,
    /// `None` where the directory doesn't tell whether qualifications were checked.
    pub checks: Option<Checks>,
}

/// Adds what a list doesn't show of a place.
fn complete(place: &mut Place, role: &PractitionerRole, page: &Page, language: &str) {
    let reference = role.locations().find(|it| it.id == Some(&place.named.id));
    let found = included(page, reference).and_then(|found| Place::in_full(found, language));
    if let Some(found) = found {
        place.address = found.address;
        place.hours = found.hours;
        place.wheelchair = found.wheelchair;
    }
}

fn qualification(
    source: types::Qualification,
    place: usize,
    language: &str,
    now: i64,
) -> Option<Qualification> {
    let code = source.code();
    let until = source.period().end();
    let is_degree = code.code_in(DEGREES).is_some();
    Some(Qualification {
        text: code.display(language)?.to_owned(),
        issuer: source
            .issuer()
            .and_then(|issuer| issuer.display)
            .map(str::to_owned),
        number: source
            .identifier()
            .and_then(|number| number.value())
            .map(str::to_owned),
        from: source.period().start(),
        expired: !is_degree && until.as_ref().is_some_and(|until| until.end_ms() <= now),
        until,
        place,
    })
}
