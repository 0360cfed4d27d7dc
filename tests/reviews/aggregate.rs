//! The published aggregate of a doctor's reviews.

use crate::directory;
use sampan::reviews::Aggregate;
use sampan::reviews::model::{Published, reports_of};
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
}

fn in_full(report: Value) -> Published {
    let page = directory::page(directory::bundle(vec![report], vec![]), "MeasureReport");
    Published::of_role(&page, "role-1").expect("a report")
}

#[test]
fn a_doctor_s_own_page_reads_more() {
    let plain = in_full(report());
    let comments: Vec<_> = plain
        .comments
        .iter()
        .map(|it| (it.text.as_str(), it.stars))
        .collect();
    assert_eq!(comments, [("很耐心", Some(5)), ("off the scale", None)]);
    assert_eq!(
        (plain.questions, plain.recommend, plain.removed),
        ([None; 4], None, 0)
    );

    let population =
        |code: &str, count: u32| json!({"code": {"coding": [{"code": code}]}, "count": count});
    let question = |code: &str, mean: f64| json!({"code": {"coding": [{"code": code}]}, "population": [population("measure-population", 38)], "measureScore": {"value": mean}});
    let mut full = report();
    full["group"][0]["code"] = json!({"coding": [{"code": "overall"}]});
    full["group"][0]["population"] = json!([
        population("measure-population", 40),
        population("flagged", 1),
        population("measure-population-exclusion", 2),
        population("withdrawn", 3),
    ]);
    let groups = full["group"].as_array_mut().expect("groups");
    groups.extend([
        question("staff", 4.5),
        question("access", 3.25),
        question("coordination", 87.0),
    ]);
    groups.push(json!({"code": {"coding": [{"code": "recommend"}]}, "population": [population("numerator", 36), population("denominator", 39)]}));
    let full = in_full(full);
    assert_eq!(
        full.questions,
        [Some((3.25, 38)), None, Some((4.5, 38)), None]
    );
    assert_eq!(full.recommend, Some((36, 39)));
    assert_eq!((full.flagged, full.removed, full.withdrawn), (1, 2, 3));
    assert_eq!(full.aggregate.map(|it| it.count), Some(40));
}

#[test]
fn a_score_needs_enough_reviews() {
    let rating = read(vec![report()]).expect("an aggregate");
    // Drawn toward 4 as by ten reviews more: (40 × 4.25 + 10 × 4) / 50.
    assert_eq!(rating.score(40), Some(4.2));
    assert_eq!(rating.score(41), None);
    assert_eq!(Aggregate::default().score(0), None);
}

/// A few reviews are drawn to the specialty's mean, many stay where they are, and none are the mean itself.
#[test]
fn few_reviews_do_not_reach_the_top() {
    let stars = |mean: f64, count| Aggregate {
        mean: Some(mean),
        count,
        prior: Some(4.4),
        ..Aggregate::default()
    };
    assert!(stars(5.0, 1).shrunk() < stars(4.8, 100).shrunk());
    assert!((stars(4.0, 10).shrunk() - 4.2).abs() < 1e-9);
    assert!((stars(3.0, 100_000).shrunk() - 3.0).abs() < 1e-3);
    let none = Aggregate {
        mean: None,
        ..stars(0.0, 0)
    };
    assert_eq!(none.shrunk(), 4.4);
    assert_eq!(Aggregate::default().shrunk(), 4.0);
    let mut report = report();
    let groups = report["group"].as_array_mut().expect("groups");
    groups.push(json!({"code": {"coding": [{"code": "specialty"}]}, "measureScore": {"value": 4.6}, "population": [{"code": {"coding": [{"code": "measure-population"}]}, "count": 900}]}));
    assert_eq!(read(vec![report]).expect("an aggregate").prior, Some(4.6));
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
