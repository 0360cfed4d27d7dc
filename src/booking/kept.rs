//! What was begun and isn't known to be done, kept on the device until the server has told: ids only.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use gloo_timers::future::TimeoutFuture;

use super::api::{News, settle};
use super::model::{Pending, drop_pending, owner, put_pending, read_pending, write_pending};
use crate::platform::{PENDING, now_ms, preference, set_preference};
use crate::session::{Session, family};

/// Milliseconds between two looks while the app is open; each waits a little longer than the one before.
const PAUSE: u32 = 15_000;
/// Looks while the app is open. The next visit goes on.
const LOOKS: u32 = 8;

fn all() -> Vec<Pending> {
    preference(PENDING).map_or_else(Vec::new, |text| read_pending(&text))
}

fn edit(change: impl FnOnce(&mut Vec<Pending>)) {
    let mut kept = all();
    change(&mut kept);
    set_preference(PENDING, &write_pending(&kept));
}

/// Keeps something begun, in the place of an earlier state of the same.
pub fn keep(pending: Pending) {
    edit(|all| put_pending(all, pending));
}

/// Keeps what is left of something begun, which may go by another mark; nothing where it is done with.
pub fn replace(pending: &Pending, rest: Option<Pending>) {
    edit(|all| {
        drop_pending(all, pending);
        if let Some(rest) = rest {
            put_pending(all, rest);
        }
    });
}

/// What this patient began and isn't known to be done.
pub fn of_patient(patient: &str) -> Vec<Pending> {
    let mut kept = all();
    let owner = owner(patient);
    kept.retain(|pending| pending.owner == owner);
    kept
}

/// Asks the server about all that this patient began; what is known of it then.
pub async fn settle_all(session: &Session, patient: &str) -> Vec<News> {
    let mut told = Vec::new();
    for pending in of_patient(patient) {
        told.extend(settle_one(session, patient, pending).await);
    }
    told
}

/// Asks the server about one thing begun.
pub async fn settle_one(session: &Session, patient: &str, pending: Pending) -> Option<News> {
    let (news, rest) = settle(&session.record, patient, pending.clone(), now_ms()).await;
    replace(&pending, rest);
    news
}

/// Asks once more about all that was begun, before the patient signs out.
pub fn wind_up(session: Session) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        // Also for those in the patient's care.
        let family = family(&session).await.unwrap_or_default();
        let others = family.iter().map(|member| member.patient.id().to_owned());
        let mut patients: Vec<String> = session.own_patient().into_iter().chain(others).collect();
        patients.dedup();
        for patient in patients {
            settle_all(&session, &patient).await;
        }
    })
}

thread_local! {
    static TRYING: Cell<bool> = const { Cell::new(false) };
}

/// Goes on putting right what was left by half, as long as the app is open.
pub fn keep_trying(session: &Session, patient: &str) {
    if of_patient(patient).is_empty() || TRYING.replace(true) {
        return;
    }
    let (session, patient) = (session.clone(), patient.to_owned());
    leptos::task::spawn_local(async move {
        for look in 1..=LOOKS {
            TimeoutFuture::new(PAUSE * look).await;
            settle_all(&session, &patient).await;
            if of_patient(&patient).is_empty() {
                break;
            }
        }
        TRYING.set(false);
    });
}
