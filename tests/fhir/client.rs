use std::sync::Arc;

use sampan::fhir::types::Slot;
use sampan::fhir::{Client, Error, Flaw, Response, Search};
use serde_json::{Value, json};

use crate::wire::{Script, answer, block_on};

fn bundle(entries: Value, next: Option<&str>) -> Value {
    let links: Vec<Value> = next
        .iter()
        .map(|url| json!({"relation": "next", "url": url}))
        .collect();
    json!({"resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries})
}

pub fn slots(ids: &[&str], next: Option<&str>) -> Value {
    let entries = ids
        .iter()
        .map(|id| json!({"resource": {"resourceType": "Slot", "id": id}}))
        .collect();
    bundle(entries, next)
}

pub fn outcome(text: &str) -> Value {
    json!({"resourceType": "OperationOutcome", "issue": [{"diagnostics": text}]})
}

pub fn any_slot() -> Search {
    Search::new("Slot").param("status", "free")
}

/// What a search makes of these answers, and the waits it took.
fn outcome_of(answers: Vec<Result<Response, Error>>) -> (Result<usize, Error>, Vec<u32>) {
    let script = Script::new(answers);
    let page = block_on(script.client().search(&any_slot()));
    (page.map(|page| page.entries.len()), script.waited())
}

#[test]
fn a_read_asks_for_fhir_json_and_nothing_that_needs_a_preflight() {
    let script = Script::new([answer(200, json!({"resourceType": "Slot", "id": "a/b"}))]);
    let slot: Slot = block_on(script.client().read_as("a/b")).expect("a slot");
    assert_eq!(slot.id(), "a/b");
    assert_eq!(script.asked(), ["GET https://fhir.example/r4/Slot/a%2Fb"]);
    assert_eq!(
        script.requests()[0].headers,
        [("accept", "application/fhir+json".to_owned())]
    );
}

#[test]
fn a_token_goes_along_when_there_is_one() {
    let script = Script::new([answer(200, slots(&[], None))]);
    let client = Client::new(
        "https://fhir.example/r4",
        script.clone(),
        Some(Arc::new(|| Some("t0k".to_owned()))),
    );
    block_on(client.search(&any_slot())).expect("a page");
    assert!(
        script.requests()[0]
            .headers
            .contains(&("authorization", "Bearer t0k".to_owned()))
    );
}

#[test]
fn what_may_pass_is_tried_three_times_with_growing_waits() {
    for status in [429, 502, 503, 504] {
        let (page, waits) = outcome_of(vec![
            answer(status, ""),
            answer(status, ""),
            answer(200, slots(&["a"], None)),
        ]);
        assert_eq!((page, waits), (Ok(1), vec![300, 600]), "{status}");
    }
    // What timed out has cost enough after the second time.
    let (page, waits) = outcome_of(vec![Err(Error::Timeout), Err(Error::Timeout)]);
    assert_eq!((page, waits), (Err(Error::Timeout), vec![300]));
}

#[test]
fn what_will_not_pass_is_tried_once() {
    let detail = || "why".to_owned();
    for (status, error) in [
        (
            400,
            Error::Rejected {
                status: 400,
                detail: detail(),
            },
        ),
        (401, Error::Unauthorized),
        (403, Error::Forbidden { detail: detail() }),
        (404, Error::Unsupported),
        (405, Error::Unsupported),
        (409, Error::Conflict),
        (412, Error::Conflict),
        (
            422,
            Error::Rejected {
                status: 422,
                detail: detail(),
            },
        ),
        (
            500,
            Error::Server {
                status: 500,
                detail: detail(),
            },
        ),
        (501, Error::Unsupported),
    ] {
        let (page, waits) = outcome_of(vec![answer(status, outcome("why"))]);
        assert_eq!((page, waits), (Err(error), vec![]), "{status}");
    }
    for error in [Error::Offline, Error::Cors, Error::Cancelled] {
        assert_eq!(outcome_of(vec![Err(error.clone())]), (Err(error), vec![]));
    }
}

#[test]
fn retry_after_is_kept_where_it_is_short() {
    let busy = |seconds| {
        Ok(Response {
            status: 503,
            retry_after: Some(seconds),
            ..Response::default()
        })
    };
    let (page, waits) = outcome_of(vec![busy(7), answer(200, slots(&[], None))]);
    assert_eq!((page, waits), (Ok(0), vec![7000]));
    let (page, waits) = outcome_of(vec![busy(11)]);
    assert!(matches!(page, Err(Error::Server { status: 503, .. })) && waits.is_empty());
    let too_many = Ok(Response {
        status: 429,
        retry_after: Some(3600),
        ..Response::default()
    });
    assert_eq!(
        outcome_of(vec![too_many]).0,
        Err(Error::TooMany {
            retry_after: Some(3600)
        })
    );
}

#[test]
fn an_unreadable_answer_says_in_what_way() {
    let half = slots(&["a", "b"], None).to_string();
    for (body, flaw) in [
        ("<!doctype html><title>Sign in</title>", Flaw::Html),
        ("  \n<html>", Flaw::Html),
        ("", Flaw::Empty),
        (&half[..half.len() / 2], Flaw::Truncated),
        ("Not found", Flaw::NotJson),
        ("{'a': 1}", Flaw::NotJson),
        ("[]", Flaw::NotFhir),
        ("{\"error\": \"x\"}", Flaw::NotFhir),
        ("{\"resourceType\": \"Patient\"}", Flaw::NotFhir),
    ] {
        assert_eq!(
            outcome_of(vec![answer(200, body)]).0,
            Err(Error::Unreadable { detail: flaw }),
            "{body}"
        );
    }
    let deep = "[".repeat(100_000);
    assert!(matches!(
        outcome_of(vec![answer(200, deep)]).0,
        Err(Error::Unreadable { .. })
    ));
    // A web page with an error status is that status.
    let (page, _) = outcome_of(vec![answer(500, "<html>Oops</html>")]);
    assert!(matches!(page, Err(Error::Server { status: 500, detail }) if detail.is_empty()));
}

#[test]
fn an_outcome_with_status_200_is_a_rejection() {
    let (page, _) = outcome_of(vec![answer(200, outcome("no such code"))]);
    assert!(
        matches!(page, Err(Error::Rejected { status: 200, detail }) if detail == "no such code")
    );
}

#[test]
fn an_unknown_id_is_not_found() {
    for status in [404, 410] {
        let script = Script::new([answer(status, outcome("?"))]);
        assert_eq!(
            block_on(script.client().read("Slot", "x")),
            Err(Error::NotFound)
        );
    }
}

#[test]
fn paging_follows_the_link_as_given() {
    let script = Script::new([
        answer(200, slots(&["a"], Some("?_getpages=x&_offset=20"))),
        answer(
            200,
            slots(&["b"], Some("https://FHIR.example:443/r4/Slot?p=3")),
        ),
        answer(200, slots(&["c"], None)),
    ]);
    let client = script.client();
    let page = block_on(client.search_all(&any_slot(), 100)).expect("pages");
    assert_eq!(page.entries.len(), 3);
    assert_eq!(block_on(client.next(&page)), Ok(None));
    assert_eq!(
        script.asked()[1..],
        [
            "GET https://fhir.example/r4?_getpages=x&_offset=20",
            "GET https://FHIR.example:443/r4/Slot?p=3"
        ]
    );
}

#[test]
fn paging_never_leaves_the_origin() {
    for link in [
        "https://evil.example/r4/Slot?p=2",
        "//evil.example/p",
        "http://fhir.example/r4?p=2",
        "data:,x",
    ] {
        let script = Script::new([answer(200, slots(&["a"], Some(link)))]);
        let client = script.client();
        let page = block_on(client.search(&any_slot())).expect("a page");
        assert_eq!(
            block_on(client.next(&page)),
            Err(Error::ForeignOrigin),
            "{link}"
        );
        assert_eq!(script.asked().len(), 1);
    }
}

#[test]
fn paging_stops_when_there_is_enough_and_never_turns_in_circles() {
    let script = Script::new([
        answer(200, slots(&["a", "b"], Some("?p=2"))),
        answer(200, slots(&["c", "d"], Some("?p=3"))),
    ]);
    let page = block_on(script.client().search_all(&any_slot(), 3)).expect("pages");
    assert_eq!(
        (page.entries.len(), page.next.as_deref()),
        (4, Some("?p=3"))
    );

    let script = Script::new([
        answer(200, slots(&["a"], Some("?p=2"))),
        answer(200, slots(&["b"], Some("?p=2"))),
    ]);
    let page = block_on(script.client().search_all(&any_slot(), 100)).expect("pages");
    assert_eq!((page.entries.len(), page.next), (2, None));

    let circle = (0..51).map(|n| answer(200, slots(&[], Some(["?p=1", "?p=2"][n % 2]))));
    let page = block_on(Script::new(circle).client().search_all(&any_slot(), 100)).expect("pages");
    assert!(page.entries.is_empty() && page.next.is_some());
}

#[test]
fn metadata_is_asked_once() {
    let script = Script::new([answer(
        200,
        json!({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "software": {"name": "S"}, "rest": [
            {"mode": "client"},
            {"mode": "server", "interaction": [{"code": "transaction"}], "resource": [
                {"type": "Slot", "interaction": [{"code": "search-type"}], "searchParam": [{"name": "start"}]}
            ]}
        ]}),
    )]);
    let client = script.client();
    let says = block_on(client.capability()).expect("metadata");
    block_on(client.clone().capability()).expect("metadata");
    assert_eq!(script.asked(), ["GET https://fhir.example/r4/metadata"]);
    assert_eq!(
        (says.fhir_version(), says.software()),
        (Some("4.0.1"), Some("S"))
    );
    assert!(says.transactions() && !says.batches());
    assert!(
        says.allows("Slot", "search-type")
            && !says.allows("Slot", "update")
            && !says.allows("Patient", "read")
    );
    assert!(
        says.searches("Slot", "start") && !says.searches("Slot", "near") && !says.knows("Patient")
    );
}
