//! The last step: a check of everything, the confirmation, and what came of it.

use leptos::prelude::*;

use super::api;
use super::book::{Form, other_times};
use super::draft;
use super::model::{Offer, Open, Outcome, Wish};
use super::parts::{call, fact, kind_words, party_facts, sign_in_notice, time_fact};
use crate::fhir::{Client, Error};
use crate::i18n::t;
use crate::platform::{focus, now_ms, uuid};
use crate::session::{Session, use_session};
use crate::ui::{BackLink, ErrorView, Notice, Page, Tone};

/// How far a booking has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    Asking,
    Sending,
    Lost,
    Failed(Error),
    Unclear(Error),
    /// The id of the Appointment.
    Booked(String),
}

/// Everything once more, and the button.
#[component]
pub fn Check(offer: StoredValue<Offer>, form: Form, phase: RwSignal<Phase>) -> impl IntoView {
    let session = use_session();
    let known = session.patient().is_some();
    let confirm = Callback::new(move |()| {
        let before = phase.get_untracked();
        if before == Phase::Sending {
            return;
        }
        phase.set(Phase::Sending);
        if before != Phase::Asking {
            // The button that was pressed goes, and this one comes.
            focus("confirm");
        }
        leptos::task::spawn_local(attempt(session.clone(), offer, form, phase, before));
    });
    let change = offer.with_value(|offer| ["/book/", offer.slot.id()].concat());
    view! {
        <BackLink href=change.clone() label=t("booking.change")/>
        <Page title=t("booking.check_title")>
            {facts(offer, form)}
            <p class="quiet">{t("booking.check_hint")}</p>
            {match known {
                true => confirmation(phase, confirm, offer),
                false => sign_in_notice(),
            }}
        </Page>
    }
}

/// The button, or why it didn't work.
fn confirmation(
    phase: RwSignal<Phase>,
    confirm: Callback<()>,
    offer: StoredValue<Offer>,
) -> AnyView {
    // One button while it waits and while it sends: the focus must not fall off the page.
    let trouble = Memo::new(move |_| {
        phase.with(|phase| match phase {
            Phase::Failed(error) => Some((true, error.clone())),
            Phase::Unclear(error) => Some((false, error.clone())),
            _ => None,
        })
    });
    let sending = move || phase.with(|phase| *phase == Phase::Sending);
    let show = move || {
        match trouble.get() {
        None => view! {
            <p>
                <button type="button" class="button wide" id="confirm" aria-disabled=move || sending().to_string() on:click=move |_| confirm.run(())>
                    {move || if sending() { t("booking.sending") } else { t("booking.confirm") }}
                </button>
            </p>
            <p class="visually-hidden" role="status">{move || sending().then(|| t("booking.sending"))}</p>
        }
        .into_any(),
        Some((true, error)) => view! {
            <div role="alert"><p><strong>{t("booking.failed")}</strong></p></div>
            <ErrorView error retry=confirm/>
        }
        .into_any(),
        Some((false, _)) => view! {
            <div role="alert">
                <Notice tone=Tone::Warning>
                    <p class="notice-title">{t("booking.unclear_title")}</p>
                    <p>{t("booking.unclear_text")}</p>
                    <p class="actions">
                        <button type="button" class="button" on:click=move |_| confirm.run(())>{t("booking.look_again")}</button>
                        {call(offer.with_value(|offer| offer.party.phone().map(str::to_owned)))}
                    </p>
                </Notice>
            </div>
        }
        .into_any(),
    }
    };
    show.into_any()
}

/// Books, or finds out what became of the attempt before.
async fn attempt(
    session: Session,
    offer: StoredValue<Offer>,
    form: Form,
    phase: RwSignal<Phase>,
    before: Phase,
) {
    // All is read before the first wait: the page may be gone after it.
    let (patient, role) = form.owner.get_value();
    let mut wanted = offer.get_value();
    let mark = draft::edit(&patient, &role, |draft| {
        draft.mark(wanted.slot.id(), || ["urn:uuid:", &uuid()].concat())
    });
    let wish = Wish {
        patient: patient.clone(),
        kind: untrack(|| form.kind()),
        reason: form.reason.get_untracked(),
        mark,
    };
    let outcome = match before {
        Phase::Unclear(reason) => {
            api::settle(&session.record, wanted.slot.id(), &wish.mark, reason).await
        }
        // The slot may have changed since; its old version would fail for ever.
        Phase::Failed(_) => match renewed(&session.directory, &wanted).await {
            Ok(Some(renewed)) => {
                wanted = renewed;
                api::book(&session.record, &wanted, &wish, now_ms()).await
            }
            Ok(None) => {
                api::settle(
                    &session.record,
                    wanted.slot.id(),
                    &wish.mark,
                    Error::Conflict,
                )
                .await
            }
            Err(error) => Outcome::NotBooked(error),
        },
        _ => api::book(&session.record, &wanted, &wish, now_ms()).await,
    };
    let next = match outcome {
        Outcome::Booked(id) => {
            draft::forget(&patient, &role);
            Phase::Booked(id)
        }
        Outcome::Lost => Phase::Lost,
        Outcome::NotBooked(error) => Phase::Failed(error),
        Outcome::Unclear(error) => Phase::Unclear(error),
    };
    let _ = phase.try_set(next);
}

/// The offer as it is now; `None` where it can't be booked any more.
async fn renewed(directory: &Client, offer: &Offer) -> Result<Option<Offer>, Error> {
    match api::offer(directory, offer.slot.id()).await {
        Ok(offer) => Ok(Some(offer).filter(|offer| offer.open(now_ms()) == Open::Yes)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is being booked, or was.
fn facts(offer: StoredValue<Offer>, form: Form) -> AnyView {
    let kind = untrack(|| form.kind());
    let by_video = kind.as_ref().is_some_and(|kind| kind.mode == "VR");
    let words = kind.as_ref().map(kind_words);
    let fee = words.as_ref().and_then(|(_, fee)| fee.clone());
    let reason = form.reason.get_untracked();
    offer.with_value(|offer| {
        view! {
            <dl class="facts">
                {time_fact(offer.start(), offer.minutes(), offer.party.zone())}
                {party_facts(&offer.party, by_video)}
                {words.map(|(words, _)| fact(t("booking.label_kind"), words))}
                {fee.map(|fee| fact(t("booking.label_fee"), view! { <bdi>{fee}</bdi> }))}
                {(!reason.trim().is_empty()).then(|| fact(t("booking.label_reason"), view! { <bdi class="typed">{reason}</bdi> }))}
            </dl>
        }
        .into_any()
    })
}

/// Somebody else was faster.
#[component]
pub fn Lost(offer: StoredValue<Offer>) -> impl IntoView {
    view! {
        <Page title=t("booking.lost_title")>
            <p>{t("booking.lost_text")}</p>
            {offer.with_value(other_times)}
        </Page>
    }
}

/// It is done.
#[component]
pub fn Booked(offer: StoredValue<Offer>, form: Form, phase: RwSignal<Phase>) -> impl IntoView {
    let id = phase.with_untracked(|phase| match phase {
        Phase::Booked(id) => id.clone(),
        _ => String::new(),
    });
    view! {
        <Page title=t("booking.booked")>
            <Notice tone=Tone::Good><p>{t("booking.booked_text")}</p></Notice>
            {facts(offer, form)}
            <p class="actions">
                <a class="button" href=["/appointments/", &id].concat()>{t("booking.see_appointment")}</a>
                <a class="button secondary" href="/appointments">{t("booking.all_appointments")}</a>
            </p>
        </Page>
    }
}
