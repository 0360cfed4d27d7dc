//! Allergies and intolerances, and the difference between "none known" and "none recorded".

use super::observation::name_of;
use super::status::{is_mistake, status_mark};
use super::{Absence, Entry, Mark, Weight, When, Word};
use crate::fhir::datatypes::{Concept, words};
use crate::fhir::types::{AllergyIntolerance, Reaction};

const SNOMED: &str = "http://snomed.info/sct";
/// The International Patient Summary's codes for what is absent or unknown.
pub(super) const IPS_ABSENT: &str = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";

/// An allergy as an entry; `None` where it was declared a mistake.
pub fn entry(allergy: &AllergyIntolerance, language: &str) -> Option<Entry> {
    if is_mistake(allergy.verification_status()) {
        return None;
    }
    let root = allergy.root();
    let refuted = allergy.verification_status() == Some("refuted");
    let mut entry = Entry {
        key: allergy.key(),
        // R4 lets a source name the substance only in the reaction.
        name: name_of(allergy.code(), language)
            .or_else(|| name_of(Concept(root.node("reaction").node("substance")), language)),
        current: !refuted && !matches!(allergy.clinical_status(), Some("inactive" | "resolved")),
        when: When::of(root, "onset")
            .lasting()
            .or(|| When::of_text(root.str("recordedDate"))),
        absence: absence(&allergy.code()),
        ..Entry::default()
    };
    entry.marks.extend(criticality(allergy.criticality()));
    entry.marks.extend(status_mark(allergy.clinical_status()));
    entry
        .marks
        .extend(status_mark(allergy.verification_status()));
    if allergy.allergy_type() == Some("intolerance") {
        entry.marks.push(Mark::plain("record.intolerance"));
    }
    for shown in allergy.reactions() {
        entry.fact("record.reaction", reaction(shown, language));
        entry.said("record.note", words(shown.0, "description", language));
    }
    entry.said(
        "record.by",
        root.reference("recorder")
            .and_then(|recorder| recorder.display),
    );
    entry.notes(allergy.notes());
    Some(entry)
}

fn criticality(code: Option<&str>) -> Option<Mark> {
    Some(match code? {
        "high" => Mark::new("record.risk_high", Weight::Alarm, Some("warning")),
        "low" => Mark::plain("record.risk_low"),
        "unable-to-assess" => Mark::plain("record.risk_unknown"),
        other => Mark::theirs(other),
    })
}

fn reaction(reaction: Reaction, language: &str) -> Vec<Word> {
    let mut parts: Vec<Word> = reaction
        .manifestations()
        .filter_map(|sign| sign.display(language))
        .map(Word::theirs)
        .collect();
    parts.extend(reaction.severity().map(|severity| match severity {
        "mild" => Word::Ours("record.severity_mild"),
        "moderate" => Word::Ours("record.severity_moderate"),
        "severe" => Word::Ours("record.severity_severe"),
        other => Word::theirs(other),
    }));
    parts
}

fn absence(code: &Concept) -> Option<Absence> {
    let is_any = |system: &str, codes: &[&str]| codes.iter().any(|one| code.is(system, one));
    if is_any(SNOMED, &["716186003", "160244002"]) || is_any(IPS_ABSENT, &["no-known-allergies"]) {
        Some(Absence::NoneKnown)
    } else if is_any(
        SNOMED,
        &[
            "409137002",
            "428607008",
            "429625007",
            "716184000",
            "716185004",
        ],
    ) || is_any(
        IPS_ABSENT,
        &[
            "no-known-medication-allergies",
            "no-known-environmental-allergies",
            "no-known-food-allergies",
        ],
    ) {
        Some(Absence::NoneKnownOfSort)
    } else {
        is_any(IPS_ABSENT, &["no-allergy-info"]).then_some(Absence::NotKnown)
    }
}

/// What the record, as a whole, says of allergies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllergyState {
    /// There are some.
    Some,
    /// The source says that none are known.
    NoneKnown,
    /// The source says so of one sort only, or that it doesn't know: not an all-clear.
    Partly,
    /// Nothing is recorded, which is no statement at all.
    NotRecorded,
}

/// The state of the allergies that hold now.
pub fn allergy_state(entries: &[Entry]) -> AllergyState {
    let now = || entries.iter().filter(|entry| entry.current);
    if now().any(|entry| entry.absence.is_none()) {
        AllergyState::Some
    } else if now().any(|entry| entry.absence == Some(Absence::NoneKnown)) {
        AllergyState::NoneKnown
    } else if now().next().is_some() {
        AllergyState::Partly
    } else {
        AllergyState::NotRecorded
    }
}
