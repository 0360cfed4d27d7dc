//! MedicationRequest: a medicine that was prescribed.

use crate::fhir::datatypes::{Concept, Period, Quantity, Range, Reference, concepts, notes, words};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

resource_type!(
    /// A prescription, or an order for a medicine.
    MedicationRequest
);

impl MedicationRequest {
    /// `active`, `on-hold`, `cancelled`, `completed`, `entered-in-error`, `stopped`, `draft` or `unknown`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// `order`, `plan`, `proposal`...
    pub fn intent(&self) -> Option<&str> {
        self.root().str("intent")
    }

    /// The medicine, where it is named here or in a contained Medication.
    pub fn medication(&self) -> Option<Concept<'_>> {
        let root = self.root();
        let named = root.node("medicationCodeableConcept").present();
        named
            .or(root.node("medication").node("concept").present())
            .map(Concept)
            .or_else(|| {
                let inside = self.contained(&self.medication_reference()?)?;
                inside.node("code").present().map(Concept)
            })
    }

    /// The prescription that this one continues.
    pub fn renewed(&self) -> Option<Reference<'_>> {
        self.root().reference("priorPrescription")
    }

    /// The Medication it refers to, to be fetched or shown by its `display`.
    pub fn medication_reference(&self) -> Option<Reference<'_>> {
        let root = self.root();
        root.reference("medicationReference")
            .or(root.reference("medication"))
    }

    /// How to take it.
    pub fn dosages(&self) -> impl Iterator<Item = Dosage<'_>> {
        self.root().list("dosageInstruction").map(Dosage)
    }

    /// When it was written.
    pub fn authored(&self) -> Option<FhirDate> {
        self.root().date("authoredOn")
    }

    /// Who wrote it.
    pub fn requester(&self) -> Option<Reference<'_>> {
        self.root().reference("requester")
    }

    /// What it is for.
    pub fn reasons(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "reasonCode").chain(concepts(self.root(), "reason"))
    }

    /// How often it may be dispensed again.
    pub fn repeats(&self) -> Option<u32> {
        self.root()
            .node("dispenseRequest")
            .count("numberOfRepeatsAllowed")
    }

    /// When it may be dispensed.
    pub fn validity(&self) -> Period<'_> {
        Period(self.root().node("dispenseRequest").node("validityPeriod"))
    }

    /// Remarks.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        notes(self.root())
    }
}

/// One instruction for taking a medicine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dosage<'a>(pub Node<'a>);

impl<'a> Dosage<'a> {
    /// The instruction in words, in `language` where the source has it so: the text, else what it tells the patient,
    /// else the words of its timing.
    pub fn text(&self, language: &str) -> Option<&'a str> {
        let words = |key| words(self.0, key, language);
        words("text")
            .or_else(|| words("patientInstruction"))
            .or_else(|| self.timing().display(language))
    }

    /// How often, as a code or in words.
    pub fn timing(&self) -> Concept<'a> {
        Concept(self.0.node("timing").node("code"))
    }

    /// The structured timing (`Timing.repeat`): frequency, period, when.
    pub fn repeat(&self) -> Node<'a> {
        self.0.node("timing").node("repeat")
    }

    /// How much at a time.
    pub fn dose(&self) -> Option<Quantity<'a>> {
        self.rate().node("doseQuantity").present().map(Quantity)
    }

    /// How much at a time, from and to.
    pub fn dose_range(&self) -> Option<Range<'a>> {
        self.rate().node("doseRange").present().map(Range)
    }

    /// True where it is taken only when needed.
    pub fn is_as_needed(&self) -> bool {
        self.0.bool("asNeededBoolean").or(self.0.bool("asNeeded")) == Some(true)
            || self.0.node("asNeededCodeableConcept").present().is_some()
    }

    /// By mouth, under the skin, ...
    pub fn route(&self) -> Option<Concept<'a>> {
        self.0.node("route").present().map(Concept)
    }

    fn rate(&self) -> Node<'a> {
        self.0.node("doseAndRate")
    }
}
