//! What the development server lets through to the FHIR server, beyond what the FHIR server checks by itself.
//!
//! Helios confines a `patient/` token's reads to that patient. Three things are left to us: the open directory, which
//! needs no token and for which Helios knows no anonymous access; writes within a transaction, which Helios allows
//! only with `user/` scopes, which it doesn't confine; and those who act for others (`carers`).

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
        let name = pair.split(['=', ':', '%']).next().unwrap_or_default();
        REACHING.contains(&name)
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

/// Whether somebody who acts for these `patients` may write what a request writes; an error says why not. `ask` reads a
/// path below the base, as those patients see it or, where that is too little, as the server does.
pub fn check_writes(
    method: &Method,
    path: &str,
    body: &[u8],
    patients: &[String],
    ask: impl Fn(&str, bool) -> Option<Value>,
) -> Result<(), String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let path = path.trim_start_matches('/');
    if path.is_empty() && *method == Method::POST {
        return entries(&body).try_for_each(|entry| {
            let request = &entry["request"];
            let method = request["method"].as_str().unwrap_or_default();
            let url = request["url"].as_str().unwrap_or_default();
            check_write(method, url, &entry["resource"], patients, &ask)
        });
    }
    check_write(method.as_str(), path, &body, patients, &ask)
}

fn check_write(
    method: &str,
    url: &str,
    resource: &Value,
    allowed: &[String],
    ask: &impl Fn(&str, bool) -> Option<Value>,
) -> Result<(), String> {
    if method == "GET" {
        return Ok(());
    }
    let own = patients(resource)
        .iter()
        .all(|found| allowed.contains(found));
    let (kind, id) = url.split_once('/').unwrap_or((url, ""));
    if own && is_review(resource) {
        check_review(resource, ask)?;
    }
    match (method, kind) {
        _ if !own => Err("this would write into another patient's record".into()),
        ("POST", _) => Ok(()),
        // What stands in a record is not for the patient to change, but for what they said of a visit.
        ("PUT", _) if is_review(resource) && !keeps_tags(url, resource, ask) => {
            Err("moderating a review is the hospital's to do".into())
        }
        ("PUT", "Observation") if !is_review(resource) => {
            Err("only the stars of a review are a patient's to change".into())
        }
        ("PUT", "Slot") => check_slot(id, resource, ask),
        ("PUT", "Patient") => check_patient(url, resource, ask),
        // What these patients can read is theirs.
        ("PUT", _) if ask(url, true).is_some() => Ok(()),
        _ => Err(format!("{method} {url} is not the patient's to do")),
    }
}

/// Whether a resource is one of the two that a review is (`docs/reviews.md`).
fn is_review(resource: &Value) -> bool {
    let questionnaire = resource["questionnaire"].as_str().unwrap_or_default();
    let canonical = questionnaire.split('|').next();
    review_key(resource).is_some()
        || canonical == Some("https://sampan.health/fhir/Questionnaire/patient-experience")
        || resource["code"]["coding"][0]["system"]
            == "https://sampan.health/fhir/CodeSystem/patient-experience"
}

/// Whether the tags stay as they are, by which a hospital flags and removes reviews.
fn keeps_tags(url: &str, new: &Value, ask: &impl Fn(&str, bool) -> Option<Value>) -> bool {
    let old = ask(url, true).unwrap_or_default();
    old["meta"]["tag"] == new["meta"]["tag"]
}

/// The visit that a review's identifier names.
fn review_key(resource: &Value) -> Option<&str> {
    let identifiers = &resource["identifier"];
    let all = identifiers
        .as_array()
        .map_or(std::slice::from_ref(identifiers), Vec::as_slice);
    let of_review = |it: &&Value| it["system"] == "https://sampan.health/fhir/NamingSystem/review";
    all.iter().find(of_review)?["value"].as_str()
}

