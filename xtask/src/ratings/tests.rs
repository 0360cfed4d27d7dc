//! The job against a server in memory: again, changed, withdrawn, moderated, cut short.

mod means;
mod memory;

use super::{Done, work};
use memory::{Memory, ROLES};
use serde_json::{Value, json};

const TODAY: &str = "2026-11-22";

fn review(id: &str, role: &str, stars: u32, comment: &str) -> Value {
    json!({
        "resourceType": "QuestionnaireResponse", "id": id, "status": "completed",
        "identifier": {"system": "https://sampan.health/fhir/NamingSystem/review", "value": format!("Appointment/{id}")},
        "questionnaire": "https://sampan.health/fhir/Questionnaire/patient-experience|1",
        "subject": {"reference": role}, "source": {"reference": "Patient/p1"}, "author": {"reference": "Patient/p1"},
        "authored": format!("2026-10-{:02}T10:00:00Z", 1 + id.len()), "language": "en",
        "item": [
            {"linkId": "overall", "answer": [{"valueInteger": stars}]},
            {"linkId": "staff", "answer": [{"valueInteger": 2}]},
            {"linkId": "recommend", "answer": [{"valueBoolean": stars > 3}]},
            {"linkId": "comment", "answer": [{"valueString": comment}]},
        ],
    })
}

fn some() -> Vec<Value> {
    vec![
        json!({"resourceType": "Patient", "id": "p1", "name": [{"text": "Lin Mei", "family": "Lin"}]}),
        review("a", ROLES[0], 5, "Kind."),
        review("bb", ROLES[0], 4, "I am Mei and liked it."),
        review("ccc", ROLES[0], 2, ""),
        review("dddd", ROLES[1], 1, "Late."),
        json!({"resourceType": "QuestionnaireResponse", "id": "intake", "questionnaire": "https://other.example/q", "subject": {"reference": ROLES[2]}}),
    ]
}

fn run(memory: &Memory) -> (usize, usize) {
    let done = work(memory, false, TODAY).unwrap();
    (done.doctors, done.written)
}

fn count(report: &Value, code: &str) -> u64 {
    let all = report["group"][0]["population"].as_array().unwrap();
    let one = all
        .iter()
        .find(|it| it["code"]["coding"][0]["code"] == code)
        .unwrap();
    one["count"].as_u64().unwrap()
}

#[test]
fn a_report_says_what_the_reviews_say() {
    let memory = Memory::with(some());
    assert_eq!(run(&memory), (2, 2));
    let report = memory.report_of(ROLES[0]);
    assert_eq!(count(&report, "measure-population"), 3);
    assert_eq!(
        report["group"][0]["measureScore"]["value"].to_string(),
        "3.67"
    );
    assert_eq!(report["group"][3]["code"]["coding"][0]["code"], "staff");
    assert_eq!(
        report["group"][3]["measureScore"]["value"].to_string(),
        "2.00"
    );
    // Nobody was asked about access: no score, and no division by nothing.
    assert_eq!(report["group"][1]["measureScore"], Value::Null);
    let recommend: Vec<&Value> = report["group"][5]["population"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["count"])
        .collect();
    assert_eq!(recommend, [&json!(3), &json!(2)]);
    assert_eq!(
        report["period"],
        json!({"start": "2026-10-02", "end": "2026-10-04"})
    );
    assert_eq!(report["reporter"]["display"], "Heron Bay");
    // One comment names its author.
    assert_eq!(count(&report, "withheld"), 1);
    assert_eq!(report["extension"].as_array().unwrap().len(), 1);
    assert!(!report.to_string().contains("Mei") && !report.to_string().contains("Patient/"));
}

#[test]
fn again_changes_nothing_and_looks_at_what_is_new_alone() {
    let memory = Memory::with(some());
    run(&memory);
    let (before, writes) = (memory.reports(), memory.writes.get());
    // The overlap looks again at the very last.
    assert!(run(&memory).0 <= 1);
    assert_eq!(
        (memory.reports(), memory.writes.get()),
        (before.clone(), writes)
    );
    assert_eq!(work(&memory, true, "2027-01-01").unwrap().written, 0);
    assert_eq!(memory.reports(), before);
    memory.store(&review("new", ROLES[2], 5, ""));
    let (doctors, written) = run(&memory);
    assert!(doctors <= 2 && written == 1, "{doctors} {written}");
    assert_eq!(memory.reports().len(), 3);
}

