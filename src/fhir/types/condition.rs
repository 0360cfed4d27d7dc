//! Condition: a problem or diagnosis.

use crate::fhir::datatypes::{Concept, any_code, notes};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

resource_type!(
    /// A problem, diagnosis or concern.
    Condition
);

impl Condition {
    /// What it is.
    pub fn code(&self) -> Concept<'_> {
        Concept(self.root().node("code"))
    }

    /// `active`, `recurrence`, `relapse`, `inactive`, `remission` or `resolved`.
    pub fn clinical_status(&self) -> Option<&str> {
        Concept(self.root().node("clinicalStatus")).code()
    }

    /// `confirmed`, `provisional`, `differential`, `refuted`, `entered-in-error`...
    pub fn verification_status(&self) -> Option<&str> {
        Concept(self.root().node("verificationStatus")).code()
    }

    /// True where it is in a category, such as `problem-list-item`.
    pub fn is_category(&self, code: &str) -> bool {
        any_code(self.root(), "category", code)
    }

    /// How bad it is.
    pub fn severity(&self) -> Option<Concept<'_>> {
        self.root().node("severity").present().map(Concept)
    }

    /// Since when: a date where there is one.
    pub fn onset(&self) -> Option<FhirDate> {
        when(self.root(), "onset")
    }

    /// Since when, in words, where the source has no date.
    pub fn onset_text(&self) -> Option<&str> {
        self.root().str("onsetString")
    }

    /// Until when: a date where there is one.
    pub fn abatement(&self) -> Option<FhirDate> {
        when(self.root(), "abatement")
    }

    /// When it was put on record.
    pub fn recorded(&self) -> Option<FhirDate> {
        self.root().date("recordedDate")
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}

/// The date of a choice such as `onset[x]`: a date, or the start of a period.
pub(super) fn when(node: Node, prefix: &str) -> Option<FhirDate> {
    node.date(&[prefix, "DateTime"].concat())
        .or_else(|| node.node(&[prefix, "Period"].concat()).date("start"))
}