/// A review is of a visit of these patients that has taken place, and of the doctor who was there.
fn check_review(
    resource: &Value,
    ask: &impl Fn(&str, bool) -> Option<Value>,
) -> Result<(), String> {
    let visit = review_key(resource).filter(|visit| visit.starts_with("Appointment/"));
    let visit = visit.ok_or("a review names its visit")?;
    let visit = ask(visit, true).ok_or("a review is of an own visit")?;
    let doctor = match resource["resourceType"] == "Observation" {
        true => &resource["focus"][0]["reference"],
        false => &resource["subject"]["reference"],
    };
    let participants = visit["participant"].as_array();
    let mut participants = participants.into_iter().flatten();
    let was_there = participants.any(|it| it["actor"]["reference"] == *doctor);
    match visit["status"] == "fulfilled" && doctor.is_string() && was_there {
        true => Ok(()),
        false => Err("a review is of a doctor at a visit that has taken place".into()),
    }
}

/// Patients choose their doctor; whatever else identifies them is the hospital's to change.
fn check_patient(
    url: &str,
    new: &Value,
    ask: &impl Fn(&str, bool) -> Option<Value>,
) -> Result<(), String> {
    let rest = |patient: &Value| {
        let mut patient = patient.clone();
        if let Some(fields) = patient.as_object_mut() {
            fields.retain(|name, _| !matches!(name.as_str(), "generalPractitioner" | "meta"));
        }
        patient
    };
    let old = ask(url, true).ok_or("this patient isn't known")?;
    match rest(&old) == rest(new) {
        true => Ok(()),
        false => {
            Err("of a Patient, only the general practitioner is the patient's to choose".into())
        }
    }
}

/// A patient may take a free slot, and give back one that an own appointment holds; nothing else of it may change.
fn check_slot(
    id: &str,
    new: &Value,
    ask: &impl Fn(&str, bool) -> Option<Value>,
) -> Result<(), String> {
    let mut old = ask(&format!("Slot/{id}"), false).ok_or("there is no such slot")?;
    let frees = old["status"] != "free" && new["status"] == "free";
    let mut new = new.clone();
    for slot in [&mut old, &mut new] {
        if let Some(slot) = slot.as_object_mut() {
            slot.remove("status");
            slot.remove("meta");
            without_mark(slot);
        }
    }
    if old != new {
        return Err("only a slot's status and mark are a patient's to change".into());
    }
    let held = || {
        let found = ask(&format!("Appointment?slot=Slot/{id}"), true)?;
        entries(&found).next().map(drop)
    };
    if frees && held().is_none() {
        return Err("this slot is held by somebody else".into());
    }
    Ok(())
}

