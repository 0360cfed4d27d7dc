//! Procedure: what was done to the patient.

use crate::fhir::datatypes::{Concept, Reference, concepts, notes};
use crate::fhir::date::FhirDate;

resource_type!(
    /// An operation or other procedure.
    Procedure
);

impl Procedure {
    /// `preparation`, `in-progress`, `not-done`, `completed`, `entered-in-error`...
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// What it was.
    pub fn code(&self) -> Concept<'_> {
        Concept(self.root().node("code"))
    }

    /// When.
    pub fn date(&self) -> Option<FhirDate> {
        let root = self.root();
        super::condition::when(root, "performed")
            .or_else(|| super::condition::when(root, "occurrence"))
    }

    /// When, in words, where the source has no date.
    pub fn date_text(&self) -> Option<&str> {
        self.root().str("performedString")
    }

    /// Who did it.
    pub fn performer(&self) -> Option<Reference<'_>> {
        self.root().node("performer").reference("actor")
    }

    /// Why.
    pub fn reasons(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "reasonCode")
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}
