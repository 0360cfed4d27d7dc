//! The ways to a visit, the best first. A server has some of them; the page's words promise what its rung can hold.

use crate::fhir::Capability;
use crate::fhir::types::Slot;

/// A way to a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rung {
    /// `$hold` and `$book` on Appointment (IHE ITI Scheduling): the time is kept while the patient checks.
    Operations,
    /// Slot and Appointment in one transaction.
    Transaction,
    /// The Slot with If-Match, then the Appointment; the Slot is given back where that fails.
    Conditional,
    /// An Appointment with status `proposed`: the clinic decides.
    Request,
    /// The clinic's own page for this slot, https.
    Link(String),
    /// Nothing but the phone.
    Phone,
}

impl Rung {
    /// Whether what it leads to is a visit for certain, and not only a wish.
    pub fn books(&self) -> bool {
        matches!(
            self,
            Rung::Operations | Rung::Transaction | Rung::Conditional
        )
    }

    /// Whether Sampan itself takes and frees the slot.
    pub fn takes_slot(&self) -> bool {
        matches!(self, Rung::Transaction | Rung::Conditional)
    }

    /// A name for keeping; `None` for a rung that leaves nothing behind.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Rung::Operations => Some("operations"),
            Rung::Transaction => Some("transaction"),
            Rung::Conditional => Some("conditional"),
            Rung::Request => Some("request"),
            Rung::Link(_) | Rung::Phone => None,
        }
    }

    /// The rung of a name.
    pub fn named(name: &str) -> Option<Self> {
        [
            Rung::Operations,
            Rung::Transaction,
            Rung::Conditional,
            Rung::Request,
        ]
        .into_iter()
        .find(|rung| rung.name() == Some(name))
    }
}

/// The highest rung for a slot on a server that says this of itself. One that says nothing is tried with a transaction,
/// which shows what it can do.
pub fn rung(said: Option<&Capability>, slot: &Slot) -> Rung {
    let guarded = slot.version().is_some();
    let Some(said) = said else {
        return match guarded {
            true => Rung::Transaction,
            false => Rung::Request,
        };
    };
    if said.operates("Appointment", "book") {
        Rung::Operations
    } else if said.transactions() && guarded {
        Rung::Transaction
    } else if said.allows("Slot", "update") && said.allows("Appointment", "create") && guarded {
        Rung::Conditional
    } else if said.allows("Appointment", "create") {
        Rung::Request
    } else {
        without_writing(slot)
    }
}

/// The rung below all those that write.
pub fn without_writing(slot: &Slot) -> Rung {
    match slot.booking_link() {
        Some(link) => Rung::Link(link.to_owned()),
        None => Rung::Phone,
    }
}
