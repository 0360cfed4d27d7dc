//! A hospital that publishes files (SMART Scheduling Links): what is read of them, kept, and chosen.

mod choose;
mod lines;
mod link;
mod manifest;
mod shelf;
mod site;

use sampan::links::model::manifest::Kind;
use sampan::links::model::shelf::{Line, Shelf};
use serde_json::{Value, json};

/// 2021-03-01T00:00:00Z, in milliseconds since 1970.
const NOW: i64 = 1_614_556_800_000;

const EXTENSION: &str = "http://fhir-registry.smarthealthit.org/StructureDefinition";

/// A Location as the specification's example has it.
fn location(id: &str, name: &str, city: &str, state: &str) -> Value {
    json!({
        "resourceType": "Location", "id": id, "name": name,
        "telecom": [{"system": "phone", "value": "413-000-0000"}, {"system": "url", "value": "https://pharmacy.example.com/location/00"}],
        "address": {"line": ["123 Summer St"], "city": city, "state": state, "postalCode": "02114", "district": "Suffolk"},
        "identifier": [{"system": "https://cdc.gov/vaccines/programs/vtrcks", "value": "fake-vtrcks-pin-00"}],
    })
}

fn schedule(id: &str, actors: &[&str]) -> Value {
    let actors: Vec<Value> = actors.iter().map(|it| json!({"reference": it})).collect();
    json!({
        "resourceType": "Schedule", "id": id,
        "serviceType": [{"coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/service-type", "code": "57", "display": "Immunization"},
            {"system": "http://fhir-registry.smarthealthit.org/CodeSystem/service-type", "code": "covid19-immunization", "display": "COVID-19 Immunization Appointment"},
        ]}],
        "actor": actors,
        "extension": [
            {"url": format!("{EXTENSION}/vaccine-dose"), "valueInteger": 1},
            {"url": format!("{EXTENSION}/vaccine-product"), "valueCoding": {"system": "http://hl7.org/fhir/sid/cvx", "code": "207", "display": "Moderna COVID-19 Vaccine"}},
        ],
    })
}

fn slot(id: &str, schedule: &str, start: &str, end: &str) -> Value {
    json!({
        "resourceType": "Slot", "id": id, "schedule": {"reference": format!("Schedule/{schedule}")}, "status": "free", "start": start, "end": end,
        "extension": [
            {"url": format!("{EXTENSION}/booking-deep-link"), "valueUrl": "https://ehr-portal.example.org/bookings?slot=1000000"},
            {"url": format!("{EXTENSION}/booking-phone"), "valueString": "000-000-0000"},
            {"url": format!("{EXTENSION}/slot-capacity"), "valueInteger": 100},
        ],
    })
}

fn take(shelf: &mut Shelf, kind: Kind, resource: &Value) -> Line {
    shelf.take(kind, resource.to_string().as_bytes())
}
