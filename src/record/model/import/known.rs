//! Which readings of a file the record has already.

use std::collections::HashSet;

use serde_json::Value;

use super::super::home::{Measure, Part};
use super::{Line, Verdict};
use crate::fhir::FhirDate;
use crate::native::{number_text, parse_number};

/// Marks the lines that the record has already, or that stand in the file before.
pub fn mark_known<'a>(lines: &mut [Line], record: impl Iterator<Item = &'a Value>) {
    let mut known: HashSet<String> = HashSet::new();
    for observation in record {
        let id = observation["id"].as_str().unwrap_or_default();
        known.insert(["Observation/", id].concat());
        known.extend(
            Measure::ALL
                .into_iter()
                .filter_map(|measure| sign_of(measure, observation)),
        );
    }
    for line in lines {
        let (Some(at), Some(taken)) = (&line.at, &line.taken) else {
            continue;
        };
        let is_entry = line.key.as_ref().is_some_and(|key| known.contains(key));
        let numbers: Vec<f64> = taken
            .numbers
            .iter()
            .filter_map(|text| parse_number(text))
            .collect();
        let sign = sign(taken.measure, at, taken.unit, &numbers);
        let fresh = sign.is_none_or(|sign| known.insert(sign));
        if is_entry || !fresh {
            line.verdict = Verdict::Known;
        }
    }
}

/// What makes two readings the same: measure, moment, unit and numbers.
fn sign(measure: Measure, at: &str, unit: &str, numbers: &[f64]) -> Option<String> {
    let start = FhirDate::parse(at)?.start_ms();
    let numbers: Vec<String> = numbers.iter().map(|number| number_text(*number)).collect();
    Some(
        [
            measure.label(),
            &start.to_string(),
            unit,
            &numbers.join("/"),
        ]
        .join("|"),
    )
}

fn sign_of(measure: Measure, observation: &Value) -> Option<String> {
    let codes = measure.codes();
    let is = |node: &Value, wanted: &dyn Fn(&str) -> bool| {
        let codings = node["code"]["coding"].as_array();
        codings.is_some_and(|all| {
            all.iter()
                .any(|one| one["code"].as_str().is_some_and(wanted))
        })
    };
    if !is(observation, &|code| codes.contains(&code)) {
        return None;
    }
    let quantities: Vec<&Value> = match measure {
        Measure::Pressure => {
            let components = observation["component"].as_array()?;
            let part = |part: &Part| {
                let mut all = components.iter();
                all.find(|node| is(node, &|code| code == part.loinc.0))
                    .map(|node| &node["valueQuantity"])
            };
            measure.parts().iter().filter_map(part).collect()
        }
        _ => vec![&observation["valueQuantity"]],
    };
    let numbers: Vec<f64> = quantities
        .iter()
        .filter_map(|quantity| quantity["value"].as_f64())
        .collect();
    let unit = quantities.first()?["code"].as_str()?;
    sign(
        measure,
        observation["effectiveDateTime"].as_str()?,
        unit,
        &numbers,
    )
}
