//! Plans, goals and reports.

use sampan::record::model::{Chapter, Entry};
use serde_json::json;

use crate::{date, read, text};

fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
    let words = |words: &[_]| words.iter().map(text).collect::<Vec<_>>().join(", ");
    entry
        .facts
        .iter()
        .map(|fact| (fact.label, words(&fact.words)))
        .collect()
}

#[test]
fn a_plan_says_what_is_to_be_done() {
    let plan = json!({"status": "active", "category": [{"text": "Diabetes care"}], "period": {"start": "2024-01-01"},
    "activity": [
        {"detail": {"code": {"text": "Walk"}, "status": "in-progress", "scheduledString": "daily"}},
        {"detail": {"description": "Eye examination", "status": "completed"}},
    ]});
    let over = json!({"status": "completed", "category": [{"coding": [{"code": "assess-plan"}]}]});
    let mistake = json!({"status": "entered-in-error", "title": "No"});
    let entries = read(Chapter::Plans, &[plan, over, mistake]).entries;
    assert_eq!(entries.len(), 2);
    assert_eq!(
        entries[0].name.as_ref().map(text).as_deref(),
        Some("Diabetes care")
    );
    assert_eq!(
        (entries[0].current, date(&entries[0].when).as_str()),
        (true, "2024-01-01..")
    );
    assert_eq!(
        facts(&entries[0]),
        [
            (
                "record.activity",
                "Walk, daily, record.status_in_progress".to_owned()
            ),
            ("record.activity", "Eye examination".to_owned()),
        ]
    );
    assert_eq!(
        entries[1].name.as_ref().map(text).as_deref(),
        Some("record.plan")
    );
    assert!(!entries[1].current);
}

#[test]
fn a_goal_keeps_its_digits() {
    let goal = r#"{"lifecycleStatus": "active", "startDate": "2024-02", "description": {"text": "Lower sugar"},
        "target": [{"measure": {"text": "HbA1c"}, "detailQuantity": {"value": 7.0, "unit": "%"}, "dueDate": "2025-01-01"}]}"#;
    let goal = serde_json::from_str(goal).expect("JSON");
    let entries = read(Chapter::Goals, &[goal]).entries;
    assert_eq!(
        facts(&entries[0]),
        [
            ("record.target", "HbA1c, 7.0 %".to_owned()),
            ("record.due", "2025-01-01".to_owned())
        ]
    );
}

#[test]
fn a_report_names_its_results_and_conclusion() {
    let report = json!({"status": "preliminary", "code": {"text": "Blood count"}, "effectiveDateTime": "2024-05-01",
        "result": [{"reference": "Observation/1", "display": "Leukocytes"}, {"reference": "Observation/2"}],
        "conclusion": "All well", "performer": [{"display": "Laboratory"}]});
    let entry = &read(Chapter::Reports, &[report]).entries[0];
    assert_eq!(entry.marks.len(), 1, "that it may change");
    assert_eq!(
        facts(entry),
        [
            ("record.conclusion", "All well".to_owned()),
            ("record.results", "Leukocytes".to_owned()),
            ("record.by", "Laboratory".to_owned()),
        ]
    );
}
