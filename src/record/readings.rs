//! Readings on their way to the server. One that can't be sent waits in this tab's memory, under the mark that it was given
//! when it was written down, and is sent once (docs/decisions/0007-readings-wait-in-memory.md).

use std::cell::{Cell, RefCell};

use serde_json::Value;

use crate::fhir::{Client, Error, Resource, Search, Transaction};
use crate::session::{Session, Unsent, keep_unsent};
use crate::view::prelude::*;

/// A reading that isn't on the server, or isn't known to be.
#[derive(Clone)]
struct Waiting {
    /// The UUID of its identifier.
    mark: String,
    observation: Value,
    patient: String,
    /// Who was signed in: nobody else's token may send it.
    own: String,
}

thread_local! {
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
    /// Whether some are being sent: two at a time would send one twice.
    static SENDING: Cell<bool> = const { Cell::new(false) };
    static WARNING: Cell<bool> = const { Cell::new(false) };
}

/// How many wait for a person who is signed in.
pub fn waiting(session: &Session) -> usize {
    let own = session.own_patient();
    WAITING.with_borrow(|all| {
        all.iter()
            .filter(|one| Some(&one.own) == own.as_ref())
            .count()
    })
}

/// Puts a reading among those to be sent.
pub fn add(session: &Session, patient: &str, mark: String, observation: Value) {
    let Some(own) = session.own_patient() else {
        return;
    };
    let reading = Waiting {
        mark,
        observation,
        patient: patient.to_owned(),
        own,
    };
    WAITING.with_borrow_mut(|all| all.push(reading));
    if !WARNING.replace(true) {
        keep_unsent(Unsent {
            count: waiting,
            forget: || WAITING.with_borrow_mut(Vec::clear),
        });
        // The browser asks before it leaves the page with something unsent.
        window_event_listener_untyped("beforeunload", |event| {
            if WAITING.with_borrow(|all| !all.is_empty()) {
                event.prevent_default();
            }
        });
    }
}

/// How sending ended.
#[derive(Debug, PartialEq)]
pub struct Sent {
    pub done: usize,
    /// What the server refused, by mark: trying again is no use, so it waits no more.
    pub refused: Vec<(String, Error)>,
    /// Why the others wait on.
    pub failed: Option<Error>,
}

/// So many go together.
const TOGETHER: usize = 40;

/// Sends what waits, and tells after each answer how many are left; what fails on the way stays.
pub async fn send(session: &Session, tell: impl Fn(usize)) -> Sent {
    let mut sent = Sent {
        done: 0,
        refused: Vec::new(),
        failed: None,
    };
    if SENDING.replace(true) {
        return sent;
    }
    let own = session.own_patient();
    // One that is written down meanwhile goes along; who has signed out sends nothing more.
    while session.own_patient() == own && sent.failed.is_none() {
        let some = next_of(&own);
        if some.is_empty() {
            break;
        }
        if some.len() > 1 && send_together(&session.record, &some).await == Ok(true) {
            forget(&some);
            sent.done += some.len();
        } else {
            send_each(session, &own, some, &mut sent).await;
        }
        tell(waiting(session));
    }
    SENDING.set(false);
    sent
}

/// The next that a person's token may send, of one patient.
fn next_of(own: &Option<String>) -> Vec<Waiting> {
    WAITING.with_borrow(|all| {
        let mine = all.iter().filter(|one| Some(&one.own) == own.as_ref());
        let patient = mine.clone().next().map(|one| &one.patient);
        let of_one = mine.filter(|one| Some(&one.patient) == patient);
        of_one.take(TOGETHER).cloned().collect()
    })
}

fn forget(done: &[Waiting]) {
    WAITING.with_borrow_mut(|all| all.retain(|one| done.iter().all(|done| done.mark != one.mark)));
}

/// Sends some, one after the other.
async fn send_each(session: &Session, own: &Option<String>, some: Vec<Waiting>, sent: &mut Sent) {
    for reading in some {
        if session.own_patient() != *own {
            return;
        }
        let answer = send_one(&session.record, &reading).await;
        if let Err(error) = answer.as_ref()
            && !matches!(error, Error::Rejected { .. } | Error::Forbidden { .. })
        {
            sent.failed = Some(error.clone());
            return;
        }
        forget(std::slice::from_ref(&reading));
        match answer {
            Ok(()) => sent.done += 1,
            Err(error) => sent.refused.push((reading.mark, error)),
        }
    }
}

/// Many as one transaction, after a look which of them are there already; false where they must go one by one, for a
/// server without transactions or one that refuses some.
async fn send_together(client: &Client, some: &[Waiting]) -> Result<bool, Error> {
    let marks: Vec<String> = some.iter().map(identifier).collect();
    let marks: Vec<(Option<&str>, &str)> = marks
        .iter()
        .map(|mark| (Some(IDENTIFIER), mark.as_str()))
        .collect();
    let patient = some
        .first()
        .map(|one| one.patient.as_str())
        .unwrap_or_default();
    let search = Search::new("Observation")
        .text("patient", patient)
        .tokens("identifier", &marks)
        .count(TOGETHER as u32);
    let there = client.search_all(&search, TOGETHER).await?;
    let mut transaction = Transaction::new();
    let mut left = 0;
    for reading in some {
        if !there.entries.iter().any(|found| is_it(found, reading)) {
            let unless = condition(reading);
            transaction = transaction.create(reading.observation.clone(), None, Some(&unless));
            left += 1;
        }
    }
    match left {
        0 => Ok(true),
        _ => Ok(client.transaction(&transaction).await.is_ok()),
    }
}

const IDENTIFIER: &str = "urn:ietf:rfc:3986";

fn identifier(reading: &Waiting) -> String {
    ["urn:uuid:", &reading.mark].concat()
}

/// The search that finds a reading.
fn search(reading: &Waiting) -> Search {
    Search::new("Observation")
        .text("patient", &reading.patient)
        .token("identifier", Some(IDENTIFIER), &identifier(reading))
}

fn condition(reading: &Waiting) -> String {
    let path = search(reading).path();
    path.split_once('?')
        .map_or(String::new(), |(_, query)| query.to_owned())
}

fn is_it(found: &Resource, reading: &Waiting) -> bool {
    found.to_value()["identifier"] == reading.observation["identifier"]
}

/// A conditional create, for servers that know it; and as some don't, first a look whether it is there already, since an
/// answer may have been lost.
async fn send_one(client: &Client, reading: &Waiting) -> Result<(), Error> {
    let there = client.search(&search(reading)).await?;
    if there.entries.iter().any(|found| is_it(found, reading)) {
        return Ok(());
    }
    match client
        .create_once(reading.observation.clone(), &condition(reading))
        .await
    {
        // More than one has the mark (412): it is there.
        Ok(_) | Err(Error::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}
