//! The table of step by fault: book, move and cancel on three makes of server, each request in turn failing in each way.
//! Whatever happened, after reopening the app the page and the server agree, and nobody holds half of anything.

use crate::answers::NOW;
use crate::clinic::{self, MARK};
use crate::fake::{Fake, Fault, Kind, until_closed};
use sampan::booking::api::{
    Change, News, book, cancel, hold, join, let_go, offer, reschedule, settle,
};
use sampan::booking::model::{CancelReason, Outcome, Pending, Rung, Step, Wish, claimed, owner};
use sampan::fhir::types::{Appointment, Slot};
use sampan::fhir::{Client, Error};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const OLD_MARK: &str = "urn:uuid:00000000-0000-4000-8000-000000000001";

const SERVERS: [Kind; 3] = [Kind::Atomic, Kind::Splitting, Kind::Plain];

const FAULTS: [Fault; 11] = [
    Fault::LostRequest,
    Fault::LostAnswer,
    Fault::Late,
    Fault::Status(401),
    Fault::Status(409),
    Fault::Status(412),
    Fault::Status(429),
    Fault::Status(500),
    Fault::DoneAnd500,
    Fault::ClosedBefore,
    Fault::ClosedAfter,
];

/// More requests than any of the steps takes.
const REQUESTS: usize = 14;

fn slot(id: &str, hour: u32, status: &str) -> Value {
    json!({"resourceType": "Slot", "id": id, "status": status,
        "schedule": {"reference": "Schedule/sched-1"},
        "start": format!("2026-11-23T{hour:02}:00:00Z"), "end": format!("2026-11-23T{hour:02}:20:00Z")})
}

fn clinic_with(slots: &[Value], appointments: &[Value]) -> Vec<Value> {
    let mut all = vec![
        clinic::schedule().to_value(),
        json!({"resourceType": "PractitionerRole", "id": "role-1"}),
    ];
    all.extend_from_slice(slots);
    all.extend_from_slice(appointments);
    all
}

fn wish() -> Wish {
    Wish {
        kind: None,
        intake: Some(json!({"resourceType": "QuestionnaireResponse", "status": "completed"})),
        ..clinic::wish()
    }
}

fn begun(slot: &str, mark: &str, step: Step) -> Pending {
    Pending {
        owner: owner("patient-1"),
        slot: slot.into(),
        mark: mark.into(),
        sent: NOW,
        step,
    }
}

/// What the page has told in the end.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    Nothing,
    /// It went through.
    Yes,
    /// It came to nothing.
    No,
    Unclear,
}

fn of_news(news: News) -> Told {
    match news {
        News::Booked(_) | News::Requested(_) | News::Moved(_) | News::Cancelled(_) => Told::Yes,
        News::NotBooked(_) | News::NotMoved(_) | News::NotCancelled(_) => Told::No,
        News::Unclear => Told::Unclear,
    }
}

/// Reopens the app until everything is settled: a minute later, and again when nothing can be on its way any more.
fn reopen(server: &std::sync::Arc<Fake>, kept: Option<Pending>, mut told: Told) -> Told {
    let mut rest: Vec<Pending> = kept.into_iter().collect();
    for minutes in [1, 2, 3, 11, 12] {
        for pending in std::mem::take(&mut rest) {
            let client = server.client();
            let asked = settle(&client, "patient-1", pending, NOW + minutes * MINUTE);
            let (news, kept) = until_closed(asked).expect("no trouble any more");
            if let Some(news) = news {
                told = of_news(news);
            }
            rest.extend(kept);
        }
    }
    assert!(rest.is_empty(), "still kept: {rest:?}");
    told
}

fn live(server: &Fake) -> Vec<Value> {
    let mut all = server.all("Appointment");
    all.retain(|one| one["status"] == "booked");
    all
}

fn slot_of(appointment: &Value) -> String {
    let reference = appointment["slot"][0]["reference"]
        .as_str()
        .expect("a slot");
    reference.trim_start_matches("Slot/").to_owned()
}

/// No appointment without its slot, no slot without its appointment.
fn whole(server: &Fake, case: &str) {
    let held: Vec<String> = live(server).iter().map(slot_of).collect();
    for slot in server.all("Slot") {
        let id = slot["id"].as_str().expect("an id");
        let holders = held.iter().filter(|held| *held == id).count();
        let expected = usize::from(slot["status"] == "busy");
        assert_eq!(holders, expected, "{case}: {slot}");
    }
}

/// Runs a step on each of the servers with every fault at every request; gives how many cases there were.
fn table(servers: &[Kind], run: impl Fn(Kind, usize, Fault, &str) -> bool) -> usize {
    let mut cases = 0;
    for &server in servers {
        for fault in FAULTS {
            for number in 0..REQUESTS {
                let case = format!("{server:?}, request {number}, {fault:?}");
                if !run(server, number, fault, &case) {
                    break;
                }
                cases += 1;
            }
        }
    }
    cases
}

