//! CarePlan: what is to be done, by whom, and why.

use crate::fhir::datatypes::{Concept, Period, Reference, concepts, notes, words};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

resource_type!(
    /// A plan of care.
    CarePlan
);

impl CarePlan {
    /// `draft`, `active`, `on-hold`, `revoked`, `completed`, `entered-in-error` or `unknown`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// Its title, in `language` where the source has it so.
    pub fn title(&self, language: &str) -> Option<&str> {
        words(self.root(), "title", language)
    }

    /// What it is about, in `language` where the source has it so.
    pub fn description(&self, language: &str) -> Option<&str> {
        words(self.root(), "description", language)
    }

    /// What kind of plan.
    pub fn categories(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "category")
    }

    /// From when until when.
    pub fn period(&self) -> Period<'_> {
        Period(self.root().node("period"))
    }

    /// When it was made.
    pub fn created(&self) -> Option<FhirDate> {
        self.root().date("created")
    }

    /// Who answers for it.
    pub fn author(&self) -> Option<Reference<'_>> {
        self.root().reference("author")
    }

    /// The conditions it is for.
    pub fn addresses(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("addresses")
    }

    /// What is to be done.
    pub fn activities(&self) -> impl Iterator<Item = Activity<'_>> {
        self.root().list("activity").map(Activity)
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}

/// One thing to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Activity<'a>(pub Node<'a>);

impl<'a> Activity<'a> {
    /// What.
    pub fn code(&self) -> Concept<'a> {
        Concept(self.0.node("detail").node("code"))
    }

    /// `not-started`, `scheduled`, `in-progress`, `completed`...
    pub fn status(&self) -> Option<&'a str> {
        self.0.node("detail").str("status")
    }

    /// What, in words.
    pub fn description(&self, language: &str) -> Option<&'a str> {
        let detail = self.0.node("detail");
        words(detail, "description", language)
    }

    /// When, in words.
    pub fn scheduled_text(&self) -> Option<&'a str> {
        self.0.node("detail").str("scheduledString")
    }
}
