//! The names of the patients whose comments are looked at.

use super::store::{Store, each};
use anyhow::Result;
use serde_json::Value;
use std::collections::HashMap;

/// Patients whose names are asked for at once: their ids stand in the address.
const NAMES_AT_ONCE: usize = 50;

/// All names of these patients, by their reference.
pub fn names(store: &impl Store, people: &[String]) -> Result<HashMap<String, Vec<String>>> {
    let mut names = HashMap::new();
    let ids: Vec<&str> = people
        .iter()
        .filter_map(|it| it.strip_prefix("Patient/"))
        .collect();
    for some in ids.chunks(NAMES_AT_ONCE) {
        let path = format!(
            "Patient?_id={}&_elements=name&_count={NAMES_AT_ONCE}",
            some.join(",")
        );
        each(store, path, |patient| {
            let key = crate::seed::json::url(patient);
            names.insert(key, words_of(&patient["name"]));
        })?;
    }
    Ok(names)
}

/// Every word of a name, and the whole where it is written without spaces.
fn words_of(name: &Value) -> Vec<String> {
    match name {
        Value::String(text) => text.split_whitespace().map(str::to_owned).collect(),
        Value::Array(items) => items.iter().flat_map(words_of).collect(),
        Value::Object(fields) => {
            let told = ["text", "family", "given"]
                .iter()
                .filter_map(|it| fields.get(*it));
            told.flat_map(words_of).collect()
        }
        _ => Vec::new(),
    }
}
