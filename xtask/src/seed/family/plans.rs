//! Looking ahead: goals, the team, and the plan of care.

use super::chart::{Both, Chart};
use super::history::HL7;
use crate::seed::doctors::Doctor;
use crate::seed::json::{concept, in_chinese};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Adds a Goal: what to reach, by LOINC code with the quantity to stay under, and by when.
pub fn goal(chart: &mut Chart, text: Both, measure: Value, high: Value, due: NaiveDate) -> String {
    let goal = json!({
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "achievementStatus": concept(&format!("{HL7}/goal-achievement"), "in-progress", "In Progress"),
        "description": {"text": text[0], "_text": in_chinese(text[1])},
        "subject": chart.subject(),
        "target": [{"measure": measure, "detailRange": {"high": high}, "dueDate": due}],
    });
    chart.add(goal)
}

/// Adds a CareTeam of doctors with the part that each has in it, and of relatives.
pub fn care_team(
    chart: &mut Chart,
    name: Both,
    doctors: &[(&Doctor, &str)],
    relatives: &[Value],
) -> String {
    let doctors = doctors
        .iter()
        .map(|(doctor, part)| json!({"role": [{"text": part}], "member": doctor.role()}));
    let relatives = relatives
        .iter()
        .map(|relative| json!({"role": [{"text": "Family"}], "member": relative}));
    let team = json!({
        "resourceType": "CareTeam",
        "status": "active",
        "name": name[0],
        "_name": in_chinese(name[1]),
        "subject": chart.subject(),
        "participant": doctors.chain(relatives).collect::<Value>(),
    });
    chart.add(team)
}

/// A plan of care and what hangs on it, as references.
pub struct Plan<'a> {
    pub title: Both,
    pub start: NaiveDate,
    pub team: String,
    pub conditions: &'a [String],
    pub goals: &'a [String],
    /// What to do, and how it stands: `in-progress` or `scheduled`.
    pub activities: &'a [(Both, &'static str)],
}

/// Adds a CarePlan.
pub fn care_plan(chart: &mut Chart, plan: Plan) {
    let goals = plan.goals;
    let references = |targets: &[String]| {
        targets
            .iter()
            .map(|target| json!({"reference": target}))
            .collect::<Value>()
    };
    let activities = plan.activities.iter().map(|(text, status)| json!({
        "detail": {"status": status, "description": text[0], "_description": in_chinese(text[1])},
    }));
    let mut plan = json!({
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "category": [concept("http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan", "Assessment and Plan of Treatment")],
        "title": plan.title[0],
        "_title": in_chinese(plan.title[1]),
        "subject": chart.subject(),
        "period": {"start": plan.start},
        "careTeam": [{"reference": plan.team}],
        "addresses": references(plan.conditions),
        "activity": activities.collect::<Value>(),
    });
    // FHIR knows no empty arrays.
    if !goals.is_empty() {
        plan["goal"] = references(goals);
    }
    chart.add(plan);
}
