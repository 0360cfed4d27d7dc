//! The requests of a search: which, how many, and what they make of odd servers.

use std::sync::Arc;

use crate::directory::{self, NOW, batch, bundle, organization, practitioner, role, roles};
use crate::wire::{Script, answer, block_on};
use sampan::config::Weights;
use sampan::doctors::api::{self, Asking, More, ReadAs};
use sampan::doctors::model::Rules;
use sampan::doctors::query::{Gender, Mode, Query, Sort};
use serde_json::{Value, json};

pub const RULES: Rules = Rules {
    threshold: 10,
    weights: Weights {
        fit: 40,
        soon: 25,
        near: 15,
        rating: 20,
    },
};
pub const BASE: &str = "https://fhir.example/r4";

/// A search whose order asks for no details: what those take is tried by itself.
pub fn asking(script: &Arc<Script>, query: Query) -> Asking {
    Asking {
        client: script.client(),
        query: Query {
            sort: Sort::Nearest,
            ..query
        },
        language: "en".into(),
        now: NOW,
        offset: |_, _| 8 * 60,
        rules: RULES,
    }
}

pub fn text(text: &str) -> Query {
    Query::default().with_text(text)
}

/// The URLs inside the batch that was asked for.
pub fn batched(script: &Arc<Script>, at: usize) -> Vec<String> {
    let body = script.requests()[at].body.clone().expect("a body");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    let entries = body["entry"].as_array().expect("entries").clone();
    entries
        .iter()
        .map(|entry| entry["request"]["url"].as_str().expect("a URL").to_owned())
        .collect()
}

/// The boot script asks before the app is there; the app takes that answer over only if it asks for the very same.
#[test]
fn the_first_search_is_the_boot_script_s() {
    let boot = include_str!("../../src/boot.js");
    let literal = |part: &str| {
        assert!(
            boot.contains(&format!("\"{part}\"")),
            "src/boot.js lacks \"{part}\""
        )
    };
    let (start, rest) = (
        "/PractitionerRole?active=true",
        "&_count=20&_include=PractitionerRole%3Apractitioner&_include=PractitionerRole%3Alocation&_include=PractitionerRole%3Aorganization",
    );
    literal(start);
    literal("&specialty=");
    literal("http://snomed.info/sct|");
    literal(rest);
    assert_eq!(
        format!("/{}", api::roles(&Query::default()).path()),
        [start, rest].concat()
    );
    let coded = Query {
        specialty: Some("394579002".into()),
        ..Query::default()
    };
    let specialty = "&specialty=http%3A%2F%2Fsnomed.info%2Fsct%7C394579002";
    assert_eq!(
        format!("/{}", api::roles(&coded).path()),
        [start, specialty, rest].concat()
    );
}

#[test]
fn a_search_by_codes_is_one_request() {
    let script = Script::new([answer(200, roles(3))]);
    let query = Query {
        specialty: Some("394579002".into()),
        ..Query::default()
    };
    let found = block_on(asking(&script, query).search(None)).expect("an answer");
    assert_eq!(found.found.rows.len(), 3);
    assert_eq!(found.found.more, None);
    assert_eq!(script.asked().len(), 1);
}

#[test]
fn a_name_takes_two_steps() {
    let people = bundle(vec![practitioner(1), practitioner(2)], vec![]);
    let script = Script::new([
        answer(
            200,
            batch(vec![people, bundle(vec![], vec![]), bundle(vec![], vec![])]),
        ),
        answer(200, roles(2)),
    ]);
    let found =
        block_on(asking(&script, text("Dr. Wang, \"W|ei\"")).search(None)).expect("an answer");
    assert_eq!((found.read_as, found.found.rows.len()), (ReadAs::Name, 2));
    assert_eq!(script.asked()[0], format!("POST {BASE}"));
    // What was typed is data: its comma and bar are escaped, then percent-encoded.
    assert_eq!(
        batched(&script, 0)[0],
        "Practitioner?name=Wang%5C%2C&name=%22W%5C%7Cei%22&_count=20"
    );
    assert!(batched(&script, 0)[1].starts_with("Organization?name=Dr.%20Wang%5C%2C"));
    assert!(
        script.asked()[1]
            .contains("practitioner=Practitioner%2Fdr-1%2CPractitioner%2Fdr-2&_include"),
        "{:?}",
        script.asked()
    );
    assert_eq!(script.asked().len(), 2);
}