/// Takes out the mark that an attempt to book leaves on the slot for as long as it is taken (`docs/booking.md`).
fn without_mark(slot: &mut serde_json::Map<String, Value>) {
    let Some(Value::Array(identifiers)) = slot.get_mut("identifier") else {
        return;
    };
    identifiers.retain(|identifier| identifier["use"] != "temp");
    if identifiers.is_empty() {
        slot.remove("identifier");
    }
}

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

    #[test]
    fn a_patient_writes_only_what_is_their_own() {
        let slot = |status: &str| json!({"resourceType": "Slot", "id": "1", "status": status, "start": "2030-01-01T09:00:00Z"});
        let visit = |patient: &str| json!({"resourceType": "Appointment", "id": "a", "participant": [{"actor": {"reference": format!("Patient/{patient}")}}]});
        // Slot 1 is busy with an appointment of p1's.
        let ask = |by: &'static str| {
            move |path: &str, own: bool| match (path, own) {
                ("Slot/1", false) => Some(slot("busy")),
                ("Slot/2", false) => Some(slot("free")),
                ("Appointment/a", true) if by == "p1" => Some(visit("p1")),
                ("Appointment?slot=Slot/1", true) if by == "p1" => Some(json!({"entry": [{}]})),
                ("Appointment?slot=Slot/1", true) => Some(json!({"entry": []})),
                _ => None,
            }
        };
        let check = |by: &'static str, method: &str, url: &str, resource: Value| {
            let bundle = json!({"type": "transaction", "entry": [{"request": {"method": method, "url": url}, "resource": resource}]});
            check_writes(
                &Method::POST,
                "",
                bundle.to_string().as_bytes(),
                &[by.to_owned()],
                ask(by),
            )
            .is_ok()
        };
        assert!(check("p1", "POST", "Appointment", visit("p1")));
        assert!(
            !check("p2", "POST", "Appointment", visit("p1")),
            "into another's record"
        );
        assert!(check("p1", "PUT", "Appointment/a", visit("p1")));
        assert!(
            !check("p2", "PUT", "Appointment/a", visit("p2")),
            "takes another's appointment over"
        );
        assert!(check("p2", "PUT", "Slot/2", slot("busy")));
        assert!(check("p1", "PUT", "Slot/1", slot("free")));
        assert!(
            !check("p2", "PUT", "Slot/1", slot("free")),
            "frees what another holds"
        );
        let mut moved = slot("busy");
        moved["start"] = json!("2031-01-01T09:00:00Z");
        assert!(!check("p1", "PUT", "Slot/2", moved));
        assert!(!check("p1", "DELETE", "Appointment/a", Value::Null));
    }

    #[test]
    fn patients_choose_their_doctor_and_nothing_else_of_themselves() {
        let patient = |name: &str, doctor: &str| {
            json!({"resourceType": "Patient", "id": "p1", "name": [{"text": name}],
                "generalPractitioner": [{"reference": doctor}]})
        };
        let ask = |url: &str, _: bool| {
            (url == "Patient/p1").then(|| patient("Lin", "PractitionerRole/r1"))
        };
        let put = |body: Value, of: &str| {
            let body = body.to_string();
            check_writes(
                &Method::PUT,
                "Patient/p1",
                body.as_bytes(),
                &[of.to_owned()],
                ask,
            )
            .is_ok()
        };
        assert!(put(patient("Lin", "PractitionerRole/r2"), "p1"));
        assert!(!put(patient("Wang", "PractitionerRole/r1"), "p1"));
        assert!(!put(patient("Lin", "PractitionerRole/r2"), "p2"));
    }

    #[test]
    fn a_review_is_of_an_own_visit_that_took_place() {
        let visit = |status: &str| {
            json!({"resourceType": "Appointment", "status": status, "participant": [
                {"actor": {"reference": "Patient/p1"}}, {"actor": {"reference": "PractitionerRole/r1"}},
            ]})
        };
        let ask = |path: &str, _: bool| match path {
            "Appointment/over" => Some(visit("fulfilled")),
            "Appointment/booked" => Some(visit("booked")),
            "Observation/o1" => Some(json!({})),
            _ => None,
        };
        let identifier = |visit: &str| json!({"system": "https://sampan.health/fhir/NamingSystem/review", "value": visit});
        let response = |visit: &str, role: &str| {
            json!({
                "resourceType": "QuestionnaireResponse", "identifier": identifier(visit),
                "questionnaire": "https://sampan.health/fhir/Questionnaire/patient-experience|1",
                "subject": {"reference": role}, "source": {"reference": "Patient/p1"},
            })
        };
        let write = |method: &str, url: &str, resource: &Value| {
            check_write(method, url, resource, &["p1".to_owned()], &ask).is_ok()
        };
        let post = |resource: Value| write("POST", "QuestionnaireResponse", &resource);
        assert!(post(response("Appointment/over", "PractitionerRole/r1")));
        assert!(
            !post(response("Appointment/over", "PractitionerRole/r2")),
            "of another doctor"
        );
        assert!(
            !post(response("Appointment/booked", "PractitionerRole/r1")),
            "before it"
        );
        assert!(!post(response(
            "Appointment/anothers",
            "PractitionerRole/r1"
        )));
        let mut nameless = response("Appointment/over", "PractitionerRole/r1");
        nameless["identifier"] = Value::Null;
        assert!(!post(nameless), "as often as one likes");
        let mut star = json!({
            "resourceType": "Observation", "identifier": [identifier("Appointment/over")],
            "focus": [{"reference": "PractitionerRole/r1"}], "subject": {"reference": "Patient/p1"},
        });
        assert!(write("PUT", "Observation/o1", &star));
        star["meta"] = json!({"tag": [{"code": "removed"}]});
        assert!(
            !write("PUT", "Observation/o1", &star),
            "what the hospital decides"
        );
        star["meta"] = Value::Null;
        star["identifier"] = Value::Null;
        assert!(
            !write("PUT", "Observation/o1", &star),
            "what the hospital measured"
        );
    }
}
