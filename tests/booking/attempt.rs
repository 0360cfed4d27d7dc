//! Booking against servers that answer in every way that was seen or feared.

use crate::answers::{Answer, NOW, entries, outcome_of, traces};
use crate::clinic::{self, MARK, appointment, batch, found, offer, slot, slot_of_ours, wish};
use crate::wire::{Script, answer, block_on};
use sampan::booking::api::{Attempt, book, look};
use sampan::booking::model::{Fate, Open, Outcome, Rung, booking};
use sampan::fhir::Error;
use sampan::fhir::types::Appointment;
use serde_json::{Value, json};

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
    assert_eq!(slot["resource"]["identifier"][0]["value"], "room-4");
    assert_eq!(
        slot["resource"]["identifier"][1],
        json!({"use": "temp", "system": "urn:ietf:rfc:3986", "value": MARK})
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
    let outcome = block_on(book(
        &script.client(),
        &offer,
        &wish(),
        &Rung::Transaction,
        None,
        NOW,
    ));
    assert_eq!(outcome, Outcome::Only(Rung::Request));
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
    let minutes = |minutes: i64| start - minutes * 60_000;
    assert_eq!(open(|_| (), minutes(14)), Open::Short);
    assert_eq!(open(|_| (), minutes(15)), Open::Yes);
    // The clinic may say how long it needs.
    let needs = |offer: &mut sampan::booking::model::Offer| {
        let mut schedule = offer.schedule.to_value();
        schedule["extension"] = json!([{
            "url": "https://sampan.health/fhir/StructureDefinition/booking-notice",
            "valueDuration": {"value": 2, "unit": "h", "system": "http://unitsofmeasure.org", "code": "h"}}]);
        offer.schedule = clinic::typed(schedule);
    };
    assert_eq!(open(needs, minutes(119)), Open::Short);
    assert_eq!(open(needs, minutes(120)), Open::Yes);
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

/// Runs an attempt against these answers; gives how it ended and what was written after the transaction.
fn attempt(answers: Vec<Answer>) -> (Outcome, Vec<(String, Value)>) {
    let script = Script::new(answers);
    let outcome = block_on(book(
        &script.client(),
        &offer(),
        &wish(),
        &Rung::Transaction,
        None,
        NOW,
    ));
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
        freed["identifier"],
        json!([{"system": "https://clinic.example", "value": "room-4"}])
    );
}

#[test]
fn a_timeout_is_followed_by_a_look() {
    let (outcome, _) = attempt(vec![
        Err(Error::Timeout),
        traces(Some(&appointment("booked")), Some(&slot_of_ours())),
    ]);
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));

    // Nothing is there, but the request may still arrive: a new version of the slot keeps it from doing so.
    let (outcome, written) = attempt(vec![
        Err(Error::Timeout),
        traces(None, Some(&slot("free", "1"))),
        answer(200, slot("free", "2").value()),
    ]);
    assert_eq!(outcome, Outcome::NotBooked(Error::Timeout));
    assert_eq!(written.len(), 1);
    assert_eq!(written[0].1["status"], "free");

    // It arrived in between.
    let (outcome, _) = attempt(vec![
        Err(Error::Timeout),
        traces(None, Some(&slot("free", "1"))),
        outcome_of(412, "it has changed"),
        traces(Some(&appointment("booked")), Some(&slot_of_ours())),
    ]);
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));

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
    let attempt = Attempt {
        slot: "slot-1",
        mark: MARK,
        rung: &Rung::Transaction,
        patient: "patient-1",
    };
    let outcome = block_on(look(
        &script.client(),
        attempt,
        Error::Timeout,
        Fate::Unknown,
    ));
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
}

#[test]
fn of_two_appointments_with_one_mark_one_is_withdrawn() {
    let mut second = appointment("booked").to_value();
    second["id"] = "appointment-2".into();
    let second: Appointment = clinic::typed(second);
    let both = found("Appointment", &[&appointment("booked").0, &second.0]);
    let (outcome, written) = attempt(vec![
        Err(Error::Timeout),
        answer(200, batch(&[both, found("Slot", &[&slot_of_ours().0])])),
        answer(200, second.value()),
    ]);
    assert_eq!(outcome, Outcome::Booked("appointment-1".into()));
    assert_eq!(written[0].0, "Appointment/appointment-2");
    assert_eq!(written[0].1["status"], "entered-in-error");
}
