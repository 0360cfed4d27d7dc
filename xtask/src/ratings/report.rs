//! The MeasureReport of a tally, as `docs/reviews.md` describes it.

use super::tally::{Comment, QUESTIONS, Tally};
use serde_json::{Value, json};

pub const MEASURE: &str = "https://sampan.health/fhir/Measure/patient-experience";
/// The system of a report's identifier, whose value is the doctor's `PractitionerRole/…`.
pub const IDENTIFIER: &str = "https://sampan.health/fhir/NamingSystem/ratings";
const CODES: &str = "https://sampan.health/fhir/CodeSystem/patient-experience";
const POPULATIONS: &str = "http://terminology.hl7.org/CodeSystem/measure-population";
const COMMENT: &str = "https://sampan.health/fhir/StructureDefinition/review-comment";

/// The report of the doctor `subject` (a Reference to the PractitionerRole) by `reporter`, without an id and the date on
/// which it was made.
pub fn report(subject: &Value, reporter: Option<&Value>, tally: &Tally) -> Value {
    let mut overall = json!({
        "code": code("overall", "Overall experience"),
        "population": [
            population("measure-population", "Measure Population", tally.count()),
            population("measure-population-exclusion", "Measure Population Exclusion", tally.removed),
            own_population("flagged", "Objected to, being looked at", tally.flagged),
            own_population("withdrawn", "Withdrawn by the author", tally.withdrawn),
            own_population("withheld", "Comments not shown, as they may name somebody", tally.withheld),
        ],
        "stratifier": [{
            "code": [code("stars", "Stars given")],
            "stratum": (1..=5).rev().map(|star| json!({
                "value": {"text": star.to_string()},
                "population": [population("measure-population", "Measure Population", tally.stars[star - 1])],
            })).collect::<Value>(),
        }],
    });
    let sum: u32 = tally.stars.iter().zip(1..).map(|(n, star)| n * star).sum();
    score(&mut overall, sum, tally.count());
    let questions = QUESTIONS
        .iter()
        .zip(tally.questions)
        .map(|(question, (sum, count))| {
            let mut group = json!({
                "code": code(question, question_text(question)),
                "population": [population("measure-population", "Measure Population", count)],
            });
            score(&mut group, sum, count);
            group
        });
    let (yes, said) = tally.recommend;
    let recommend = json!({
        "code": code("recommend", "Would recommend the doctor"),
        "population": [population("denominator", "Denominator", said), population("numerator", "Numerator", yes)],
    });
    let groups: Vec<Value> = [overall]
        .into_iter()
        .chain(questions)
        .chain([recommend])
        .collect();
    let mut report = json!({
        "resourceType": "MeasureReport",
        "identifier": [{"system": IDENTIFIER, "value": subject["reference"]}],
        "status": "complete",
        "type": "summary",
        "measure": MEASURE,
        "subject": subject,
        "group": groups,
    });
    if let Some(reporter) = reporter {
        report["reporter"] = reporter.clone();
    }
    // R4 asks for a period; of nothing there is none to tell.
    report["period"] = match &tally.period {
        Some((from, until)) => json!({"start": from, "end": until}),
        None => json!({"extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "not-applicable",
        }]}),
    };
    if !tally.comments.is_empty() {
        report["extension"] = tally.comments.iter().map(comment).collect();
    }
    report
}

/// Two decimals, made of whole numbers: the same everywhere.
fn score(group: &mut Value, sum: u32, count: u32) {
    if count > 0 {
        let hundredths = (u64::from(sum) * 200 + u64::from(count)) / (2 * u64::from(count));
        let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        group["measureScore"] = crate::seed::json::quantity(&text, "stars", "{stars}");
    }
}

fn question_text(question: &str) -> &'static str {
    match question {
        "access" => "Getting an appointment",
        "communication" => "Listening and explaining",
        "staff" => "Helpfulness of the staff",
        _ => "How care fits together",
    }
}

fn code(code: &str, display: &str) -> Value {
    json!({"coding": [{"system": CODES, "code": code, "display": display}], "text": display})
}

fn population(code: &str, display: &str, count: u32) -> Value {
    json!({"code": {"coding": [{"system": POPULATIONS, "code": code, "display": display}]}, "count": count})
}

fn own_population(name: &str, display: &str, count: u32) -> Value {
    json!({"code": code(name, display), "count": count})
}

fn comment(comment: &Comment) -> Value {
    let mut parts = vec![
        json!({"url": "date", "valueDate": comment.date}),
        json!({"url": "stars", "valuePositiveInt": comment.stars}),
        json!({"url": "text", "valueString": comment.text}),
    ];
    parts.extend(
        comment
            .language
            .iter()
            .map(|it| json!({"url": "language", "valueCode": it})),
    );
    json!({"url": COMMENT, "extension": parts})
}
