use sampan::fhir::types::Slot;
use sampan::fhir::{EntryOutcome, Error, Flaw, Resource, Transaction, TransactionError, Typed};
use serde_json::{Value, json};

use crate::wire::{Script, answer, block_on};

fn booking() -> Transaction {
    Transaction::new()
        .update(
            json!({"resourceType": "Slot", "id": "s1", "status": "busy"}),
            Some("3"),
        )
        .create(
            json!({"resourceType": "Appointment", "status": "booked"}),
            Some("urn:uuid:6e1f"),
            Some("identifier=sys|6e1f"),
        )
}

fn run(status: u16, body: Value) -> Result<Vec<EntryOutcome>, TransactionError> {
    let script = Script::new([answer(status, body)]);
    let result = block_on(script.client().transaction(&booking()));
    assert_eq!(
        script.asked(),
        ["POST https://fhir.example/r4"],
        "a write is never repeated by itself"
    );
    result
}

fn responses(entries: Value) -> Value {
    json!({"resourceType": "Bundle", "type": "transaction-response", "entry": entries})
}

fn failed(error: Error) -> Result<Vec<EntryOutcome>, TransactionError> {
    Err(TransactionError {
        error,
        entries: Vec::new(),
    })
}

#[test]
fn the_bundle_is_as_the_standard_says() {
    assert_eq!(
        booking().to_bundle(),
        json!({"resourceType": "Bundle", "type": "transaction", "entry": [
            {"resource": {"resourceType": "Slot", "id": "s1", "status": "busy"},
             "request": {"method": "PUT", "url": "Slot/s1", "ifMatch": "W/\"3\""}},
            {"fullUrl": "urn:uuid:6e1f", "resource": {"resourceType": "Appointment", "status": "booked"},
             "request": {"method": "POST", "url": "Appointment", "ifNoneExist": "identifier=sys|6e1f"}}
        ]})
    );
}

#[test]
fn done_means_that_every_entry_was_done() {
    let entries = run(
        200,
        responses(json!([
            {"response": {"status": "200 OK", "etag": "W/\"4\"", "location": "Slot/s1/_history/4"}},
            {"response": {"status": "201 Created", "location": "https://fhir.example/r4/Appointment/a1/_history/1"}}
        ])),
    )
    .expect("done");
    let seen: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                entry.status,
                entry.kind.as_deref(),
                entry.id.as_deref(),
                entry.version.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (200, Some("Slot"), Some("s1"), Some("4")),
            (201, Some("Appointment"), Some("a1"), Some("1"))
        ]
    );
}

#[test]
fn status_200_with_a_412_inside_is_a_lost_race_that_leaves_something_behind() {
    let lost = run(
        200,
        responses(json!([
            {"response": {"status": "412", "outcome": {"resourceType": "OperationOutcome"}}},
            {"response": {"status": "201", "location": "Appointment/a1/_history/1"}}
        ])),
    )
    .expect_err("not done");
    assert_eq!(lost.error, Error::Conflict);
    let left: Vec<_> = lost
        .entries
        .iter()
        .filter(|entry| entry.error.is_none())
        .collect();
    assert_eq!(left.len(), 1);
    assert_eq!(
        (left[0].kind.as_deref(), left[0].id.as_deref()),
        (Some("Appointment"), Some("a1"))
    );
}

#[test]
fn a_lost_race_may_be_told_by_status_or_only_in_words() {
    let words = json!({"resourceType": "OperationOutcome", "issue": [{"details": {"text": "Entry failed with status 412"}}]});
    assert_eq!(run(400, words), failed(Error::Conflict));
    assert_eq!(run(409, json!({})), failed(Error::Conflict));
    assert_eq!(run(412, json!({})), failed(Error::Conflict));
}

