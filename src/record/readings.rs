//! Readings on their way to the server. One that can't be sent waits in this tab's memory, under the mark that it was given
//! when it was written down, and is sent once (docs/decisions/0007-readings-wait-in-memory.md).

use std::cell::{Cell, RefCell};

use serde_json::Value;

use crate::fhir::{Client, Error, Search};
use crate::session::Session;
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

/// Sends what waits, one after the other; what fails on the way stays.
pub async fn send(session: &Session) -> Sent {
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
    while session.own_patient() == own
        && let Some(reading) = next_of(&own)
    {
        let answer = send_one(&session.record, &reading).await;
        if let Err(error) = answer.as_ref()
            && !matches!(error, Error::Rejected { .. } | Error::Forbidden { .. })
        {
            sent.failed = Some(error.clone());
            break;
        }
        WAITING.with_borrow_mut(|all| all.retain(|one| one.mark != reading.mark));
        match answer {
            Ok(()) => sent.done += 1,
            Err(error) => sent.refused.push((reading.mark, error)),
        }
    }
    SENDING.set(false);
    sent
}

fn next_of(own: &Option<String>) -> Option<Waiting> {
    WAITING.with_borrow(|all| {
        let mut mine = all.iter().filter(|one| Some(&one.own) == own.as_ref());
        mine.next().cloned()
    })
}

/// A conditional create, for servers that know it; and as some don't, first a look whether it is there already, since an
/// answer may have been lost.
async fn send_one(client: &Client, reading: &Waiting) -> Result<(), Error> {
    let mark = ["urn:uuid:", &reading.mark].concat();
    let search = Search::new("Observation")
        .text("patient", &reading.patient)
        .token("identifier", Some("urn:ietf:rfc:3986"), &mark);
    let there = client.search(&search).await?;
    let is_it = |found: &crate::fhir::Resource| {
        let value = found.to_value();
        value["identifier"] == reading.observation["identifier"]
    };
    if there.entries.iter().any(is_it) {
        return Ok(());
    }
    let condition = search.path();
    let condition = condition.split_once('?').map_or("", |(_, query)| query);
    match client
        .create_once(reading.observation.clone(), condition)
        .await
    {
        // More than one has the mark (412): it is there.
        Ok(_) | Err(Error::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}