#[test]
fn booking() {
    let cases = table(&SERVERS, |kind, number, fault, case| {
        let server = Fake::new(kind, &clinic_with(&[slot("slot-1", 9, "free")], &[]));
        let client = server.client();
        let offer = until_closed(offer(&client, "slot-1"))
            .expect("open")
            .expect("an offer");
        server.fail(number, fault);
        let rung = match kind {
            Kind::Plain => Rung::Conditional,
            _ => Rung::Transaction,
        };
        let kept = begun(
            "slot-1",
            MARK,
            Step::Booking {
                rung: rung.clone(),
                told: false,
            },
        );
        let end = until_closed(book(&client, &offer, &wish(), &rung, None, NOW));
        let (told, rest) = match end {
            None => (Told::Nothing, Some(kept)),
            Some(outcome) => {
                let told = match &outcome {
                    Outcome::Booked(_) => Told::Yes,
                    Outcome::Unclear(_) => Told::Unclear,
                    // Refused outright: the page offers to send a request instead.
                    _ => Told::No,
                };
                (told, kept.after(&outcome))
            }
        };
        let happened = server.heal();
        // A no is a no at once, also when the request arrives after it was said.
        if kind == Kind::Atomic && told == Told::No {
            assert!(live(&server).is_empty(), "{case}: told no, and booked");
        }
        let told = reopen(&server, rest, told);
        assert!(matches!(told, Told::Yes | Told::No), "{case}: {told:?}");
        assert_eq!(
            live(&server).len(),
            usize::from(told == Told::Yes),
            "{case}: told {told:?}"
        );
        whole(&server, case);
        // One transaction takes the answers along; elsewhere the Appointment carries them, or they are taken back.
        if kind == Kind::Atomic {
            let answers = server.all("QuestionnaireResponse");
            let carried = live(&server)
                .iter()
                .filter(|one| one["contained"].is_array())
                .count();
            assert_eq!(
                answers.len() + carried,
                usize::from(told == Told::Yes),
                "{case}"
            );
        }
        happened
    });
    assert!(cases > 50, "{cases}");
}

/// A patient with a visit at slot-0, and slot-1 free.
fn visited(kind: Kind) -> (std::sync::Arc<Fake>, Appointment) {
    let mut visit = clinic::appointment("booked").to_value();
    visit["identifier"][0]["value"] = OLD_MARK.into();
    visit["slot"] = json!([{"reference": "Slot/slot-0"}]);
    visit["start"] = "2026-11-23T08:00:00Z".into();
    visit["end"] = "2026-11-23T08:20:00Z".into();
    let old: Slot = clinic::typed(slot("slot-0", 8, "busy"));
    let slots = [claimed(&old, OLD_MARK), slot("slot-1", 9, "free")];
    let server = Fake::new(kind, &clinic_with(&slots, &[visit]));
    let visit = clinic::typed(server.all("Appointment")[0].clone());
    (server, visit)
}

#[test]
fn moving() {
    let cases = table(&SERVERS, |kind, number, fault, case| {
        let (server, visit) = visited(kind);
        let client = server.client();
        let to = until_closed(offer(&client, "slot-1"))
            .expect("open")
            .expect("an offer");
        server.fail(number, fault);
        let step = Step::Moving {
            appointment: visit.id().into(),
            from: Some("slot-0".into()),
            told: false,
        };
        let kept = begun("slot-1", MARK, step);
        let end = until_closed(reschedule(&client, &visit, &to, MARK, &Rung::Transaction));
        let (told, rest) = ended(end, kept);
        let happened = server.heal();
        if kind == Kind::Atomic && told == Told::No {
            let stays = slot_of(&live(&server)[0]);
            assert_eq!(stays, "slot-0", "{case}: told no, and moved");
        }
        let told = reopen(&server, rest, told);
        let now = live(&server);
        assert_eq!(now.len(), 1, "{case}: the patient always has a visit");
        let expected = match told {
            Told::Yes => ("slot-1", "2026-11-23T09:00:00Z"),
            Told::No => ("slot-0", "2026-11-23T08:00:00Z"),
            other => panic!("{case}: {other:?}"),
        };
        let found = slot_of(&now[0]);
        assert_eq!(
            (found.as_str(), now[0]["start"].as_str()),
            (expected.0, Some(expected.1)),
            "{case}"
        );
        whole(&server, case);
        happened
    });
    assert!(cases > 50, "{cases}");
}

fn ended(end: Option<Change>, kept: Pending) -> (Told, Option<Pending>) {
    let Some(change) = end else {
        return (Told::Nothing, Some(kept));
    };
    let told = match &change {
        Change::Done | Change::Owing(_) => Told::Yes,
        Change::Stands(_) | Change::Lost => Told::No,
        Change::Unclear(_) => Told::Unclear,
    };
    (told, change.rest(kept, NOW))
}

