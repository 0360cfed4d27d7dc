//! The people whose records the signed-in person may open: themselves, and those in whose records they stand as a
//! RelatedPerson, as far as the server lets them read these.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use futures::future::join_all;

use super::Session;
pub use super::model::Bond;
use super::model::{linked, parts, wards};
use crate::app::Redraw;
use crate::fhir::types::{Patient, RelatedPerson};
use crate::fhir::{Client, Error, Search};
use crate::router::{History, Navigate};
use crate::view::prelude::*;

/// More people than this are nobody's family.
const MOST: usize = 20;

/// One whose record may be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub patient: Patient,
    pub bond: Bond,
}

thread_local! {
    /// The family of the Patient named first; only this tab's memory knows it.
    static KNOWN: RefCell<Option<(String, Rc<Vec<Member>>)>> = const { RefCell::new(None) };
}

pub(super) fn forget() {
    KNOWN.set(None);
}

/// The signed-in person, then those in their care, each with the other parts of a record that is split (`Patient.link`).
/// Asked for once in a sign-in.
///
/// # Errors
/// Where the own Patient can't be read, or nobody is signed in (`NotFound`). Who else can't be read is left out.
pub async fn family(session: &Session) -> Result<Rc<Vec<Member>>, Error> {
    let own = session.own_patient().ok_or(Error::NotFound)?;
    let known = KNOWN.with_borrow(|known| {
        let mine = known.as_ref().filter(|(whose, _)| *whose == own);
        mine.map(|(_, members)| Rc::clone(members))
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let client = &session.record;
    let myself = patient(client, own.clone()).await?;
    let ids = linked(&myself);
    let mut related: Vec<RelatedPerson> = match ids.is_empty() {
        true => Vec::new(),
        false => {
            let search = Search::new("RelatedPerson").ids(&ids).count(MOST as u32);
            client
                .search(&search)
                .await
                .map(|page| page.typed())
                .unwrap_or_default()
        }
    };
    // In the order of the links, whatever the server's is.
    related.sort_by_key(|person| ids.iter().position(|id| *id == person.id()));
    let mut wards = wards(&own, &related);
    wards.truncate(MOST);
    // One by one: a server may confine each request to one patient.
    let found = wards.into_iter().map(|(id, bond)| async move {
        let patient = patient(client, id).await.ok()?;
        Some(Member { patient, bond })
    });
    let mut people = vec![Member {
        patient: myself,
        bond: Bond::Own,
    }];
    people.extend(join_all(found).await.into_iter().flatten());
    let mut members: Vec<Member> = Vec::new();
    for member in people {
        let others = parts(&member.patient)
            .into_iter()
            .map(|(id, _)| id.to_owned());
        let others = others.map(|id| patient(client, id)).take(MOST);
        let others = join_all(others).await.into_iter().flatten();
        let others: Vec<Member> = others
            .map(|patient| Member {
                patient,
                bond: Bond::Part,
            })
            .collect();
        members.push(member);
        members.extend(others);
    }
    let mut seen = HashSet::new();
    members.retain(|member| seen.insert(member.patient.id().to_owned()));
    let members = Rc::new(members);
    // Another may have come while the answers were on their way.
    if session.own_patient().as_ref() == Some(&own) {
        KNOWN.set(Some((own, Rc::clone(&members))));
    }
    Ok(members)
}

async fn patient(client: &Client, id: String) -> Result<Patient, Error> {
    let page = client.search(&Search::new("Patient").ids(&[&id])).await?;
    let mut found = page.typed::<Patient>().into_iter();
    found.find(|found| found.id() == id).ok_or(Error::NotFound)
}

/// Opens the record of a Patient: every page is drawn anew, and whatever was asked for on the one before is dropped with
/// it. `to` is the page to show; one that named an entry of the record before would find nothing.
pub fn open_record(session: &Session, redraw: Redraw, navigate: Navigate, id: &str, to: &str) {
    let own = session.own_patient();
    let other = (own.as_deref() != Some(id)).then(|| id.to_owned());
    session.person.open(other);
    navigate.to(to, History::Replace);
    redraw.0.update(|n| *n += 1);
}
