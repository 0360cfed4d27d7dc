//! Where a score is read: the best source that the server has, in few requests, once a visit.

use crate::directory::{batch, bundle, role};
use crate::wire::{Script, answer, block_on};
use sampan::fhir::{Client, Search};
use sampan::reviews::{Aggregate, Origin, Scores, published, scores};
use serde_json::{Value, json};

const SYSTEM: &str = "https://sampan.health/fhir/CodeSystem/patient-experience";

fn report(n: u32, mean: f64, count: u32) -> Value {
    json!({
        "resourceType": "MeasureReport", "status": "complete", "type": "summary",
        "subject": {"reference": format!("PractitionerRole/role-{n}")},
        "group": [{"population": [{"count": count}], "measureScore": {"value": mean}}],
    })
}

fn star(n: u32, stars: u32, status: &str) -> Value {
    json!({
        "resourceType": "Observation", "status": status,
        "code": {"coding": [{"system": SYSTEM, "code": "overall"}]},
        "focus": [{"reference": format!("PractitionerRole/role-{n}")}],
        "valueQuantity": {"value": stars},
    })
}

fn counts(stars: [u32; 5]) -> impl Iterator<Item = Value> {
    stars
        .into_iter()
        .map(|total| json!({"resourceType": "Bundle", "type": "searchset", "total": total}))
}

fn rated(n: u32, kind: Value, value: Value) -> Value {
    let mut role = role(n);
    role["extension"] = json!([{
        "url": "http://hl7.org/fhir/us/ndh/StructureDefinition/base-ext-rating",
        "extension": [
            {"url": "ratingType", "valueCodeableConcept": kind},
            value,
        ],
    }]);
    role
}

fn nothing() -> Value {
    bundle(vec![], vec![])
}

fn ask(client: &Client, roles: &[&str]) -> Vec<Option<Aggregate>> {
    block_on(scores(client, roles, &[], true))
        .expect("answers")
        .scores
}

fn brief(scores: &[Option<Aggregate>]) -> Vec<Option<(Origin, Option<f64>, u32)>> {
    let brief = |score: &Aggregate| (score.origin, score.mean, score.count);
    scores
        .iter()
        .map(|score| score.as_ref().map(brief))
        .collect()
}

/// The URLs inside the batch that was asked for.
fn batched(script: &Script, at: usize) -> Vec<String> {
    let body = script.requests()[at].body.clone().expect("a body");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    let entries = body["entry"].as_array().expect("entries");
    entries
        .iter()
        .map(|it| it["request"]["url"].as_str().expect("a URL").to_owned())
        .collect()
}

#[test]
fn reports_come_first_in_one_request_for_all_and_once_a_visit() {
    let script = Script::new([
        answer(
            200,
            bundle(vec![report(1, 4.5, 40), report(2, 3.0, 2)], vec![]),
        ),
        answer(200, bundle(vec![report(4, 5.0, 9)], vec![])),
    ]);
    let client = script.client();
    let first = ask(&client, &["role-1", "role-2", "role-3"]);
    assert_eq!(
        brief(&first),
        [
            Some((Origin::Report, Some(4.5), 40)),
            Some((Origin::Report, Some(3.0), 2)),
            // The server publishes reports and has none of this one: no reviews.
            Some((Origin::Report, None, 0)),
        ]
    );
    assert_eq!(
        ask(&client, &["role-3", "role-1"]),
        [first[2].clone(), first[0].clone()]
    );
    assert_eq!(script.asked().len(), 1, "asked again: {:?}", script.asked());
    ask(&client, &["role-1", "role-4"]);
    assert!(
        script.asked()[1].contains("subject=PractitionerRole%2Frole-4&_count=100&_elements=status")
    );
    // Another client's server knows nothing of this one's.
    let other = Script::new([answer(200, bundle(vec![report(1, 2.0, 1)], vec![]))]);
    assert_eq!(
        brief(&ask(&other.client(), &["role-1"])),
        [Some((Origin::Report, Some(2.0), 1))]
    );
}

#[test]
fn other_searches_travel_along() {
    let along = Search::new("Schedule").param("actor", "PractitionerRole/role-1");
    let script = Script::new([
        answer(
            200,
            batch(vec![nothing(), bundle(vec![report(1, 4.5, 40)], vec![])]),
        ),
        answer(200, nothing()),
    ]);
    let client = script.client();
    let Scores {
        scores: found,
        others,
        ..
    } = block_on(scores(
        &client,
        &["role-1"],
        std::slice::from_ref(&along),
        true,
    ))
    .expect("answers");
    assert_eq!((found.len(), others.len()), (1, 1));
    assert_eq!(
        batched(&script, 0)[0],
        "Schedule?actor=PractitionerRole%2Frole-1"
    );
    let Scores {
        scores: found,
        others,
        ..
    } = block_on(scores(&client, &["role-1"], &[along], true)).expect("answers");
    assert_eq!(
        (found[0].as_ref().map(|it| it.count), others.len()),
        (Some(40), 1)
    );
    assert!(script.asked()[1].ends_with("/Schedule?actor=PractitionerRole%2Frole-1"));
}

