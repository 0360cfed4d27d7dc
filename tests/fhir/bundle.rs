use sampan::fhir::types::{Practitioner, PractitionerRole};
use sampan::fhir::{Error, Flaw, Page, Resource, Search, ignored_params};
use serde_json::{Value, json};

fn resource(json: Value) -> Resource {
    Resource::parse(json).expect("a resource")
}

fn page(json: Value, kind: &str) -> Page {
    Page::of(resource(json), kind).expect("a page")
}

#[test]
fn a_page_keeps_found_included_and_remarks_apart() {
    let page = page(
        json!({
            "resourceType": "Bundle", "type": "searchset", "total": 41,
            "link": [
                {"relation": "self", "url": "https://h/r4/PractitionerRole?active=true"},
                {"relation": "next", "url": "PractitionerRole?page=2"}
            ],
            "entry": [
                {"search": {"mode": "match"}, "resource": {"resourceType": "PractitionerRole", "id": "r1",
                    "practitioner": {"reference": "Practitioner/p1"}}},
                {"search": {"mode": "include"}, "fullUrl": "https://h/r4/Practitioner/p1",
                    "resource": {"resourceType": "Practitioner", "id": "p1", "gender": "female"}},
                {"search": {"mode": "outcome"}, "resource": {"resourceType": "OperationOutcome",
                    "issue": [{"severity": "warning", "diagnostics": "near is ignored"}]}},
                {"resource": {"resourceType": "PractitionerRole", "id": "r2"}},
                {"resource": {"resourceType": "Practitioner", "id": "p2"}},
                {"resource": {"id": "of no type"}},
                {"resource": "not even an object"},
                {"fullUrl": "urn:nothing"},
                null
            ]
        }),
        "PractitionerRole",
    );
    let roles: Vec<PractitionerRole> = page.typed();
    assert_eq!(
        roles.iter().map(|role| role.id()).collect::<Vec<_>>(),
        ["r1", "r2"]
    );
    assert_eq!(page.outcomes, ["near is ignored"]);
    assert_eq!((page.total, page.unreadable.len()), (Some(41), 4));
    assert_eq!(page.next.as_deref(), Some("PractitionerRole?page=2"));

    let found = |reference| page.included.typed::<Practitioner>(reference);
    assert_eq!(
        found("Practitioner/p1").and_then(|p| p.gender().map(str::to_owned)),
        Some("female".to_owned())
    );
    assert!(found("Practitioner/p1/_history/3").is_some());
    assert!(found("https://h/r4/Practitioner/p1").is_some());
    assert!(found("Practitioner/p2").is_some());
    assert!(
        found("https://elsewhere/r4/Practitioner/p1").is_none(),
        "another server's p1 is another person"
    );
    assert!(found("Practitioner/p3").is_none());
}

#[test]
fn an_empty_page_is_a_page() {
    let page = page(
        json!({"resourceType": "Bundle", "type": "searchset", "total": 0}),
        "Slot",
    );
    assert!(page.entries.is_empty() && page.next.is_none() && page.unreadable.is_empty());
}

#[test]
fn what_is_no_bundle_is_no_page() {
    let outcome = json!({"resourceType": "OperationOutcome", "issue": [{"details": {"text": "unknown code"}}]});
    assert_eq!(
        Page::of(resource(outcome), "Slot"),
        Err(Error::Rejected {
            status: 200,
            detail: "unknown code".to_owned()
        })
    );
    assert_eq!(
        Page::of(resource(json!({"resourceType": "Slot"})), "Slot"),
        Err(Error::Unreadable {
            detail: Flaw::NotFhir
        })
    );
}

#[test]
fn pages_add_up_without_doubles() {
    let one = json!({"resourceType": "Bundle", "link": [{"relation": "next", "url": "?2"}], "entry": [
        {"resource": {"resourceType": "Slot", "id": "a"}}, {"resource": {"resourceType": "Schedule", "id": "s"}}]});
    let two = json!({"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "Slot", "id": "b"}}, {"resource": {"resourceType": "Schedule", "id": "s"}}, {}]});
    let mut whole = page(one, "Slot");
    whole.append(page(two, "Slot"));
    assert_eq!(whole.entries.len(), 2);
    assert_eq!(whole.included.iter().count(), 1);
    assert_eq!((whole.unreadable.len(), whole.next), (1, None));
}

#[test]
fn dropped_parameters_are_found() {
    let search = Search::new("Slot")
        .param("status", "free")
        .date("start", "ge", "2026-11-22")
        .date("start", "lt", "2026-11-29")
        .any("schedule", &["Schedule/a"])
        .count(100)
        .include("Slot:schedule");
    let ignored = |self_link: &str| {
        let link = json!([{"relation": "self", "url": self_link}]);
        ignored_params(
            &search,
            &page(json!({"resourceType": "Bundle", "link": link}), "Slot"),
        )
    };
    // In another order, encoded otherwise, with defaults of the server's.
    let all = "https://h/Slot?start=lt2026-11-29&schedule=Schedule%2Fa&start=ge2026-11-22&status=free&_count=50&_x=1";
    assert_eq!(ignored(all), Some(vec![]));
    assert_eq!(
        ignored("https://h/Slot?start=ge2026-11-22&schedule=Schedule/a"),
        Some(vec!["status".to_owned(), "start".to_owned()])
    );
    let silent = page(json!({"resourceType": "Bundle"}), "Slot");
    assert_eq!(ignored_params(&search, &silent), None);
}

#[test]
fn a_dropped_list_of_ids_is_found() {
    let search = Search::new("Location").ids(&["a", "b"]);
    let link = json!([{"relation": "self", "url": "https://h/Location"}]);
    let page = page(json!({"resourceType": "Bundle", "link": link}), "Location");
    assert_eq!(ignored_params(&search, &page), Some(vec!["_id".to_owned()]));
}

#[test]
fn long_diagnostics_are_cut_between_letters() {
    let text = "é".repeat(400);
    let outcome =
        resource(json!({"resourceType": "OperationOutcome", "issue": [{"diagnostics": text}]}));
    assert_eq!(outcome.outcome_text(), "é".repeat(250));
}

#[test]
fn a_page_reads_back_from_its_own_search_set() {
    let first = page(
        json!({
            "resourceType": "Bundle", "type": "searchset", "total": 41,
            "link": [{"relation": "self", "url": "https://h/Slot?a=b"}, {"relation": "next", "url": "https://h/2"}],
            "entry": [
                {"search": {"mode": "match"}, "resource": {"resourceType": "Slot", "id": "s", "comment": "6.30"}},
                {"search": {"mode": "include"}, "fullUrl": "https://h/Slot/t", "resource": {"resourceType": "Slot", "id": "t"}},
                {"search": {"mode": "include"}, "resource": {"resourceType": "Schedule", "id": "c"}},
                {"resource": "not even an object"},
            ]
        }),
        "Slot",
    );
    assert_eq!(first.included.iter().count(), 2);
    assert_eq!(page(first.to_bundle(), "Slot"), first);
}
