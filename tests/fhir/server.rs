//! The requests that Sampan relies on, against the server that `SAMPAN_FHIR` names. They leave a few resources behind.

use std::time::{SystemTime, UNIX_EPOCH};

use sampan::fhir::types::{Appointment, Practitioner, PractitionerRole, Schedule, Slot};
use sampan::fhir::{Client, Error, Resource, Search, Transaction, ignored_params};
use serde_json::{Value, json};

use crate::wire::{block_on, server};

const SYSTEM: &str = "https://sampan.health/test";

/// A word that no other run has used.
fn fresh(what: &str) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    format!("{what}-{}", now.as_nanos())
}

/// One doctor with a schedule and three free slots, all under ids that begin with `run`.
fn put_doctor(client: &Client, run: &str) {
    let reference = |kind: &str| json!({"reference": format!("{kind}/{run}")});
    let slot = |hour: u32| {
        json!({"resourceType": "Slot", "id": format!("{run}-{hour}"), "status": "free", "schedule": reference("Schedule"),
            "start": format!("2031-03-03T{hour:02}:00:00+08:00"), "end": format!("2031-03-03T{hour:02}:30:00+08:00"),
            "extension": [{"url": "urn:kept", "valueDecimal": serde_json::from_str::<Value>("1.50").expect("a number")}]})
    };
    let all = [
        json!({"resourceType": "Patient", "id": run}),
        json!({"resourceType": "Practitioner", "id": run, "name": [{"family": run, "given": ["O'Neil, \"Jo\""]}]}),
        json!({"resourceType": "Organization", "id": run, "name": "Clinic"}),
        json!({"resourceType": "Location", "id": run, "name": "Ward", "position": {"longitude": 121.5, "latitude": 31.2}}),
        json!({"resourceType": "PractitionerRole", "id": run, "active": true, "practitioner": reference("Practitioner"),
            "organization": reference("Organization"), "location": [reference("Location")],
            "specialty": [{"coding": [{"system": SYSTEM, "code": run}]}]}),
        json!({"resourceType": "Schedule", "id": run, "actor": [reference("PractitionerRole")]}),
        json!({"resourceType": "Observation", "id": run, "status": "final", "subject": reference("Patient"),
            "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
            "code": {"text": "x"}}),
        slot(9),
        slot(10),
        slot(11),
    ];
    let put = all
        .into_iter()
        .fold(Transaction::new(), |whole, one| whole.update(one, None));
    let done = block_on(client.transaction(&put)).expect("the data");
    assert_eq!(done.len(), 10);
}

fn booking(slot: &Slot, patient: &str, number: &str) -> Transaction {
    let actor =
        |reference: String| json!({"actor": {"reference": reference}, "status": "accepted"});
    Transaction::new().update(slot.with_status("busy"), slot.version()).create(
        json!({"resourceType": "Appointment", "status": "booked",
            "identifier": [{"system": SYSTEM, "value": number}], "start": slot.root().str("start"), "end": slot.root().str("end"),
            "slot": [{"reference": slot.key()}], "participant": [actor(format!("Patient/{patient}"))]}),
        Some("urn:uuid:7c8a8d2e-52f4-4d8e-9d0b-2b2f2f7a1f10"),
        None,
    )
}

#[test]
fn the_server_says_what_it_can() {
    let Some(client) = server() else { return };
    let says = block_on(client.capability()).expect("metadata");
    assert!(
        says.fhir_version()
            .is_some_and(|version| version.starts_with('4'))
    );
    assert!(says.knows("Slot") && says.searches("Slot", "start"));
}

#[test]
fn a_doctor_is_found_by_specialty_and_by_name() {
    let Some(client) = server() else { return };
    let run = fresh("find");
    put_doctor(&client, &run);

    let by_specialty = Search::new("PractitionerRole")
        .token("specialty", Some(SYSTEM), &run)
        .param("active", "true")
        .count(20)
        .include("PractitionerRole:practitioner")
        .include("PractitionerRole:location")
        .include("PractitionerRole:organization");
    let page = block_on(client.search(&by_specialty)).expect("roles");
    let roles: Vec<PractitionerRole> = page.typed();
    assert_eq!(
        roles.iter().map(|role| role.id()).collect::<Vec<_>>(),
        [run.as_str()]
    );
    assert_eq!(page.included.iter().count(), 3);
    assert!(page.unreadable.is_empty());
    assert!(ignored_params(&by_specialty, &page).is_none_or(|ignored| ignored.is_empty()));

    let by_name = Search::new("Practitioner").text("name", &run).count(20);
    let people: Vec<Practitioner> = block_on(client.search(&by_name)).expect("people").typed();
    let ids: Vec<&str> = people.iter().map(|person| person.id()).collect();
    assert_eq!(ids, [run.as_str()]);
    let roles = Search::new("PractitionerRole").any("practitioner", &ids);
    assert_eq!(
        block_on(client.search(&roles))
            .expect("roles")
            .entries
            .len(),
        1
    );
}

