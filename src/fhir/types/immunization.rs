//! Immunization: a vaccine that was given, or not.

use crate::fhir::datatypes::{Concept, Reference, notes};
use crate::fhir::date::FhirDate;

resource_type!(
    /// A vaccination.
    Immunization
);

impl Immunization {
    /// `completed`, `not-done` or `entered-in-error`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// Why it was not done.
    pub fn status_reason(&self) -> Option<Concept<'_>> {
        self.root().node("statusReason").present().map(Concept)
    }

    /// The vaccine.
    pub fn vaccine(&self) -> Concept<'_> {
        Concept(self.root().node("vaccineCode"))
    }

    /// When.
    pub fn date(&self) -> Option<FhirDate> {
        self.root().date("occurrenceDateTime")
    }

    /// When, in words, where the source has no date.
    pub fn date_text(&self) -> Option<&str> {
        self.root().str("occurrenceString")
    }

    /// Which dose of the series.
    pub fn dose_number(&self) -> Option<&str> {
        let dose = self.root().node("protocolApplied");
        dose.number_text("doseNumberPositiveInt")
            .or(dose.str("doseNumberString"))
            .or(dose.str("doseNumber"))
    }

    /// The batch.
    pub fn lot_number(&self) -> Option<&str> {
        self.root().str("lotNumber")
    }

    /// Where it was given.
    pub fn location(&self) -> Option<Reference<'_>> {
        self.root().reference("location")
    }

    /// Who gave it.
    pub fn performer(&self) -> Option<Reference<'_>> {
        self.root().node("performer").reference("actor")
    }

    /// False where it was only told, not witnessed.
    pub fn is_primary_source(&self) -> bool {
        self.root().bool("primarySource") != Some(false)
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}
