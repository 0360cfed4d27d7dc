//! Booking one time: what it is about, a check, and the confirmation.
//!
//! The URL holds the step, so Back goes from the check to the form; what was chosen and typed is in the draft.

mod booked;
mod bring;
mod confirm;
mod form;
mod form_page;
mod hold;
mod intake;
mod shut;

use crate::view::prelude::*;

use super::api::{News, offer, own_booking, questions};
use super::model::intake::Intake;
use super::model::{Offer, Open, Rung, rung};
use super::{draft, kept};
use crate::fhir::Error;
use crate::i18n::{current, t};
use crate::platform::{load, now_ms};
use crate::router::{use_id, use_query, value_of};
use crate::session::{Session, use_session};
use crate::ui::{Page, loaded_page};

pub use bring::Bring;

use booked::{Booked, Lost};
use confirm::{Check, Going, Phase, without_us};
use form::Form;
use form_page::{form_page, summary};
use shut::{closed_page, own_page, requested_page, unclear_page, unknown_page};

/// `/book/{Slot id}`
#[component]
pub fn Book() -> View {
    let session = use_session();
    let id = use_id();
    let loader = load(|| (), move |()| opening(session.clone(), id.clone()));
    let again = Callback::new(move |()| loader.reload());
    loaded_page(
        loader,
        "booking.title",
        move |opening: &Opening| match opening {
            Opening::Offered(offered) => view! { <Offered offered=offered.clone()/> },
            Opening::Own(appointment) => own_page(appointment),
            Opening::Requested(appointment) => requested_page(appointment),
            Opening::Unclear(offer) => unclear_page(offer, again),
            Opening::Closed(offer, why) => closed_page(offer, *why),
            Opening::Unknown => unknown_page(),
        },
    )
}

/// What stands behind the address of a slot.
#[derive(Clone, Debug, PartialEq)]
enum Opening {
    Offered(Openable),
    /// The patient has booked it already; the id of the Appointment. A reload after booking comes here.
    Own(String),
    /// The same, asked for.
    Requested(String),
    /// An earlier attempt at it, of which nobody can tell yet.
    Unclear(Offer),
    Closed(Offer, Open),
    Unknown,
}

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq)]
struct Openable {
    offer: Offer,
    rung: Rung,
    /// What the clinic asks before.
    intake: Asked,
    /// An earlier attempt at it came to nothing.
    failed_before: bool,
}

/// What a clinic asks before a visit.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Nothing,
    Questions(Intake),
    /// It asks, but what can't be had now: it will ask at the visit.
    Later,
}

async fn opening(session: Session, id: String) -> Result<Opening, Error> {
    draft::restore().await;
    let before = match session.patient() {
        Some(patient) => earlier_attempt(&session, &patient, &id).await,
        None => None,
    };
    match before {
        Some(News::Booked(appointment)) => return Ok(Opening::Own(appointment)),
        Some(News::Requested(appointment)) => return Ok(Opening::Requested(appointment)),
        _ => {}
    }
    // What the record's server can do is asked for at the same time; without an answer a try will show it.
    let (offer, said) =
        futures::future::join(offer(&session.directory, &id), session.record.capability()).await;
    let offer = match offer {
        Ok(offer) => offer,
        Err(Error::NotFound) => return Ok(Opening::Unknown),
        Err(error) => return Err(error),
    };
    if before == Some(News::Unclear) {
        return Ok(Opening::Unclear(offer));
    }
    let why = offer.open(now_ms());
    if why == Open::Yes {
        let intake = match questions(&session.directory, &offer.schedule).await {
            Ok(None) => Asked::Nothing,
            Ok(Some(found)) => {
                Intake::of(&found, &current().tag).map_or(Asked::Later, Asked::Questions)
            }
            Err(_) => Asked::Later,
        };
        return Ok(Opening::Offered(Openable {
            rung: rung(said.ok().as_ref(), &offer.slot),
            offer,
            intake,
            failed_before: before.is_some(),
        }));
    }
    if let Some(patient) = session.patient() {
        // Whether it is the patient's own is a courtesy; without an answer it is just taken.
        if let Ok(Some(own)) = own_booking(&session.record, &patient, &offer.slot).await {
            return Ok(Opening::Own(own.id().to_owned()));
        }
    }
    Ok(Opening::Closed(offer, why))
}

/// What became of an attempt at this slot that a reload or a closed tab cut short.
async fn earlier_attempt(session: &Session, patient: &str, slot: &str) -> Option<News> {
    let kept = kept::of_patient(patient);
    let before = kept.into_iter().find(|kept| kept.slot == slot)?;
    kept::settle_one(session, patient, before).await
}

/// A time that can be booked, through all its steps.
#[component]
fn Offered(offered: Openable) -> View {
    let Openable {
        offer,
        rung,
        intake,
        failed_before,
    } = offered;
    let session = use_session();
    // Who books is asked at the last step; until then the draft is nobody's.
    let patient = session.patient().unwrap_or_default();
    draft::take_over(&draft::owner_of(&session));
    if rung.name().is_none() {
        let phone = offer.party.phone().map(str::to_owned);
        return view! {
            <Page title=t("booking.title")>{summary(&offer)}{without_us(&rung, phone)}</Page>
        };
    }
    if !patient.is_empty() {
        kept::keep_trying(&session, &patient);
    }
    let asks_later = intake == Asked::Later;
    let questions = match intake {
        Asked::Questions(questions) => Some(questions),
        Asked::Nothing | Asked::Later => None,
    };
    let form = Form::new(&session, &offer, questions);
    let going = Going {
        offer: StoredValue::new(offer),
        form,
        rung: RwSignal::new(rung),
        phase: RwSignal::new(Phase::Asking),
    };
    let (offer, phase) = (going.offer, going.phase);
    let query = use_query();
    let screen = Memo::new(move |_| {
        phase.with(|phase| match phase {
            Phase::Booked(_) | Phase::Requested(_) => Screen::Booked,
            Phase::Lost => Screen::Lost,
            _ if query.with(|query| value_of(query, "step")).as_deref() == Some("check") => {
                Screen::Check
            }
            _ => Screen::Form,
        })
    });
    let show = move || match screen.get() {
        Screen::Form => form_page(going, failed_before, asks_later),
        Screen::Check => view! { <Check going/> },
        Screen::Lost => view! { <Lost offer/> },
        Screen::Booked => view! { <Booked going/> },
    };
    show.into_view()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Form,
    Check,
    Lost,
    Booked,
}