#[test]
fn what_is_changed_withdrawn_or_moderated_counts_so() {
    let memory = Memory::with(some());
    run(&memory);
    let mut changed = review("a", ROLES[0], 1, "Not so kind after all.");
    changed["status"] = "amended".into();
    memory.store(&changed);
    let mut withdrawn = review("bb", ROLES[0], 4, "");
    withdrawn["status"] = "entered-in-error".into();
    withdrawn["item"] = Value::Null;
    memory.store(&withdrawn);
    let tag = |code: &str| json!([{"system": "https://sampan.health/fhir/CodeSystem/review-moderation", "code": code}]);
    let mut removed = review("ccc", ROLES[0], 2, "");
    removed["meta"]["tag"] = tag("removed");
    memory.store(&removed);
    let mut flagged = review("eeeee", ROLES[0], 3, "Rude words.");
    flagged["meta"]["tag"] = tag("flagged");
    memory.store(&flagged);
    assert_eq!(run(&memory).1, 1);
    let report = memory.report_of(ROLES[0]);
    let counts = [
        "measure-population",
        "measure-population-exclusion",
        "flagged",
        "withdrawn",
    ]
    .map(|code| count(&report, code));
    assert_eq!(counts, [2, 1, 1, 1]);
    assert_eq!(
        report["group"][0]["measureScore"]["value"].to_string(),
        "2.00"
    );
    let text = report.to_string();
    assert!(
        text.contains("after all") && !text.contains("Rude"),
        "{text}"
    );
}

#[test]
fn two_reviews_of_one_visit_count_once() {
    let memory = Memory::with(some());
    let mut twice = review("a", ROLES[0], 1, "Later.");
    twice["id"] = "zz".into();
    twice["authored"] = "2026-10-30T10:00:00Z".into();
    memory.store(&twice);
    run(&memory);
    let report = memory.report_of(ROLES[0]);
    assert_eq!(count(&report, "measure-population"), 3);
    assert_eq!(
        report["group"][0]["measureScore"]["value"].to_string(),
        "2.33"
    );
}

#[test]
fn the_last_review_of_a_doctor_withdrawn_leaves_a_report_of_none() {
    let memory = Memory::with(some());
    run(&memory);
    let mut withdrawn = review("dddd", ROLES[1], 1, "");
    withdrawn["status"] = "entered-in-error".into();
    memory.store(&withdrawn);
    assert_eq!(run(&memory).1, 1);
    let report = memory.report_of(ROLES[1]);
    assert_eq!(
        (
            count(&report, "measure-population"),
            count(&report, "withdrawn")
        ),
        (0, 1)
    );
    assert_eq!(report["group"][0]["measureScore"], Value::Null);
}

/// However often and wherever it dies, the run after it leaves what one undisturbed run leaves.
#[test]
fn cut_short_anywhere_the_next_run_does_what_is_left() {
    let undisturbed = Memory::with(some());
    run(&undisturbed);
    let steps = undisturbed.asked.get();
    assert!(steps > 10);
    for at in 1..=steps {
        let memory = Memory::with(some());
        memory.dies_at.set(Some(at));
        assert!(work(&memory, false, TODAY).is_err(), "at {at}");
        memory.dies_at.set(None);
        run(&memory);
        assert_eq!(memory.reports(), undisturbed.reports(), "cut short at {at}");
        let writes = memory.writes.get();
        run(&memory);
        assert_eq!(memory.writes.get(), writes, "cut short at {at}");
    }
}

/// The demo's published ratings are what the job makes of the demo's reviews.
#[test]
fn the_demo_needs_no_run() {
    let today = TODAY.parse().unwrap();
    let doctor = crate::seed::doctor(1, 1);
    let (report, reviews) =
        crate::seed::ratings::of(&doctor, today, &crate::seed::ratings::means(1, 1));
    let memory = Memory::with(reviews);
    let [_, role] = doctor.resources(today);
    memory.store(&role);
    memory.store(&report.unwrap());
    let done = work(&memory, false, TODAY).unwrap();
    // The hospitals' are written once all doctors are there.
    let of_the_hospital = Done {
        doctors: 1,
        hospitals: 1,
        ..Done::default()
    };
    assert_eq!(done, of_the_hospital);
    let report = memory.report_of("PractitionerRole/role-00001");
    assert_eq!(count(&report, "measure-population"), 412);
}
