//! Appointment: a visit that was asked for, booked, held or called off.

use serde_json::Value;

use crate::fhir::datatypes::{Concept, Identifier, Reference, concepts, words};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

resource_type!(
    /// A visit.
    Appointment
);

impl Appointment {
    /// `proposed`, `pending`, `booked`, `arrived`, `fulfilled`, `cancelled`, `noshow`, `entered-in-error`...
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// When it starts.
    pub fn start(&self) -> Option<FhirDate> {
        self.root().date("start")
    }

    /// When it ends.
    pub fn end(&self) -> Option<FhirDate> {
        self.root().date("end")
    }

    /// The slots it takes.
    pub fn slots(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("slot")
    }

    /// Who takes part.
    pub fn participants(&self) -> impl Iterator<Item = Participant<'_>> {
        self.root().list("participant").map(Participant)
    }

    /// The first participant of this type, such as `PractitionerRole`.
    pub fn actor(&self, kind: &str) -> Option<Reference<'_>> {
        self.participants()
            .filter_map(|participant| participant.actor())
            .find(|actor| actor.kind == Some(kind))
    }

    /// The kind of visit: `AMB`, `VR`.
    pub fn appointment_type(&self) -> Option<Concept<'_>> {
        self.root().node("appointmentType").present().map(Concept)
    }

    /// What is to be done.
    pub fn services(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "serviceType")
    }

    /// Why the patient comes.
    pub fn reasons(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "reasonCode").chain(concepts(self.root(), "reason"))
    }

    /// A line about it.
    pub fn description(&self) -> Option<&str> {
        self.root().str("description")
    }

    /// What the patient said when booking.
    pub fn comment(&self) -> Option<&str> {
        self.root().str("comment")
    }

    /// What the patient should do or bring, in `language` where the source has it so.
    pub fn instruction(&self, language: &str) -> Option<&str> {
        words(self.root(), "patientInstruction", language)
    }

    /// Papers about it: answered questions, letters, pictures.
    pub fn supporting(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("supportingInformation")
    }

    /// Why it was called off.
    pub fn cancelation_reason(&self) -> Option<Concept<'_>> {
        self.root().node("cancelationReason").present().map(Concept)
    }

    /// Its numbers.
    pub fn identifiers(&self) -> impl Iterator<Item = Identifier<'_>> {
        self.root().list("identifier").map(Identifier)
    }

    /// The same appointment with another status, for an update; everything else stays as it came.
    pub fn with_status(&self, status: &str) -> Value {
        self.with("status", Value::String(status.to_owned()))
    }
}

/// One who takes part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Participant<'a>(pub Node<'a>);

impl<'a> Participant<'a> {
    /// Who or what.
    pub fn actor(&self) -> Option<Reference<'a>> {
        self.0.reference("actor")
    }

    /// `accepted`, `declined`, `tentative` or `needs-action`.
    pub fn status(&self) -> Option<&'a str> {
        self.0.str("status")
    }
}
