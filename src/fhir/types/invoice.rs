//! Invoice: what a visit costs, item by item.

use crate::fhir::datatypes::{Concept, Money, Reference};
use crate::fhir::resource::Node;

/// Which visit it is for, and where to pay it; `docs/backend.md` tells the shapes.
const APPOINTMENT: &str = "https://sampan.health/fhir/StructureDefinition/invoice-appointment";
const PAYMENT_LINK: &str = "https://sampan.health/fhir/StructureDefinition/payment-link";

resource_type!(
    /// A bill.
    Invoice
);

impl Invoice {
    /// `draft`, `issued`, `balanced` (paid), `cancelled` or `entered-in-error`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// The visit that it is for.
    pub fn appointment(&self) -> Option<Reference<'_>> {
        self.root()
            .extension(APPOINTMENT)
            .reference("valueReference")
    }

    /// Where the hospital takes payment. Only https counts.
    pub fn payment_link(&self) -> Option<&str> {
        let link = self.root().extension(PAYMENT_LINK).str("valueUrl")?;
        link.starts_with("https://").then_some(link)
    }

    /// What is to be paid for, in order.
    pub fn lines(&self) -> impl Iterator<Item = InvoiceLine<'_>> {
        self.root().list("lineItem").map(InvoiceLine)
    }

    /// The whole sum, taxes included where it says so.
    pub fn total(&self) -> Option<Money<'_>> {
        let (gross, net) = (self.root().node("totalGross"), self.root().node("totalNet"));
        gross.present().or(net.present()).map(Money)
    }
}

/// One item of a bill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InvoiceLine<'a>(pub Node<'a>);

impl<'a> InvoiceLine<'a> {
    /// What it is for.
    pub fn concept(&self) -> Concept<'a> {
        Concept(self.0.node("chargeItemCodeableConcept"))
    }

    /// What it costs before surcharges and discounts, else the first price it names.
    pub fn price(&self) -> Option<Money<'a>> {
        let prices = || self.0.list("priceComponent");
        let base = prices().find(|price| price.str("type") == Some("base"));
        base.or(prices().next())?
            .node("amount")
            .present()
            .map(Money)
    }
}
