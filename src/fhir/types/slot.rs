//! Slot: a stretch of time that is free or taken.

use serde_json::Value;

use crate::fhir::datatypes::{Concept, Reference, concepts};
use crate::fhir::date::FhirDate;

const BOOKING_LINK: &str =
    "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link";

resource_type!(
    /// A time that may be booked.
    Slot
);

impl Slot {
    /// `free`, `busy`, `busy-unavailable`, `busy-tentative` or `entered-in-error`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// True where it may be booked.
    pub fn is_free(&self) -> bool {
        self.status() == Some("free")
    }

    /// The schedule it is part of.
    pub fn schedule(&self) -> Option<Reference<'_>> {
        self.root().reference("schedule")
    }

    /// When it starts.
    pub fn start(&self) -> Option<FhirDate> {
        self.root().date("start")
    }

    /// When it ends.
    pub fn end(&self) -> Option<FhirDate> {
        self.root().date("end")
    }

    /// What is done in it.
    pub fn services(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "serviceType")
    }

    /// The style of appointment it is for.
    pub fn appointment_type(&self) -> Option<Concept<'_>> {
        self.root().node("appointmentType").present().map(Concept)
    }

    /// A web page where it can be booked; only https counts.
    pub fn booking_link(&self) -> Option<&str> {
        let link = self.root().extension(BOOKING_LINK).str("valueUrl")?;
        link.starts_with("https://").then_some(link)
    }

    /// The same slot with another status, for an update; everything else stays as it came.
    pub fn with_status(&self, status: &str) -> Value {
        self.with("status", Value::String(status.to_owned()))
    }
}
