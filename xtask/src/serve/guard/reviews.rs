//! What a patient may write of a visit: a review (`docs/reviews.md`).

use serde_json::Value;

/// Whether a resource is one of the two that a review is (`docs/reviews.md`).
pub fn is_review(resource: &Value) -> bool {
    let questionnaire = resource["questionnaire"].as_str().unwrap_or_default();
    let canonical = questionnaire.split('|').next();
    review_key(resource).is_some()
        || canonical == Some("https://sampan.health/fhir/Questionnaire/patient-experience")
        || resource["code"]["coding"][0]["system"]
            == "https://sampan.health/fhir/CodeSystem/patient-experience"
}

/// Whether the tags stay as they are, by which a hospital flags and removes reviews.
pub fn keeps_tags(url: &str, new: &Value, ask: &impl Fn(&str, bool) -> Option<Value>) -> bool {
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
pub fn check_review(
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

#[cfg(test)]
mod tests {
    use super::super::check_writes;
    use serde_json::{Value, json};

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
            let method = method.parse().expect("a method");
            let body = resource.to_string();
            check_writes(
                (&method, url, None),
                body.as_bytes(),
                &["p1".to_owned()],
                ask,
            )
            .is_ok()
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
