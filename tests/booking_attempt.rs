//! Booking and cancelling against servers that answer in every way that was seen or feared.

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/wire.rs"]
mod wire;

use clinic::{MARK, appointment, batch, found, offer, slot, slot_of_ours, wish};
use sampan::booking::api::{Cancelling, book, cancel, settle};
use sampan::booking::draft::{draft, edit, forget};
use sampan::booking::model::{Open, Outcome, booking, cancelling, split};
use sampan::fhir::types::{Appointment, Slot};
use sampan::fhir::{Error, Resource, Response};
use serde_json::{Value, json};
use wire::{Script, answer, block_on};

/// 2026-11-22T10:00:00Z, a day before the slot.
const NOW: i64 = 1_795_341_600_000;

type Answer = Result<Response, Error>;

fn bundle() -> Value {
    booking(&offer(), &wish(), NOW)
        .expect("a version")
        .to_bundle()
}

#[test]
fn one_transaction_takes_the_slot_and_makes_the_appointment() {
    let bundle = bundle();
    assert_eq!(bundle["type"], "transaction");
    let [slot, appointment] = [&bundle["entry"][0], &bundle["entry"][1]];
    assert_eq!(
        slot["request"],
        json!({"method": "PUT", "url": "Slot/slot-1", "ifMatch": "W/\"1\""})
    );
    assert_eq!(slot["resource"]["status"], "busy");
    assert_eq!(slot["resource"]["comment"], "ring twice");
    assert_eq!(
        slot["resource"]["extension"][0]["valueString"],
        "by the window"
    );
    assert_eq!(slot["resource"]["meta"]["tag"][0]["code"], "room-4");
    assert_eq!(
        slot["resource"]["meta"]["tag"][1],
        json!({"system": "urn:ietf:rfc:3986", "code": MARK})
    );

    assert_eq!(
        appointment["request"],
        json!({"method": "POST", "url": "Appointment"})
    );
    let made = &appointment["resource"];
    assert_eq!(made["status"], "booked");
    assert_eq!(
        made["identifier"][0],
        json!({"system": "urn:ietf:rfc:3986", "value": MARK})
    );
    assert_eq!(made["slot"], json!([{"reference": "Slot/slot-1"}]));
    assert_eq!(made["start"], "2026-11-23T09:00:00+08:00");
    assert_eq!(made["end"], "2026-11-23T09:15:00+08:00");
    assert_eq!(made["minutesDuration"], 15);
    assert_eq!(made["created"], "2026-11-22T10:00:00Z");
    assert_eq!(made["reasonCode"], json!([{"text": "My knee, again"}]));
    assert_eq!(made["serviceType"][1]["coding"][0]["code"], "VR");
    assert_eq!(made["appointmentType"]["coding"][0]["code"], "ROUTINE");
    let actors: Vec<&Value> = made["participant"]
        .as_array()
        .expect("participants")
        .iter()
        .map(|participant| &participant["actor"]["reference"])
        .collect();
    assert_eq!(
        actors,
        [
            "Patient/patient-1",
            "PractitionerRole/role-1",
            "Location/loc-1"
        ]
    );
}

#[test]
fn without_a_version_nothing_is_sent() {
    let mut offer = offer();
    offer.slot = clinic::typed(json!({"resourceType": "Slot", "id": "slot-1", "status": "free"}));
    let script = Script::new([]);
    let outcome = block_on(book(&script.client(), &offer, &wish(), NOW));
    assert_eq!(outcome, Outcome::NotBooked(Error::Unsupported));
}

#[test]
fn only_a_free_time_to_come_of_somebody_who_works_there_is_open() {
    let open = |change: fn(&mut sampan::booking::model::Offer), now| {
        let mut offer = offer();
        change(&mut offer);
        offer.open(now)
    };
    let start = offer().start();
    assert_eq!(open(|_| (), NOW), Open::Yes);
    assert_eq!(open(|_| (), start), Open::Past);
    assert_eq!(
        open(|offer| offer.slot = slot("busy", "1"), NOW),
        Open::Taken
    );
    assert_eq!(
        open(|offer| offer.slot = slot("busy-unavailable", "1"), NOW),
        Open::Taken
    );
    let inactive = |offer: &mut sampan::booking::model::Offer| {
        offer.party.role = Some(clinic::typed(
            json!({"resourceType": "PractitionerRole", "id": "role-1", "active": false}),
        ));
    };
    assert_eq!(open(inactive, NOW), Open::Closed);
}

/// The server's answer to the transaction, in its entries.
fn entries(slot: &str, appointment: &str) -> Value {
    let made = clinic::appointment("booked");
    json!({"resourceType": "Bundle", "type": "transaction-response", "entry": [
        {"response": {"status": slot}},
        {"response": {"status": appointment, "location": "Appointment/appointment-1/_history/5"}, "resource": made.value()},
    ]})
}

