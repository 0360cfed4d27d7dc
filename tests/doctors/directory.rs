//! A small directory of doctors, made by hand.

use sampan::fhir::{Page, Resource};
use serde_json::{Value, json};

/// 2026-11-22T10:00:00Z.
pub const NOW: i64 = 1_795_341_600_000;
pub const SNOMED: &str = "http://snomed.info/sct";
const EXTENSION: &str = "https://sampan.health/fhir/StructureDefinition";

pub fn translation(text: &str) -> Value {
    json!({"extension": [{
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [{"url": "lang", "valueCode": "zh"}, {"url": "content", "valueString": text}],
    }]})
}

/// The role of doctor `n`, a cardiologist at hospital 1 who takes visits in person and by video.
pub fn role(n: u32) -> Value {
    let option = |code: &str, fee: &str| {
        let fee: Value = serde_json::from_str(fee).expect("a number");
        json!({"url": format!("{EXTENSION}/visit-option"), "extension": [
            {"url": "mode", "valueCoding": {"code": code}},
            {"url": "fee", "valueMoney": {"value": fee, "currency": "CNY"}},
            {"url": "duration", "valueDuration": {"value": 20, "unit": "min", "code": "min"}},
        ]})
    };
    json!({
        "resourceType": "PractitionerRole",
        "id": format!("role-{n}"),
        "active": true,
        "extension": [
            {"url": "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients", "extension": [
                {"url": "acceptingPatients", "valueCodeableConcept": {"coding": [{"code": "newpt"}]}},
            ]},
            option("AMB", "150.00"),
            option("VR", "120.00"),
        ],
        "practitioner": {"reference": format!("Practitioner/dr-{n}"), "display": format!("Doctor {n}")},
        "organization": {"reference": "Organization/org-1", "display": "Heron Bay Hospital"},
        "location": [{"reference": "Location/loc-1", "display": "Heron Bay Hospital"}],
        "specialty": [{
            "coding": [{"system": SNOMED, "code": "394579002", "display": "Cardiology"}],
            "text": "Cardiology", "_text": translation("心血管内科"),
        }],
        "availableTime": [
            {"daysOfWeek": ["tue"], "availableStartTime": "13:30:00", "availableEndTime": "17:00:00"},
            {"daysOfWeek": ["mon", "tue"], "availableStartTime": "08:00:00", "availableEndTime": "11:30:00"},
        ],
    })
}

pub fn practitioner(n: u32) -> Value {
    json!({
        "resourceType": "Practitioner",
        "id": format!("dr-{n}"),
        "active": true,
        "name": [
            {"use": "official", "text": "王伟", "family": "王", "given": ["伟"]},
            {"use": "usual", "text": "Wang Wei", "family": "Wang", "given": ["Wei"]},
        ],
        "gender": "female",
        "communication": [
            {"coding": [{"system": "urn:ietf:bcp:47", "code": "zh"}], "text": "Chinese"},
            {"coding": [{"system": "urn:ietf:bcp:47", "code": "en"}], "text": "English"},
        ],
    })
}

pub fn organization() -> Value {
    json!({
        "resourceType": "Organization", "id": "org-1", "active": true,
        "name": "Heron Bay Hospital", "_name": translation("鹭湾医院"), "alias": ["鹭湾医院"],
    })
}

pub fn location() -> Value {
    json!({
        "resourceType": "Location", "id": "loc-1", "status": "active",
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "Asia/Shanghai"}],
        "name": "Heron Bay Hospital", "_name": translation("鹭湾医院"),
        "telecom": [{"system": "phone", "value": "+86 21 0555 0101"}],
        "position": {"latitude": 31.2279, "longitude": 121.5221},
    })
}

/// A search set: what was found, and what came along.
pub fn bundle(found: Vec<Value>, included: Vec<Value>) -> Value {
    let entry = |mode: &'static str| move |resource: Value| json!({"resource": resource, "search": {"mode": mode}});
    let entries: Vec<Value> = found
        .into_iter()
        .map(entry("match"))
        .chain(included.into_iter().map(entry("include")))
        .collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries})
}

/// The answer to a batch.
pub fn batch(answers: Vec<Value>) -> Value {
    let entry = |answer: Value| json!({"resource": answer, "response": {"status": "200 OK"}});
    json!({"resourceType": "Bundle", "type": "batch-response", "entry": answers.into_iter().map(entry).collect::<Vec<_>>()})
}

/// The page of roles 1 to `count`, with everything included.
pub fn roles(count: u32) -> Value {
    let along = (1..=count)
        .map(practitioner)
        .chain([organization(), location()]);
    bundle((1..=count).map(role).collect(), along.collect())
}

pub fn page(bundle: Value, kind: &str) -> Page {
    Page::of(Resource::parse(bundle).expect("a resource"), kind).expect("a page")
}
