//! What a patient may write.

use super::reviews::{check_review, is_review, keeps_tags};
use super::{entries, has_conditional_reference, patients};
use axum::http::Method;
use serde_json::Value;

/// Whether somebody who acts for these `patients` may write what a request writes; an error says why not. `unless` is its
/// header If-None-Exist. `ask` reads a path below the base, as those patients see it or, where that is too little, as the
/// server does.
pub fn check_writes(
    (method, path, unless): (&Method, &str, Option<&str>),
    body: &[u8],
    patients: &[String],
    ask: impl Fn(&str, bool) -> Option<Value>,
) -> Result<(), String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let path = path.trim_start_matches('/');
    let is_base = path.split('?').next() == Some("");
    if is_base && *method == Method::POST {
        return entries(&body).try_for_each(|entry| {
            let request = &entry["request"];
            check_condition(request["ifNoneExist"].as_str(), patients)?;
            let method = request["method"].as_str().unwrap_or_default();
            let url = request["url"].as_str().unwrap_or_default();
            check_write(method, url, &entry["resource"], patients, &ask)
        });
    }
    check_condition(unless, patients)?;
    check_write(method.as_str(), path, &body, patients, &ask)
}

/// What patients add to their own record.
const GIVEN: &[&str] = &[
    "Appointment",
    "DocumentReference",
    "Observation",
    "QuestionnaireResponse",
];

/// A condition asks for one identifier, in the own record or anywhere: any other could tell what is in another's record.
fn check_condition(unless: Option<&str>, allowed: &[String]) -> Result<(), String> {
    let is_fine = |part: &str| match part.split_once('=') {
        Some(("identifier", _)) => true,
        Some(("patient", id)) => allowed.iter().any(|own| own == id),
        _ => false,
    };
    let is_fine = |condition: &str| {
        condition.split('&').all(is_fine) && condition.matches("identifier=").count() == 1
    };
    match unless.is_none_or(is_fine) {
        true => Ok(()),
        false => Err("what must not be there twice is known by its identifier".into()),
    }
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
    // A search in its place would say of whatever it finds that it is this very resource.
    let (kind, id) = url.split_once('/').unwrap_or((url, ""));
    if url.contains('?') || id.contains('/') || has_conditional_reference(resource) {
        return Err(format!(
            "{method} {url} doesn't say by its id what it is about"
        ));
    }
    let named = patients(resource);
    let own = named.iter().all(|found| allowed.contains(found));
    if own && is_review(resource) {
        check_review(resource, ask)?;
    }
    match (method, kind) {
        _ if !own => Err("this would write into another patient's record".into()),
        ("POST", _) if GIVEN.contains(&kind) && !named.is_empty() => Ok(()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
                (&Method::POST, "", None),
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
        // Nothing is written by a search in the place of an id.
        assert!(!check("p1", "PUT", "Slot?_id=2", slot("busy")));
        assert!(!check("p1", "PUT", "Appointment?_id=a", visit("p1")));
        assert!(!check("p1", "POST", "Appointment", visit("p1?x=1")));
        let found = json!({"participant": [{"actor": {"reference": "Patient?_id=p2"}}]});
        assert!(!check("p1", "POST", "Appointment", found));
        // Nor is anything made that is nobody's, or the hospital's.
        assert!(!check("p1", "POST", "Appointment", json!({})));
        assert!(!check("p1", "POST", "MeasureReport", visit("p1")));
    }

    #[test]
    fn a_transaction_is_one_whatever_else_its_address_asks_for() {
        let write = |request: Value, path: &str| {
            let patient = json!({"subject": {"reference": "Patient/p1"}});
            let bundle = json!({"type": "transaction", "entry": [{"request": request, "resource": patient}]});
            let body = bundle.to_string();
            check_writes(
                (&Method::POST, path, None),
                body.as_bytes(),
                &["p1".into()],
                |_, _| None,
            )
            .is_ok()
        };
        let put = json!({"method": "PUT", "url": "Condition/1"});
        assert!(!write(put.clone(), "/"));
        assert!(!write(put, "/?_format=json"));
        let post =
            |unless: &str| json!({"method": "POST", "url": "Observation", "ifNoneExist": unless});
        assert!(write(post("identifier=urn:ietf:rfc:3986|urn:uuid:1"), "/"));
        assert!(!write(post("subject=Patient/p2"), "/"));
        assert!(!write(post("identifier=1&subject=Patient/p2"), "/"));
        assert!(write(post("patient=p1&identifier=1"), "/"));
        assert!(!write(post("patient=p2&identifier=1"), "/"));
        assert!(!write(post("patient=p1"), "/"));
        let alone = |unless| {
            let body = br#"{"subject": {"reference": "Patient/p1"}}"#;
            let request = (&Method::POST, "/Observation", Some(unless));
            check_writes(request, body, &["p1".into()], |_, _| None).is_ok()
        };
        assert!(alone("identifier=1"));
        assert!(!alone("subject=Patient/p2"));
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
                (&Method::PUT, "Patient/p1", None),
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
}
