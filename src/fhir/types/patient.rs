//! Patient: whose record it is.

use crate::fhir::datatypes::{
    Address, Attachment, ContactPoint, Identifier, Reference, contacts, display_name,
    name_in_other_script,
};
use crate::fhir::date::FhirDate;

resource_type!(
    /// A person who receives care.
    Patient
);

impl Patient {
    /// The name to show to a reader of `language`.
    pub fn name(&self, language: &str) -> Option<String> {
        display_name(self.root(), language)
    }

    /// The name in another script, to show beside it.
    pub fn other_name(&self, language: &str) -> Option<String> {
        name_in_other_script(self.root(), language)
    }

    /// `male`, `female`, `other` or `unknown`.
    pub fn gender(&self) -> Option<&str> {
        self.root().str("gender")
    }

    /// The day of birth; often only the year or month.
    pub fn birth_date(&self) -> Option<FhirDate> {
        self.root().date("birthDate")
    }

    /// Contact points of one `system` (`phone`, `email`), the preferred first.
    pub fn contacts(&self, system: &str) -> Vec<ContactPoint<'_>> {
        contacts(self.root(), system)
    }

    /// Where they live.
    pub fn address(&self) -> Option<Address<'_>> {
        self.root().node("address").present().map(Address)
    }

    /// Record numbers and the like.
    pub fn identifiers(&self) -> impl Iterator<Item = Identifier<'_>> {
        self.root().list("identifier").map(Identifier)
    }

    /// A portrait.
    pub fn photo(&self) -> Option<Attachment<'_>> {
        self.root().node("photo").present().map(Attachment)
    }

    /// Other resources about the same person: what each link says of them (`seealso`), and the reference.
    pub fn links(&self) -> impl Iterator<Item = (Option<&str>, Reference<'_>)> {
        let links = self.root().list("link");
        links.filter_map(|link| Some((link.str("type"), Reference::of(link.node("other"))?)))
    }
}
