//! Practitioner: the person who treats.

use crate::fhir::datatypes::{
    Attachment, Concept, Identifier, Period, Reference, display_name, name_in_other_script,
};
use crate::fhir::resource::Node;

resource_type!(
    /// A doctor or other professional, whatever the places they work at.
    Practitioner
);

impl Practitioner {
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

    /// False only where the record is out of use.
    pub fn is_active(&self) -> bool {
        self.root().bool("active") != Some(false)
    }

    /// A portrait.
    pub fn photo(&self) -> Option<Attachment<'_>> {
        self.root().node("photo").present().map(Attachment)
    }

    /// The languages that can be spoken with them.
    pub fn languages(&self) -> impl Iterator<Item = Concept<'_>> {
        self.root().list("communication").map(|spoken| {
            // R5 puts the concept one level deeper.
            Concept(spoken.node("language").present().unwrap_or(spoken))
        })
    }

    /// Degrees, licences and board certifications.
    pub fn qualifications(&self) -> impl Iterator<Item = Qualification<'_>> {
        self.root().list("qualification").map(Qualification)
    }
}

/// One qualification.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Qualification<'a>(pub Node<'a>);

impl<'a> Qualification<'a> {
    /// What it is.
    pub fn code(&self) -> Concept<'a> {
        Concept(self.0.node("code"))
    }

    /// Who gave it.
    pub fn issuer(&self) -> Option<Reference<'a>> {
        self.0.reference("issuer")
    }

    /// From when until when it holds.
    pub fn period(&self) -> Period<'a> {
        Period(self.0.node("period"))
    }

    /// Its number, such as that of a licence.
    pub fn identifier(&self) -> Option<Identifier<'a>> {
        self.0.node("identifier").present().map(Identifier)
    }
}
