//! The last step: a check of everything, the confirmation, and what came of it.

use crate::view::prelude::*;

use super::booked::facts;
use super::form::Form;
use super::hold::{Hold, holding};
use crate::booking::api::{self, Attempt};
use crate::booking::model::{Fate, Offer, Open, Outcome, Pending, Rung, Step, owner};
use crate::booking::parts::{call, sign_in_notice, unclear_notice};
use crate::booking::{draft, kept};
use crate::fhir::{Client, Error};
use crate::i18n::t;
use crate::platform::{focus, is_online, now_ms, uuid};
use crate::session::{Session, Whose, use_session};
use crate::ui::{BackLink, ErrorView, Notice, Page, Tone};

/// How far a booking has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    Asking,
    Sending,
    Lost,
    Failed(Error),
    Unclear(Error),
    /// The server turned out to have only this lower rung.
    Lower(Rung),
    /// The id of the Appointment.
    Booked(String),
    /// The id of the Appointment.
    Requested(String),
}

/// A booking on its way, for all the views it passes through.
#[derive(Clone, Copy)]
pub struct Going {
    pub offer: StoredValue<Offer>,
    pub form: Form,
    pub rung: RwSignal<Rung>,
    pub phase: RwSignal<Phase>,
}

/// Everything once more, and the button.
#[component]
pub fn Check(going: Going) -> View {
    let session = use_session();
    let known = session.patient().is_some();
    let Going {
        offer, rung, phase, ..
    } = going;
    let hold = holding(going);
    let confirm = Callback::new(move |()| {
        let before = phase.get_untracked();
        if before == Phase::Sending {
            return;
        }
        if !is_online() {
            // Nothing has gone out yet, so nothing can be unclear.
            phase.set(match before {
                Phase::Unclear(_) => before,
                _ => Phase::Failed(Error::Offline),
            });
            return;
        }
        phase.set(Phase::Sending);
        if before != Phase::Asking {
            // The button that was pressed goes, and this one comes.
            focus("confirm");
        }
        leptos::task::spawn_local(attempt(session.clone(), going, hold, before));
    });
    let change = offer.with_value(|offer| ["/book/", offer.slot.id()].concat());
    // Whoever comes by a link hasn't seen the form.
    let unfinished = untrack(|| going.form.first_problem()).is_some();
    let is_request = Memo::new(move |_| rung.with(|rung| *rung == Rung::Request));
    view! {
        <BackLink href=change.clone() label=t("booking.change")/>
        <Page title=t("booking.check_title")>
            <Whose page=change.clone()/>
            {facts(going)}
            {hold.view()}
            {move || match is_request.get() {
                true => view! {
                    <Notice tone=Tone::Info><p>{t("booking.request_hint")}</p></Notice>
                },
                false => view! { <p class="quiet">{t("booking.check_hint")}</p> },
            }}
            {match (known, unfinished) {
                (true, true) => view! {
                    <Notice tone=Tone::Warning>
                        <p>{t("booking.unfinished")}</p>
                        <p class="actions"><a class="button" href=change>{t("booking.change")}</a></p>
                    </Notice>
                },
                (true, false) => confirmation(going, confirm),
                (false, _) => sign_in_notice(),
            }}
        </Page>
    }
}

/// The button, or why it didn't work.
fn confirmation(going: Going, confirm: Callback<()>) -> View {
    let Going {
        offer, rung, phase, ..
    } = going;
    // One button while it waits and while it sends: the focus must not fall off the page.
    let trouble = Memo::new(move |_| {
        phase.with(|phase| match phase {
            Phase::Failed(_) | Phase::Unclear(_) | Phase::Lower(_) => Some(phase.clone()),
            _ => None,
        })
    });
    let sending = move || phase.with(|phase| *phase == Phase::Sending);
    let phone = move || offer.with_value(|offer| offer.party.phone().map(str::to_owned));
    let words = move || match (sending(), rung.with(|rung| *rung == Rung::Request)) {
        (true, _) => t("booking.sending"),
        (_, true) => t("booking.send_request"),
        (_, false) => t("booking.confirm"),
    };
    let button = move || {
        view! {
            <p>
                <button type="button" class="button wide" id="confirm" aria-disabled=move || sending().to_string() on:click=move |_| confirm.run(())>
                    {words}
                </button>
            </p>
            <p class="visually-hidden" role="status">{move || sending().then(|| t("booking.sending"))}</p>
        }
    };
    let show = move || match trouble.get() {
        Some(Phase::Failed(error)) => view! {
            <div role="alert"><p><strong>{t("booking.failed")}</strong></p></div>
            <ErrorView error retry=confirm/>
        },
        Some(Phase::Unclear(_)) => view! {
            <div role="alert">{unclear_notice(t("booking.unclear_title"), t("booking.unclear_text"), confirm, phone())}</div>
        },
        Some(Phase::Lower(Rung::Request)) => view! {
            <div role="alert">
                <Notice tone=Tone::Warning>
                    <p class="notice-title">{t("booking.lower_title")}</p>
                    <p>{t("booking.lower_text")}</p>
                </Notice>
            </div>
            {button()}
        },
        Some(Phase::Lower(rung)) => without_us(&rung, phone()),
        _ => button().into_view(),
    };
    show.into_view()
}

