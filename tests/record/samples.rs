//! The record over data that we did not write: the US Core examples and synthetic patients of `../shared/data`.

use std::fs;
use std::path::PathBuf;

use sampan::fhir::types::Observation;
use sampan::fhir::{Page, Resource, Typed};
use sampan::record::model::{Chapter, Contents, Value, Vital, readings};
use serde_json::{Value as Json, json};

/// The JSON files of a folder of the shared data; `None` where it isn't there.
pub fn samples(folder: &str) -> Option<Vec<(String, Json)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(folder);
    let files = fs::read_dir(&folder).ok()?;
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a readable file");
        (
            path.display().to_string(),
            serde_json::from_str(&text).expect("JSON"),
        )
    };
    Some(
        files
            .filter_map(Result::ok)
            .map(|file| read(file.path()))
            .collect(),
    )
}

pub fn page(kind: &str, resources: &[&Json]) -> Page {
    let entries: Vec<Json> = resources
        .iter()
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle =
        Resource::parse(json!({"resourceType": "Bundle", "entry": entries})).expect("a bundle");
    Page::of(bundle, kind).expect("a page")
}

fn read(chapter: Chapter, resources: &[&Json], patient: &str) -> Contents {
    let kind = chapter.search(patient).kind().to_owned();
    let own: Vec<&Json> = resources
        .iter()
        .copied()
        .filter(|resource| resource["resourceType"] == kind.as_str())
        .collect();
    chapter.read(&page(&kind, &own), patient, "en")
}

#[test]
fn every_us_core_example_can_be_read() {
    let Some(files) = samples("us-core") else {
        println!("skipped: no shared data");
        return;
    };
    let mut shown = 0;
    for (name, json) in &files {
        if let Some(observation) = Resource::parse(json.clone())
            .as_ref()
            .and_then(Observation::of)
        {
            let panel = observation.members().next().is_some();
            assert!(
                panel || !readings(&observation, "en").is_empty(),
                "{name} says something"
            );
        }
        for chapter in Chapter::ALL {
            let contents = read(chapter, &[json], "example");
            shown += contents.entries.len();
            for entry in &contents.entries {
                assert!(entry.name.is_some(), "{name} has a name");
            }
        }
    }
    assert!(
        shown >= 50,
        "only {shown} of {} examples are shown",
        files.len()
    );
}

/// A patient of a transaction Bundle, with the references made as a server makes them.
fn patient(bundle: &Json) -> (String, Vec<&Json>) {
    let resources: Vec<&Json> = bundle["entry"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| &entry["resource"])
        .collect();
    let id = resources
        .iter()
        .find(|resource| resource["resourceType"] == "Patient")
        .expect("a patient")["id"]
        .clone();
    (id.as_str().expect("an id").to_owned(), resources)
}

/// The last numbers of one vital sign, straight from the JSON: by the text of the date, which is all UTC here.
fn latest_numbers(resources: &[&Json], loinc: &str) -> Option<Vec<f64>> {
    let has = |node: &Json, code: &str| {
        node["code"]["coding"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["code"] == code))
    };
    let mut all: Vec<&Json> = resources
        .iter()
        .copied()
        .filter(|resource| resource["resourceType"] == "Observation" && has(resource, loinc))
        .collect();
    all.sort_by_key(|resource| resource["effectiveDateTime"].as_str().map(str::to_owned));
    let last = all.last()?;
    if loinc == "55284-4" {
        let parts = last["component"].as_array()?;
        let of = |code: &str| {
            parts.iter().find(|part| has(part, code))?["valueQuantity"]["value"].as_f64()
        };
        return Some(vec![of("8480-6")?, of("8462-4")?]);
    }
    Some(vec![last["valueQuantity"]["value"].as_f64()?])
}

#[test]
fn the_latest_vitals_of_synthetic_patients_are_those_of_the_data() {
    let Some(files) = samples("synthea") else {
        println!("skipped: no shared data");
        return;
    };
    let mut compared = 0;
    for (name, bundle) in &files {
        let (id, resources) = patient(bundle);
        let vitals: Vec<Vital> = read(Chapter::Vitals, &resources, &id).latest;
        for loinc in [
            "55284-4", "29463-7", "8302-2", "39156-5", "8331-1", "72514-3",
        ] {
            let Some(expected) = latest_numbers(&resources, loinc) else {
                continue;
            };
            let found = vitals.iter().any(|vital| {
                let value: &Value = &vital.latest.readings[0].value;
                value
                    .numbers()
                    .iter()
                    .map(|number| number.number)
                    .collect::<Vec<_>>()
                    == expected
            });
            assert!(
                found,
                "{name}: {loinc} should be {expected:?} in {vitals:#?}"
            );
            compared += 1;
        }
    }
    assert!(compared >= 20, "{compared} compared");
}

#[test]
fn every_entry_of_synthetic_patients_is_shown_once() {
    let Some(files) = samples("synthea") else {
        println!("skipped: no shared data");
        return;
    };
    for (name, bundle) in &files {
        let (id, resources) = patient(bundle);
        let count = |kind: &str, category: Option<&str>| {
            let wanted = |resource: &&&Json| {
                resource["resourceType"] == kind
                    && category.is_none_or(|category| {
                        resource["category"][0]["coding"][0]["code"] == category
                    })
            };
            resources.iter().filter(wanted).count()
        };
        for (chapter, expected) in [
            (Chapter::Allergies, count("AllergyIntolerance", None)),
            (Chapter::Conditions, count("Condition", None)),
            (Chapter::Medicines, count("MedicationRequest", None)),
            (Chapter::Vitals, count("Observation", Some("vital-signs"))),
            (Chapter::Labs, count("Observation", Some("laboratory"))),
            (Chapter::Immunizations, count("Immunization", None)),
            (Chapter::Visits, count("Encounter", None)),
            (Chapter::Procedures, count("Procedure", None)),
        ] {
            assert_eq!(
                read(chapter, &resources, &id).entries.len(),
                expected,
                "{name} {chapter:?}"
            );
        }
    }
}