fn outcome_of(status: u16, text: &str) -> Answer {
    answer(
        status,
        json!({"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "conflict", "diagnostics": text}]}),
    )
}

/// What a look at the server finds: our appointment, and the slot.
fn traces(appointment: Option<&Appointment>, slot: Option<&Slot>) -> Answer {
    let appointments: Vec<&Resource> = appointment.iter().map(|found| &found.0).collect();
    let slots: Vec<&Resource> = slot.iter().map(|found| &found.0).collect();
    answer(
        200,
        batch(&[found("Appointment", &appointments), found("Slot", &slots)]),
    )
}

/// Runs an attempt against these answers; gives how it ended and what was written after the transaction.
fn attempt(answers: Vec<Answer>) -> (Outcome, Vec<(String, Value)>) {
    let script = Script::new(answers);
    let outcome = block_on(book(&script.client(), &offer(), &wish(), NOW));
    let written = script
        .requests()
        .into_iter()
        .filter(|request| request.method == "PUT")
        .map(|request| {
            let body = request.body.expect("a body");
            let path = request.url.replace("https://fhir.example/r4/", "");
            (path, serde_json::from_str(&body).expect("JSON"))
        })
        .collect();
    (outcome, written)
}

#[test]
fn a_plain_yes_is_booked() {
    let (outcome, written) = attempt(vec![answer(200, entries("200 OK", "201 Created"))]);
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
    assert!(written.is_empty());
}

#[test]
fn every_way_of_telling_a_lost_race_is_understood() {
    let theirs = slot("busy", "2");
    for lost in [
        outcome_of(400, "Entry failed with status 412"),
        outcome_of(409, "conflict"),
        outcome_of(412, "precondition failed"),
        outcome_of(500, "something broke"),
        Err(Error::Timeout),
    ] {
        let (outcome, written) = attempt(vec![lost, traces(None, Some(&theirs))]);
        assert_eq!(outcome, Outcome::Lost);
        assert!(written.is_empty());
    }
}

#[test]
fn an_appointment_without_its_slot_is_withdrawn() {
    let (outcome, written) = attempt(vec![
        answer(200, entries("412 Precondition Failed", "201 Created")),
        traces(Some(&appointment("booked")), Some(&slot("busy", "2"))),
        answer(200, appointment("entered-in-error").value()),
    ]);
    assert_eq!(outcome, Outcome::Lost);
    let [(path, withdrawn)] = written.as_slice() else {
        panic!("one write, not {written:?}");
    };
    assert_eq!(path, "Appointment/appointment-1");
    assert_eq!(withdrawn["status"], "entered-in-error");
    assert_eq!(withdrawn["supportingInformation"][0]["display"], "an X-ray");
}

#[test]
fn an_appointment_that_could_not_be_withdrawn_leaves_it_unclear() {
    let (outcome, _) = attempt(vec![
        answer(200, entries("412 Precondition Failed", "201 Created")),
        traces(Some(&appointment("booked")), Some(&slot("busy", "2"))),
        Err(Error::Offline),
    ]);
    assert_eq!(outcome, Outcome::Unclear(Error::Conflict));
}

#[test]
fn a_slot_without_its_appointment_is_given_back() {
    let (outcome, written) = attempt(vec![
        answer(200, entries("200 OK", "422 Unprocessable Entity")),
        traces(None, Some(&slot_of_ours())),
        answer(200, slot("free", "3").value()),
    ]);
    assert!(matches!(
        outcome,
        Outcome::NotBooked(Error::Rejected { status: 422, .. })
    ));
    let [(path, freed)] = written.as_slice() else {
        panic!("one write, not {written:?}");
    };
    assert_eq!(path, "Slot/slot-1");
    assert_eq!(freed["status"], "free");
    assert_eq!(
        freed["meta"]["tag"],
        json!([{"system": "https://clinic.example", "code": "room-4"}])
    );
}

#[test]
fn a_timeout_is_followed_by_a_look() {
    let (outcome, _) = attempt(vec![
        Err(Error::Timeout),
        traces(Some(&appointment("booked")), Some(&slot_of_ours())),
    ]);
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));

    let (outcome, _) = attempt(vec![
        Err(Error::Timeout),
        traces(None, Some(&slot("free", "1"))),
    ]);
    assert_eq!(outcome, Outcome::NotBooked(Error::Timeout));

    // The slot is ours, so an appointment must be somewhere: the index may lag behind.
    let (outcome, written) = attempt(vec![
        Err(Error::Timeout),
        traces(None, Some(&slot_of_ours())),
    ]);
    assert_eq!(outcome, Outcome::Unclear(Error::Timeout));
    assert!(written.is_empty());

    let (outcome, _) = attempt(vec![Err(Error::Timeout), Err(Error::Offline)]);
    assert_eq!(outcome, Outcome::Unclear(Error::Timeout));
}

#[test]
fn a_withdrawn_appointment_is_no_booking() {
    let (outcome, _) = attempt(vec![
        Err(Error::Timeout),
        traces(
            Some(&appointment("entered-in-error")),
            Some(&slot("busy", "4")),
        ),
    ]);
    assert_eq!(outcome, Outcome::Lost);
}

#[test]
fn a_slot_that_is_gone_is_lost() {
    let (outcome, _) = attempt(vec![outcome_of(404, "not found"), traces(None, None)]);
    assert_eq!(outcome, Outcome::Lost);
}

