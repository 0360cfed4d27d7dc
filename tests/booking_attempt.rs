//! Booking and cancelling against servers that answer in every way that was seen or feared.

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/wire.rs"]
mod wire;

use clinic::{MARK, appointment, batch, found, offer, slot, slot_of_ours, wish};
use sampan::booking::api::{Attempt, Change, Release, book, cancel, look};
use sampan::booking::draft::{draft, edit, forget, take_back, written};
use sampan::booking::model::{
    CancelReason, Fate, Open, Outcome, Rung, booking, cancelling, claimed, freed, split,
};
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
fn what_was_typed_survives_a_reload() {
    edit("patient-1", "role-9", |draft| {
        draft.reason = "my knee".into();
        draft.mode = Some("VR".into());
    });
    let note = written();
    forget("patient-1", "role-9");
    take_back(&note);
    let found = draft("patient-1", "role-9");
    assert_eq!(
        (found.reason.as_str(), found.mode.as_deref()),
        ("my knee", Some("VR"))
    );
    // What is typed now is newer than any note.
    edit("patient-1", "role-9", |draft| {
        draft.reason = "both knees".into()
    });
    take_back(&note);
    assert_eq!(draft("patient-1", "role-9").reason, "both knees");
    take_back("nonsense");
}

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
