//! A hundred people want one time, on the real server: as it is, behind a proxy that takes transactions apart, and behind
//! one that drops every answer to a booking after the server has acted.

use std::sync::Arc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::wire::{Http, block_on, server};
use sampan::booking::api::{Change, book, calendars, cancel, free_slots, offer, own_booking};
use sampan::booking::model::{CancelReason, Offer, Outcome, Rung, Wish, is_live};
use sampan::fhir::types::{Appointment, Slot};
use sampan::fhir::{Client, Error, FhirDate, Pending, Request, Response, Search, Transport};
use serde_json::{Value, json};

const PEOPLE: usize = 100;
/// Rounds of each race where `SAMPAN_ROUNDS` names no number: each takes seconds.
const ROUNDS: usize = 3;
const HOUR: i64 = 3_600_000;

fn now() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    elapsed.as_millis() as i64
}

/// A doctor of this test's own with one free time tomorrow; their ids end in `run`.
fn prepare(client: &Client, run: &str) {
    let at = |ms: i64| {
        FhirDate::of_epoch_ms(ms)
            .expect("a date")
            .as_str()
            .to_owned()
    };
    let start = now() + 24 * HOUR;
    let resources = [
        json!({"resourceType": "Practitioner", "id": format!("race-dr-{run}"), "name": [{"text": "Race Doctor"}]}),
        json!({"resourceType": "PractitionerRole", "id": format!("race-role-{run}"), "active": true,
            "practitioner": {"reference": format!("Practitioner/race-dr-{run}")}}),
        json!({"resourceType": "Schedule", "id": format!("race-sched-{run}"), "active": true,
            "actor": [{"reference": format!("PractitionerRole/race-role-{run}")}]}),
        json!({"resourceType": "Slot", "id": format!("race-slot-{run}"), "status": "free", "comment": "kept",
            "schedule": {"reference": format!("Schedule/race-sched-{run}")},
            "start": at(start), "end": at(start + HOUR / 4)}),
    ];
    for resource in resources {
        block_on(client.update(resource, None)).expect("the server takes the test's data");
    }
}

fn wish(person: usize, run: &str) -> Wish {
    Wish {
        patient: format!("race-{person}"),
        reason: "the race".into(),
        mark: format!("urn:uuid:{person}-{run}"),
        ..Wish::default()
    }
}

fn slot(client: &Client, run: &str) -> Slot {
    block_on(client.read_as(&format!("race-slot-{run}"))).expect("the slot")
}

fn offer_of(client: &Client, run: &str) -> Offer {
    block_on(offer(client, &format!("race-slot-{run}"))).expect("the offer")
}

/// The people who want it.
fn gather(client: &Client) {
    for person in 0..PEOPLE {
        let person = json!({"resourceType": "Patient", "id": format!("race-{person}")});
        block_on(client.update(person, None)).expect("the server takes the test's people");
    }
}

/// What stands between a patient and the server.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Between {
    Nothing,
    /// A proxy that sends each entry of a transaction by itself, and answers 200 whatever became of them.
    Splitter,
    /// A proxy that passes a transaction on and drops the answer.
    Dropper,
}

struct Proxy {
    http: Http,
    between: Between,
}

impl Transport for Proxy {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        let body = request.body.as_deref().unwrap_or_default();
        let bundle: Value = serde_json::from_str(body).unwrap_or_default();
        let is_transaction = bundle["type"] == "transaction";
        match self.between {
            Between::Splitter if is_transaction => {
                let answer = self.split(&request, &bundle);
                Box::pin(async { Ok(answer) })
            }
            Between::Dropper if is_transaction => {
                let _ = block_on(self.http.send(request));
                Box::pin(async { Err(Error::Timeout) })
            }
            _ => self.http.send(request),
        }
    }

    fn sleep(&self, ms: u32) -> Pending<()> {
        self.http.sleep(ms)
    }

    fn random(&self) -> f64 {
        self.http.random()
    }
}

