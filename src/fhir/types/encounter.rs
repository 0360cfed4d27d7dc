//! Encounter: a visit or stay that took place.

use crate::fhir::datatypes::{Coding, Concept, Period, Reference, concepts};

resource_type!(
    /// A visit or stay.
    Encounter
);

impl Encounter {
    /// `planned`, `in-progress`, `finished`, `cancelled`...
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// `AMB`, `EMER`, `IMP`, `VR`... (v3-ActCode).
    pub fn class(&self) -> Option<&str> {
        let class = self.root().node("class");
        Coding(class).code().or(Concept(class).code())
    }

    /// What kind of visit.
    pub fn kinds(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "type")
    }

    /// Why.
    pub fn reasons(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "reasonCode")
    }

    /// From when until when.
    pub fn period(&self) -> Period<'_> {
        let root = self.root();
        Period(
            root.node("period")
                .present()
                .unwrap_or(root.node("actualPeriod")),
        )
    }

    /// Who took part besides the patient.
    pub fn participants(&self) -> impl Iterator<Item = Reference<'_>> {
        let all = self.root().list("participant");
        all.filter_map(|one| one.reference("individual").or(one.reference("actor")))
    }

    /// The hospital.
    pub fn provider(&self) -> Option<Reference<'_>> {
        self.root().reference("serviceProvider")
    }

    /// The place.
    pub fn location(&self) -> Option<Reference<'_>> {
        self.root().node("location").reference("location")
    }
}