/// The ways on where Sampan can't write: the clinic's own page, and the phone.
pub fn without_us(rung: &Rung, phone: Option<String>) -> View {
    let link = match rung {
        Rung::Link(link) => Some(link.clone()),
        _ => None,
    };
    let text = match link {
        Some(_) => t("booking.link_text"),
        None => t("booking.phone_text"),
    };
    view! {
        <Notice tone=Tone::Info>
            <p>{text}</p>
            <p class="actions">
                {link.map(|link| view! { <a class="button" href=link rel="noopener noreferrer" target="_blank">{t("booking.link_open")}</a> })}
                {call(phone)}
            </p>
        </Notice>
    }
}

/// Books, or finds out what became of the attempt before.
async fn attempt(session: Session, going: Going, hold: Hold, before: Phase) {
    // All is read before the first wait: the page may be gone after it.
    let patient = going.form.patient.get_value();
    let (drafts, role) = going.form.owner.get_value();
    let mut offer = going.offer.get_value();
    let mut rung = going.rung.get_untracked();
    if let Phase::Lower(lower) = &before {
        rung = lower.clone();
    }
    let mark = draft::edit(&drafts, &role, |draft| {
        draft.mark(offer.slot.id(), || ["urn:uuid:", &uuid()].concat())
    });
    let wish = going.form.wish(mark.clone());
    let held = hold.take();
    let kept_before = kept::of_patient(&patient)
        .into_iter()
        .find(|kept| kept.mark == mark);
    let looks_only = matches!(before, Phase::Unclear(_));
    let pending = match kept_before {
        Some(kept) if looks_only => kept,
        _ => Pending {
            owner: owner(&patient),
            slot: offer.slot.id().to_owned(),
            mark: mark.clone(),
            sent: now_ms(),
            step: Step::Booking {
                rung: rung.clone(),
                told: false,
            },
        },
    };
    kept::keep(pending.clone());
    let look = Attempt {
        slot: &pending.slot,
        mark: &mark,
        rung: &rung,
        patient: &patient,
    };
    let client = &session.record;
    let outcome = match before {
        Phase::Unclear(reason) => api::look(client, look, reason, pending.fate(now_ms())).await,
        // The slot may have changed since; its old version would fail for ever.
        Phase::Failed(_) | Phase::Lower(_) => match renewed(&session.directory, &offer).await {
            Ok(Some(renewed)) => {
                offer = renewed;
                api::book(client, &offer, &wish, &rung, held.as_ref(), now_ms()).await
            }
            Ok(None) => api::look(client, look, Error::Conflict, Fate::Answered).await,
            Err(error) => Outcome::NotBooked(error),
        },
        _ => api::book(client, &offer, &wish, &rung, held.as_ref(), now_ms()).await,
    };
    kept::replace(&pending, pending.clone().after(&outcome));
    kept::keep_trying(&session, &patient);
    let next = match outcome {
        Outcome::Booked(id) => Phase::Booked(id),
        Outcome::Requested(id) => Phase::Requested(id),
        Outcome::Lost => Phase::Lost,
        Outcome::NotBooked(error) | Outcome::Owing(error) => Phase::Failed(error),
        Outcome::Unclear(error) => Phase::Unclear(error),
        Outcome::Only(lower) => {
            let _ = going.rung.try_set(lower.clone());
            Phase::Lower(lower)
        }
    };
    if matches!(next, Phase::Booked(_) | Phase::Requested(_)) {
        draft::forget(&drafts, &role);
        draft::keep();
        draft::keep_files();
    }
    let _ = going.phase.try_set(next);
}

/// The offer as it is now; `None` where it can't be booked any more.
async fn renewed(directory: &Client, offer: &Offer) -> Result<Option<Offer>, Error> {
    match api::offer(directory, offer.slot.id()).await {
        Ok(offer) => Ok(Some(offer).filter(|offer| offer.open(now_ms()) == Open::Yes)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
