//! Fifty people want one time, on the real server.

#[path = "support/wire.rs"]
mod wire;

use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use sampan::booking::api::{Change, book, calendars, cancel, free_slots, offer, own_booking};
use sampan::booking::model::{CancelReason, Offer, Outcome, Rung, Wish, is_live};
use sampan::fhir::types::{Appointment, Slot};
use sampan::fhir::{Client, FhirDate, Search};
use serde_json::{Value, json};
use wire::{block_on, server};

const PEOPLE: usize = 50;
const HOUR: i64 = 3_600_000;

fn now() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    elapsed.as_millis() as i64
}

/// A doctor of this test's own with one free time tomorrow, and people who want it; their ids end in `run`.
fn prepare(client: &Client, run: &str) {
    let at = |ms: i64| {
        FhirDate::of_epoch_ms(ms)
            .expect("a date")
            .as_str()
            .to_owned()
    };
    let start = now() + 24 * HOUR;
    let mut resources = vec![
        json!({"resourceType": "Practitioner", "id": format!("race-dr-{run}"), "name": [{"text": "Race Doctor"}]}),
        json!({"resourceType": "PractitionerRole", "id": format!("race-role-{run}"), "active": true,
            "practitioner": {"reference": format!("Practitioner/race-dr-{run}")}}),
        json!({"resourceType": "Schedule", "id": format!("race-sched-{run}"), "active": true,
            "actor": [{"reference": format!("PractitionerRole/race-role-{run}")}]}),
        json!({"resourceType": "Slot", "id": format!("race-slot-{run}"), "status": "free", "comment": "kept",
            "schedule": {"reference": format!("Schedule/race-sched-{run}")},
            "start": at(start), "end": at(start + HOUR / 4)}),
    ];
    resources
        .extend((0..PEOPLE).map(
            |person| json!({"resourceType": "Patient", "id": format!("race-{person}-{run}")}),
        ));
    for resource in resources {
        block_on(client.update(resource, None)).expect("the server takes the test's data");
    }
}

fn wish(person: usize, run: &str) -> Wish {
    Wish {
        patient: format!("race-{person}-{run}"),
        kind: None,
        reason: "the race".into(),
        mark: format!(
            "urn:uuid:00000000-0000-4000-8000-{:06}{:0>6}",
            person,
            &run[run.len() - 6..]
        ),
    }
}

fn appointments(client: &Client, run: &str) -> Vec<Appointment> {
    let people: Vec<String> = (0..PEOPLE)
        .map(|person| format!("race-{person}-{run}"))
        .collect();
    let search = Search::new("Appointment")
        .any("patient", &people)
        .count(200);
    block_on(client.search_all(&search, 1000))
        .expect("an answer")
        .typed()
}

fn slot(client: &Client, run: &str) -> Slot {
    block_on(client.read_as(&format!("race-slot-{run}"))).expect("the slot")
}

fn offer_of(client: &Client, run: &str) -> Offer {
    block_on(offer(client, &format!("race-slot-{run}"))).expect("the offer")
}

#[test]
fn of_fifty_people_one_gets_the_time() {
    let Some(client) = server() else { return };
    let run = now().to_string();
    prepare(&client, &run);
    let offer = offer_of(&client, &run);
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let people: Vec<_> = (0..PEOPLE)
            .map(|person| {
                let (client, offer, wish) = (client.clone(), offer.clone(), wish(person, &run));
                scope.spawn(move || {
                    block_on(book(
                        &client,
                        &offer,
                        &wish,
                        &Rung::Transaction,
                        None,
                        now(),
                    ))
                })
            })
            .collect();
        people
            .into_iter()
            .map(|person| person.join().expect("no panic"))
            .collect()
    });

    let winners: Vec<&str> = outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Outcome::Booked(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(winners.len(), 1, "{outcomes:?}");
    let told = outcomes
        .iter()
        .filter(|outcome| **outcome == Outcome::Lost)
        .count();
    assert_eq!(told, PEOPLE - 1, "{outcomes:?}");

    let held: Vec<Appointment> = appointments(&client, &run)
        .into_iter()
        .filter(is_live)
        .collect();
    assert_eq!(
        held.iter().map(|held| held.id()).collect::<Vec<_>>(),
        winners
    );
    let slot = slot(&client, &run);
    assert_eq!(slot.status(), Some("busy"));
    assert_eq!(slot.root().str("comment"), Some("kept"));
    let changes = Value::clone(slot.root().node("meta").value());
    // Free at first, busy since: written twice and never by a loser.
    assert_eq!(changes["versionId"], "2", "{changes}");
}

#[test]
fn a_cancelled_time_is_free_for_the_next() {
    let Some(client) = server() else { return };
    let run = format!("c{}", now());
    prepare(&client, &run);
    let calendars =
        block_on(calendars(&client, &format!("race-role-{run}"), None)).expect("the calendars");
    let free = || {
        block_on(free_slots(
            &client,
            &calendars,
            now(),
            now() + 48 * HOUR,
            now(),
        ))
        .expect("free times")
        .len()
    };
    assert_eq!(free(), 1);

    let before = offer_of(&client, &run);
    let first = block_on(book(
        &client,
        &before,
        &wish(0, &run),
        &Rung::Transaction,
        None,
        now(),
    ));
    assert!(matches!(first, Outcome::Booked(_)), "{first:?}");
    assert_eq!(free(), 0);
    let own = block_on(own_booking(&client, &format!("race-0-{run}"), &before.slot))
        .expect("an answer")
        .expect("the booking");
    let others =
        block_on(own_booking(&client, &format!("race-1-{run}"), &before.slot)).expect("an answer");
    assert_eq!(others, None);

    assert_eq!(
        block_on(cancel(&client, &own, CancelReason::Patient)),
        Change::Done
    );
    assert_eq!(free(), 1);
    let cancelled: Appointment = block_on(client.read_as(own.id())).expect("the appointment");
    assert_eq!(cancelled.status(), Some("cancelled"));
    assert_eq!(slot(&client, &run).root().str("comment"), Some("kept"));

    // An old page still holds the first version: it must not win by it.
    let stale = block_on(book(
        &client,
        &before,
        &wish(1, &run),
        &Rung::Transaction,
        None,
        now(),
    ));
    assert!(matches!(stale, Outcome::NotBooked(_)), "{stale:?}");
    let second = block_on(book(
        &client,
        &offer_of(&client, &run),
        &wish(1, &run),
        &Rung::Transaction,
        None,
        now(),
    ));
    assert!(matches!(second, Outcome::Booked(_)), "{second:?}");
}
