//! Observation: what was measured, tested or answered.

use crate::fhir::datatypes::{
    Concept, Period, Quantity, Range, Ratio, Reference, any_code, concepts, notes,
};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

resource_type!(
    /// A measurement, laboratory result or answer.
    Observation
);

impl Observation {
    /// The result as a whole; its components are read alike.
    pub fn measured(&self) -> Measured<'_> {
        Measured(self.root())
    }

    /// `final`, `preliminary`, `amended`, `corrected`, `cancelled`, `entered-in-error`...
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// True where it is in a category, such as `vital-signs` or `laboratory`.
    pub fn is_category(&self, code: &str) -> bool {
        any_code(self.root(), "category", code)
    }

    /// When it was true of the patient: a moment, or the start of a period; else when it was published.
    pub fn date(&self) -> Option<FhirDate> {
        let root = self.root();
        root.date("effectiveDateTime")
            .or_else(|| root.date("effectiveInstant"))
            .or_else(|| Period(root.node("effectivePeriod")).start())
            .or_else(|| root.date("issued"))
    }

    /// Its parts, such as the systolic and diastolic pressure.
    pub fn components(&self) -> impl Iterator<Item = Measured<'_>> {
        self.root().list("component").map(Measured)
    }

    /// The part with this code, whatever its position.
    pub fn component(&self, system: &str, code: &str) -> Option<Measured<'_>> {
        self.components().find(|part| part.code().is(system, code))
    }

    /// The observations of a panel.
    pub fn members(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("hasMember")
    }

    /// Who answers for it.
    pub fn performer(&self) -> Option<Reference<'_>> {
        self.root().reference("performer")
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}

/// A result: a whole Observation, or one of its components.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured<'a>(pub Node<'a>);

impl<'a> Measured<'a> {
    /// What was measured.
    pub fn code(&self) -> Concept<'a> {
        Concept(self.0.node("code"))
    }

    /// The value, of whichever type; `None` where there is none.
    pub fn value(&self) -> Option<ObservationValue<'a>> {
        let (kind, node) = self.0.choice("value")?;
        ObservationValue::of(kind, node)
    }

    /// The value, where it is a quantity.
    pub fn quantity(&self) -> Option<Quantity<'a>> {
        self.0.node("valueQuantity").present().map(Quantity)
    }

    /// Why there is no value.
    pub fn absent_reason(&self) -> Option<Concept<'a>> {
        self.0.node("dataAbsentReason").present().map(Concept)
    }

    /// High, low, abnormal... as the laboratory says.
    pub fn interpretations(&self) -> impl Iterator<Item = Concept<'a>> + use<'a> {
        concepts(self.0, "interpretation")
    }

    /// What is usual, as the laboratory says; several where it depends.
    pub fn reference_ranges(&self) -> impl Iterator<Item = ReferenceRange<'a>> + use<'a> {
        self.0.list("referenceRange").map(ReferenceRange)
    }
}

/// The `value[x]` of an Observation.
#[derive(Clone, Debug, PartialEq)]
pub enum ObservationValue<'a> {
    /// A number with a unit.
    Quantity(Quantity<'a>),
    /// A coded answer.
    Concept(Concept<'a>),
    /// Words.
    Text(&'a str),
    /// Yes or no.
    Boolean(bool),
    /// A whole number, its digits as sent.
    Integer(&'a str),
    /// From, to.
    Range(Range<'a>),
    /// One to so many.
    Ratio(Ratio<'a>),
    /// A date, or a time of day as text.
    Date(FhirDate),
    /// A stretch of time.
    Period(Period<'a>),
    /// A type that Sampan doesn't show, such as sampled data; its name.
    Other(&'a str),
}

impl<'a> ObservationValue<'a> {
    fn of(kind: &'a str, node: Node<'a>) -> Option<Self> {
        Some(match kind {
            "Quantity" => Self::Quantity(Quantity(node)),
            "CodeableConcept" => Self::Concept(Concept(node)),
            "String" | "Time" => Self::Text(node.text()?),
            "Boolean" => Self::Boolean(node.value().as_bool()?),
            "Integer" => Self::Integer(node.value().as_number()?.as_str()),
            "Range" => Self::Range(Range(node)),
            "Ratio" => Self::Ratio(Ratio(node)),
            "DateTime" => Self::Date(FhirDate::parse(node.text()?)?),
            "Period" => Self::Period(Period(node)),
            other => Self::Other(other),
        })
    }
}

/// One reference range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReferenceRange<'a>(pub Node<'a>);

impl<'a> ReferenceRange<'a> {
    /// From and to, with units.
    pub fn range(&self) -> Range<'a> {
        Range(self.0)
    }

    /// The range in words.
    pub fn text(&self) -> Option<&'a str> {
        self.0.str("text")
    }

    /// What it means: normal, therapeutic, ... Normal where nothing is said.
    pub fn kind(&self) -> Option<Concept<'a>> {
        self.0.node("type").present().map(Concept)
    }

    /// True for the range of healthy people: it says `normal`, or nothing.
    pub fn is_normal(&self) -> bool {
        self.kind()
            .is_none_or(|kind| kind.codings().any(|coding| coding.code() == Some("normal")))
    }

    /// For whom it holds.
    pub fn applies_to(&self) -> impl Iterator<Item = Concept<'a>> + use<'a> {
        concepts(self.0, "appliesTo")
    }

    /// For which ages it holds.
    pub fn age(&self) -> Option<Range<'a>> {
        self.0.node("age").present().map(Range)
    }
}
