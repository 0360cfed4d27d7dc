//! What is published of a hospital's departments.

use crate::directory;
use sampan::reviews::{Department, departments};
use serde_json::{Value, json};

const MEASURE: &str = "https://sampan.health/fhir/Measure/patient-experience-departments";

/// As `docs/reviews.md` shows it.
fn report() -> Value {
    let text = include_str!("../../docs/reviews.md");
    let from = text
        .find(r#"    { "resourceType": "MeasureReport""#)
        .expect("an example");
    let mut values = serde_json::Deserializer::from_str(&text[from..]).into_iter();
    values.next().expect("JSON").expect("JSON")
}

fn read(reports: Vec<Value>) -> Option<Vec<Department>> {
    let page = directory::page(directory::bundle(reports, vec![]), "MeasureReport");
    departments(&page, "h1")
}

#[test]
fn a_department_is_read_as_the_documentation_shows_it() {
    let all = read(vec![report()]).expect("departments");
    let [heart] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert_eq!(heart.codes, ["394579002"]);
    assert_eq!(heart.recommend, Some((71, 88)));
    assert_eq!(
        (heart.rating.mean, heart.rating.count, heart.rating.prior),
        (Some(4.31), 96, Some(4.12))
    );
    assert_eq!(heart.rating.source.as_deref(), Some("Heron Bay Hospital"));
    let days = heart.rating.from.as_ref().zip(heart.rating.until.as_ref());
    let days = days.map(|(from, until)| (from.as_str(), until.as_str()));
    assert_eq!(days, Some(("2024-11-23", "2026-11-21")));
    // (96 * 4.31 + 10 * 4.12) / 106
    let score = heart.rating.score(10).expect("a score");
    assert!((score - 4.2921).abs() < 0.0001, "{score}");
    assert_eq!(heart.rating.score(97), None);
}

#[test]
fn reports_of_others_and_of_other_measures_are_no_departments() {
    let changed = |name: &str, value: Value| {
        let mut report = report();
        report[name] = value;
        read(vec![report])
    };
    assert_eq!(read(vec![]), None);
    assert_eq!(changed("measure", json!("https://other.example/m")), None);
    assert_eq!(changed("status", json!("pending")), None);
    let of_another = json!({"reference": "Organization/h2"});
    assert_eq!(changed("reporter", of_another), None);
    let with_version = changed("measure", json!(format!("{MEASURE}|2")));
    assert_eq!(with_version.map(|it| it.len()), Some(1));
    // Published, and nobody has been reviewed.
    assert_eq!(changed("group", Value::Null), Some(Vec::new()));
}

#[test]
fn what_makes_no_sense_gives_no_score() {
    let changed = |change: fn(&mut Value)| {
        let mut report = report();
        change(&mut report["group"][0]);
        read(vec![report]).expect("departments").remove(0)
    };
    let off = changed(|group| group["measureScore"]["value"] = json!(43));
    assert_eq!((off.rating.mean, off.rating.count), (None, 96));
    let more = changed(|group| group["population"][2]["count"] = json!(89));
    assert_eq!(more.recommend, None);
}

#[test]
fn the_latest_of_two_reports_counts() {
    let mut old = report();
    old["period"]["end"] = json!("2025-11-21");
    old["group"] = json!([]);
    for reports in [vec![old.clone(), report()], vec![report(), old]] {
        assert_eq!(read(reports).map(|it| it.len()), Some(1));
    }
}
