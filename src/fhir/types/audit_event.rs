//! AuditEvent: who did what with the record, and when.

use crate::fhir::datatypes::{Concept, Reference, concepts};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

resource_type!(
    /// Something that was done with the record.
    AuditEvent
);

impl AuditEvent {
    /// When the server wrote it down.
    pub fn recorded(&self) -> Option<FhirDate> {
        self.root().date("recorded")
    }

    /// `C`, `R`, `U`, `D` or `E` (create, read, update, delete, execute).
    pub fn action(&self) -> Option<&str> {
        self.root().str("action")
    }

    /// True where the server refused, or failed (`outcome` is `0` for success in R4, `success` in R5).
    pub fn failed(&self) -> bool {
        let outcome = self.root().node("outcome");
        let code = outcome.text().or(outcome.node("code").str("code"));
        !matches!(code, None | Some("0" | "success"))
    }

    /// Who took part: people, apps, devices.
    pub fn agents(&self) -> impl Iterator<Item = Agent<'_>> {
        self.root().list("agent").map(Agent)
    }

    /// What it was done with: by reference, or in words only.
    pub fn objects(&self) -> impl Iterator<Item = (Option<&str>, Option<Reference<'_>>)> {
        let entities = self.root().list("entity");
        entities.map(|entity| (entity.str("name"), entity.reference("what")))
    }

    /// What for.
    pub fn purposes(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "purposeOfEvent").chain(concepts(self.root(), "authorization"))
    }

    /// The system that wrote it down.
    pub fn observer(&self) -> Option<Reference<'_>> {
        self.root().node("source").reference("observer")
    }
}

/// Somebody or something that took part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agent<'a>(Node<'a>);

impl<'a> Agent<'a> {
    /// Whether this one asked for it.
    pub fn asked(&self) -> bool {
        self.0.bool("requestor") == Some(true)
    }

    /// Who, as a resource.
    pub fn who(&self) -> Option<Reference<'a>> {
        self.0.reference("who")
    }

    /// Their name.
    pub fn name(&self) -> Option<&'a str> {
        let who = || self.who()?.display;
        self.0.str("name").or_else(who).or(self.0.str("altId"))
    }

    /// In which part: physician, nurse, app.
    pub fn part(&self) -> Concept<'a> {
        Concept(self.0.node("role").present().unwrap_or(self.0.node("type")))
    }
}
