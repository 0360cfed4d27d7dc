//! The ladder: which rung a server gets, and what each sends.

use crate::answers::{Answer, NOW, one, outcome_of, traces};
use crate::clinic::{self, MARK, appointment, offer, slot, slot_of_ours, wish};
use crate::wire::{Script, answer, block_on};
use sampan::booking::api::{book, hold};
use sampan::booking::model::{Outcome, Rung, rung};
use sampan::fhir::types::Slot;
use sampan::fhir::{Capability, Error, Resource};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

/// What a server says of itself that has these interactions.
fn said(transactions: bool, resources: Value) -> Value {
    let system = match transactions {
        true => json!([{"code": "transaction"}]),
        false => json!([]),
    };
    json!({"resourceType": "CapabilityStatement", "rest": [{
        "mode": "server", "interaction": system, "resource": resources}]})
}

fn allows(kind: &str, interactions: &[&str]) -> Value {
    let codes: Vec<Value> = interactions
        .iter()
        .map(|code| json!({"code": code}))
        .collect();
    json!({"type": kind, "interaction": codes})
}

fn rung_of(said: Value, slot: &Slot) -> Rung {
    let statement = Resource::parse(said).expect("a resource");
    rung(Some(&Capability(statement)), slot)
}

#[test]
fn the_highest_rung_that_a_server_has_is_taken() {
    let free = slot("free", "1");
    let writes = json!([
        allows("Slot", &["update"]),
        allows("Appointment", &["create"])
    ]);
    let mut operations = writes.clone();
    operations[1]["operation"] = json!([{"name": "hold"}, {"name": "book"}]);
    assert_eq!(rung_of(said(true, operations), &free), Rung::Operations);
    assert_eq!(
        rung_of(said(true, writes.clone()), &free),
        Rung::Transaction
    );
    assert_eq!(rung_of(said(false, writes), &free), Rung::Conditional);
    let asks = json!([
        allows("Slot", &["read"]),
        allows("Appointment", &["create"])
    ]);
    assert_eq!(rung_of(said(false, asks), &free), Rung::Request);
    let reads = json!([allows("Slot", &["read"]), allows("Appointment", &["read"])]);
    assert_eq!(rung_of(said(false, reads.clone()), &free), Rung::Phone);

    let mut linked = free.to_value();
    let url = "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link";
    linked["extension"] = json!([{"url": url, "valueUrl": "https://clinic.example/book/1"}]);
    assert_eq!(
        rung_of(said(false, reads.clone()), &clinic::typed(linked.clone())),
        Rung::Link("https://clinic.example/book/1".into())
    );
    linked["extension"][0]["valueUrl"] = "javascript:alert(1)".into();
    assert_eq!(
        rung_of(said(false, reads), &clinic::typed(linked)),
        Rung::Phone
    );
}

#[test]
fn a_server_that_says_nothing_is_tried_and_one_without_versions_asked() {
    assert_eq!(rung(None, &slot("free", "1")), Rung::Transaction);
    let bare: Slot =
        clinic::typed(json!({"resourceType": "Slot", "id": "slot-1", "status": "free"}));
    assert_eq!(rung(None, &bare), Rung::Request);
}

/// Runs an attempt on a rung; gives how it ended and what was written: method, path and body.
fn attempt(rung: &Rung, answers: Vec<Answer>) -> (Outcome, Vec<(String, Value)>) {
    let script = Script::new(answers);
    let outcome = block_on(book(&script.client(), &offer(), &wish(), rung, None, NOW));
    let written = script
        .requests()
        .into_iter()
        .filter_map(|request| {
            let body: Value = serde_json::from_str(&request.body?).ok()?;
            let path = request.url.replace("https://fhir.example/r4", "");
            (body["type"] != "batch").then(|| (format!("{} {path}", request.method), body))
        })
        .collect();
    (outcome, written)
}

fn paths(written: &[(String, Value)]) -> Vec<&str> {
    written.iter().map(|(path, _)| path.as_str()).collect()
}

#[test]
fn without_transactions_the_slot_is_taken_first() {
    let (outcome, written) = attempt(
        &Rung::Conditional,
        vec![
            answer(200, slot_of_ours().value()),
            answer(201, appointment("booked").value()),
            one(&slot_of_ours()),
        ],
    );
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
    assert_eq!(paths(&written), ["PUT /Slot/slot-1", "POST /Appointment"]);
}

#[test]
fn a_server_that_turns_out_to_have_no_transactions_is_taken_a_rung_lower() {
    let free = slot("free", "1");
    let (outcome, written) = attempt(
        &Rung::Transaction,
        vec![
            outcome_of(501, ""),
            traces(None, Some(&free)),
            answer(200, slot_of_ours().value()),
            answer(201, appointment("booked").value()),
            one(&slot_of_ours()),
        ],
    );
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
    assert_eq!(
        paths(&written),
        ["POST ", "PUT /Slot/slot-1", "POST /Appointment"]
    );
}

#[test]
fn a_server_that_lets_nobody_take_slots_is_asked_only_with_consent() {
    let (outcome, written) = attempt(&Rung::Conditional, vec![outcome_of(403, "")]);
    assert_eq!(outcome, Outcome::Only(Rung::Request));
    assert_eq!(paths(&written), ["PUT /Slot/slot-1"]);
}

