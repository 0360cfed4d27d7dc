//! Who sees the patient, and where: what a free time, an appointment and a confirmation all have to tell.

use crate::fhir::datatypes::Reference;
use crate::fhir::types::{Location, Organization, Practitioner, PractitionerRole, VisitOption};
use crate::fhir::{Included, Typed};

/// The doctor and the place, as far as they could be read; what a reference calls them stands in for the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Party {
    pub role: Option<PractitionerRole>,
    pub practitioner: Option<Practitioner>,
    pub organization: Option<Organization>,
    pub location: Option<Location>,
    doctor_display: Option<String>,
    place_display: Option<String>,
}

impl Party {
    /// Gathers the party of a Schedule or an Appointment from its actors and what was found of them.
    pub fn of<'a>(actors: impl Iterator<Item = Reference<'a>>, found: &Included) -> Self {
        let mut party = Self::default();
        for actor in actors {
            let display = actor.display.map(str::to_owned);
            match actor.kind {
                Some("PractitionerRole") => {
                    party.role = get(found, Some(actor));
                    party.doctor_display = display.or(party.doctor_display);
                }
                Some("Practitioner") => {
                    party.practitioner = get(found, Some(actor));
                    party.doctor_display = party.doctor_display.or(display);
                }
                Some("Location") => {
                    party.location = get(found, Some(actor));
                    party.place_display = display;
                }
                _ => {}
            }
        }
        match party.role.take() {
            Some(role) => party.with_role(role, found),
            None => party,
        }
    }

    /// The same party with a role, and what the role leads to.
    pub fn with_role(mut self, role: PractitionerRole, found: &Included) -> Self {
        let called = |reference: Option<Reference>| reference?.display.map(str::to_owned);
        if self.practitioner.is_none() {
            self.practitioner = get(found, role.practitioner());
        }
        self.organization = get(found, role.organization());
        self.doctor_display = self
            .doctor_display
            .take()
            .or_else(|| called(role.practitioner()));
        // Of several places we can't know which one is meant.
        if self.location.is_none() && self.place_display.is_none() && role.locations().count() == 1
        {
            self.location = get(found, role.locations().next());
        }
        self.place_display = self
            .place_display
            .take()
            .or_else(|| called(role.organization()));
        self.role = Some(role);
        self
    }

    /// The id of the PractitionerRole.
    pub fn role_id(&self) -> Option<&str> {
        self.role.as_ref().map(|role| role.id())
    }

    /// The doctor's name.
    pub fn doctor(&self, language: &str) -> Option<String> {
        let name = self
            .practitioner
            .as_ref()
            .and_then(|practitioner| practitioner.name(language));
        name.or_else(|| self.doctor_display.clone())
    }

    /// What the doctor is a doctor of.
    pub fn specialty(&self, language: &str) -> Option<&str> {
        self.role
            .as_ref()?
            .specialties()
            .find_map(|specialty| specialty.display(language))
    }

    /// The name of the clinic.
    pub fn place(&self, language: &str) -> Option<&str> {
        let location = self
            .location
            .as_ref()
            .and_then(|location| location.name(language));
        let organization = self
            .organization
            .as_ref()
            .and_then(|organization| organization.name(language));
        location.or(organization).or(self.place_display.as_deref())
    }

    /// The clinic's address, line by line.
    pub fn address(&self, language: &str) -> Vec<String> {
        let location = self
            .location
            .as_ref()
            .and_then(|location| location.address());
        let organization = self
            .organization
            .as_ref()
            .and_then(|organization| organization.address());
        let Some(address) = location.or(organization) else {
            return Vec::new();
        };
        address.lines(language)
    }

    /// The number to call about a visit: the place's, else the house's, else the doctor's.
    pub fn phone(&self) -> Option<&str> {
        let location = self.location.iter().flat_map(|location| location.phones());
        let organization = self
            .organization
            .iter()
            .flat_map(|organization| organization.contacts("phone"));
        let role = self.role.iter().flat_map(|role| role.phones());
        location
            .chain(organization)
            .chain(role)
            .find_map(|phone| phone.value())
    }

    /// The zone whose clocks the clinic follows, an IANA name, where it says so.
    pub fn zone(&self) -> Option<&str> {
        self.location.as_ref()?.time_zone()
    }

    /// False only where the role or the person is out of use.
    pub fn is_active(&self) -> bool {
        self.role.as_ref().is_none_or(|role| role.is_active())
            && self
                .practitioner
                .as_ref()
                .is_none_or(|practitioner| practitioner.is_active())
    }

    /// The clinic's rule for cancelling a kind of visit, in its own words.
    pub fn cancelling_rule(&self, mode: &str, language: &str) -> Option<&str> {
        let mut options = self.role.iter().flat_map(|role| role.visit_options());
        let option = options.find(|option| option.mode() == Some(mode))?;
        option.cancelling_rule(language)
    }

    /// The kinds of visit on offer.
    pub fn kinds(&self) -> Vec<Kind> {
        self.role
            .iter()
            .flat_map(|role| role.visit_options())
            .filter_map(Kind::of)
            .collect()
    }
}

fn get<T: Typed>(found: &Included, reference: Option<Reference>) -> Option<T> {
    found.typed(&reference?.key()?)
}

/// A kind of visit on offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// A code of v3-ActCode, or [`PHONE`](super::PHONE).
    pub mode: String,
    /// What the source calls it.
    pub display: Option<String>,
    pub fee: Option<Fee>,
}

/// What a visit costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Fee {
    pub amount: f64,
    /// ISO 4217.
    pub currency: String,
}

impl Kind {
    /// `None` for an option that names no mode: there would be nothing to call it by.
    fn of(option: VisitOption) -> Option<Self> {
        let fee = option.fee().and_then(|fee| {
            Some((
                crate::native::parse_number(fee.value()?)?,
                fee.currency()?.to_owned(),
            ))
        });
        Some(Self {
            mode: option.mode()?.to_owned(),
            display: option
                .0
                .extension("mode")
                .node("valueCoding")
                .str("display")
                .map(str::to_owned),
            fee: fee.map(|(amount, currency)| Fee { amount, currency }),
        })
    }
}
