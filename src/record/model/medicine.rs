//! Medicines that were prescribed, and how to take them.

use super::observation::name_of;
use super::status::{is_mistake, status_mark};
use super::{Entry, Mark, Number, Value, Weight, When, Word};
use crate::fhir::datatypes::{Concept, Quantity, words};
use crate::fhir::types::{Dosage, MedicationRequest};
use crate::fhir::{Included, Node, Resource, Typed};

/// A prescription as an entry; `None` where it was declared a mistake. `included` holds the Medications it may refer to.
pub fn entry(request: &MedicationRequest, included: &Included, language: &str) -> Option<Entry> {
    if is_mistake(request.status()) {
        return None;
    }
    let root = request.root();
    let mut entry = Entry {
        key: request.key(),
        name: name(request, included, language),
        current: matches!(
            request.status(),
            None | Some("active" | "on-hold" | "unknown")
        ),
        when: When::of_text(root.str("authoredOn")),
        ..Entry::default()
    };
    // A finished prescription of the past needs to be told from one that is to be taken.
    let status = match request.status() {
        Some("completed") => Some(Mark::plain("record.status_completed")),
        other => status_mark(other),
    };
    entry.marks.extend(status);
    if root.bool("doNotPerform") == Some(true) {
        entry.marks.push(Mark::new(
            "record.do_not_take",
            Weight::Alarm,
            Some("warning"),
        ));
    }
    if matches!(request.intent(), Some("proposal" | "plan")) {
        entry.marks.push(Mark::plain(match request.renewed() {
            Some(_) => "record.renewal_asked",
            None => "record.intent_plan",
        }));
    }
    for taken in request.dosages() {
        entry.fact("record.how_to_take", dosage(taken, language));
    }
    for reason in request
        .reasons()
        .filter_map(|reason| reason.display(language))
    {
        entry.said("record.reason", Some(reason));
    }
    for reason in root
        .references("reasonReference")
        .filter_map(|reason| reason.display)
    {
        entry.said("record.reason", Some(reason));
    }
    entry.said(
        "record.by",
        request.requester().and_then(|requester| requester.display),
    );
    entry.notes(request.notes());
    Some(entry)
}

fn name(request: &MedicationRequest, included: &Included, language: &str) -> Option<Word> {
    let named = request
        .medication()
        .and_then(|medicine| name_of(medicine, language));
    named.or_else(|| {
        let code =
            elsewhere(&request.0, included).map(|medicine| Concept(medicine.root().node("code")));
        code.and_then(|code| name_of(code, language)).or_else(|| {
            let display = request.medication_reference()?.display;
            display.map(Word::theirs)
        })
    })
}

/// The Medication that a prescription refers to, of those that came along; `None` for anything else.
pub fn elsewhere<'a>(resource: &Resource, included: &'a Included) -> Option<&'a Resource> {
    let request = MedicationRequest::of(resource)?;
    let reference = request.medication_reference()?.text?;
    included.get(reference)
}

/// The keys (`Medication/id`) of the medicines whose name still has to be fetched.
pub fn unnamed(requests: &[MedicationRequest], included: &Included) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    for request in requests
        .iter()
        .filter(|request| name(request, included, "").is_none())
    {
        let id = request
            .medication_reference()
            .and_then(|reference| reference.id_of("Medication"));
        if let Some(id) = id.filter(|id| !missing.iter().any(|known| known == id)) {
            missing.push(id.to_owned());
        }
    }
    missing
}

/// How to take it: the source's words, else what its codes say in plain words.
fn dosage(dosage: Dosage, language: &str) -> Vec<Word> {
    // `Dosage::text` would also take a bare timing code for the whole, and lose the dose.
    let text = words(dosage.0, "text", language)
        .or_else(|| words(dosage.0, "patientInstruction", language));
    if let Some(text) = text {
        return vec![Word::theirs(text)];
    }
    let mut parts: Vec<Word> = Vec::new();
    parts.extend(dosage.dose().and_then(dose));
    if let Some(Value::Range(Some(low), Some(high))) = dosage.dose_range().map(Value::of_range) {
        let unit = high
            .unit
            .clone()
            .map(|unit| [" ", &unit].concat())
            .unwrap_or_default();
        parts.push(Word::Theirs(
            [&low.digits, "–", &high.digits, &unit].concat(),
        ));
    }
    let timing = || dosage.timing().display(language).map(Word::theirs);
    parts.extend(frequency(dosage.repeat()).or_else(timing));
    parts.extend(
        dosage
            .route()
            .and_then(|route| route.display(language))
            .map(Word::theirs),
    );
    if dosage.is_as_needed() {
        parts.push(Word::Ours("record.as_needed"));
    }
    parts
}

fn dose(quantity: Quantity) -> Option<Word> {
    let dose = Number::of(quantity)?;
    Some(match dose.unit {
        Some(unit) => Word::Theirs([&dose.digits, " ", &unit].concat()),
        None => Word::Filled("record.dose", vec![("amount", dose.digits)]),
    })
}

/// `2` times in `1` day.
fn frequency(repeat: Node) -> Option<Word> {
    let period = repeat.number_text("period")?;
    let times = repeat.number_text("frequency").unwrap_or("1").to_owned();
    let times = match repeat.number_text("frequencyMax") {
        Some(most) => [&times, "–", most].concat(),
        None => times,
    };
    let (each, every) = match repeat.str("periodUnit")? {
        "h" => ("record.times_an_hour", "record.times_in_hours"),
        "d" => ("record.times_a_day", "record.times_in_days"),
        "wk" => ("record.times_a_week", "record.times_in_weeks"),
        "mo" => ("record.times_a_month", "record.times_in_months"),
        _ => return None,
    };
    Some(match period {
        "1" => Word::Filled(each, vec![("times", times)]),
        _ => Word::Filled(every, vec![("times", times), ("period", period.to_owned())]),
    })
}
