//! Schedule: whose time the slots share out.

use crate::fhir::datatypes::{Concept, Period, Reference, concepts};

resource_type!(
    /// A container of slots, for one or more actors.
    Schedule
);

impl Schedule {
    /// False only where it is out of use.
    pub fn is_active(&self) -> bool {
        self.root().bool("active") != Some(false)
    }

    /// Doctors, roles, places whose time it is.
    pub fn actors(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("actor")
    }

    /// The id of its first actor of this type.
    pub fn actor(&self, kind: &str) -> Option<&str> {
        self.actors().find_map(|actor| actor.id_of(kind))
    }

    /// The time it has slots for.
    pub fn horizon(&self) -> Period<'_> {
        Period(self.root().node("planningHorizon"))
    }

    /// What is done in its slots.
    pub fn services(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "serviceType")
    }
}
