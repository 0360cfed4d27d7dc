//! The requests of a search by a name, alone or among other words.

use std::sync::Arc;

use crate::api::{asking, batched, text};
use crate::directory::{batch, bundle, location, organization, practitioner, role, roles};
use crate::wire::{Script, answer, block_on};
use sampan::doctors::api::ReadAs;
use sampan::doctors::query::{Position, Query, Reach, When};
use sampan::doctors::understand::Readings;
use serde_json::{Value, json};

const PINYIN: &str = include_str!("../../public/pinyin.json");

const FIVE: Reach = Reach {
    amount: 5,
    miles: false,
};

fn nobody() -> Value {
    bundle(vec![], vec![])
}

fn people(names: &[&str]) -> Value {
    let person = |(n, name): (usize, &&str)| json!({"resourceType": "Practitioner", "id": format!("dr-{}", n + 1), "name": [{"text": name}]});
    bundle(names.iter().enumerate().map(person).collect(), vec![])
}

fn found(script: &Arc<Script>, query: Query) -> (ReadAs, usize) {
    let readings = Readings::read(PINYIN);
    let answer = block_on(asking(script, query).search(Some(&readings))).expect("an answer");
    assert!(
        answer
            .found
            .rows
            .iter()
            .all(|row| row.alike == (answer.read_as == ReadAs::Alike))
    );
    (answer.read_as, answer.found.rows.len())
}

#[test]
fn pinyin_finds_a_name_that_the_server_has_in_characters_alone() {
    let script = Script::new([
        answer(
            200,
            batch(vec![
                nobody(),
                nobody(),
                people(&["王芳", "王飞", "汪方正"]),
            ]),
        ),
        answer(200, roles(2)),
    ]);
    assert_eq!(found(&script, text("fang wang")), (ReadAs::Alike, 2));
    let asked = batched(&script, 0);
    assert_eq!(asked.len(), 3);
    assert!(
        asked[2].starts_with("Practitioner?name=%E6%96%B9%2C"),
        "{}",
        asked[2]
    );
    assert!(
        script.asked()[1].contains("practitioner=Practitioner%2Fdr-1%2CPractitioner%2Fdr-3&"),
        "{:?}",
        script.asked()
    );
}

#[test]
fn characters_find_a_name_that_the_server_has_in_pinyin_alone() {
    let script = Script::new([
        answer(
            200,
            batch(vec![
                nobody(),
                nobody(),
                people(&["Wang Xiaofang", "Wang Xiaoming"]),
            ]),
        ),
        answer(200, roles(1)),
    ]);
    assert_eq!(found(&script, text("王小芳")), (ReadAs::Alike, 1));
    assert!(batched(&script, 0)[2].starts_with("Practitioner?name=wang&name=xiaofang&"));
}

#[test]
fn a_slip_in_a_name_is_forgiven() {
    let script = Script::new([
        answer(
            200,
            batch(vec![
                nobody(),
                nobody(),
                people(&["Mary Johnson", "Ann Johansson", "Jo Smith"]),
            ]),
        ),
        answer(200, roles(1)),
    ]);
    assert_eq!(found(&script, text("Jhonson")), (ReadAs::Alike, 1));
    assert!(
        batched(&script, 0)[2].starts_with("Practitioner?name=Jho%2ChJo%2CJoh&"),
        "{}",
        batched(&script, 0)[2]
    );
    assert!(script.asked()[1].contains("practitioner=Practitioner%2Fdr-1&"));
}

/// "Garica" reads as pinyin, ga ri ca, and is a slip of Garcia.
#[test]
fn a_slip_that_could_be_pinyin_is_looked_for_as_both() {
    let names = batch(vec![
        nobody(),
        nobody(),
        nobody(),
        people(&["Ana García Ortega"]),
    ]);
    let script = Script::new([answer(200, names), answer(200, roles(1))]);
    assert_eq!(found(&script, text("Garica")), (ReadAs::Alike, 1));
    let asked = batched(&script, 0);
    assert!(
        asked[2].starts_with("Practitioner?name=%E5"),
        "{}",
        asked[2]
    );
    assert!(
        asked[3].starts_with("Practitioner?name=Gar%2CaGr%2CGra&"),
        "{}",
        asked[3]
    );
}

