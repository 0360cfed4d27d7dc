//! What is due, and who cares.

use chrono::NaiveDate;
use sampan::fhir::types::Patient;
use sampan::fhir::{Page, Resource, Typed};
use sampan::record::model::ahead::{Sources, care_team, due};
use serde_json::{Value, json};

use crate::{page, text};

fn of(kind: &str, whose: &str, mut rest: Value) -> Value {
    rest["resourceType"] = kind.into();
    rest["id"] = format!("{kind}-{whose}").into();
    rest["subject"] = json!({"reference": format!("Patient/{whose}")});
    rest
}

#[test]
fn what_is_due_is_gathered_the_soonest_first() {
    let today = NaiveDate::from_ymd_opt(2026, 5, 10).expect("a day");
    let task = |name: &str, status: &str, when: Value| json!({"detail": {"status": status, "description": name, "scheduledPeriod": {"end": when}}});
    let plans = page(
        "CarePlan",
        &[
            of(
                "CarePlan",
                "p1",
                json!({"status": "active", "activity": [
                    task("Walk", "in-progress", Value::Null),
                    task("Eye check", "scheduled", json!("2026-06-01")),
                    task("Blood test", "not-started", json!("2026-05-01")),
                    {"detail": {"status": "scheduled", "description": "Diary", "scheduledString": "every week"}},
                ]}),
            ),
            of(
                "CarePlan",
                "p1",
                json!({"status": "completed", "activity": [task("Old", "scheduled", Value::Null)]}),
            ),
            of(
                "CarePlan",
                "p2",
                json!({"status": "active", "activity": [task("Another's", "scheduled", Value::Null)]}),
            ),
        ],
    );
    let vaccine = |name: &str, status: &str, date: &str| {
        json!({"vaccineCode": [{"text": name}], "forecastStatus": {"coding": [{"code": status}]},
        "dateCriterion": [{"code": {"coding": [{"system": "http://loinc.org", "code": "30981-5"}]}, "value": "2020-01-01"},
                          {"code": {"coding": [{"system": "http://loinc.org", "code": "30980-7"}]}, "value": date}]})
    };
    let vaccines = page(
        "ImmunizationRecommendation",
        &[of(
            "ImmunizationRecommendation",
            "p1",
            json!({"recommendation": [
                vaccine("Flu", "due", "2026-10-01"), vaccine("Tetanus", "overdue", "2027-01-01"), vaccine("Measles", "complete", "2026-01-01"),
            ]}),
        )],
    );
    let medicine = |name: &str, status: &str, end: &str| {
        of(
            "MedicationRequest",
            "p1",
            json!({"status": status, "intent": "order",
        "medicationCodeableConcept": {"text": name}, "dispenseRequest": {"validityPeriod": {"end": end}}}),
        )
    };
    let medicines = page(
        "MedicationRequest",
        &[
            medicine("Soon", "active", "2026-05-20"),
            medicine("Later", "active", "2026-07-20"),
            medicine("Stopped", "stopped", "2026-05-20"),
            medicine("Long ago", "active", "2020-05-20"),
        ],
    );
    let order = |name: &str, status: &str, rest: Value| {
        let mut order = of(
            "ServiceRequest",
            "p1",
            json!({"status": status, "intent": "order", "code": {"text": name}}),
        );
        for (field, value) in rest.as_object().into_iter().flatten() {
            order[field] = value.clone();
        }
        order
    };
    let orders = page(
        "ServiceRequest",
        &[
            order(
                "X-ray",
                "active",
                json!({"occurrenceDateTime": "2026-05-02"}),
            ),
            order(
                "Heart check",
                "active",
                json!({"occurrencePeriod": {"start": "2026-05-01", "end": "2026-05-30"}}),
            ),
            order("Referral", "active", json!({"authoredOn": "2026-03-01"})),
            order(
                "Never closed",
                "active",
                json!({"occurrenceDateTime": "2024-05-02"}),
            ),
            order(
                "Old and undated",
                "active",
                json!({"authoredOn": "2025-03-01"}),
            ),
            order("No word of when", "active", json!({})),
            order(
                "Done",
                "completed",
                json!({"occurrenceDateTime": "2026-05-20"}),
            ),
            order(
                "Not to be done",
                "active",
                json!({"occurrenceDateTime": "2026-05-20", "doNotPerform": true}),
            ),
        ],
    );
    let sources = Sources {
        plans: &plans,
        vaccines: &vaccines,
        medicines: &medicines,
        orders: &orders,
    };
    let found = due(&sources, "p1", today, "en");
    let seen: Vec<(String, &str, bool)> = found
        .iter()
        .map(|due| (text(&due.name), due.kind, due.overdue))
        .collect();
    let expected = [
        ("Blood test", "record.due_task", true),
        ("X-ray", "record.due_order", true),
        ("Soon", "record.due_renewal", false),
        ("Heart check", "record.due_order", false),
        ("Eye check", "record.due_task", false),
        ("Flu", "record.due_vaccine", false),
        ("Tetanus", "record.due_vaccine", true),
        ("Referral", "record.due_order", false),
        ("Diary", "record.due_task", false),
    ];
    assert_eq!(
        seen,
        expected.map(|(name, kind, over)| (name.to_owned(), kind, over))
    );
}

