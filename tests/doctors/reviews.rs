//! The published aggregate of a doctor's reviews.

use crate::directory;
use sampan::reviews::{Aggregate, reports_of};
use serde_json::{Value, json};

fn report() -> Value {
    let stratum =
        |star: &str, count: u32| json!({"value": {"text": star}, "population": [{"count": count}]});
    let comment = |stars: u32, text: &str| {
        json!({"url": "https://sampan.health/fhir/StructureDefinition/review-comment", "extension": [
            {"url": "date", "valueDate": "2026-10-02"},
            {"url": "stars", "valuePositiveInt": stars},
            {"url": "text", "valueString": text},
            {"url": "language", "valueCode": "zh"},
        ]})
    };
    json!({
        "resourceType": "MeasureReport", "status": "complete", "type": "summary",
        "subject": {"reference": "PractitionerRole/role-1"},
        "reporter": {"display": "Heron Bay Hospital"},
        "period": {"start": "2024-11-22", "end": "2026-11-21"},
        "extension": [comment(5, "很耐心"), comment(9, "off the scale")],
        "group": [{
            "population": [{"count": 40}],
            "measureScore": {"value": 4.25},
            "stratifier": [{
                "code": [{"coding": [{"code": "stars"}]}],
                "stratum": [stratum("5", 22), stratum("4", 12), stratum("3", 3), stratum("2", 0), stratum("1", 3)],
            }],
        }],
    })
}

fn read(reports: Vec<Value>) -> Option<Aggregate> {
    Aggregate::of_role(
        &directory::page(directory::bundle(reports, vec![]), "MeasureReport"),
        "role-1",
    )
}

fn changed(change: impl Fn(&mut Value)) -> Option<Aggregate> {
    let mut report = report();
    change(&mut report);
    read(vec![report])
}

#[test]
fn an_aggregate_reads_what_is_published() {
    let rating = read(vec![report()]).expect("an aggregate");
    assert_eq!(
        (rating.mean, rating.count, rating.distribution),
        (Some(4.25), 40, Some([3, 0, 3, 12, 22]))
    );
    assert_eq!(rating.source.as_deref(), Some("Heron Bay Hospital"));
    assert_eq!(rating.comments.len(), 2);
    assert_eq!(
        (rating.comments[0].text.as_str(), rating.comments[0].stars),
        ("很耐心", Some(5))
    );
    assert_eq!(rating.comments[1].stars, None);
}

#[test]
fn a_score_needs_enough_reviews() {
    let rating = read(vec![report()]).expect("an aggregate");
    assert_eq!(rating.score(40), Some(4.25));
    assert_eq!(rating.score(41), None);
    assert_eq!(Aggregate::default().score(0), None);
}

#[test]
fn numbers_that_do_not_add_up_are_not_shown() {
    let off = changed(|report| report["group"][0]["measureScore"]["value"] = json!(87.5))
        .expect("an aggregate");
    assert_eq!(off.mean, None);
    let parts = changed(|report| report["group"][0]["population"][0]["count"] = json!(41))
        .expect("an aggregate");
    assert_eq!(parts.distribution, None);
    assert_eq!(changed(|report| report["status"] = json!("pending")), None);
    assert_eq!(changed(|report| report["type"] = json!("individual")), None);
    assert_eq!(
        changed(|report| report["subject"]["reference"] = json!("PractitionerRole/role-2")),
        None
    );
}

#[test]
fn the_latest_of_several_counts() {
    let mut older = report();
    older["period"] = json!({"start": "2020-01-01", "end": "2022-01-01"});
    older["group"][0]["measureScore"]["value"] = json!(2.0);
    assert_eq!(
        read(vec![report(), older.clone()]).and_then(|it| it.mean),
        Some(4.25)
    );
    assert_eq!(
        read(vec![older, report()]).and_then(|it| it.mean),
        Some(4.25)
    );
}

#[test]
fn all_doctors_of_a_page_are_asked_for_at_once() {
    assert_eq!(
        reports_of(&["a", "b"]).path(),
        "MeasureReport?subject=PractitionerRole%2Fa%2CPractitionerRole%2Fb&_count=100"
    );
}
