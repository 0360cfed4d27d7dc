//! DiagnosticReport: the findings of a test or study, as one.

use crate::fhir::datatypes::{Attachment, Concept, Reference, any_code, concepts, words};
use crate::fhir::date::FhirDate;

resource_type!(
    /// A report of a laboratory, of imaging or pathology.
    DiagnosticReport
);

impl DiagnosticReport {
    /// `registered`, `partial`, `preliminary`, `final`, `amended`, `corrected`, `cancelled`, `entered-in-error`...
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// What was examined.
    pub fn code(&self) -> Concept<'_> {
        Concept(self.root().node("code"))
    }

    /// True where it is in a category, such as `LAB`.
    pub fn is_category(&self, code: &str) -> bool {
        any_code(self.root(), "category", code)
    }

    /// When it was true of the patient; else when it was published.
    pub fn date(&self) -> Option<FhirDate> {
        let root = self.root();
        super::condition::when(root, "effective").or_else(|| root.date("issued"))
    }

    /// Its observations.
    pub fn results(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("result")
    }

    /// The summary, in `language` where the source has it so.
    pub fn conclusion(&self, language: &str) -> Option<&str> {
        words(self.root(), "conclusion", language)
    }

    /// The summary in codes.
    pub fn conclusion_codes(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "conclusionCode")
    }

    /// Who answers for it.
    pub fn performer(&self) -> Option<Reference<'_>> {
        self.root().reference("performer")
    }

    /// The report as it was issued.
    pub fn attachments(&self) -> impl Iterator<Item = Attachment<'_>> {
        self.root().list("presentedForm").map(Attachment)
    }
}
