//! One appointment: its facts, and cancelling it.

use leptos::prelude::*;

use super::api::{Change, Meeting, cancel, find_appointment};
use super::list::status_words;
use super::model::{CancelReason, can_cancel, mode, reason};
use super::parts::{call, fact, mode_words, party_facts, sign_in_notice, time_fact};
use crate::fhir::Error;
use crate::i18n::{current, t};
use crate::platform::{focus, load, now_ms};
use crate::router::use_id;
use crate::session::use_session;
use crate::ui::{BackLink, ErrorView, Notice, Page, Tone, loaded_page};

/// `/appointments/{Appointment id}`
#[component]
pub fn AppointmentPage() -> impl IntoView {
    let session = use_session();
    let Some(patient) = session.patient() else {
        return view! { <Page title=t("booking.appointment")>{sign_in_notice()}</Page> }.into_any();
    };
    let id = use_id();
    let fetch = move |()| {
        let (session, patient, id) = (session.clone(), patient.clone(), id.clone());
        async move { find_appointment(&session, &patient, &id).await }
    };
    let loader = load(|| (), fetch);
    let again = Callback::new(move |()| loader.reload());
    let page = loaded_page(loader, "booking.appointment", move |meeting| {
        view! { <One meeting=meeting.clone() again/> }.into_any()
    });
    view! {
        <BackLink href="/appointments" label=t("booking.appointments")/>
        {page}
    }
    .into_any()
}

/// How far the wish to cancel has come.
#[derive(Clone, Debug, PartialEq)]
enum Wish {
    None,
    Asked,
    Sending,
    Failed(Error),
    Unclear,
    Done,
}

#[component]
fn One(meeting: Meeting, again: Callback<()>) -> impl IntoView {
    let wish = RwSignal::new(Wish::None);
    let done = Memo::new(move |_| wish.with(|wish| *wish == Wish::Done));
    let meeting = StoredValue::new(meeting);
    move || match done.get() {
        true => cancelled_page(&meeting.get_value()),
        false => standing_page(meeting, wish, again),
    }
}

fn standing_page(
    meeting: StoredValue<Meeting>,
    wish: RwSignal<Wish>,
    again: Callback<()>,
) -> AnyView {
    let cancellable = meeting.with_value(|(appointment, _)| can_cancel(appointment, now_ms()));
    let facts = meeting.with_value(facts);
    view! {
        <Page title=t("booking.appointment")>
            {facts}
            {cancellable.then(|| view! { <Cancel meeting wish again/> })}
        </Page>
    }
    .into_any()
}

fn cancelled_page(meeting: &Meeting) -> AnyView {
    let href = match meeting.1.role_id() {
        Some(role) => ["/doctors/", role].concat(),
        None => "/doctors".to_owned(),
    };
    let facts = visit_facts(meeting);
    view! {
        <Page title=t("booking.cancelled_title")>
            <Notice tone=Tone::Good><p>{t("booking.cancelled_text")}</p></Notice>
            <dl class="facts">{facts}</dl>
            <p class="actions"><a class="button" href=href>{t("booking.book_again")}</a></p>
        </Page>
    }
    .into_any()
}

/// What the appointment says, and where it stands.
fn facts(meeting: &Meeting) -> AnyView {
    let appointment = &meeting.0;
    let reason = reason(appointment, &current().tag).map(str::to_owned);
    let instruction = appointment.instruction().map(str::to_owned);
    view! {
        <dl class="facts">
            {fact(t("booking.label_status"), status_words(appointment))}
            {visit_facts(meeting)}
            {reason.map(|reason| fact(t("booking.label_reason"), view! { <bdi class="typed">{reason}</bdi> }))}
            {instruction.map(|text| fact(t("booking.label_instruction"), view! { <bdi class="typed">{text}</bdi> }))}
        </dl>
    }
    .into_any()
}

