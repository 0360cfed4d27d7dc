//! "My doctor": `Patient.generalPractitioner` (FHIR R4, 8.1.10.3), as the patient may choose it.

use serde_json::{Value, json};

use super::doctor::Doctor;
use crate::fhir::datatypes::Reference;
use crate::fhir::types::Patient;

/// Who has been chosen: people in their roles, and not the practice that may stand beside them.
pub fn chosen(patient: &Patient) -> Vec<Reference<'_>> {
    let all = patient.root().references("generalPractitioner");
    all.filter(is_person).collect()
}

/// Whether this doctor is among the chosen, in this role or as a person. `base` is the directory's, of the references that
/// lead to another server than the record's.
pub fn is_chosen(patient: &Patient, doctor: &Doctor, base: &str) -> bool {
    let mut all = chosen(patient).into_iter();
    all.any(|it| is_of(it.text.unwrap_or_default(), doctor, base))
}

fn is_of(reference: &str, doctor: &Doctor, base: &str) -> bool {
    let role = ["PractitionerRole/", &doctor.id].concat();
    let local = reference.strip_prefix(base).unwrap_or(reference);
    let local = local.trim_start_matches('/');
    local == role || Some(local) == doctor.practitioner.as_deref()
}

/// The list with this doctor in the place of whoever was chosen before; a practice stays. `base` as of [`is_chosen`], where the
/// directory is another server than the record.
pub fn with_chosen(patient: &Patient, doctor: &Doctor, base: Option<&str>) -> Value {
    let key = ["PractitionerRole/", &doctor.id].concat();
    let reference = match base {
        Some(base) => [base, "/", &key].concat(),
        None => key,
    };
    let mut list = entries(patient, |key| !is_person_key(key));
    list.insert(0, json!({"reference": reference, "display": doctor.name}));
    Value::Array(list)
}

/// The list without this doctor; whoever else is in it stays.
pub fn without_chosen(patient: &Patient, doctor: &Doctor, base: &str) -> Value {
    Value::Array(entries(patient, |key| !is_of(key, doctor, base)))
}

/// The entries whose references are to stay.
fn entries(patient: &Patient, stays: impl Fn(&str) -> bool) -> Vec<Value> {
    let all = patient.value()["generalPractitioner"].as_array();
    let all = all.into_iter().flatten();
    let stays = |it: &&Value| stays(it["reference"].as_str().unwrap_or_default());
    all.filter(stays).cloned().collect()
}

fn is_person(reference: &Reference) -> bool {
    is_person_key(reference.text.unwrap_or_default())
}

fn is_person_key(reference: &str) -> bool {
    let mut parts = reference.rsplit('/').skip(1);
    matches!(parts.next(), Some("PractitionerRole" | "Practitioner"))
}