#[test]
fn the_national_directory_s_extension_comes_next_where_it_speaks_of_stars() {
    let stars = rated(
        1,
        json!({"text": "Patient stars"}),
        json!({"url": "ratingValue", "valueQuantity": {"value": 4.2}}),
    );
    let text = rated(
        2,
        json!({}),
        json!({"url": "ratingValue", "valueString": "3.5 stars"}),
    );
    // Nothing says that this isn't four of ten.
    let unclear = rated(
        3,
        json!({"text": "Quality"}),
        json!({"url": "ratingValue", "valueString": "4"}),
    );
    let mut answers = vec![bundle(vec![stars, text, unclear], vec![]), nothing()];
    answers.extend(counts([0; 5]).chain(counts([0; 5])).chain(counts([0; 5])));
    let script = Script::new([answer(404, nothing()), answer(200, batch(answers))]);
    let found = ask(&script.client(), &["role-1", "role-2", "role-3"]);
    assert_eq!(
        brief(&found),
        [
            Some((Origin::Directory, Some(4.2), 0)),
            Some((Origin::Directory, Some(3.5), 0)),
            None
        ]
    );
    // Nobody knows what it rests on, so it is no score to sort by.
    assert_eq!(found[0].as_ref().and_then(|it| it.score(0)), None);
}

#[test]
fn then_reviews_are_counted_five_searches_a_doctor_in_one_batch() {
    let mut answers = vec![nothing(), nothing()];
    answers.extend(counts([1, 0, 2, 3, 4]).chain(counts([0; 5])));
    let script = Script::new([answer(200, nothing()), answer(200, batch(answers))]);
    let found = ask(&script.client(), &["role-1", "role-2"]);
    assert_eq!(
        brief(&found),
        [
            Some((Origin::Counted, Some(3.9), 10)),
            Some((Origin::Report, None, 0))
        ]
    );
    assert_eq!(
        found[0].as_ref().and_then(|it| it.distribution),
        Some([1, 0, 2, 3, 4])
    );
    let asked = batched(&script, 1);
    assert_eq!(asked.len(), 12);
    assert_eq!(
        asked[6],
        "Observation?code=https%3A%2F%2Fsampan.health%2Ffhir%2FCodeSystem%2Fpatient-experience%7Coverall\
         &focus=PractitionerRole%2Frole-1&status=final%2Camended&value-quantity=5&_summary=count"
    );
}

#[test]
fn counts_that_were_not_narrowed_are_not_believed() {
    let latest = |more: bool| {
        let mut page = bundle(
            vec![
                star(1, 5, "final"),
                star(1, 4, "amended"),
                star(1, 1, "entered-in-error"),
                star(2, 1, "final"),
                star(1, 9, "final"),
            ],
            vec![],
        );
        if more {
            page["link"] = json!([{"relation": "next", "url": "https://fhir.example/r4?page=2"}]);
        }
        page
    };
    // All five the same: the value was dropped in silence.
    let mut answers = vec![nothing(), latest(true)];
    answers.extend(counts([10; 5]));
    let script = Script::new([answer(200, nothing()), answer(200, batch(answers))]);
    assert_eq!(
        brief(&ask(&script.client(), &["role-1"])),
        [Some((Origin::Latest, Some(4.5), 2))]
    );
    // The server says that it dropped it; and what it sent are all there are.
    let mut answers = vec![nothing(), latest(false)];
    let dropped = |mut page: Value| {
        page["link"] = json!([{"relation": "self", "url": "https://fhir.example/r4/Observation?code=a&focus=b&status=c&_summary=count"}]);
        page
    };
    answers.extend(counts([2, 1, 0, 0, 0]).map(dropped));
    let script = Script::new([answer(200, nothing()), answer(200, batch(answers))]);
    assert_eq!(
        brief(&ask(&script.client(), &["role-1"])),
        [Some((Origin::Counted, Some(4.5), 2))]
    );
}

#[test]
fn a_server_without_batches_is_not_asked_five_times_a_doctor() {
    let script = Script::new([
        answer(501, nothing()),
        answer(200, nothing()),
        answer(200, nothing()),
        answer(200, nothing()),
        answer(200, bundle(vec![star(2, 3, "final")], vec![])),
    ]);
    let along = Search::new("Schedule");
    let client = script.client();
    let Scores { scores: found, .. } =
        block_on(scores(&client, &["role-1", "role-2"], &[along], true)).expect("answers");
    assert_eq!(script.asked().len(), 5, "{:?}", script.asked());
    assert_eq!(brief(&found)[1], Some((Origin::Counted, Some(3.0), 1)));
}

#[test]
fn a_server_without_any_source_is_asked_once() {
    let refused = || answer(401, nothing());
    let script = Script::new([answer(404, nothing()), refused(), answer(404, nothing())]);
    let client = script.client();
    assert_eq!(ask(&client, &["role-1"]), [None]);
    assert_eq!(ask(&client, &["role-1"]), [None]);
    assert_eq!(ask(&client, &["role-2"]), [None]);
    assert_eq!(script.asked().len(), 3);
}

#[test]
fn what_could_not_be_told_is_asked_again() {
    let script = Script::new([
        answer(200, batch(vec![nothing()])),
        answer(
            200,
            batch(vec![nothing(), bundle(vec![report(1, 4.0, 12)], vec![])]),
        ),
    ]);
    let client = script.client();
    let along = [Search::new("Schedule")];
    let ask = || {
        block_on(scores(&client, &["role-1"], &along, true))
            .expect("answers")
            .scores
    };
    assert_eq!(ask(), [None]);
    assert_eq!(ask()[0].as_ref().map(|it| it.count), Some(12));
}

#[test]
fn a_page_of_one_doctor_has_the_score_without_a_report() {
    let mut answers = vec![nothing(), nothing()];
    answers.extend(counts([0, 0, 0, 1, 1]));
    let script = Script::new([answer(200, nothing()), answer(200, batch(answers))]);
    let client = script.client();
    let found = block_on(published(&client, "role-1")).expect("an answer");
    assert_eq!(found.aggregate.and_then(|it| it.mean), Some(4.5));
    assert_eq!(found.recommend, None);
}
