//! Cancelling: what is sent, and what is true in the end.

use crate::answers::{Answer, entries, outcome_of};
use crate::clinic::{self, MARK, appointment, found, slot, slot_of_ours};
use crate::wire::{Script, answer, block_on};
use sampan::booking::api::{Change, Release, cancel};
use sampan::booking::model::{CancelReason, cancelling, claimed, freed};
use sampan::fhir::Error;
use sampan::fhir::types::{Appointment, Slot};
use serde_json::json;

#[test]
fn cancelling_frees_the_slot_and_keeps_what_it_does_not_know() {
    let reason = CancelReason::FeelingBetter;
    let bundle = cancelling(&appointment("booked"), Some(&slot_of_ours()), reason).to_bundle();
    let [visit, slot] = [&bundle["entry"][0], &bundle["entry"][1]];
    assert_eq!(visit["request"]["ifMatch"], "W/\"5\"");
    assert_eq!(visit["resource"]["status"], "cancelled");
    assert_eq!(
        visit["resource"]["cancelationReason"]["coding"][0]["code"],
        "pat-fb"
    );
    assert_eq!(
        visit["resource"]["supportingInformation"][0]["display"],
        "an X-ray"
    );
    assert_eq!(
        slot["request"],
        json!({"method": "PUT", "url": "Slot/slot-1", "ifMatch": "W/\"2\""})
    );
    assert_eq!(slot["resource"]["status"], "free");
    assert_eq!(slot["resource"]["comment"], "ring twice");
    assert_eq!(
        slot["resource"]["identifier"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_slot_bears_one_mark_and_no_empty_list_is_left() {
    let plain = json!({"resourceType": "Slot", "id": "slot-1", "status": "free"});
    let once: Slot = clinic::typed(claimed(&clinic::typed(plain.clone()), "urn:uuid:a"));
    let twice: Slot = clinic::typed(claimed(&once, MARK));
    let marks = twice.root().list("identifier").count();
    assert_eq!(marks, 1);
    assert_eq!(freed(&twice), plain);
}

/// What the two reads around a cancelling find.
fn state(appointment: &Appointment, slot: &Slot) -> [Answer; 2] {
    [
        answer(200, found("Appointment", &[&appointment.0])),
        answer(200, found("Slot", &[&slot.0])),
    ]
}

fn cancel_against(then: Vec<Answer>) -> (Change, Vec<String>) {
    let mut answers: Vec<Answer> = state(&appointment("booked"), &slot_of_ours()).into();
    answers.extend(then);
    let script = Script::new(answers);
    let outcome = block_on(cancel(
        &script.client(),
        &appointment("booked"),
        CancelReason::Patient,
    ));
    let written = script
        .asked()
        .into_iter()
        .filter(|asked| asked.starts_with("PUT"))
        .collect();
    (outcome, written)
}

#[test]
fn cancelling_ends_in_what_is_true() {
    let broken = || Err(Error::Timeout);
    let after = |visit: &str, slot: Slot| -> Vec<Answer> {
        let [visit, slot] = state(&appointment(visit), &slot);
        vec![broken(), visit, slot]
    };
    // It was done, only the answer was lost.
    let (outcome, written) = cancel_against(after("cancelled", slot("free", "3")));
    assert_eq!((outcome, written.len()), (Change::Done, 0));
    // Somebody has booked the freed slot since: it must not be freed again.
    let (outcome, written) = cancel_against(after("cancelled", slot("busy", "4")));
    assert_eq!((outcome, written.len()), (Change::Done, 0));
    // Nothing was done yet: once more, and the versions see to it that it isn't done twice.
    let mut answers = after("booked", slot_of_ours());
    answers.extend(state(&appointment("booked"), &slot_of_ours()));
    answers.push(answer(200, entries("200 OK", "200 OK")));
    let (outcome, written) = cancel_against(answers);
    assert_eq!((outcome, written.len()), (Change::Done, 0));
    // Refused.
    let mut answers = after("booked", slot_of_ours());
    answers[0] = outcome_of(422, "too late to cancel");
    let (outcome, written) = cancel_against(answers);
    assert!(matches!(outcome, Change::Stands(Error::Rejected { .. })));
    assert_eq!(written.len(), 0);
    // Half was done: the other half follows.
    let mut answers = after("cancelled", slot_of_ours());
    answers.push(answer(200, slot("free", "3").value()));
    let (outcome, written) = cancel_against(answers);
    assert_eq!(
        (outcome, written),
        (
            Change::Done,
            vec!["PUT https://fhir.example/r4/Slot/slot-1".to_owned()]
        )
    );
    let mut answers = after("booked", slot("free", "3"));
    answers.push(answer(200, appointment("cancelled").value()));
    let (outcome, written) = cancel_against(answers);
    assert_eq!(
        (outcome, written),
        (
            Change::Done,
            vec!["PUT https://fhir.example/r4/Appointment/appointment-1".to_owned()]
        )
    );
    // The visit is off, and its time can't be given back at the moment: that is owed.
    let mut answers = after("cancelled", slot_of_ours());
    answers.push(Err(Error::Offline));
    let (outcome, _) = cancel_against(answers);
    let owed = Release {
        slot: "slot-1".into(),
        version: "2".into(),
    };
    assert_eq!(outcome, Change::Owing(owed));
    // Without transactions it goes by steps.
    let mut answers = after("booked", slot_of_ours());
    answers[0] = outcome_of(501, "no transactions");
    answers.push(answer(200, appointment("cancelled").value()));
    answers.push(answer(200, slot("free", "3").value()));
    let (outcome, written) = cancel_against(answers);
    assert_eq!((outcome, written.len()), (Change::Done, 2));
    // Nobody knows.
    let lost = || Err(Error::Offline);
    let (outcome, _) = cancel_against(vec![broken(), lost(), lost()]);
    assert_eq!(outcome, Change::Unclear(Error::Timeout));
}
