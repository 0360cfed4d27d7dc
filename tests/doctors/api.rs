//! The requests of a search: which, how many, and what they make of odd servers.

use std::sync::Arc;

use crate::directory::{self, NOW, batch, bundle, organization, practitioner, role, roles};
use crate::wire::{Script, answer, block_on};
use sampan::config::Weights;
use sampan::doctors::api::{self, Asking, Left, More, ReadAs};
use sampan::doctors::model::{NextFree, Rules};
use sampan::doctors::query::{Gender, Mode, Query, Sort, When};
use sampan::fhir::Error;
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
const BASE: &str = "https://fhir.example/r4";

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

fn schedule(n: u32) -> Value {
    json!({"resourceType": "Schedule", "id": format!("s{n}"), "actor": [{"reference": format!("PractitionerRole/role-{n}")}, {"reference": "Location/loc-1"}]})
}

fn slot(n: u32, start: &str) -> Value {
    json!({"resourceType": "Slot", "id": format!("slot-{n}"), "status": "free", "start": start, "schedule": {"reference": format!("Schedule/s{n}")}})
}

/// Of the first doctor: a server that publishes reports isn't asked for more.
fn report() -> Value {
    json!({
        "resourceType": "MeasureReport", "status": "complete", "type": "summary",
        "subject": {"reference": "PractitionerRole/role-1"}, "group": [{"population": [{"count": 40}]}],
    })
}

const TOMORROW: &str = "2026-11-23T09:00:00+08:00";
const NEXT_MONTH: &str = "2026-12-23T09:00:00+08:00";

#[test]
fn ratings_and_free_times_take_a_batch_and_few_searches() {
    let mut first = bundle(vec![slot(1, TOMORROW)], vec![]);
    first["link"] = json!([{"relation": "next", "url": format!("{BASE}/Slot?page=2")}]);
    let script = Script::new([
        answer(200, roles(4)),
        answer(
            200,
            batch(vec![
                bundle(vec![schedule(1), schedule(3), schedule(4)], vec![]),
                bundle(vec![report()], vec![]),
            ]),
        ),
        answer(200, first),
        answer(200, bundle(vec![slot(4, NEXT_MONTH)], vec![])),
    ]);
    let asking = asking(&script, Query::default());
    let rows = block_on(asking.clone().search(None))
        .expect("an answer")
        .found
        .rows;
    let doctors: Vec<_> = rows.iter().map(|row| row.doctor.clone()).collect();
    let details = block_on(asking.details(&doctors, &Left::after(1))).expect("details");
    let next: Vec<&NextFree> = details.iter().map(|detail| &detail.next).collect();
    let at = |hours: i64| NextFree::At {
        ms: NOW + hours * 3_600_000,
        location: Some("loc-1".into()),
    };
    assert_eq!(
        next,
        [
            &at(15),
            &NextFree::Phone,
            &NextFree::Full,
            &at(15 + 30 * 24)
        ]
    );
    let reviews = details
        .iter()
        .map(|it| it.rating.as_ref().map(|it| it.count));
    assert_eq!(
        reviews.collect::<Vec<_>>(),
        [Some(40), Some(0), Some(0), Some(0)]
    );
    let asked = script.asked();
    let rest = "&status=free&start=ge2026-11-22T10%3A00%3A00Z&_elements=schedule%2Cstart%2Cstatus&_sort=start&_count=100";
    assert_eq!(
        asked[2],
        format!("GET {BASE}/Slot?schedule=Schedule%2Fs1%2CSchedule%2Fs3%2CSchedule%2Fs4{rest}")
    );
    assert_eq!(
        asked[3],
        format!("GET {BASE}/Slot?schedule=Schedule%2Fs3%2CSchedule%2Fs4{rest}")
    );
    assert_eq!(asked.len(), 4);
}

#[test]
fn a_server_without_slots_leaves_the_times_unknown() {
    let script = Script::new([
        answer(200, roles(1)),
        answer(
            200,
            batch(vec![
                bundle(vec![schedule(1)], vec![]),
                bundle(vec![report()], vec![]),
            ]),
        ),
        answer(404, ""),
    ]);
    let asking = asking(&script, Query::default());
    let doctors = [block_on(asking.clone().search(None))
        .expect("an answer")
        .found
        .rows[0]
        .doctor
        .clone()];
    assert_eq!(
        block_on(asking.details(&doctors, &Left::after(1))).expect("details")[0].next,
        NextFree::Unknown
    );
}

#[test]
fn only_those_with_a_time_soon_enough_are_shown() {
    let script = Script::new([
        answer(200, roles(2)),
        answer(
            200,
            batch(vec![
                bundle(vec![schedule(1), schedule(2)], vec![]),
                bundle(vec![report()], vec![]),
            ]),
        ),
        answer(
            200,
            bundle(vec![slot(2, TOMORROW), slot(1, NEXT_MONTH)], vec![]),
        ),
    ]);
    let query = Query {
        when: Some(When::Week),
        ..Query::default()
    };
    let found = block_on(asking(&script, query).search(None))
        .expect("an answer")
        .found;
    assert_eq!(
        found
            .rows
            .iter()
            .map(|row| row.doctor.id.as_str())
            .collect::<Vec<_>>(),
        ["role-2"]
    );
    assert!(found.rows[0].detail.is_some());
}

#[test]
fn an_unknown_doctor_or_one_who_left_is_not_found() {
    let mut left = roles(1);
    left["entry"][0]["resource"]["active"] = json!(false);
    for page in [bundle(vec![], vec![]), left] {
        let script = Script::new([answer(200, page)]);
        assert_eq!(
            block_on(asking(&script, Query::default()).profile("role-1")),
            Err(Error::NotFound)
        );
    }
}

#[test]
fn a_hospital_s_page_is_one_batch() {
    let found = batch(vec![
        bundle(vec![organization()], vec![]),
        bundle(vec![directory::location()], vec![]),
        roles(2),
        roles(2),
    ]);
    let script = Script::new([answer(200, found)]);
    let (hospital, doctors, rated) =
        block_on(asking(&script, Query::default()).hospital("org-1")).expect("a hospital");
    assert_eq!(rated, None);
    assert_eq!(hospital.named.other.as_deref(), Some("鹭湾医院"));
    assert_eq!(
        hospital.specialties,
        [("394579002".to_owned(), "Cardiology".to_owned())]
    );
    assert_eq!((hospital.places.len(), doctors.rows.len()), (1, 2));
    let asked = batched(&script, 0);
    assert_eq!(asked.len(), 5);
    assert_eq!(
        asked[4],
        "MeasureReport?identifier=https%3A%2F%2Fsampan.health%2Ffhir%2FNamingSystem%2Fratings%7COrganization%2Forg-1&_count=50"
    );
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
