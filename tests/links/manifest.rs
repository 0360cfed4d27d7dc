use sampan::fhir::Flaw;
use sampan::links::model::manifest::{Kind, Manifest, is_allowed, max_age};
use serde_json::json;

const AT: &str = "https://files.example/slots/$bulk-publish";

/// As the specification's example.
fn example() -> String {
    json!({
        "transactionTime": "2021-01-01T00:00:00Z",
        "request": "https://example.com/covid-vaccines/$bulk-publish",
        "output": [
            {"type": "Slot", "url": "https://example.com/data/slot_file_MA.ndjson", "extension": {"state": ["MA"]}},
            {"type": "Slot", "url": "https://example.com/data/slot_file_NEARBY.ndjson", "extension": {"state": ["CT", "RI", "NH"]}},
            {"type": "Schedule", "url": "schedule_file_1.ndjson"},
            {"type": "Location", "url": "/data/location_file_1.ndjson"},
            {"type": "Patient", "url": "https://example.com/data/patients.ndjson"},
            {"type": "Slot"},
            {"type": "Slot", "url": "javascript:alert(1)"},
            7,
        ],
        "error": [],
    })
    .to_string()
}

#[test]
fn a_manifest_names_its_files_slots_last() {
    let manifest = Manifest::parse(example().as_bytes(), AT).expect("a manifest");
    let files: Vec<(Kind, &str)> = manifest
        .files
        .iter()
        .map(|it| (it.kind, it.url.as_str()))
        .collect();
    assert_eq!(
        files,
        [
            (
                Kind::Location,
                "https://files.example/data/location_file_1.ndjson"
            ),
            (
                Kind::Schedule,
                "https://files.example/slots/schedule_file_1.ndjson"
            ),
            (Kind::Slot, "https://example.com/data/slot_file_MA.ndjson"),
            (
                Kind::Slot,
                "https://example.com/data/slot_file_NEARBY.ndjson"
            ),
        ]
    );
    assert_eq!(manifest.states(), ["CT", "MA", "NH", "RI"]);
}

#[test]
fn of_a_state_only_its_files_are_read_and_those_that_say_nothing() {
    let manifest = Manifest::parse(example().as_bytes(), AT).expect("a manifest");
    let about = |state| {
        manifest
            .files
            .iter()
            .filter(|it| it.is_about(state))
            .count()
    };
    assert_eq!(
        (
            about(None),
            about(Some("MA")),
            about(Some("RI")),
            about(Some("TX"))
        ),
        (4, 3, 3, 2)
    );
}

#[test]
fn addresses_are_relative_to_the_manifest() {
    for (at, link, whole) in [
        (AT, "./a.ndjson", "https://files.example/slots/a.ndjson"),
        (
            AT,
            "sub/a.ndjson?sig=1",
            "https://files.example/slots/sub/a.ndjson?sig=1",
        ),
        (
            "https://files.example/$bulk-publish?sig=a/b",
            "a.ndjson",
            "https://files.example/a.ndjson",
        ),
        (AT, "//cdn.example/a.ndjson", "https://cdn.example/a.ndjson"),
    ] {
        let text = json!({"output": [{"type": "Slot", "url": link}]}).to_string();
        let manifest = Manifest::parse(text.as_bytes(), at).expect("a manifest");
        assert_eq!(manifest.files[0].url, whole);
    }
}

#[test]
fn what_is_no_manifest_says_in_what_way() {
    for (text, flaw) in [
        ("", Flaw::Empty),
        ("<!doctype html><title>Sign in</title>", Flaw::Html),
        ("{\"output\": [", Flaw::Truncated),
        ("hello", Flaw::NotJson),
        ("{\"resourceType\": \"Bundle\"}", Flaw::NotFhir),
        ("[]", Flaw::NotFhir),
    ] {
        assert_eq!(Manifest::parse(text.as_bytes(), AT), Err(flaw), "{text}");
    }
}

#[test]
fn an_old_list_is_known_by_its_age() {
    const HOUR: i64 = 3_600_000;
    let manifest = Manifest::parse(example().as_bytes(), AT).expect("a manifest");
    let published = manifest.published.as_ref().expect("a time").start_ms();
    let stale = |hours: i64, max_age| manifest.is_stale(published + hours * HOUR, max_age);
    assert!(!stale(23, None) && stale(25, None));
    assert!(!stale(25, Some(48 * 3600)) && stale(49, Some(48 * 3600)));
    assert!(stale(25, Some(300)));
    assert_eq!(max_age("public, max-age=300"), Some(300));
    assert_eq!(max_age("no-cache"), None);
}

#[test]
fn files_lie_where_the_manifest_lies_or_where_the_hospital_says() {
    let others = ["https://cdn.example".to_owned()];
    assert!(is_allowed("https://files.example/x.ndjson", AT, &[]));
    assert!(is_allowed("https://cdn.example/x.ndjson", AT, &others));
    assert!(!is_allowed("https://cdn.example/x.ndjson", AT, &[]));
    assert!(!is_allowed("http://files.example/x.ndjson", AT, &others));
    assert!(!is_allowed("ftp://files.example/x.ndjson", AT, &others));
}
