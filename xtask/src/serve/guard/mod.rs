//! What the development server lets through to the FHIR server, beyond what the FHIR server checks by itself.
//!
//! Helios confines a `patient/` token's reads to that patient. Three things are left to us: the open directory, which
//! needs no token and for which Helios knows no anonymous access; writes within a transaction, which Helios allows
//! only with `user/` scopes, which it doesn't confine; and those who act for others (`carers`).

mod reads;
mod reviews;
mod writes;

pub use reads::{is_open, open_part};
pub use writes::check_writes;

use serde_json::Value;

/// The entries of a Bundle; of anything else, none.
pub fn entries(bundle: &Value) -> impl Iterator<Item = &Value> {
    bundle["entry"].as_array().into_iter().flatten()
}

/// The ids of all patients that a resource names, itself included.
fn patients(resource: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if resource["resourceType"] == "Patient" {
        found.extend(resource["id"].as_str().map(str::to_owned));
    }
    collect_patients(resource, &mut found);
    found
}

/// Whether a resource refers to another by a search, which a server resolves to whatever it finds
/// (<https://hl7.org/fhir/R4/http.html#trules>).
fn has_conditional_reference(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| match value.as_str() {
            Some(reference) => name == "reference" && reference.contains('?'),
            None => has_conditional_reference(value),
        }),
        Value::Array(items) => items.iter().any(has_conditional_reference),
        _ => false,
    }
}

fn collect_patients(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(reference) if name == "reference" => {
                        let (_, id) = reference.rsplit_once("Patient/").unwrap_or_default();
                        if !id.is_empty() {
                            found.push(id.split('/').next().unwrap_or_default().to_owned());
                        }
                    }
                    _ => collect_patients(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_patients(item, found)),
        _ => {}
    }
}
