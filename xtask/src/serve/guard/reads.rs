//! What anybody may read.

use super::{entries, patients};
use axum::http::Method;
use serde_json::Value;

/// Resource types that anybody may read: they tell of the hospital, not of patients.
const OPEN: &[&str] = &[
    "HealthcareService",
    "Location",
    "MeasureReport",
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Questionnaire",
    "Schedule",
    "Slot",
    "VerificationResult",
];

/// What codes the stars of a review, as a search spells it.
const OVERALL: &str =
    "https%3A%2F%2Fsampan.health%2Ffhir%2FCodeSystem%2Fpatient-experience%7Coverall";

/// Search parameters that reach into other resources, and so could ask about patients by the back door.
const REACHING: &[&str] = &[
    "_has",
    "_revinclude",
    "_filter",
    "_query",
    "_list",
    "_content",
    "_text",
];

/// The same, where they reach no further than the directory: which people have a role of this kind.
const HARMLESS_REACH: &[&str] = &[
    "_has:PractitionerRole:practitioner:specialty",
    "_has:PractitionerRole:practitioner:organization",
    "_has:PractitionerRole:practitioner:service",
];

/// Whether a request may be answered without a token. `path` is below the FHIR base and keeps its query.
pub fn is_open(method: &Method, path: &str, body: &[u8]) -> bool {
    let path = path.trim_start_matches('/');
    if *method == Method::GET {
        return path == "metadata" || is_open_read(path);
    }
    let Ok(bundle) = serde_json::from_slice::<Value>(body) else {
        return false;
    };
    *method == Method::POST
        && path.is_empty()
        && bundle["type"] == "batch"
        && entries(&bundle).all(|entry| {
            entry["request"]["method"] == "GET"
                && entry["request"]["url"].as_str().is_some_and(is_open_read)
        })
}

/// `Slot?status=free` or `Slot/1`.
fn is_open_read(path: &str) -> bool {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = path.split('/');
    let kind = parts.next().unwrap_or_default();
    let plain = parts.all(|part| !part.is_empty() && !part.starts_with(['_', '$']));
    let reaches = |pair: &str| {
        let whole = pair.split('=').next().unwrap_or_default();
        let name = whole.split([':', '%']).next().unwrap_or_default();
        REACHING.contains(&name) && !HARMLESS_REACH.contains(&whole)
    };
    let open = OPEN.contains(&kind) && !query.split('&').any(reaches);
    plain && (open || is_count_of_reviews(path, query))
}

/// How many reviews a doctor has, of so many stars: what anybody may know, where no MeasureReport says it. Any other
/// parameter could ask for reviews of one patient.
fn is_count_of_reviews(path: &str, query: &str) -> bool {
    const HARMLESS: &[&str] = &[
        "focus",
        "status",
        "value-quantity",
        "_summary",
        "_count",
        "_sort",
    ];
    let pairs = || query.split('&').filter_map(|pair| pair.split_once('='));
    let of_reviews = |(name, value): (&str, &str)| name == "code" && value == OVERALL;
    path == "Observation"
        && pairs().any(of_reviews)
        && pairs().all(|pair| of_reviews(pair) || HARMLESS.contains(&pair.0))
}

/// An answer without whatever isn't open: included resources of other types, and whatever names a patient.
pub fn open_part(content: &[u8]) -> Vec<u8> {
    match serde_json::from_slice::<Value>(content) {
        Ok(mut answer) => {
            open_only(&mut answer);
            answer.to_string().into_bytes()
        }
        Err(_) => Vec::new(),
    }
}

