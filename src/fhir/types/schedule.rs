//! Schedule: whose time the slots share out.

use crate::fhir::datatypes::{Concept, Period, Reference, concepts};

/// How long before its start a slot can last be booked; `docs/backend.md` tells its shape.
const NOTICE: &str = "https://sampan.health/fhir/StructureDefinition/booking-notice";

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

    /// How long before its start a slot can last be booked, in minutes, where it is said.
    pub fn notice(&self) -> Option<i64> {
        let notice = self.root().extension(NOTICE).node("valueDuration");
        let each = match notice.str("code")? {
            "min" => 1,
            "h" => 60,
            "d" => 24 * 60,
            _ => return None,
        };
        Some(i64::from(notice.count("value")?) * each)
    }

    /// What is done in its slots.
    pub fn services(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "serviceType")
    }
}