#[test]
fn cancelling() {
    let cases = table(&SERVERS, |kind, number, fault, case| {
        let (server, visit) = visited(kind);
        let client = server.client();
        server.fail(number, fault);
        let step = Step::Cancelling {
            appointment: visit.id().into(),
        };
        let kept = begun("", "cancel-appointment-1", step);
        let end = until_closed(cancel(&client, &visit, CancelReason::FeelingBetter));
        let (told, rest) = ended(end, kept);
        let happened = server.heal();
        let told = reopen(&server, rest, told);
        assert!(matches!(told, Told::Yes | Told::No), "{case}: {told:?}");
        assert_eq!(
            live(&server).len(),
            usize::from(told == Told::No),
            "{case}: told {told:?}"
        );
        whole(&server, case);
        happened
    });
    assert!(cases > 50, "{cases}");
}

/// How a wish ended, for the page.
fn asked(end: Option<Outcome>, kept: Pending) -> (Told, Option<Pending>) {
    let Some(outcome) = end else {
        return (Told::Nothing, Some(kept));
    };
    let told = match &outcome {
        Outcome::Booked(_) | Outcome::Requested(_) => Told::Yes,
        Outcome::Unclear(_) => Told::Unclear,
        _ => Told::No,
    };
    (told, kept.after(&outcome))
}

#[test]
fn holding_and_booking() {
    let cases = table(&[Kind::Operating], |kind, number, fault, case| {
        let server = Fake::new(kind, &clinic_with(&[slot("slot-1", 9, "free")], &[]));
        let client = server.client();
        let offer = until_closed(offer(&client, "slot-1"))
            .expect("open")
            .expect("an offer");
        until_closed(client.capability())
            .expect("open")
            .expect("a capability");
        server.fail(number, fault);
        let step = Step::Booking {
            rung: Rung::Operations,
            told: false,
        };
        let kept = begun("slot-1", MARK, step);
        let (told, rest) = match until_closed(hold(&client, &offer, "patient-1")) {
            // Nothing was begun yet: the hold runs out by itself.
            None => (Told::No, None),
            Some(Err(Error::Conflict)) => (Told::No, None),
            Some(held) => {
                let held = held.ok().flatten();
                let rung = Rung::Operations;
                asked(
                    until_closed(book(&client, &offer, &wish(), &rung, held.as_ref(), NOW)),
                    kept,
                )
            }
        };
        let happened = server.heal();
        let told = reopen(&server, rest, told);
        server.expire();
        assert!(matches!(told, Told::Yes | Told::No), "{case}: {told:?}");
        assert_eq!(
            live(&server).len(),
            usize::from(told == Told::Yes),
            "{case}: told {told:?}"
        );
        whole(&server, case);
        happened
    });
    assert!(cases > 30, "{cases}");
}

#[test]
fn a_hold_that_is_given_back_or_not_is_gone_in_the_end() {
    let cases = table(&[Kind::Operating], |kind, number, fault, case| {
        let server = Fake::new(kind, &clinic_with(&[slot("slot-1", 9, "free")], &[]));
        let client = server.client();
        let offer = until_closed(offer(&client, "slot-1"))
            .expect("open")
            .expect("an offer");
        let held = until_closed(hold(&client, &offer, "patient-1"))
            .expect("open")
            .expect("an answer");
        server.fail(number, fault);
        until_closed(let_go(&client, &held.expect("a hold")));
        let happened = server.heal();
        server.expire();
        assert!(live(&server).is_empty(), "{case}");
        whole(&server, case);
        happened
    });
    assert_eq!(cases, FAULTS.len());
}

/// A wish that holds no slot: a request for a time, or a place on the waiting list.
fn wishing(rung_slot: &str, send: impl Fn(&Client) -> Option<Outcome>, status: &str) {
    let cases = table(&[Kind::Asking], |kind, number, fault, case| {
        let server = Fake::new(kind, &clinic_with(&[slot("slot-1", 9, "free")], &[]));
        let client = server.client();
        server.fail(number, fault);
        let step = Step::Booking {
            rung: Rung::Request,
            told: false,
        };
        let (told, rest) = asked(send(&client), begun(rung_slot, MARK, step));
        let happened = server.heal();
        let told = reopen(&server, rest, told);
        assert!(matches!(told, Told::Yes | Told::No), "{case}: {told:?}");
        let wishes = server.all("Appointment");
        let wishes = wishes.iter().filter(|one| one["status"] == status).count();
        assert_eq!(
            wishes,
            usize::from(told == Told::Yes),
            "{case}: told {told:?}"
        );
        assert_eq!(server.all("Slot")[0]["status"], "free", "{case}");
        happened
    });
    assert!(cases > 10, "{cases}");
}

#[test]
fn requesting() {
    let offer = clinic::offer();
    let send =
        |client: &Client| until_closed(book(client, &offer, &wish(), &Rung::Request, None, NOW));
    wishing("slot-1", send, "proposed");
}

#[test]
fn joining_a_waiting_list() {
    let schedule = clinic::schedule();
    let send = |client: &Client| until_closed(join(client, &schedule, &wish(), NOW));
    wishing("", send, "waitlist");
}
