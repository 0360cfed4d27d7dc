//! Conditions: problems and diagnoses.

use super::allergy::IPS_ABSENT;
use super::observation::name_of;
use super::status::{is_mistake, status_mark};
use super::{Absence, Entry, When};
use crate::fhir::types::Condition;

/// A condition as an entry; `None` where it was declared a mistake.
pub fn entry(condition: &Condition, language: &str) -> Option<Entry> {
    if is_mistake(condition.verification_status()) {
        return None;
    }
    let root = condition.root();
    let onset = When::of(root, "onset");
    let abatement = When::of(root, "abatement");
    let current = is_current(condition, &abatement);
    let when = When::between(onset, abatement);
    let mut entry = Entry {
        key: condition.key(),
        name: name_of(condition.code(), language),
        current,
        when: if current { when.lasting() } else { when }
            .or(|| When::of_text(root.str("recordedDate"))),
        absence: absence(condition),
        ..Entry::default()
    };
    entry.marks.extend(status_mark(condition.clinical_status()));
    entry
        .marks
        .extend(status_mark(condition.verification_status()));
    entry.said(
        "record.severity",
        condition
            .severity()
            .and_then(|severity| severity.display(language)),
    );
    entry.said(
        "record.by",
        root.reference("recorder")
            .or(root.reference("asserter"))
            .and_then(|by| by.display),
    );
    entry.notes(condition.notes());
    Some(entry)
}

/// Whether it holds now. Without a status, a diagnosis of one visit and what has abated are of the past; a problem on
/// the list is shown rather than hidden.
fn is_current(condition: &Condition, abatement: &When) -> bool {
    if condition.verification_status() == Some("refuted") {
        return false;
    }
    match condition.clinical_status() {
        Some("inactive" | "remission" | "resolved") => false,
        Some(_) => true,
        None => *abatement == When::Unknown && !condition.is_category("encounter-diagnosis"),
    }
}

fn absence(condition: &Condition) -> Option<Absence> {
    let code = condition.code();
    if code.is(IPS_ABSENT, "no-known-problems") {
        Some(Absence::NoneKnown)
    } else {
        code.is(IPS_ABSENT, "no-problem-info")
            .then_some(Absence::NotKnown)
    }
}
