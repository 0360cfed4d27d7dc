//! Small words for the FHIR elements that every generator writes.

use serde_json::{Value, json};

pub const SNOMED: &str = "http://snomed.info/sct";
pub const LOINC: &str = "http://loinc.org";
pub const UCUM: &str = "http://unitsofmeasure.org";
/// Where Sampan's own extensions live; `docs/backend.md` tells their shapes.
pub const EXTENSION: &str = "https://sampan.health/fhir/StructureDefinition";

/// A number as written: `6.30` stays `6.30`. Null for text that is no number, which a test refuses.
pub fn number(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// A Coding.
pub fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({"system": system, "code": code, "display": display})
}

/// A CodeableConcept of one coding whose display serves as the text.
pub fn concept(system: &str, code: &str, display: &str) -> Value {
    json!({"coding": [coding(system, code, display)], "text": display})
}

/// A Quantity in UCUM.
pub fn quantity(value: &str, unit: &str, code: &str) -> Value {
    json!({"value": number(value), "unit": unit, "system": UCUM, "code": code})
}

/// A Reference such as `Patient/patient-lin-mei` with the words to show.
pub fn reference(target: &str, display: &str) -> Value {
    json!({"reference": target, "display": display})
}

/// What stands beside a string (as `_name` beside `name`) to give it in Chinese: the translation extension.
pub fn in_chinese(text: &str) -> Value {
    json!({"extension": [{
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [{"url": "lang", "valueCode": "zh"}, {"url": "content", "valueString": text}],
    }]})
}

/// A CodeableConcept with its text in English and Chinese.
pub fn concept_in_both(system: &str, code: &str, display: &str, text: [&str; 2]) -> Value {
    json!({"coding": [coding(system, code, display)], "text": text[0], "_text": in_chinese(text[1])})
}

/// `Practitioner/dr-00001` for a resource of that type and id.
pub fn url(resource: &Value) -> String {
    let part = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
    format!("{}/{}", part("resourceType"), part("id"))
}
