//! The mark that an attempt leaves on a slot: a temporary identifier, the same value as the Appointment's.
//!
//! An identifier and not a tag: some servers keep every tag that a resource ever had, and then nobody could tell whose
//! mark is the last. A slot bears one mark at most.

use serde_json::{Value, json};

use super::{URI, bears};
use crate::fhir::Node;
use crate::fhir::types::{Appointment, Slot};

/// The slot as taken by the attempt with this mark.
pub fn claimed(slot: &Slot, mark: &str) -> Value {
    marked(slot, "busy", Some(mark))
}

/// The slot, free again and without a mark; everything else as it was.
pub fn freed(slot: &Slot) -> Value {
    marked(slot, "free", None)
}

/// The free slot in a new version: a request that is still on its way to it comes to nothing.
pub fn fenced(slot: &Slot, mark: &str) -> Value {
    marked(slot, "free", Some(mark))
}

/// Whether the attempt with this mark has the slot.
pub fn has(slot: &Slot, mark: &str) -> bool {
    !slot.is_free() && marks(slot).any(|found| found == mark)
}

/// Whether the slot bears a mark of this appointment, and so was taken for it.
pub fn is_for(slot: &Slot, appointment: &Appointment) -> bool {
    !slot.is_free() && marks(slot).any(|mark| bears(appointment, mark))
}

/// Whether the slot may be freed on behalf of this appointment, which had it: nobody else's mark is on it.
pub fn may_free(slot: &Slot, appointment: &Appointment) -> bool {
    marks(slot).all(|mark| bears(appointment, mark))
}

fn marks(slot: &Slot) -> impl Iterator<Item = &str> {
    let identifiers = slot.root().list("identifier");
    identifiers
        .filter(|identifier| is_mark(*identifier))
        .filter_map(|identifier| identifier.str("value"))
}

fn is_mark(identifier: Node) -> bool {
    identifier.str("use") == Some("temp") && identifier.str("system") == Some(URI)
}

fn marked(slot: &Slot, status: &str, mark: Option<&str>) -> Value {
    let mut edited = slot.with_status(status);
    let others = slot.root().list("identifier");
    let mut identifiers: Vec<Value> = others
        .filter(|identifier| !is_mark(*identifier))
        .map(|identifier| identifier.value().clone())
        .collect();
    identifiers.extend(mark.map(|mark| json!({"use": "temp", "system": URI, "value": mark})));
    if let Some(fields) = edited.as_object_mut() {
        // FHIR knows no empty lists.
        match identifiers.is_empty() {
            true => fields.remove("identifier"),
            false => fields.insert("identifier".to_owned(), identifiers.into()),
        };
    }
    edited
}
