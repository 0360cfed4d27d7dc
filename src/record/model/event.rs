//! What happened once: vaccinations, procedures, documents.

use super::observation::name_of;
use super::status::{is_mistake, status_mark};
use super::{Entry, When, Word};
use crate::fhir::datatypes::Concept;
use crate::fhir::types::{DocumentReference, Immunization, Procedure};

/// A vaccination as an entry; `None` where it was declared a mistake.
pub fn immunization(immunization: &Immunization, language: &str) -> Option<Entry> {
    if is_mistake(immunization.status()) {
        return None;
    }
    let root = immunization.root();
    let mut entry = Entry {
        key: immunization.key(),
        name: name_of(immunization.vaccine(), language),
        current: true,
        when: When::of(root, "occurrence"),
        marks: status_mark(immunization.status()).into_iter().collect(),
        ..Entry::default()
    };
    entry.said(
        "record.reason",
        immunization
            .status_reason()
            .and_then(|reason| reason.display(language)),
    );
    entry.said("record.dose_number", immunization.dose_number());
    entry.said("record.lot", immunization.lot_number());
    entry.said(
        "record.by",
        immunization
            .performer()
            .and_then(|performer| performer.display),
    );
    entry.said(
        "record.place",
        immunization.location().and_then(|place| place.display),
    );
    if !immunization.is_primary_source() {
        entry.fact("record.source", vec![Word::Ours("record.source_told")]);
    }
    entry.notes(immunization.notes());
    Some(entry)
}

/// A procedure as an entry; `None` where it was declared a mistake.
pub fn procedure(procedure: &Procedure, language: &str) -> Option<Entry> {
    if is_mistake(procedure.status()) {
        return None;
    }
    let root = procedure.root();
    let mut entry = Entry {
        key: procedure.key(),
        name: name_of(procedure.code(), language),
        current: true,
        when: When::of(root, "performed").or(|| When::of(root, "occurrence")),
        marks: status_mark(procedure.status()).into_iter().collect(),
        ..Entry::default()
    };
    for reason in procedure
        .reasons()
        .filter_map(|reason| reason.display(language))
    {
        entry.said("record.reason", Some(reason));
    }
    entry.said(
        "record.outcome",
        Concept(root.node("outcome")).display(language),
    );
    entry.said(
        "record.by",
        procedure
            .performer()
            .and_then(|performer| performer.display),
    );
    entry.said(
        "record.place",
        root.reference("location").and_then(|place| place.display),
    );
    entry.notes(procedure.notes());
    Some(entry)
}

/// A document as an entry; `None` where it was declared a mistake.
pub fn document(document: &DocumentReference, language: &str) -> Option<Entry> {
    let root = document.root();
    if is_mistake(document.status()) || is_mistake(root.str("docStatus")) {
        return None;
    }
    let kind = name_of(document.document_type(), language);
    let title = document.description(language).or(document
        .attachments()
        .find_map(|attachment| attachment.title()));
    let mut entry = Entry {
        key: document.key(),
        name: kind.clone().or_else(|| title.map(Word::theirs)),
        current: document.status() != Some("superseded"),
        when: When::of_text(root.str("date")),
        ..Entry::default()
    };
    entry.marks.extend(status_mark(document.status()));
    entry.marks.extend(status_mark(root.str("docStatus")));
    entry.said("record.about", kind.and(title));
    entry.said(
        "record.by",
        document.author().and_then(|author| author.display),
    );
    entry.said(
        "record.place",
        root.reference("custodian")
            .and_then(|keeper| keeper.display),
    );
    Some(entry)
}