#[test]
fn a_server_that_drops_the_second_word_is_checked() {
    let mut people = bundle(vec![practitioner(1), practitioner(2)], vec![]);
    people["entry"][1]["resource"]["name"] = json!([{"text": "Wang Ming"}]);
    people["link"] = json!([{"relation": "self", "url": format!("{BASE}/Practitioner?name=wang")}]);
    let script = Script::new([
        answer(200, batch(vec![people, bundle(vec![], vec![])])),
        answer(200, roles(1)),
    ]);
    block_on(asking(&script, text("wang wei")).search(None)).expect("an answer");
    assert!(
        script.asked()[1].contains("practitioner=Practitioner%2Fdr-1&"),
        "{:?}",
        script.asked()
    );
}

#[test]
fn a_hospital_s_name_gives_its_doctors() {
    let script = Script::new([
        answer(
            200,
            batch(vec![
                bundle(vec![], vec![]),
                bundle(vec![organization()], vec![]),
            ]),
        ),
        answer(200, roles(2)),
    ]);
    let found = block_on(asking(&script, text("heron")).search(None)).expect("an answer");
    assert_eq!(
        (found.read_as, found.hospitals.len(), found.found.rows.len()),
        (ReadAs::Hospital, 1, 2)
    );
    assert!(
        script.asked()[1].contains("organization=Organization%2Forg-1"),
        "{:?}",
        script.asked()
    );
}

#[test]
fn missing_inclusions_are_fetched_by_id() {
    let only = |resource| answer(200, bundle(vec![resource], vec![]));
    let script = Script::new([
        only(role(1)),
        only(practitioner(1)),
        only(organization()),
        only(directory::location()),
    ]);
    let found = block_on(asking(&script, Query::default()).search(None)).expect("an answer");
    assert_eq!(found.found.rows[0].doctor.name, "Wang Wei");
    assert_eq!(
        script.asked()[1..],
        [
            "GET https://fhir.example/r4/Practitioner?_id=dr-1&_count=100",
            "GET https://fhir.example/r4/Organization?_id=org-1&_count=100",
            "GET https://fhir.example/r4/Location?_id=loc-1&_count=100"
        ]
    );
}

#[test]
fn a_server_without_chains_is_asked_again_and_filtered_here() {
    let script = Script::new([
        answer(400, json!({"resourceType": "OperationOutcome"})),
        answer(200, roles(2)),
    ]);
    let query = Query {
        gender: Some(Gender::Male),
        ..Query::default()
    };
    let found = block_on(asking(&script, query).search(None))
        .expect("an answer")
        .found;
    assert_eq!((found.rows.len(), found.left_out), (0, 2));
    assert!(
        script.asked()[0].contains("practitioner.gender=male")
            && !script.asked()[1].contains("gender")
    );
}

#[test]
fn a_filter_of_ours_looks_at_a_few_pages_and_no_more() {
    let page = || {
        let mut page = bundle(
            vec![role(1)],
            vec![practitioner(1), organization(), directory::location()],
        );
        page["entry"][0]["resource"]["extension"] = json!([]);
        page["total"] = json!(900);
        page["link"] =
            json!([{"relation": "next", "url": format!("{BASE}/PractitionerRole?page=next")}]);
        answer(200, page)
    };
    let script = Script::new([page(), page(), page(), page()]);
    let query = Query {
        mode: Some(Mode::Video),
        ..Query::default()
    };
    let found = block_on(asking(&script, query).search(None))
        .expect("an answer")
        .found;
    assert_eq!(
        (found.rows.len(), found.left_out, found.total),
        (0, 4, None)
    );
    assert!(found.more.is_some());
}

#[test]
fn more_goes_on_where_the_page_ended() {
    let mut first = roles(12);
    first["link"] = json!([{"relation": "next", "url": format!("{BASE}/PractitionerRole?page=2")}]);
    let mut second = roles(1);
    second["entry"][0]["resource"]["id"] = json!("role-13");
    let script = Script::new([answer(200, first), answer(200, second)]);
    let answer = block_on(asking(&script, Query::default()).search(None)).expect("an answer");
    let more = answer.found.more.expect("more");
    let More::Roles(page) = &more else {
        panic!("{more:?}")
    };
    assert!(
        page.entries.is_empty() && page.included.iter().next().is_none(),
        "the page's data is kept"
    );
    let found = block_on(answer.asking.more(&more)).expect("more");
    assert_eq!((found.rows.len(), found.more), (1, None));
    assert_eq!(
        script.asked()[1],
        format!("GET {BASE}/PractitionerRole?page=2")
    );
}

#[test]
fn one_who_comes_twice_is_shown_once() {
    let twice = bundle(
        vec![role(1), role(1)],
        vec![practitioner(1), organization(), directory::location()],
    );
    let script = Script::new([answer(200, twice)]);
    let found = block_on(asking(&script, Query::default()).search(None))
        .expect("an answer")
        .found;
    assert_eq!((found.rows.len(), found.left_out), (1, 0));
}