#[test]
fn other_failures_are_what_they_are() {
    let words = json!({"resourceType": "OperationOutcome", "issue": [{"diagnostics": "Slot/412 has no schedule"}]});
    assert!(
        matches!(run(400, words), Err(lost) if matches!(lost.error, Error::Rejected { status: 400, .. }))
    );
    assert!(
        matches!(run(503, json!({})), Err(lost) if matches!(lost.error, Error::Server { status: 503, .. }))
    );
    let flaw = |detail| failed(Error::Unreadable { detail });
    assert_eq!(
        run(200, json!({"resourceType": "Slot"})),
        flaw(Flaw::NotFhir)
    );
    assert_eq!(run(200, json!(null)), flaw(Flaw::NotFhir));
}

#[test]
fn an_answer_that_leaves_an_entry_out_is_no_success() {
    for entries in [
        json!([{"response": {"status": "200", "location": "Slot/s1/_history/4"}}]),
        json!([{"response": {"status": "200", "location": "Slot/s1/_history/4"}}, {}]),
        json!([{"response": {"status": "200"}}, {"response": {"status": "fine"}}]),
    ] {
        let lost = run(200, responses(entries.clone())).expect_err("not done");
        assert!(matches!(lost.error, Error::Unreadable { .. }), "{entries}");
        assert_eq!(
            lost.entries[0].error, None,
            "the slot was taken and must be given back"
        );
    }
}

#[test]
fn an_update_carries_its_version_and_keeps_what_we_do_not_know() {
    let slot = json!({"resourceType": "Slot", "id": "s1", "meta": {"versionId": "7"}, "status": "free",
        "extension": [{"url": "urn:x", "valueDecimal": 1.50}], "_comment": null, "futureField": [1, {"a": "b"}]});
    let slot = Slot::of(&Resource::parse(slot).expect("a resource")).expect("a slot");
    let script = Script::new([answer(
        200,
        json!({"resourceType": "Slot", "id": "s1", "meta": {"versionId": "8"}}),
    )]);
    let written = block_on(
        script
            .client()
            .update(slot.with_status("busy"), slot.version()),
    )
    .expect("written");
    assert_eq!(
        (written.id.as_deref(), written.version.as_deref()),
        (Some("s1"), Some("8"))
    );

    let request = &script.requests()[0];
    assert_eq!(
        (request.method, request.url.as_str()),
        ("PUT", "https://fhir.example/r4/Slot/s1")
    );
    assert!(
        request
            .headers
            .contains(&("if-match", "W/\"7\"".to_owned()))
    );
    let mut sent: Value =
        serde_json::from_str(request.body.as_deref().unwrap_or_default()).expect("JSON");
    assert_eq!(sent["status"], "busy");
    sent["status"] = json!("free");
    assert_eq!(&sent, slot.value());
}

#[test]
fn an_update_that_comes_too_late_is_a_conflict_and_not_repeated() {
    for status in [409, 412, 503, 504] {
        let script = Script::new([answer(status, "")]);
        assert!(
            block_on(
                script
                    .client()
                    .update(json!({"resourceType": "Slot", "id": "s"}), None)
            )
            .is_err()
        );
        assert_eq!(script.asked().len(), 1);
    }
}

#[test]
fn a_create_tells_the_id_from_the_body_or_the_location() {
    let appointment = json!({"resourceType": "Appointment"});
    let script = Script::new([
        answer(
            201,
            json!({"resourceType": "Appointment", "id": "a1", "meta": {"versionId": "1"}}),
        ),
        Ok(sampan::fhir::Response {
            status: 201,
            location: Some("https://fhir.example/r4/Appointment/a2/_history/1".to_owned()),
            ..Default::default()
        }),
        answer(201, ""),
    ]);
    let client = script.client();
    let id = || {
        block_on(client.create(appointment.clone()))
            .expect("made")
            .id
    };
    assert_eq!(
        [id(), id(), id()],
        [Some("a1".to_owned()), Some("a2".to_owned()), None]
    );
    assert_eq!(
        script.asked()[0],
        "POST https://fhir.example/r4/Appointment"
    );
}
