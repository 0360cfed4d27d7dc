//! Doctors that somebody picks: to find again, to compare, and as their own.

use std::sync::Arc;

use crate::api::asking;
use crate::directory::{NOW, batch, bundle, location, organization, practitioner, role, roles};
use crate::wire::{Script, answer, block_on};
use sampan::doctors::api::{Changed, choose};
use sampan::doctors::model::{
    Doctor, MOST_COMPARED, chosen, compare_url, is_chosen, pick, read_picks, with_chosen,
    without_chosen,
};
use sampan::doctors::query::{Query, Sort};
use sampan::fhir::types::Patient;
use sampan::fhir::{Error, Resource, Typed};
use serde_json::{Value, json};

fn ids(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

#[test]
fn picks_are_ids_each_once_and_no_more_than_fit() {
    assert_eq!(read_picks("b,a,b, c ,d", MOST_COMPARED), ["b", "a", "c"]);
    assert_eq!(read_picks("", 3), Vec::<String>::new());
    assert_eq!(read_picks("a/b,<x>,ok-1.2,é", 3), ["ok-1.2"]);
    assert_eq!(read_picks(&"x".repeat(65), 3), Vec::<String>::new());
    assert_eq!(compare_url(&ids("a,b")), "/doctors/compare?doctors=a,b");
}

#[test]
fn a_pick_is_taken_up_and_away_again() {
    let mut picks = ids("a,b");
    assert!(pick(&mut picks, "c", 3));
    assert!(!pick(&mut picks, "d", 3), "no room");
    assert_eq!(picks, ["a", "b", "c"]);
    assert!(pick(&mut picks, "b", 3), "away, also when it is full");
    assert_eq!(picks, ["a", "c"]);
}

fn patient(doctors: Value) -> Patient {
    let value = json!({
        "resourceType": "Patient", "id": "p1", "meta": {"versionId": "7"},
        "name": [{"text": "Lin"}], "generalPractitioner": doctors,
    });
    Patient::wrap(Resource::parse(value).expect("a patient"))
}

fn doctor() -> Doctor {
    Doctor {
        id: "r1".to_owned(),
        name: "Wang Wei".to_owned(),
        practitioner: Some("Practitioner/d1".to_owned()),
        ..Doctor::default()
    }
}

const BASE: &str = "https://directory.example/r4";

#[test]
fn one_s_doctor_is_known_in_the_role_as_a_person_and_on_another_server() {
    let is_own = |reference: &str| {
        let list = json!([{"reference": "Organization/o1"}, {"reference": reference}]);
        is_chosen(&patient(list), &doctor(), BASE)
    };
    assert!(is_own("PractitionerRole/r1"));
    assert!(is_own("Practitioner/d1"));
    assert!(is_own("https://directory.example/r4/PractitionerRole/r1"));
    assert!(!is_own("PractitionerRole/r2"));
    assert!(!is_own("https://other.example/PractitionerRole/r1"));
    assert!(!is_chosen(&patient(Value::Null), &doctor(), BASE));
}

#[test]
fn who_is_chosen_takes_the_place_of_another_doctor_and_of_no_practice() {
    let before = patient(json!([
        {"reference": "Practitioner/d9", "display": "Chen"}, {"reference": "Organization/o1"},
    ]));
    assert_eq!(chosen(&before)[0].display, Some("Chen"));
    let own = json!({"reference": "PractitionerRole/r1", "display": "Wang Wei"});
    let practice = json!({"reference": "Organization/o1"});
    assert_eq!(
        with_chosen(&before, &doctor(), None),
        json!([own, practice])
    );
    let far = with_chosen(&before, &doctor(), Some(BASE));
    assert_eq!(
        far[0]["reference"],
        "https://directory.example/r4/PractitionerRole/r1"
    );
    // Whoever leaves one doctor keeps the others.
    let both = patient(json!([
        {"reference": "Practitioner/d9"}, {"reference": "Practitioner/d1"}, {"reference": "Organization/o1"},
    ]));
    assert_eq!(
        without_chosen(&both, &doctor(), BASE),
        json!([{"reference": "Practitioner/d9"}, practice])
    );
    let far = without_chosen(&patient(far), &doctor(), BASE);
    assert_eq!(
        far,
        json!([practice]),
        "also by an address of the directory's"
    );
}

fn wire_patient(version: &str, doctors: Value) -> Value {
    json!({
        "resourceType": "Patient", "id": "p1", "meta": {"versionId": version},
        "birthDate": "1984-02-01", "generalPractitioner": doctors,
    })
}

/// Chooses, and what was sent.
fn choosing(
    script: &Arc<Script>,
    change: impl Fn(&Patient) -> Option<Value>,
) -> (Result<Changed, Error>, Vec<Value>) {
    let answer = block_on(choose(&script.client(), "p1", change));
    let bodies = script.requests().into_iter().filter_map(|it| it.body);
    let bodies = bodies.map(|body| serde_json::from_str(&body).expect("JSON"));
    (answer, bodies.collect())
}

#[test]
fn a_choice_is_written_over_the_version_that_was_read_and_loses_nothing() {
    let old = json!([{"reference": "Practitioner/d9"}]);
    let newer = json!([{"reference": "Organization/o1"}]);
    let script = Script::new([
        answer(200, wire_patient("7", old)),
        answer(412, json!({"resourceType": "OperationOutcome"})),
        answer(200, wire_patient("8", newer.clone())),
        answer(200, wire_patient("9", json!([]))),
    ]);
    let (answer, sent) = choosing(&script, |patient| {
        Some(with_chosen(patient, &doctor(), None))
    });
    let changed = answer.expect("changed");
    assert_eq!(changed.before, newer, "the list as it was just before");
    assert_eq!(sent[1]["birthDate"], "1984-02-01");
    assert_eq!(
        sent[1]["generalPractitioner"][0]["reference"],
        "PractitionerRole/r1"
    );
    assert_eq!(
        sent[1]["generalPractitioner"][1]["reference"],
        "Organization/o1"
    );
    let put = &script.requests()[3];
    assert!(
        put.headers.contains(&("if-match", "W/\"8\"".to_owned())),
        "{:?}",
        put.headers
    );
}

#[test]
fn an_empty_list_is_left_out() {
    let old = json!([{"reference": "PractitionerRole/r1"}]);
    let script = Script::new([
        answer(200, wire_patient("7", old)),
        answer(200, wire_patient("8", json!([]))),
    ]);
    let (_, sent) = choosing(&script, |patient| {
        Some(without_chosen(patient, &doctor(), BASE))
    });
    assert_eq!(sent[0].get("generalPractitioner"), None);
}

#[test]
fn an_undo_undoes_nobody_else_s_change() {
    let changed = Changed {
        before: json!([{"reference": "Practitioner/d9"}]),
        after: json!([{"reference": "PractitionerRole/r1", "display": "Wang Wei"}]),
    };
    let stored = json!([{"reference": "https://fhir.example/r4/PractitionerRole/r1"}]);
    let script = Script::new([
        answer(200, wire_patient("8", stored)),
        answer(200, wire_patient("9", json!([]))),
    ]);
    let (undone, sent) = choosing(&script, |patient| changed.undone(patient));
    assert!(undone.is_ok());
    assert_eq!(sent[0]["generalPractitioner"], changed.before);
    let theirs = json!([{"reference": "Practitioner/d5"}]);
    let script = Script::new([answer(200, wire_patient("9", theirs))]);
    let (undone, sent) = choosing(&script, |patient| changed.undone(patient));
    assert_eq!((undone, sent.len()), (Err(Error::Conflict), 0));
}

#[test]
fn saved_doctors_are_one_search_and_those_who_left_are_missing() {
    let there = vec![role(1), role(2)];
    let script = Script::new([
        answer(
            200,
            bundle(
                there,
                vec![practitioner(1), practitioner(2), organization(), location()],
            ),
        ),
        answer(
            200,
            batch(vec![bundle(vec![], vec![]), bundle(vec![], vec![])]),
        ),
    ]);
    let query = Query {
        sort: Sort::Soonest,
        ..Query::default()
    };
    let found =
        block_on(asking(&script, query).picked(&ids("role-1,role-2,role-9"))).expect("found");
    assert_eq!(found.rows.len(), 2);
    assert!(
        script.asked()[0].contains("PractitionerRole?_id=role-1%2Crole-2%2Crole-9&"),
        "{:?}",
        script.asked()
    );
    assert!(!script.asked()[0].contains("specialty"));
}

#[test]
fn doctors_stand_side_by_side_in_the_order_chosen() {
    let checks = json!({"resourceType": "VerificationResult", "id": "v", "status": "validated",
        "target": [{"reference": "Practitioner/dr-1"}]});
    let script = Script::new([
        answer(200, roles(2)),
        answer(200, bundle(vec![checks], vec![])),
        answer(
            200,
            batch(vec![bundle(vec![], vec![]), bundle(vec![], vec![])]),
        ),
        // No other source of ratings.
        answer(200, batch(vec![bundle(vec![], vec![]); 6])),
    ]);
    let asking = asking(&script, Query::default());
    assert_eq!(asking.now, NOW);
    let compared = block_on(asking.compared(&ids("role-2,role-1"))).expect("compared");
    let order: Vec<&str> = compared
        .iter()
        .map(|it| it.profile.doctor.id.as_str())
        .collect();
    assert_eq!(order, ["role-2", "role-1"]);
    assert!(
        compared
            .iter()
            .all(|it| it.detail.is_some() && it.checks.is_some())
    );
    assert!(
        script.asked()[1].contains("target=Practitioner%2Fdr-2%2CPractitioner%2Fdr-1"),
        "{:?}",
        script.asked()
    );
}
