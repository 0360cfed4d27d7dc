//! Numbers with units, their digits as sent.

use crate::fhir::resource::Node;

/// `Quantity`, and its kin `Age`, `Duration` and `SimpleQuantity`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity<'a>(pub Node<'a>);

impl<'a> Quantity<'a> {
    /// The number with the digits that were sent.
    pub fn value(&self) -> Option<&'a str> {
        self.0.number_text("value")
    }

    /// The number for arithmetic.
    pub fn number(&self) -> Option<f64> {
        self.0.number("value")
    }

    /// `<`, `<=`, `>=` or `>` where the number is only a bound.
    pub fn comparator(&self) -> Option<&'a str> {
        self.0.str("comparator")
    }

    /// The unit as a person reads it; the code where there are no words.
    pub fn unit(&self) -> Option<&'a str> {
        self.0.str("unit").or(self.code())
    }

    /// The unit's code, UCUM as a rule.
    pub fn code(&self) -> Option<&'a str> {
        self.0.str("code")
    }
}

/// `Range`: either end may be open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range<'a>(pub Node<'a>);

impl<'a> Range<'a> {
    /// The lower end.
    pub fn low(&self) -> Option<Quantity<'a>> {
        self.0.node("low").present().map(Quantity)
    }

    /// The upper end.
    pub fn high(&self) -> Option<Quantity<'a>> {
        self.0.node("high").present().map(Quantity)
    }
}

/// `Ratio`, such as a titre of 1:128.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio<'a>(pub Node<'a>);

impl<'a> Ratio<'a> {
    /// The part above.
    pub fn numerator(&self) -> Quantity<'a> {
        Quantity(self.0.node("numerator"))
    }

    /// The part below.
    pub fn denominator(&self) -> Quantity<'a> {
        Quantity(self.0.node("denominator"))
    }
}

/// `Money`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money<'a>(pub Node<'a>);

impl<'a> Money<'a> {
    /// The amount with the digits that were sent.
    pub fn value(&self) -> Option<&'a str> {
        self.0.number_text("value")
    }

    /// The currency, ISO 4217.
    pub fn currency(&self) -> Option<&'a str> {
        self.0.str("currency")
    }
}
