//! DocumentReference: a letter, report or other document.

use crate::fhir::datatypes::{Attachment, Concept, Reference, concepts, words};
use crate::fhir::date::FhirDate;

resource_type!(
    /// A document.
    DocumentReference
);

impl DocumentReference {
    /// `current`, `superseded` or `entered-in-error`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// What kind of document.
    pub fn document_type(&self) -> Concept<'_> {
        Concept(self.root().node("type"))
    }

    /// Wider kinds.
    pub fn categories(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "category")
    }

    /// What it is about, in `language` where the source has it so.
    pub fn description(&self, language: &str) -> Option<&str> {
        words(self.root(), "description", language)
    }

    /// When it was put on record.
    pub fn date(&self) -> Option<FhirDate> {
        self.root().date("date")
    }

    /// Who wrote it.
    pub fn author(&self) -> Option<Reference<'_>> {
        self.root().reference("author")
    }

    /// Its contents; several are the same in other formats.
    pub fn attachments(&self) -> impl Iterator<Item = Attachment<'_>> {
        let contents = self.root().list("content");
        contents.map(|content| Attachment(content.node("attachment")))
    }
}