#[test]
fn looking_again_settles_what_was_unclear() {
    let script = Script::new([traces(Some(&appointment("booked")), Some(&slot_of_ours()))]);
    let outcome = block_on(settle(&script.client(), "slot-1", MARK, Error::Timeout));
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
}

#[test]
fn a_second_try_at_a_slot_bears_the_same_mark() {
    let first = edit("patient-1", "role-1", |draft| {
        draft.mark("slot-1", || "a".into())
    });
    let again = edit("patient-1", "role-1", |draft| {
        draft.mark("slot-1", || "b".into())
    });
    let other = edit("patient-1", "role-1", |draft| {
        draft.mark("slot-2", || "c".into())
    });
    assert_eq!([first, again, other], ["a", "a", "c"]);
}

#[test]
fn a_draft_belongs_to_one_patient_and_doctor_until_it_is_booked() {
    edit("patient-1", "role-2", |draft| {
        draft.reason = "my knee".into()
    });
    assert_eq!(draft("patient-1", "role-2").reason, "my knee");
    assert_eq!(draft("patient-1", "role-3").reason, "");
    assert_eq!(draft("patient-2", "role-2").reason, "");
    forget("patient-1", "role-2");
    assert_eq!(draft("patient-1", "role-2").reason, "");
}

#[test]
fn cancelling_frees_the_slot_and_keeps_what_it_does_not_know() {
    let bundle = cancelling(&appointment("booked"), Some(&slot_of_ours())).to_bundle();
    let [visit, slot] = [&bundle["entry"][0], &bundle["entry"][1]];
    assert_eq!(visit["request"]["ifMatch"], "W/\"5\"");
    assert_eq!(visit["resource"]["status"], "cancelled");
    assert_eq!(
        visit["resource"]["cancelationReason"]["coding"][0]["code"],
        "pat"
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
        slot["resource"]["meta"]["tag"].as_array().map(Vec::len),
        Some(1)
    );
}

/// What the two reads around a cancelling find.
fn state(appointment: &Appointment, slot: &Slot) -> [Answer; 2] {
    [
        answer(200, found("Appointment", &[&appointment.0])),
        answer(200, found("Slot", &[&slot.0])),
    ]
}

fn cancel_against(then: Vec<Answer>) -> (Cancelling, Vec<String>) {
    let mut answers: Vec<Answer> = state(&appointment("booked"), &slot_of_ours()).into();
    answers.extend(then);
    let script = Script::new(answers);
    let outcome = block_on(cancel(&script.client(), &appointment("booked")));
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
    assert_eq!((outcome, written.len()), (Cancelling::Done, 0));
    // Somebody has booked the freed slot since: it must not be freed again.
    let (outcome, written) = cancel_against(after("cancelled", slot("busy", "4")));
    assert_eq!((outcome, written.len()), (Cancelling::Done, 0));
    // Nothing was done.
    let (outcome, written) = cancel_against(after("booked", slot_of_ours()));
    assert_eq!(
        (outcome, written.len()),
        (Cancelling::Stands(Error::Timeout), 0)
    );
    // Half was done: the other half follows.
    let mut answers = after("cancelled", slot_of_ours());
    answers.push(answer(200, slot("free", "3").value()));
    let (outcome, written) = cancel_against(answers);
    assert_eq!(
        (outcome, written),
        (
            Cancelling::Done,
            vec!["PUT https://fhir.example/r4/Slot/slot-1".to_owned()]
        )
    );
    let mut answers = after("booked", slot("free", "3"));
    answers.push(answer(200, appointment("cancelled").value()));
    let (outcome, written) = cancel_against(answers);
    assert_eq!(
        (outcome, written),
        (
            Cancelling::Done,
            vec!["PUT https://fhir.example/r4/Appointment/appointment-1".to_owned()]
        )
    );
    // Nobody knows.
    let (outcome, _) = cancel_against(vec![broken(), Err(Error::Offline)]);
    assert_eq!(outcome, Cancelling::Unclear(Error::Timeout));
}

#[test]
fn appointments_are_told_apart_by_what_is_to_come() {
    let at = |id: &str, status: &str, start: &str| -> Appointment {
        clinic::typed(
            json!({"resourceType": "Appointment", "id": id, "status": status, "start": start}),
        )
    };
    let all = vec![
        at("old", "fulfilled", "2020-01-01T00:00:00Z"),
        at("late", "booked", "2027-01-01T00:00:00Z"),
        at("mistake", "entered-in-error", "2027-01-01T00:00:00Z"),
        at("soon", "booked", "2026-12-01T00:00:00Z"),
        at("off", "cancelled", "2026-12-02T00:00:00Z"),
        at("older", "noshow", "2019-01-01T00:00:00Z"),
        clinic::typed(json!({"resourceType": "Appointment", "id": "open", "status": "proposed"})),
    ];
    let (upcoming, past) = split(all, |appointment| appointment, NOW);
    let ids = |all: &[Appointment]| {
        all.iter()
            .map(|one| one.id().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&upcoming), ["soon", "late", "open"]);
    // What is called off is nothing to look forward to.
    assert_eq!(ids(&past), ["off", "old", "older"]);
}
