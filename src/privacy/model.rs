//! Accesses, agreements and permissions as plain data.

use crate::fhir::FhirDate;
use crate::fhir::types::{Agent, AuditEvent, Consent};

/// What was done with the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Added,
    Read,
    Changed,
    Removed,
    /// Anything else, or unsaid.
    Used,
}

/// Somebody's access to the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    pub when: Option<FhirDate>,
    pub who: Who,
    /// In which part, in the source's words.
    pub part: Option<String>,
    pub act: Act,
    /// With what: the source's words, else the kinds of resources.
    pub what: Vec<What>,
    /// What for, in the source's words.
    pub why: Option<String>,
    /// Through which system.
    pub system: Option<String>,
    /// Whether it was refused, or failed.
    pub refused: bool,
}

/// Who it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The patient.
    Patient,
    Named(String),
    Unknown,
}

/// What an access was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// In the source's words.
    Said(String),
    /// A resource type.
    Kind(String),
}

impl Look {
    /// Reads an access to the record of `patient`, in `language` where the source has it so.
    pub fn of(event: &AuditEvent, patient: &str, language: &str) -> Self {
        let agents: Vec<Agent> = event.agents().collect();
        let asked = agents.iter().find(|agent| agent.asked());
        let agent = asked.or(agents.first());
        let why = event
            .purposes()
            .find_map(|purpose| purpose.display(language));
        Self {
            when: event.recorded(),
            who: agent.map_or(Who::Unknown, |agent| who(agent, patient)),
            part: agent
                .and_then(|agent| agent.part().display(language))
                .map(str::to_owned),
            act: act(event.action()),
            what: what(event, patient),
            why: why.map(str::to_owned),
            system: event
                .observer()
                .and_then(|system| system.display)
                .map(str::to_owned),
            refused: event.failed(),
        }
    }
}

fn who(agent: &Agent, patient: &str) -> Who {
    let itself = agent
        .who()
        .is_some_and(|who| who.kind == Some("Patient") && who.id == Some(patient));
    match agent.name() {
        _ if itself => Who::Patient,
        Some(name) => Who::Named(name.to_owned()),
        None => Who::Unknown,
    }
}

fn act(action: Option<&str>) -> Act {
    match action {
        Some("C") => Act::Added,
        Some("R") => Act::Read,
        Some("U") => Act::Changed,
        Some("D") => Act::Removed,
        _ => Act::Used,
    }
}

/// What it was about, each once. The patient is always among it, and says nothing by that.
fn what(event: &AuditEvent, patient: &str) -> Vec<What> {
    let mut found = Vec::new();
    for (name, reference) in event.objects() {
        let itself =
            reference.is_some_and(|it| it.kind == Some("Patient") && it.id == Some(patient));
        let words = name.or(reference.and_then(|it| it.display));
        let kind = reference.and_then(|it| it.kind);
        let what = match (words, kind) {
            _ if itself => continue,
            (Some(words), _) => What::Said(words.to_owned()),
            (None, Some(kind)) => What::Kind(kind.to_owned()),
            (None, None) => continue,
        };
        if !found.contains(&what) {
            found.push(what);
        }
    }
    found
}

/// An agreement, or its refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// What it is about, in the source's words.
    pub about: Option<String>,
    pub state: State,
    /// True for what is allowed, false for what is not; `None` where the source says neither.
    pub permits: Option<bool>,
    pub given: Option<FhirDate>,
    pub until: Option<FhirDate>,
    /// With whom, in the source's words.
    pub holders: Vec<String>,
    /// Whom it lets in or keeps out, in the source's words.
    pub others: Vec<String>,
}

/// Whether an agreement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    InForce,
    /// Asked for and not answered yet.
    Proposed,
    Refused,
    /// Withdrawn, replaced, or past its end.
    Over,
    /// The source doesn't say.
    Unknown,
}

impl Agreement {
    /// Reads an agreement as it stands at `now` (milliseconds since 1970); `None` for one entered in error.
    pub fn of(consent: &Consent, now: i64, language: &str) -> Option<Self> {
        let until = consent.period().end();
        let past = until.as_ref().is_some_and(|end| end.end_ms() <= now);
        let state = match consent.status() {
            Some("entered-in-error") => return None,
            Some("active") if past => State::Over,
            Some("active") => State::InForce,
            Some("draft" | "proposed") => State::Proposed,
            Some("rejected") => State::Refused,
            Some("inactive") => State::Over,
            _ => State::Unknown,
        };
        let names =
            |reference: crate::fhir::datatypes::Reference| reference.display.map(str::to_owned);
        let about = consent.subjects().find_map(|about| about.display(language));
        Some(Self {
            about: about.map(str::to_owned),
            state,
            permits: consent.permits(),
            given: consent.date(),
            until,
            holders: consent.holders().filter_map(names).collect(),
            others: consent.others().filter_map(names).collect(),
        })
    }
}
