//! Goal: what a patient and their team want to reach.

use crate::fhir::datatypes::{Concept, Quantity, Range, notes};
use crate::fhir::resource::Node;

resource_type!(
    /// Something to be reached.
    Goal
);

impl Goal {
    /// `proposed`, `active`, `on-hold`, `completed`, `cancelled`, `entered-in-error`...
    pub fn status(&self) -> Option<&str> {
        self.root().str("lifecycleStatus")
    }

    /// `in-progress`, `improving`, `achieved`...
    pub fn achievement(&self) -> Option<Concept<'_>> {
        let achievement = self.root().node("achievementStatus");
        achievement.present().map(Concept)
    }

    /// What it is.
    pub fn description(&self) -> Concept<'_> {
        Concept(self.root().node("description"))
    }

    /// What tells that it is reached.
    pub fn targets(&self) -> impl Iterator<Item = Target<'_>> {
        self.root().list("target").map(Target)
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}

/// A measure of a goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target<'a>(pub Node<'a>);

impl<'a> Target<'a> {
    /// What is measured.
    pub fn measure(&self) -> Concept<'a> {
        Concept(self.0.node("measure"))
    }

    /// The number to reach.
    pub fn quantity(&self) -> Option<Quantity<'a>> {
        self.0.node("detailQuantity").present().map(Quantity)
    }

    /// The range to be in.
    pub fn range(&self) -> Option<Range<'a>> {
        self.0.node("detailRange").present().map(Range)
    }

    /// What to reach, in words.
    pub fn text(&self, language: &str) -> Option<&'a str> {
        let coded = Concept(self.0.node("detailCodeableConcept"));
        self.0.str("detailString").or(coded.display(language))
    }

    /// By when, a date as text.
    pub fn due(&self) -> Option<&'a str> {
        self.0.str("dueDate")
    }
}