#[test]
fn quotes_and_commas_are_only_letters() {
    let Some(client) = server() else { return };
    for typed in [
        "O'Neil, \"Jo\"",
        "a,b|c$d\\",
        "%_*?&=#",
        "王'伟",
        "'; drop table",
    ] {
        let search = Search::new("Practitioner").text("name", typed).count(5);
        block_on(client.search(&search)).unwrap_or_else(|error| panic!("{typed}: {error:?}"));
    }
}

#[test]
fn slots_of_several_schedules_in_a_range_and_page_by_page() {
    let Some(client) = server() else { return };
    let run = fresh("slots");
    put_doctor(&client, &run);
    let schedules: Vec<Schedule> = block_on(
        client.search(&Search::new("Schedule").any("actor", &[format!("PractitionerRole/{run}")])),
    )
    .expect("schedules")
    .typed();
    assert_eq!(schedules.len(), 1);
    let search = |until: &str| {
        Search::new("Slot")
            .any(
                "schedule",
                &[format!("Schedule/{run}"), "Schedule/none".to_owned()],
            )
            .param("status", "free")
            .date("start", "ge", "2031-03-03T00:00:00+08:00")
            .date("start", "lt", until)
    };
    let two =
        block_on(client.search(&search("2031-03-03T11:00:00+08:00").count(100))).expect("slots");
    assert_eq!(two.entries.len(), 2);
    let first = block_on(client.search(&search("2031-03-04").count(2))).expect("slots");
    assert!(first.next.is_some());
    let all = block_on(client.search_all(&search("2031-03-04").count(2), 100)).expect("slots");
    assert_eq!((all.entries.len(), all.next), (3, None));
}

#[test]
fn a_batch_gives_each_search_its_page() {
    let Some(client) = server() else { return };
    let run = fresh("batch");
    put_doctor(&client, &run);
    let results = block_on(
        client.batch(&[
            Search::new("Slot").reference("schedule", "Schedule", &run),
            Search::new("Observation")
                .param("patient", &run)
                .param("category", "vital-signs")
                .count(100),
            Search::new("Location").ids(&[&run]),
        ]),
    )
    .expect("a batch");
    let sizes: Vec<_> = results
        .iter()
        .map(|page| page.as_ref().map(|page| page.entries.len()))
        .collect();
    assert_eq!(sizes, [Ok(3), Ok(1), Ok(1)]);
}

#[test]
fn booking_takes_the_slot_once_and_the_loser_is_told() {
    let Some(client) = server() else { return };
    let run = fresh("book");
    put_doctor(&client, &run);
    let slot: Slot = block_on(client.read_as(&format!("{run}-9"))).expect("the slot");
    let number = fresh("visit");
    let done = block_on(client.transaction(&booking(&slot, &run, &number))).expect("booked");
    assert_eq!(done[1].kind.as_deref(), Some("Appointment"));
    let id = done[1].id.clone().expect("an id");

    let lost =
        block_on(client.transaction(&booking(&slot, &run, &fresh("visit")))).expect_err("too late");
    assert_eq!(lost.error, Error::Conflict);
    let busy: Slot = block_on(client.read_as(slot.id())).expect("the slot");
    assert_eq!(
        (
            busy.status(),
            busy.root()
                .list("extension")
                .next()
                .and_then(|one| one.number_text("valueDecimal"))
        ),
        (Some("busy"), Some("1.50"))
    );
    assert_ne!(busy.version(), slot.version());

    let mine = Search::new("Appointment")
        .param("patient", &run)
        .date("date", "ge", "2031-01-01");
    let mine: Vec<Appointment> = block_on(client.search(&mine))
        .expect("appointments")
        .typed();
    assert_eq!(
        mine.iter().map(|one| one.id()).collect::<Vec<_>>(),
        [id.as_str()]
    );
    let by_number = Search::new("Appointment").token("identifier", Some(SYSTEM), &number);
    assert_eq!(
        block_on(client.search(&by_number))
            .expect("appointments")
            .entries
            .len(),
        1
    );
}

#[test]
fn an_old_version_is_refused_and_a_new_one_taken() {
    let Some(client) = server() else { return };
    let run = fresh("write");
    put_doctor(&client, &run);
    let slot: Slot = block_on(client.read_as(&format!("{run}-10"))).expect("the slot");
    let written =
        block_on(client.update(slot.with_status("busy"), slot.version())).expect("written");
    assert!(written.version.is_some());
    assert_eq!(
        block_on(client.update(slot.with_status("free"), slot.version())),
        Err(Error::Conflict)
    );
    block_on(client.update(slot.with_status("free"), written.version.as_deref())).expect("written");

    let made = block_on(client.create(json!({"resourceType": "Organization", "name": run})))
        .expect("made");
    let back = block_on(client.read("Organization", &made.id.expect("an id"))).expect("read");
    assert_eq!(back.root().str("name"), Some(run.as_str()));
}

#[test]
fn what_is_not_there_is_not_found() {
    let Some(client) = server() else { return };
    let missing: Result<Resource, Error> =
        block_on(client.read("PractitionerRole", "no-such-doctor"));
    assert_eq!(missing, Err(Error::NotFound));
    let nobody = Search::new("Practitioner").text("name", &fresh("nobody"));
    assert_eq!(
        block_on(client.search(&nobody)).map(|page| page.entries.len()),
        Ok(0)
    );
}
