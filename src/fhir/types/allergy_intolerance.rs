//! AllergyIntolerance: what the patient must avoid.

use crate::fhir::datatypes::{Concept, concepts, notes};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

resource_type!(
    /// An allergy or intolerance; also the statement that there is none.
    AllergyIntolerance
);

impl AllergyIntolerance {
    /// The substance, or "no known allergy".
    pub fn code(&self) -> Concept<'_> {
        Concept(self.root().node("code"))
    }

    /// `active`, `inactive` or `resolved`.
    pub fn clinical_status(&self) -> Option<&str> {
        Concept(self.root().node("clinicalStatus")).code()
    }

    /// `unconfirmed`, `confirmed`, `refuted`, `entered-in-error`...
    pub fn verification_status(&self) -> Option<&str> {
        Concept(self.root().node("verificationStatus")).code()
    }

    /// `allergy` or `intolerance`.
    pub fn allergy_type(&self) -> Option<&str> {
        self.root()
            .str("type")
            .or(Concept(self.root().node("type")).code())
    }

    /// `food`, `medication`, `environment`, `biologic`.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        self.root().strs("category")
    }

    /// `low`, `high` or `unable-to-assess`.
    pub fn criticality(&self) -> Option<&str> {
        self.root().str("criticality")
    }

    /// Since when.
    pub fn onset(&self) -> Option<FhirDate> {
        super::condition::when(self.root(), "onset")
    }

    /// When it was put on record.
    pub fn recorded(&self) -> Option<FhirDate> {
        self.root().date("recordedDate")
    }

    /// What happened.
    pub fn reactions(&self) -> impl Iterator<Item = Reaction<'_>> {
        self.root().list("reaction").map(Reaction)
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}

/// One reaction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reaction<'a>(pub Node<'a>);

impl<'a> Reaction<'a> {
    /// Signs and symptoms.
    pub fn manifestations(&self) -> impl Iterator<Item = Concept<'a>> + use<'a> {
        concepts(self.0, "manifestation")
    }

    /// `mild`, `moderate` or `severe`.
    pub fn severity(&self) -> Option<&'a str> {
        self.0.str("severity")
    }

    /// The reaction in words.
    pub fn description(&self) -> Option<&'a str> {
        self.0.str("description")
    }
}
