//! Organization: a hospital, clinic or department.

use crate::fhir::datatypes::{
    Address, Concept, ContactPoint, Reference, concepts, contacts, words,
};

resource_type!(
    /// A hospital or clinic.
    Organization
);

impl Organization {
    /// Its name, in `language` where the source has it so.
    pub fn name(&self, language: &str) -> Option<&str> {
        words(self.root(), "name", language)
    }

    /// Other names it goes by.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.root().strs("alias")
    }

    /// What kind of organization it is.
    pub fn kinds(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "type")
    }

    /// The organization it belongs to.
    pub fn part_of(&self) -> Option<Reference<'_>> {
        self.root().reference("partOf")
    }

    /// Contact points of one `system` (`phone`, `email`, `url`), the preferred first.
    pub fn contacts(&self, system: &str) -> Vec<ContactPoint<'_>> {
        contacts(self.root(), system)
    }

    /// Its address.
    pub fn address(&self) -> Option<Address<'_>> {
        self.root().node("address").present().map(Address)
    }
}