#[test]
fn the_very_name_hides_those_that_resemble_it() {
    let script = Script::new([
        answer(
            200,
            batch(vec![people(&["Wang Wei"]), nobody(), people(&["王为"])]),
        ),
        answer(200, roles(1)),
    ]);
    assert_eq!(found(&script, text("wang wei")), (ReadAs::Name, 1));
}

fn heart(words: &str) -> Query {
    Query {
        specialty: Some("394579002".into()),
        ..text(words)
    }
}

#[test]
fn a_name_with_a_specialty_is_left_to_the_server() {
    let script = Script::new([
        answer(
            200,
            batch(vec![people(&["Wang Wei", "Wang Li"]), nobody(), nobody()]),
        ),
        answer(200, roles(2)),
    ]);
    assert_eq!(found(&script, heart("wang")), (ReadAs::Name, 2));
    let asked = batched(&script, 0);
    assert!(
        asked[0].starts_with("Practitioner?name=wang&")
            && asked[0].contains("&_has:PractitionerRole:practitioner:specialty=http"),
        "{}",
        asked[0]
    );
    assert_eq!(script.asked().len(), 2);
}

/// A server may refuse `_has`, or drop it and send everybody of the name; or drop the name, too.
#[test]
fn a_server_without_has_is_asked_for_the_name_alone() {
    let mut everybody = people(&["Wang Wei", "Li Na"]);
    everybody["link"] =
        json!([{"relation": "self", "url": "https://fhir.example/r4/Practitioner"}]);
    let refused = json!({"resourceType": "Bundle", "type": "batch-response", "entry": [
        {"response": {"status": "400"}, "resource": {"resourceType": "OperationOutcome"}},
        {"response": {"status": "200"}, "resource": nobody()}, {"response": {"status": "200"}, "resource": nobody()},
    ]});
    let dropped = vec![answer(200, batch(vec![everybody, nobody(), nobody()]))];
    let refused = vec![answer(200, refused), answer(200, people(&["Wang Wei"]))];
    for first in [dropped, refused] {
        let all: Vec<_> = first.into_iter().chain([answer(200, roles(1))]).collect();
        let (script, asked) = (Script::new(all.clone()), all.len());
        assert_eq!(found(&script, heart("wang")), (ReadAs::Name, 1));
        let of_wang = &script.asked()[asked - 1];
        assert!(
            of_wang.contains("&specialty=")
                && of_wang.contains("&practitioner=Practitioner%2Fdr-1&"),
            "{of_wang}"
        );
        assert_eq!(script.asked().len(), asked);
    }
}

#[test]
fn where_nobody_has_the_name_those_who_fit_the_rest_are_shown_and_it_is_said() {
    let script = Script::new([
        answer(200, batch(vec![nobody(), nobody(), nobody()])),
        answer(200, roles(3)),
    ]);
    assert_eq!(found(&script, heart("qqqq")), (ReadAs::NoName, 3));
    let script = Script::new([answer(200, batch(vec![nobody(), nobody(), nobody()]))]);
    assert_eq!(found(&script, text("qqqq")), (ReadAs::Name, 0));
}

fn here() -> Query {
    Query {
        near: Position::new(31.2279, 121.5221),
        ..Query::default()
    }
}

fn places() -> Value {
    let mut far = location();
    far["id"] = json!("loc-2");
    far["position"] = json!({"latitude": 30.0, "longitude": 121.5});
    let mut unknown = location();
    unknown["id"] = json!("loc-3");
    unknown
        .as_object_mut()
        .expect("an object")
        .remove("position");
    bundle(vec![far, unknown, location()], vec![])
}

