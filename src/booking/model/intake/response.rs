//! The answers as a QuestionnaireResponse.

use serde_json::{Value, json};

use super::{Answers, Intake, Kind};

/// The QuestionnaireResponse of some answers about a patient (the id of the Patient); `None` where nothing was answered.
pub fn response(
    intake: &Intake,
    answers: &Answers,
    patient: &str,
    authored: &str,
) -> Option<Value> {
    let asked = intake.asked(answers);
    let items = items(intake, answers, &asked, None);
    if items.is_empty() {
        return None;
    }
    let patient = ["Patient/", patient].concat();
    Some(json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": intake.canonical,
        "status": "completed",
        "subject": {"reference": patient},
        "authored": authored,
        "item": items,
    }))
}

/// The items that stand in `parent`. Those without an answer are left out, and groups of nothing with them.
fn items(intake: &Intake, answers: &Answers, asked: &[bool], parent: Option<usize>) -> Vec<Value> {
    let mut all = Vec::new();
    for (number, item) in intake.items.iter().enumerate() {
        if item.parent != parent || !asked[number] || item.kind == Kind::Display {
            continue;
        }
        let inner = items(intake, answers, asked, Some(number));
        let mut said = json!({"linkId": item.link, "text": item.text});
        let values = item.values(answers);
        if item.kind == Kind::Group {
            if inner.is_empty() {
                continue;
            }
            said["item"] = inner.into();
        } else {
            if values.is_empty() {
                continue;
            }
            let mut given: Vec<Value> = values
                .into_iter()
                .map(|(element, value)| json!({element: value}))
                .collect();
            // What is asked below a question belongs to its answer.
            if let (false, Some(first)) = (inner.is_empty(), given.first_mut()) {
                first["item"] = inner.into();
            }
            said["answer"] = given.into();
        }
        all.push(said);
    }
    all
}
