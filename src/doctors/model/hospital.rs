//! A hospital's page.

use super::doctor::SNOMED;
use super::place::{Named, Place};
use crate::fhir::datatypes::Concept;
use crate::fhir::types::{Organization, PractitionerRole};
use crate::fhir::{Page, Resource, Typed};

/// A hospital or clinic with its places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hospital {
    pub named: Named,
    /// What it is, as "Children's hospital".
    pub kind: Option<String>,
    pub address: Vec<String>,
    pub phone: Option<String>,
    pub places: Vec<Place>,
    /// Codes and names of the specialties found there, by name.
    pub specialties: Vec<(String, String)>,
}

impl Hospital {
    /// Reads an Organization and its Locations. `None` where it is out of use or nameless.
    pub fn of(resource: &Resource, locations: &Page, language: &str) -> Option<Self> {
        let organization = Organization::of(resource)?;
        if organization.root().bool("active") == Some(false) {
            return None;
        }
        let open = locations
            .entries
            .iter()
            .filter(|place| place.root().str("status") != Some("inactive"));
        Some(Self {
            named: Named::of(organization.root(), language)?,
            kind: organization
                .kinds()
                .find_map(|kind| kind.display(language))
                .map(str::to_owned),
            address: organization
                .address()
                .map(|it| it.lines(language))
                .unwrap_or_default(),
            phone: organization
                .contacts("phone")
                .first()
                .and_then(|phone| phone.value())
                .map(str::to_owned),
            places: open
                .filter_map(|place| Place::in_full(place, language))
                .collect(),
            specialties: Vec::new(),
        })
    }

    /// Takes up the specialties of the roles found there, each once.
    pub fn add_specialties(&mut self, roles: &Page, language: &str) {
        for role in roles.typed::<PractitionerRole>() {
            role.specialties()
                .for_each(|specialty| self.add(specialty, language));
        }
        self.specialties.sort_by(|a, b| a.1.cmp(&b.1));
    }

    fn add(&mut self, specialty: Concept, language: &str) {
        if let (Some(code), Some(name)) = (specialty.code_in(SNOMED), specialty.display(language))
            && !self.specialties.iter().any(|(known, _)| known == code)
        {
            self.specialties.push((code.to_owned(), name.to_owned()));
        }
    }
}
