//! The MeasureReport of a tally, as `docs/reviews.md` describes it.

use super::tally::{Comment, QUESTIONS, Sum, Tally};
use crate::seed::json::{number, quantity};
use serde_json::{Value, json};

/// The Measure of a doctor's report (`docs/reviews.md`).
pub const MEASURE: &str = "https://sampan.health/fhir/Measure/patient-experience";
/// The Measure of a hospital's report.
pub const DEPARTMENTS: &str = "https://sampan.health/fhir/Measure/patient-experience-departments";
/// The system of a report's identifier, whose value is the doctor's `PractitionerRole/…` or the hospital's `Organization/…`.
pub const IDENTIFIER: &str = "https://sampan.health/fhir/NamingSystem/ratings";
const CODES: &str = "https://sampan.health/fhir/CodeSystem/patient-experience";
const POPULATIONS: &str = "http://terminology.hl7.org/CodeSystem/measure-population";
const MEAN: &str = "https://sampan.health/fhir/StructureDefinition/specialty-mean";
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
    score(&mut overall, tally.sum(), tally.count());
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
    let recommend = json!({
        "code": code("recommend", "Would recommend the doctor"),
        "population": recommend(tally.recommend),
    });
    let groups: Vec<Value> = [overall]
        .into_iter()
        .chain(questions)
        .chain([recommend])
        .collect();
    let mut report = shell(MEASURE, subject, &tally.period, groups);
    report["subject"] = subject.clone();
    if let Some(reporter) = reporter {
        report["reporter"] = reporter.clone();
    }
    if !tally.comments.is_empty() {
        report["extension"] = tally.comments.iter().map(comment).collect();
    }
    report
}

/// The report of a hospital (a Reference to the Organization) by its departments.
pub fn departments(
    hospital: &Value,
    period: &Option<(String, String)>,
    groups: Vec<Value>,
) -> Value {
    let mut report = shell(DEPARTMENTS, hospital, period, groups);
    // R4 lets no Organization be a subject; without one a report is of all whom the reporter treats.
    report["reporter"] = hospital.clone();
    if report["group"] == json!([]) {
        // JSON of FHIR has no empty lists.
        report.as_object_mut().map(|fields| fields.remove("group"));
    }
    report
}

/// What patients say of one department, and the mean of its specialty in all hospitals, in hundredths of a star.
pub fn department(specialty: &Value, sum: &Sum, mean: u64) -> Value {
    let mut populations = vec![population(
        "measure-population",
        "Measure Population",
        sum.count,
    )];
    populations.extend(recommend(sum.recommend));
    let mut group = json!({
        "extension": [{"url": MEAN, "valueDecimal": number(&two_decimals(mean))}],
        "code": specialty,
        "population": populations,
    });
    score(&mut group, sum.stars, sum.count);
    group
}

/// The mean of a doctor's specialty that stands in their report.
pub fn specialty_group(report: &Value) -> Option<&Value> {
    group(report, CODES, "specialty")
}

/// The group that tells the mean of a doctor's specialty.
pub fn specialty(sum: &Sum) -> Value {
    let mut group = json!({
        "code": code("specialty", "All doctors of this specialty"),
        "population": [population("measure-population", "Measure Population", sum.count)],
    });
    score(&mut group, sum.stars, sum.count);
    group
}

/// The mean of the specialty that stands in a hospital's report, in hundredths.
pub fn told_mean(report: &Value, system: &str, code: &str) -> Option<u64> {
    let mut extensions = group(report, system, code)?["extension"].as_array()?.iter();
    hundredths_of(&extensions.find(|it| it["url"] == MEAN)?["valueDecimal"])
}

/// The mean that a group gives, in hundredths.
pub fn told(group: &Value) -> Option<u64> {
    hundredths_of(&group["measureScore"]["value"])
}

fn hundredths_of(number: &Value) -> Option<u64> {
    Some((number.as_f64()? * 100.0).round() as u64)
}

/// The sum of what a doctor's report counts; none where it doesn't tell how the stars spread.
pub fn sum(report: &Value) -> Option<Sum> {
    let overall = group(report, CODES, "overall")?;
    let mut sum = Sum::default();
    for stratum in overall["stratifier"][0]["stratum"].as_array()? {
        let star: u32 = stratum["value"]["text"].as_str()?.parse().ok()?;
        let count = u32::try_from(stratum["population"][0]["count"].as_u64()?).ok()?;
        sum.stars += star * count;
        sum.count += count;
    }
    let said = group(report, CODES, "recommend").map(|group| {
        let count = |code: &str| {
            let mut all = group["population"].as_array()?.iter();
            let one = all.find(|it| it["code"]["coding"][0]["code"] == code)?;
            u32::try_from(one["count"].as_u64()?).ok()
        };
        count("numerator").zip(count("denominator"))
    });
    sum.recommend = said.flatten().unwrap_or_default();
    let day = |end: &str| report["period"][end].as_str().map(str::to_owned);
    sum.period = day("start").zip(day("end"));
    Some(sum)
}

/// The group with this code among its codings.
fn group<'a>(report: &'a Value, system: &str, code: &str) -> Option<&'a Value> {
    let mut groups = report["group"].as_array()?.iter();
    groups.find(|group| {
        let mut codings = group["code"]["coding"].as_array().into_iter().flatten();
        codings.any(|it| it["system"] == system && it["code"] == code)
    })
}

/// What every report has.
fn shell(
    measure: &str,
    whom: &Value,
    period: &Option<(String, String)>,
    groups: Vec<Value>,
) -> Value {
    // R4 asks for a period; of nothing there is none to tell.
    let period = match period {
        Some((from, until)) => json!({"start": from, "end": until}),
        None => json!({"extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "not-applicable",
        }]}),
    };
    json!({
        "resourceType": "MeasureReport",
        "identifier": [{"system": IDENTIFIER, "value": whom["reference"]}],
        "status": "complete",
        "type": "summary",
        "measure": measure,
        "period": period,
        "group": groups,
    })
}

/// Who would recommend, of those who said.
fn recommend((yes, said): (u32, u32)) -> [Value; 2] {
    [
        population("denominator", "Denominator", said),
        population("numerator", "Numerator", yes),
    ]
}

fn score(group: &mut Value, sum: u32, count: u32) {
    if let Some(mean) = hundredths(sum, count) {
        group["measureScore"] = quantity(&two_decimals(mean), "stars", "{stars}");
    }
}

/// A mean in hundredths of a star, made of whole numbers: the same everywhere.
pub fn hundredths(sum: u32, count: u32) -> Option<u64> {
    let (sum, count) = (u64::from(sum), u64::from(count));
    (count > 0).then(|| (sum * 200 + count) / (2 * count))
}

fn two_decimals(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
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
