//! Finding out what became of an attempt to book, and putting right what a server did by half.

use crate::booking::model::{
    self, Fate, Outcome, Rung, Traces, URI, Verdict, bears, is_live, verdict,
};
use crate::fhir::types::{Appointment, Slot};
use crate::fhir::{Client, Error, Search};

/// An attempt to book, by what it leaves on the server.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// The id of the Slot; empty for a place on a waiting list, which has none.
    pub slot: &'a str,
    pub mark: &'a str,
    pub rung: &'a Rung,
    /// The id of the Patient whom it is for: a server that lets a token see several answers for the one who is named.
    pub patient: &'a str,
}

/// Looks, puts right, and looks again where somebody was faster.
const LOOKS: usize = 3;

/// What is true of an attempt that wasn't told to have succeeded, for `reason`. Whatever it left by half is put right.
pub async fn look(client: &Client, attempt: Attempt<'_>, reason: Error, fate: Fate) -> Outcome {
    for _ in 0..LOOKS {
        let Ok(traces) = traces(client, attempt).await else {
            return Outcome::Unclear(reason);
        };
        if let Some(outcome) = put_right(client, attempt, &traces, &reason, fate).await {
            return outcome;
        }
    }
    Outcome::Unclear(reason)
}

/// `None` where something changed in between.
async fn put_right(
    client: &Client,
    attempt: Attempt<'_>,
    traces: &Traces,
    reason: &Error,
    fate: Fate,
) -> Option<Outcome> {
    let id = || {
        traces
            .appointment
            .as_ref()
            .map_or(String::new(), |found| found.id().to_owned())
    };
    let said = verdict(traces, attempt.mark, attempt.rung, fate);
    let (write, version, done, failed) = match (said, &traces.appointment, &traces.slot) {
        (Verdict::Booked, ..) => return Some(Outcome::Booked(id())),
        (Verdict::Requested, ..) => return Some(Outcome::Requested(id())),
        (Verdict::Lost, ..) => return Some(Outcome::Lost),
        (Verdict::NotBooked, ..) => return Some(Outcome::NotBooked(reason.clone())),
        (Verdict::Withdraw, Some(appointment), slot) => {
            let is_free = slot.as_ref().is_some_and(Slot::is_free);
            let done = match is_free {
                true => Outcome::NotBooked(reason.clone()),
                false => Outcome::Lost,
            };
            let withdrawn = appointment.with_status("entered-in-error");
            let failed = Outcome::Unclear(reason.clone());
            (withdrawn, appointment.version(), done, failed)
        }
        (Verdict::Release, _, Some(slot)) => (
            model::freed(slot),
            slot.version(),
            Outcome::NotBooked(reason.clone()),
            Outcome::Owing(reason.clone()),
        ),
        (Verdict::Fence, _, Some(slot)) => (
            model::fenced(slot, attempt.mark),
            slot.version(),
            Outcome::NotBooked(reason.clone()),
            Outcome::Unclear(reason.clone()),
        ),
        _ => return Some(Outcome::Unclear(reason.clone())),
    };
    match client.update(write, version).await {
        Ok(_) => {
            if said == Verdict::Withdraw && traces.appointment.as_ref().is_some_and(has_answers) {
                withdraw_answers(client, attempt).await;
            }
            Some(done)
        }
        Err(Error::Conflict) => None,
        Err(_) => Some(failed),
    }
}

/// Whether an appointment refers to answers of their own. A server that splits transactions may leave the name that they had
/// within it.
fn has_answers(appointment: &Appointment) -> bool {
    let mut papers = appointment.supporting();
    papers.any(|paper| {
        let text = paper.text.unwrap_or_default();
        paper.kind == Some("QuestionnaireResponse") || text.starts_with("urn:uuid:")
    })
}

/// Takes back what was answered for an attempt that came to nothing, on a server that kept it all the same. As well as can
/// be: it is about no visit, and only its patient's to see.
pub(super) async fn withdraw_answers(client: &Client, attempt: Attempt<'_>) {
    let search = Search::new("QuestionnaireResponse")
        .token("identifier", Some(URI), attempt.mark)
        .any("patient", &[attempt.patient]);
    let Ok(page) = client.search(&search).await else {
        return;
    };
    for answers in page.entries {
        let withdrawn = answers.with("status", "entered-in-error".into());
        let _ = client.update(withdrawn, answers.version()).await;
    }
}

async fn traces(client: &Client, attempt: Attempt<'_>) -> Result<Traces, Error> {
    let by_mark = Search::new("Appointment").token("identifier", Some(URI), attempt.mark);
    let mut searches = vec![by_mark.clone().any("patient", &[attempt.patient])];
    if !attempt.slot.is_empty() {
        searches.push(Search::new("Slot").ids(&[attempt.slot]));
    }
    let mut pages = client.batch(&searches).await?.into_iter();
    let appointments = match pages.next().unwrap_or(Err(Error::Unsupported)) {
        // Some servers know no `patient` here.
        Err(Error::Rejected { .. }) => client.search(&by_mark).await?,
        appointments => appointments?,
    };
    let slots: Vec<Slot> = match pages.next() {
        Some(slots) => slots?.typed(),
        None => Vec::new(),
    };
    let mut ours: Vec<Appointment> = appointments
        .typed()
        .into_iter()
        .filter(|found: &Appointment| bears(found, attempt.mark) && is_live(found))
        .collect();
    // A request that was repeated by something between us and the server: one is enough.
    for surplus in ours.drain(1.min(ours.len())..) {
        client
            .update(surplus.with_status("entered-in-error"), surplus.version())
            .await?;
    }
    Ok(Traces {
        appointment: ours.pop(),
        slot: slots.into_iter().find(|found| found.id() == attempt.slot),
    })
}