fn visit_facts((appointment, party): &Meeting) -> AnyView {
    let start = appointment.start().map(|start| start.start_ms());
    let end = appointment.end().map(|end| end.start_ms());
    let minutes = start
        .zip(end)
        .map(|(start, end)| (end - start) / 60_000)
        .filter(|minutes| *minutes > 0);
    let mode = mode(appointment);
    let kind = mode.map(|(code, display)| mode_words(code, display));
    view! {
        {match start {
            Some(start) => time_fact(start, minutes, party.zone()),
            None => fact(t("booking.label_when"), t("booking.no_time_yet")),
        }}
        {party_facts(party, mode.is_some_and(|(code, _)| code == "VR"))}
        {kind.map(|kind| fact(t("booking.label_kind"), kind))}
    }
    .into_any()
}

/// Asks once, then cancels.
#[component]
fn Cancel(
    meeting: StoredValue<Meeting>,
    wish: RwSignal<Wish>,
    again: Callback<()>,
) -> impl IntoView {
    let record = use_session().record;
    let ask = move |_| {
        wish.set(Wish::Asked);
        focus("cancel-question");
    };
    let keep = move |_| {
        wish.set(Wish::None);
        focus("cancel");
    };
    let send = Callback::new(move |()| {
        match wish.get_untracked() {
            Wish::Sending => return,
            // The button that was pressed goes, and the question comes back.
            Wish::Failed(_) => focus("cancel-question"),
            _ => {}
        }
        wish.set(Wish::Sending);
        let (record, appointment) = (
            record.clone(),
            meeting.with_value(|meeting| meeting.0.clone()),
        );
        leptos::task::spawn_local(async move {
            let outcome = match cancel(&record, &appointment, CancelReason::Patient).await {
                Change::Done | Change::Owing(_) => Wish::Done,
                Change::Stands(error) => Wish::Failed(error),
                Change::Unclear(_) | Change::Lost => Wish::Unclear,
            };
            let _ = wish.try_set(outcome);
        });
    });
    let sending = move || wish.with(|wish| *wish == Wish::Sending);
    // One question while it is asked and while it is sent: the focus must not fall off the page.
    let asked = Memo::new(move |_| wish.with(|wish| matches!(wish, Wish::Asked | Wish::Sending)));
    let question = move || {
        view! {
            <section class="card" aria-labelledby="cancel-question">
                <h2 id="cancel-question" tabindex="-1">{t("booking.cancel_question")}</h2>
                <p>{t("booking.cancel_hint")}</p>
                <p class="actions">
                    <button type="button" class="button danger" aria-disabled=move || sending().to_string() on:click=move |_| send.run(())>
                        {move || if sending() { t("booking.cancel_sending") } else { t("booking.cancel_yes") }}
                    </button>
                    <button type="button" class="button secondary" disabled=sending on:click=keep>{t("booking.cancel_no")}</button>
                </p>
            </section>
        }
    };
    move || {
        match asked.get() {
        true => question().into_any(),
        false => match wish.get() {
            Wish::Failed(error) => view! {
                <div role="alert"><Notice tone=Tone::Warning><p class="notice-title">{t("booking.cancel_failed")}</p></Notice></div>
                <ErrorView error retry=send/>
            }
            .into_any(),
            Wish::Unclear => view! {
                <div role="alert">
                    <Notice tone=Tone::Warning>
                        <p class="notice-title">{t("booking.cancel_unclear_title")}</p>
                        <p>{t("booking.cancel_unclear_text")}</p>
                        <p class="actions">
                            <button type="button" class="button" on:click=move |_| again.run(())>{t("booking.look_again")}</button>
                            {call(meeting.with_value(|meeting| meeting.1.phone().map(str::to_owned)))}
                        </p>
                    </Notice>
                </div>
            }
            .into_any(),
            _ => view! {
                <p class="actions">
                    <button type="button" class="button danger" id="cancel" on:click=ask>{t("booking.cancel")}</button>
                </p>
            }
            .into_any(),
        },
    }
    }
}
