//! Cancelling an appointment: asks why and whether, then tells what is true.

use crate::view::prelude::*;

use super::api::{Change, Meeting, cancel};
use super::kept;
use super::model::{CancelReason, Pending, Standing, Step, mode, owner, standing};
use super::parts::unclear_notice;
use crate::fhir::Error;
use crate::i18n::{current, t};
use crate::platform::{focus, now_ms};
use crate::session::{Session, use_session};
use crate::ui::{ErrorView, Notice, Tone};

/// How far the wish to cancel has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    None,
    Asked,
    Sending,
    Failed(Error),
    Unclear,
    /// It is off; whether the slot has yet to be given back.
    Done {
        owing: bool,
    },
}

/// Asks once, then cancels.
#[component]
pub fn Cancel(meeting: StoredValue<Meeting>, wish: RwSignal<Wish>, again: Callback<()>) -> View {
    let session = use_session();
    let reason = RwSignal::new(CancelReason::Patient);
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
        let going = attempt(session.clone(), meeting, reason.get_untracked(), wish);
        leptos::task::spawn_local(going);
    });
    // What it costs, before it is done.
    let rule = move || {
        meeting.with_value(|(appointment, party)| {
            let (code, _) = mode(appointment)?;
            let rule = party.cancelling_rule(code, &current().tag)?;
            Some(rule.to_owned())
        })
    };
    let sending = move || wish.with(|wish| *wish == Wish::Sending);
    let waits = meeting.with_value(|meeting| standing(&meeting.0) == Standing::Waiting);
    let words = move |plain: &str, waiting: &str| t(if waits { waiting } else { plain });
    // keys: booking.cancel, booking.cancel_question, booking.cancel_hint, booking.cancel_yes, booking.wait_leave
    // keys: booking.wait_leave_question, booking.wait_leave_hint, booking.wait_leave_yes
    // One question while it is asked and while it is sent: the focus must not fall off the page.
    let asked = Memo::new(move |_| wish.with(|wish| matches!(wish, Wish::Asked | Wish::Sending)));
    let question = move || {
        view! {
            <section class="card" aria-labelledby="cancel-question">
                <h2 id="cancel-question" tabindex="-1">{words("booking.cancel_question", "booking.wait_leave_question")}</h2>
                <p>{words("booking.cancel_hint", "booking.wait_leave_hint")}</p>
                {rule().map(|rule| view! { <p><strong>{t("booking.label_rule")}": "</strong><bdi>{rule}</bdi></p> })}
                {(!waits).then(|| reasons(reason))}
                <p class="actions">
                    <button type="button" class="button danger" aria-disabled=move || sending().to_string() on:click=move |_| send.run(())>
                        {move || if sending() { t("booking.cancel_sending") } else { words("booking.cancel_yes", "booking.wait_leave_yes") }}
                    </button>
                    <button type="button" class="button secondary" disabled=sending on:click=keep>{t("booking.cancel_no")}</button>
                </p>
            </section>
        }
    };
    let phone = move || meeting.with_value(|meeting| meeting.1.phone().map(str::to_owned));
    move || match asked.get() {
        true => question().into_view(),
        false => match wish.get() {
            Wish::Failed(error) => view! {
                <div role="alert"><Notice tone=Tone::Warning><p class="notice-title">{t("booking.cancel_failed")}</p></Notice></div>
                <ErrorView error retry=send/>
            },
            Wish::Unclear => view! {
                <div role="alert">{unclear_notice(t("booking.cancel_unclear_title"), t("booking.cancel_unclear_text"), again, phone())}</div>
            },
            _ => view! {
                <p class="actions">
                    <button type="button" class="button danger" id="cancel" on:click=ask>{words("booking.cancel", "booking.wait_leave")}</button>
                </p>
            },
        },
    }
}

async fn attempt(
    session: Session,
    meeting: StoredValue<Meeting>,
    reason: CancelReason,
    wish: RwSignal<Wish>,
) {
    let appointment = meeting.with_value(|meeting| meeting.0.clone());
    let patient = session.patient().unwrap_or_default();
    let id = appointment.id().to_owned();
    let pending = Pending {
        owner: owner(&patient),
        slot: String::new(),
        mark: ["cancel-", &id].concat(),
        sent: now_ms(),
        step: Step::Cancelling { appointment: id },
    };
    kept::keep(pending.clone());
    let change = cancel(&session.record, &appointment, reason).await;
    kept::replace(&pending, change.rest(pending.clone(), now_ms()));
    let next = match change {
        Change::Done => Wish::Done { owing: false },
        Change::Owing(_) => Wish::Done { owing: true },
        Change::Stands(error) => Wish::Failed(error),
        Change::Unclear(_) | Change::Lost => Wish::Unclear,
    };
    kept::keep_trying(&session, &patient);
    let _ = wish.try_set(next);
}

fn reasons(reason: RwSignal<CancelReason>) -> View {
    let words = |one| match one {
        CancelReason::FeelingBetter => t("booking.because_better"),
        CancelReason::NoTransport => t("booking.because_transport"),
        CancelReason::OtherDoctor => t("booking.because_doctor"),
        CancelReason::Cost => t("booking.because_cost"),
        CancelReason::Moved => t("booking.because_moved"),
        CancelReason::Patient => t("booking.because_other"),
    };
    let choices = CancelReason::ALL.into_iter().map(|one| {
        view! {
            <label class="choice">
                <input type="radio" name="cancel-reason" prop:checked=move || reason.get() == one on:change=move |_| reason.set(one)/>
                {words(one)}
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend>{t("booking.cancel_why")}</legend>
            {choices.collect_view()}
        </fieldset>
    }
}
