//! Schedule: whose time the slots share out.

use crate::fhir::datatypes::{Concept, Period, Reference, concepts};
use crate::fhir::resource::Node;

/// How long before its start a slot can last be booked; `docs/backend.md` tells its shape.
const NOTICE: &str = "https://sampan.health/fhir/StructureDefinition/booking-notice";
/// What a visit asks of the patient; `docs/backend.md` tells the shapes.
const INTAKE: &str = "https://sampan.health/fhir/StructureDefinition/intake-questionnaire";
const PREPARATION: &str = "https://sampan.health/fhir/StructureDefinition/visit-preparation";
const PAYMENT: &str = "https://sampan.health/fhir/StructureDefinition/payment-time";
const WAITING_LIST: &str = "https://sampan.health/fhir/StructureDefinition/waiting-list";

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

    /// The canonical URL of the Questionnaire to be answered before a visit.
    pub fn intake(&self) -> Option<&str> {
        self.root().extension(INTAKE).str("valueCanonical")
    }

    /// What to do and bring, in the clinic's words: an extension's `valueString`, with its translations beside it.
    pub fn preparation(&self) -> Option<Node<'_>> {
        self.root().extension(PREPARATION).present()
    }

    /// When a visit can be paid: `now`, `visit` (at the clinic) or `after`.
    pub fn payment_times(&self) -> impl Iterator<Item = &str> {
        let all = self.root().extensions(PAYMENT);
        all.filter_map(|one| one.str("valueCode"))
    }

    /// Whether the clinic keeps a waiting list for these times.
    pub fn has_waiting_list(&self) -> bool {
        self.root().extension(WAITING_LIST).bool("valueBoolean") == Some(true)
    }

    /// What is done in its slots.
    pub fn services(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "serviceType")
    }
}