fn open_only(resource: &mut Value) {
    if resource["resourceType"] != "Bundle" {
        if !is_open_resource(resource) {
            *resource = serde_json::json!({"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "login"}]});
        }
        return;
    }
    // Each answer of a batch keeps its place, for it is known by its number.
    let batch = resource["type"] == "batch-response";
    let Some(entries) = resource["entry"].as_array_mut() else {
        return;
    };
    entries.retain(|entry| batch || is_open_resource(&entry["resource"]));
    for entry in entries {
        if entry["resource"].is_object() {
            open_only(&mut entry["resource"]);
        }
    }
}

fn is_open_resource(resource: &Value) -> bool {
    let kind = resource["resourceType"].as_str().unwrap_or_default();
    matches!(kind, "CapabilityStatement" | "OperationOutcome")
        || (OPEN.contains(&kind) && patients(resource).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_directory_is_open_and_nothing_else() {
        for (path, open) in [
            ("/Slot?status=free", true),
            ("/PractitionerRole/role-1", true),
            ("/metadata", true),
            ("/Patient/p1", false),
            ("/Appointment?patient=p1", false),
            ("/Slot?_revinclude=Appointment:slot", false),
            ("/Slot?_revinclude:iterate=Appointment:slot", false),
            ("/Slot?_has:Appointment:slot:patient=p1", false),
            ("/Slot?_has%3AAppointment%3Aslot%3Apatient=p1", false),
            (
                "/Practitioner?name=wang&_has:PractitionerRole:practitioner:specialty=1",
                true,
            ),
            (
                "/Practitioner?_has:PractitionerRole:practitioner:_has:Appointment:actor:patient=p1",
                false,
            ),
            (
                "/Practitioner?_has:PractitionerRole:practitioner:specialty.x=1",
                false,
            ),
            ("/Slot/1/_history", false),
            ("/Slot/$everything", false),
            ("/", false),
            (
                &format!(
                    "/Observation?code={OVERALL}&focus=PractitionerRole%2F1&value-quantity=5&_summary=count"
                ),
                true,
            ),
            (
                &format!("/Observation?code={OVERALL}&focus=PractitionerRole%2F1&patient=p1"),
                false,
            ),
            (&format!("/Observation?code={OVERALL}&code=1234-5"), false),
            (&format!("/Observation/o1?code={OVERALL}"), false),
            ("/Observation?focus=PractitionerRole%2F1", false),
        ] {
            assert_eq!(is_open(&Method::GET, path, b""), open, "{path}");
        }
        let batch = |url: &str, method: &str| {
            json!({"resourceType": "Bundle", "type": "batch", "entry": [
                {"request": {"method": "GET", "url": "Slot?status=free"}},
                {"request": {"method": method, "url": url}},
            ]})
            .to_string()
        };
        assert!(is_open(
            &Method::POST,
            "",
            batch("Location?_id=1", "GET").as_bytes()
        ));
        assert!(!is_open(
            &Method::POST,
            "",
            batch("Patient?_id=1", "GET").as_bytes()
        ));
        assert!(!is_open(
            &Method::POST,
            "",
            batch("Slot/1", "PUT").as_bytes()
        ));
        assert!(!is_open(&Method::POST, "/Slot", b"{}"));
        assert!(!is_open(&Method::PUT, "/Slot/1", b"{}"));
    }

    #[test]
    fn an_open_answer_names_no_patient() {
        let answer = json!({"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": {"resourceType": "Slot", "id": "1"}},
            {"resource": {"resourceType": "Patient", "id": "p1"}},
            {"resource": {"resourceType": "Schedule", "actor": [{"reference": "Patient/p1"}]}},
        ]});
        let left: Value =
            serde_json::from_slice(&open_part(answer.to_string().as_bytes())).unwrap();
        assert_eq!(
            left["entry"],
            json!([{"resource": {"resourceType": "Slot", "id": "1"}}])
        );
        let inner = json!({"resourceType": "Bundle", "type": "batch-response", "entry": [{"resource": answer}, {"resource": {"resourceType": "Patient", "id": "p1"}}]});
        let left = String::from_utf8(open_part(inner.to_string().as_bytes())).unwrap();
        assert!(!left.contains("p1"), "{left}");
    }
}
