//! VerificationResult: whether something was checked with where it comes from.

use crate::fhir::datatypes::Reference;
use crate::fhir::date::FhirDate;

resource_type!(
    /// A check of (a part of) other resources.
    VerificationResult
);

impl VerificationResult {
    /// What was checked.
    pub fn targets(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("target")
    }

    /// The parts that were checked, as FHIRPath: `Practitioner.qualification[1]`. None is the whole.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.root().strs("targetLocation")
    }

    /// `attested`, `validated`, `in-process`, `req-revalid`, `val-fail` or `reval-fail`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// When it came to that status.
    pub fn date(&self) -> Option<FhirDate> {
        self.root()
            .date("statusDate")
            .or_else(|| self.root().date("lastPerformed"))
    }

    /// Who says so: where it was checked, else who checked it.
    pub fn source(&self) -> Option<&str> {
        let source = self.root().node("primarySource").reference("who");
        let validator = self.root().node("validator").reference("organization");
        source.or(validator)?.display
    }
}
