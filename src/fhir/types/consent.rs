//! Consent: what the patient agreed to, or refused.

use crate::fhir::datatypes::{Concept, Period, Reference, concepts};
use crate::fhir::date::FhirDate;

resource_type!(
    /// An agreement, or its refusal.
    Consent
);

impl Consent {
    /// `draft`, `proposed`, `active`, `rejected`, `inactive` or `entered-in-error`.
    pub fn status(&self) -> Option<&str> {
        self.root().str("status")
    }

    /// What it is about: the kinds of the agreement, else its field (research, treatment).
    pub fn subjects(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "category").chain(concepts(self.root(), "scope"))
    }

    /// When it was given.
    pub fn date(&self) -> Option<FhirDate> {
        self.root()
            .date("dateTime")
            .or_else(|| self.root().date("date"))
    }

    /// True for what is allowed, false for what is not; `None` where the source says neither.
    pub fn permits(&self) -> Option<bool> {
        let said = self.root().node("provision").str("type");
        match said.or(self.root().str("decision"))? {
            "permit" => Some(true),
            "deny" => Some(false),
            _ => None,
        }
    }

    /// From when until when it holds.
    pub fn period(&self) -> Period<'_> {
        let provision = self.root().node("provision").node("period");
        Period(provision.present().unwrap_or(self.root().node("period")))
    }

    /// With whom it was made.
    pub fn holders(&self) -> impl Iterator<Item = Reference<'_>> {
        let older = self.root().references("organization");
        older.chain(self.root().references("controller"))
    }

    /// Whom it lets in or keeps out.
    pub fn others(&self) -> impl Iterator<Item = Reference<'_>> {
        let actors = self.root().node("provision").list("actor");
        actors.filter_map(|actor| actor.reference("reference"))
    }
}