#[test]
fn the_nearest_places_are_searched_and_the_server_is_not_told_where_from() {
    let script = Script::new([answer(200, places()), answer(200, roles(1))]);
    let answer = block_on(asking(&script, here()).search(None)).expect("an answer");
    assert!(answer.nearby && answer.found.rows.len() == 1);
    let asked = script.asked();
    assert!(
        asked[1].contains("location=Location%2Floc-1%2CLocation%2Floc-2&"),
        "{asked:?}"
    );
    assert!(
        asked
            .iter()
            .all(|url| !url.contains("31.2") && !url.contains("near")),
        "{asked:?}"
    );
}

#[test]
fn where_no_place_says_where_it_is_everybody_is_searched() {
    for places in [answer(200, bundle(vec![], vec![])), answer(404, "")] {
        let script = Script::new([places, answer(200, roles(1))]);
        let answer = block_on(asking(&script, here()).search(None)).expect("an answer");
        assert!(!answer.nearby && answer.found.rows.len() == 1);
        assert!(!script.asked()[1].contains("location=Location"));
    }
}

#[test]
fn farther_than_wanted_is_left_out() {
    let script = Script::new([answer(200, places()), answer(200, roles(1))]);
    let answer = block_on(
        asking(
            &script,
            Query {
                within: Some(FIVE),
                ..here()
            },
        )
        .search(None),
    )
    .expect("an answer");
    assert!(
        script.asked()[1].contains("location=Location%2Floc-1&"),
        "{:?}",
        script.asked()
    );
    assert_eq!(answer.found.rows.len(), 1);
}

/// Somebody took the place away and left the distance.
#[test]
fn a_distance_from_nowhere_leaves_nobody_out() {
    let script = Script::new([answer(200, roles(2))]);
    let query = Query {
        within: Some(FIVE),
        ..Query::default()
    };
    let answer = block_on(asking(&script, query).search(None)).expect("an answer");
    assert_eq!(answer.found.rows.len(), 2);
}

#[test]
fn evenings_are_one_batch_and_checked_by_the_clinic_s_clock() {
    let slot = |start: &str| json!({"resourceType": "Slot", "id": "x", "status": "free", "start": start, "schedule": {"reference": "Schedule/s1"}});
    let schedule = json!({"resourceType": "Schedule", "id": "s1", "actor": [{"reference": "PractitionerRole/role-1"}]});
    let report = json!({"resourceType": "MeasureReport", "status": "complete", "type": "summary", "subject": {"reference": "PractitionerRole/role-1"}, "group": [{"population": [{"count": 4}]}]});
    let mut evenings = vec![bundle(vec![], vec![]); 7];
    evenings[1] = bundle(vec![slot("2026-11-23T18:00:00+08:00")], vec![]);
    let script = Script::new([
        answer(
            200,
            bundle(
                vec![role(1)],
                vec![practitioner(1), organization(), location()],
            ),
        ),
        answer(
            200,
            batch(vec![
                bundle(vec![schedule], vec![]),
                bundle(vec![report], vec![]),
            ]),
        ),
        answer(200, batch(evenings)),
    ]);
    let query = Query {
        when: Some(When::Evening),
        ..Query::default()
    };
    let answer = block_on(asking(&script, query).search(None)).expect("an answer");
    assert_eq!(answer.found.rows.len(), 1);
    assert_eq!(script.asked().len(), 3);
    let asked = batched(&script, 2);
    assert_eq!(asked.len(), 7);
    // It is 18:00 in Shanghai now: the evening has begun.
    assert!(
        asked[0].contains("start=ge2026-11-22T10%3A00%3A00Z&start=lt2026-11-22T16%3A00%3A00Z"),
        "{}",
        asked[0]
    );
    assert!(
        asked[1].contains("start=ge2026-11-23T09%3A00%3A00Z&start=lt2026-11-23T16%3A00%3A00Z"),
        "{}",
        asked[1]
    );
}