#[test]
fn a_slot_whose_appointment_was_refused_is_given_back() {
    let answers = |end: Answer| {
        vec![
            answer(200, slot_of_ours().value()),
            outcome_of(422, ""),
            traces(None, Some(&slot_of_ours())),
            end,
        ]
    };
    let (outcome, written) = attempt(
        &Rung::Conditional,
        answers(answer(200, slot("free", "3").value())),
    );
    assert!(matches!(
        outcome,
        Outcome::NotBooked(Error::Rejected { status: 422, .. })
    ));
    assert_eq!(written[2].0, "PUT /Slot/slot-1");
    assert_eq!(written[2].1["status"], "free");
    // It can't be given back now: that is owed.
    let (outcome, _) = attempt(&Rung::Conditional, answers(Err(Error::Offline)));
    assert!(matches!(
        outcome,
        Outcome::Owing(Error::Rejected { status: 422, .. })
    ));
}

#[test]
fn a_server_that_does_not_mind_if_match_leaves_one_visit() {
    // Somebody else's mark is on the slot after both have written.
    let (outcome, written) = attempt(
        &Rung::Conditional,
        vec![
            answer(200, slot_of_ours().value()),
            answer(201, appointment("booked").value()),
            one(&slot("busy", "3")),
            traces(Some(&appointment("booked")), Some(&slot("busy", "3"))),
            answer(200, appointment("entered-in-error").value()),
        ],
    );
    assert_eq!(outcome, Outcome::Lost);
    assert_eq!(written[2].1["status"], "entered-in-error");
}

#[test]
fn a_lost_answer_to_the_slot_alone_goes_on_with_the_appointment() {
    let (outcome, _) = attempt(
        &Rung::Conditional,
        vec![
            Err(Error::Timeout),
            one(&slot_of_ours()),
            answer(201, appointment("booked").value()),
            one(&slot_of_ours()),
        ],
    );
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
}

#[test]
fn a_request_promises_no_visit() {
    let made = appointment("proposed");
    let (outcome, written) = attempt(&Rung::Request, vec![answer(201, made.value())]);
    assert_eq!(outcome, Outcome::Requested("appointment-1".into()));
    assert_eq!(written[0].1["status"], "proposed");
    assert_eq!(written[0].1["participant"][1]["status"], "needs-action");
    assert_eq!(paths(&written), ["POST /Appointment"]);

    let lost = vec![
        Err(Error::Timeout),
        traces(Some(&made), Some(&slot("free", "1"))),
    ];
    let (outcome, _) = attempt(&Rung::Request, lost);
    assert_eq!(outcome, Outcome::Requested("appointment-1".into()));

    let (outcome, _) = attempt(&Rung::Request, vec![outcome_of(403, "")]);
    assert_eq!(outcome, Outcome::Only(Rung::Phone));
}

#[test]
fn a_held_time_is_the_one_that_is_booked() {
    let mut statement = said(true, json!([allows("Appointment", &["read"])]));
    statement["rest"][0]["resource"][0]["operation"] =
        json!([{"name": "find"}, {"name": "hold"}, {"name": "book"}]);
    let mut proposed = appointment("proposed").to_value();
    proposed["id"] = "proposal-7".into();
    let mut other = proposed.clone();
    other["id"] = "proposal-8".into();
    other["slot"] = json!([{"reference": "Slot/slot-2"}]);
    let mut held = appointment("pending").to_value();
    held["extension"] = json!([{
        "url": "https://sampan.health/fhir/StructureDefinition/hold-until",
        "valueInstant": "2026-11-22T10:05:00Z"}]);
    let bundle = |one: &[Value]| {
        let entries: Vec<Value> = one.iter().map(|one| json!({"resource": one})).collect();
        json!({"resourceType": "Bundle", "type": "searchset", "entry": entries})
    };
    let script = Script::new([
        answer(200, statement),
        answer(200, bundle(&[other, proposed])),
        answer(200, bundle(&[held])),
        answer(200, bundle(&[appointment("booked").to_value()])),
    ]);
    let client = script.client();
    let kept = block_on(hold(&client, &offer(), "patient-1")).expect("an answer");
    let kept = kept.expect("a hold");
    assert_eq!(kept.until, Some(NOW + 5 * MINUTE));
    let outcome = block_on(book(
        &client,
        &offer(),
        &wish(),
        &Rung::Operations,
        Some(&kept),
        NOW,
    ));
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
    let body = |number: usize| -> Value {
        let request = &script.requests()[number];
        serde_json::from_str(request.body.as_deref().expect("a body")).expect("JSON")
    };
    assert_eq!(
        body(2)["parameter"][0]["valueReference"]["reference"],
        "Appointment/proposal-7"
    );
    let sent = &body(3)["parameter"][0];
    assert_eq!(sent["name"], "appointment-resource");
    assert_eq!(sent["resource"]["id"], "appointment-1");
    assert_eq!(sent["resource"]["status"], "pending");
    assert_eq!(sent["resource"]["identifier"][0]["value"], MARK);
}

#[test]
fn a_hold_that_was_not_booked_is_no_visit() {
    let pending = appointment("pending");
    let (outcome, _) = attempt(
        &Rung::Operations,
        vec![
            outcome_of(409, ""),
            traces(Some(&pending), Some(&slot("busy-tentative", "2"))),
        ],
    );
    assert_eq!(outcome, Outcome::NotBooked(Error::Conflict));
    let (outcome, _) = attempt(
        &Rung::Operations,
        vec![
            Err(Error::Timeout),
            traces(Some(&appointment("booked")), Some(&slot("busy", "2"))),
        ],
    );
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
}