impl Proxy {
    fn split(&self, whole: &Request, bundle: &Value) -> Response {
        let entries = bundle["entry"].as_array().expect("entries");
        let answers: Vec<Value> = entries
            .iter()
            .map(|entry| {
                let asked = &entry["request"];
                let mut part = whole.clone();
                part.method = match asked["method"].as_str() {
                    Some("PUT") => "PUT",
                    _ => "POST",
                };
                let path = asked["url"].as_str().expect("a URL");
                part.url = format!("{}/{path}", whole.url);
                part.body = Some(entry["resource"].to_string());
                if let Some(version) = asked["ifMatch"].as_str() {
                    part.headers.push(("if-match", version.to_owned()));
                }
                let answer = block_on(self.http.send(part)).expect("an answer");
                let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
                json!({"resource": body, "response": {
                    "status": answer.status.to_string(), "location": answer.location}})
            })
            .collect();
        let body =
            json!({"resourceType": "Bundle", "type": "transaction-response", "entry": answers});
        Response {
            status: 200,
            body: body.to_string(),
            ..Response::default()
        }
    }
}

/// One round: everybody books at once. Gives how each ended.
fn race(client: &Client, between: Between, run: &str) -> Vec<Outcome> {
    prepare(client, run);
    let offer = offer_of(client, run);
    thread::scope(|scope| {
        let people: Vec<_> = (0..PEOPLE)
            .map(|person| {
                let (base, offer) = (client.base().to_owned(), offer.clone());
                scope.spawn(move || {
                    let http = Http::default();
                    let own = Client::new(&base, Arc::new(Proxy { http, between }), None);
                    let wish = wish(person, run);
                    block_on(book(&own, &offer, &wish, &Rung::Transaction, None, now()))
                })
            })
            .collect();
        people
            .into_iter()
            .map(|person| person.join().expect("no panic"))
            .collect()
    })
}

fn races(between: Between) {
    let Some(client) = server() else { return };
    gather(&client);
    let rounds = std::env::var("SAMPAN_ROUNDS").ok();
    let rounds = rounds
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(ROUNDS);
    for round in 0..rounds {
        let run = format!("{between:?}-{}-{round:02}", now() % 1_000_000_000).to_lowercase();
        let outcomes = race(&client, between, &run);
        let winners: Vec<&str> = outcomes
            .iter()
            .filter_map(|outcome| match outcome {
                Outcome::Booked(id) => Some(id.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(winners.len(), 1, "round {round}: {outcomes:?}");
        let lost = |outcome: &&Outcome| **outcome == Outcome::Lost;
        let told = outcomes.iter().filter(lost).count();
        assert_eq!(told, PEOPLE - 1, "round {round}: {outcomes:?}");

        let held = block_on(
            client.search_all(
                &Search::new("Appointment")
                    .reference("slot", "Slot", &format!("race-slot-{run}"))
                    .count(200),
                1000,
            ),
        );
        let held: Vec<Appointment> = held.expect("an answer").typed();
        let live: Vec<&str> = held
            .iter()
            .filter(|one| is_live(one))
            .map(|one| one.id())
            .collect();
        assert_eq!(
            live, winners,
            "round {round}: one visit, and none without its slot"
        );
        let slot = slot(&client, &run);
        assert_eq!(slot.status(), Some("busy"));
        assert_eq!(slot.root().str("comment"), Some("kept"));
        // Free at first, busy since: written twice and never by a loser.
        assert_eq!(slot.version(), Some("2"), "round {round}");
    }
}

#[test]
fn of_a_hundred_people_one_gets_the_time() {
    races(Between::Nothing);
}

#[test]
fn a_server_that_takes_transactions_apart_leaves_no_visit_without_its_slot() {
    races(Between::Splitter);
}

#[test]
fn a_dropped_answer_costs_nobody_the_visit() {
    races(Between::Dropper);
}

#[test]
fn a_cancelled_time_is_free_for_the_next() {
    let Some(client) = server() else { return };
    let run = format!("c{}", now());
    prepare(&client, &run);
    gather(&client);
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
    let own = block_on(own_booking(&client, "race-0", &before.slot))
        .expect("an answer")
        .expect("the booking");
    let others = block_on(own_booking(&client, "race-1", &before.slot)).expect("an answer");
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