#[test]
fn a_renewal_that_was_asked_for_is_said() {
    let today = NaiveDate::from_ymd_opt(2026, 5, 10).expect("a day");
    let mut ending = of(
        "MedicationRequest",
        "p1",
        json!({"status": "active", "intent": "order",
        "medicationCodeableConcept": {"text": "Ending"}, "dispenseRequest": {"validityPeriod": {"end": "2026-05-20"}}}),
    );
    ending["id"] = "old".into();
    let asked = |prior: &str| {
        of(
            "MedicationRequest",
            "p1",
            json!({"status": "draft", "intent": "proposal",
        "medicationCodeableConcept": {"text": "Ending"}, "priorPrescription": {"reference": prior}}),
        )
    };
    let kinds = |prior: &str| -> Vec<&str> {
        let medicines = page("MedicationRequest", &[ending.clone(), asked(prior)]);
        let nothing = Page::default();
        let sources = Sources {
            plans: &nothing,
            vaccines: &nothing,
            medicines: &medicines,
            orders: &nothing,
        };
        let found = due(&sources, "p1", today, "en");
        found.iter().map(|due| due.kind).collect()
    };
    assert_eq!(kinds("MedicationRequest/old"), ["record.due_renewal_asked"]);
    assert_eq!(kinds("MedicationRequest/other"), ["record.due_renewal"]);
    let entry = crate::read(
        sampan::record::model::Chapter::Medicines,
        &[asked("MedicationRequest/old")],
    );
    assert_eq!(
        text(&entry.entries[0].marks[1].word),
        "record.renewal_asked"
    );
}

#[test]
fn the_care_team_names_each_once() {
    let member = |name: &str, reference: &str, role: &str| json!({"role": [{"text": role}], "member": {"reference": reference, "display": name}});
    let teams = page(
        "CareTeam",
        &[
            of(
                "CareTeam",
                "p1",
                json!({"status": "active", "participant": [
                    member("Dr Ng", "PractitionerRole/r1", "Cardiologist"), member("Me", "Patient/p1", "Patient"), member("Ann", "RelatedPerson/a", "Family"),
                ]}),
            ),
            of(
                "CareTeam",
                "p1",
                json!({"status": "inactive", "participant": [member("Gone", "Practitioner/g", "x")]}),
            ),
        ],
    );
    let patient = json!({"resourceType": "Patient", "id": "p1", "generalPractitioner": [
        {"reference": "PractitionerRole/r1", "display": "Dr Ng"}, {"reference": "Practitioner/f", "display": "Dr Fu"},
    ]});
    let patient = Patient::wrap(Resource::parse(patient).expect("a patient"));
    let team = care_team(&teams, Some(&patient), "p1", "en");
    let seen: Vec<_> = team
        .iter()
        .map(|one| (one.name.as_str(), one.part.as_deref(), one.role.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("Dr Ng", Some("Cardiologist"), Some("r1")),
            ("Ann", Some("Family"), None),
            ("Dr Fu", None, None)
        ]
    );
}
