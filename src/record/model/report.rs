//! Diagnostic reports: panels of laboratory results, findings of imaging and pathology.

use super::observation::name_of;
use super::status::{is_mistake, status_mark};
use super::{Entry, When, Word};
use crate::fhir::types::DiagnosticReport;

/// A report as an entry; `None` where it was declared a mistake.
pub fn entry(report: &DiagnosticReport, language: &str) -> Option<Entry> {
    if is_mistake(report.status()) {
        return None;
    }
    let root = report.root();
    let mut entry = Entry {
        key: report.key(),
        name: name_of(report.code(), language),
        current: true,
        when: When::of(root, "effective").or(|| When::of_text(root.str("issued"))),
        marks: status_mark(report.status()).into_iter().collect(),
        ..Entry::default()
    };
    entry.said("record.conclusion", report.conclusion(language));
    for code in report
        .conclusion_codes()
        .filter_map(|code| code.display(language))
    {
        entry.said("record.conclusion", Some(code));
    }
    let results: Vec<Word> = report
        .results()
        .filter_map(|result| result.display)
        .map(Word::theirs)
        .collect();
    entry.fact("record.results", results);
    entry.said(
        "record.by",
        report.performer().and_then(|performer| performer.display),
    );
    Some(entry)
}
