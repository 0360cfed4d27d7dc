//! One appointment: its facts, and changing it.

use crate::view::prelude::*;

use super::after::{after, bill, remind, said, sent_papers};
use super::api::{Meeting, find_appointment};
use super::cancel::{Cancel, Wish};
use super::earlier::earlier_switch;
use super::kept::{keep_trying, settle_all};
use super::list::status_words;
use super::model::{
    Standing, called_at, can_cancel, is_live, is_remote, is_returning, is_upcoming, mode, reason,
    standing,
};
use super::moving::{check_page, choose_page};
use super::parts::{fact, mode_words, party_facts, sign_in_notice, time_fact, typed_fact};
use crate::i18n::{current, t};
use crate::platform::{load, now_ms};
use crate::reviews::{OwnReview, Visit, WriteReview};
use crate::router::{use_id, use_query, value_of};
use crate::session::{Whose, use_session};
use crate::ui::{BackLink, Notice, Page, Tone, loaded_page};

/// `/appointments/{Appointment id}`
#[component]
pub fn AppointmentPage() -> View {
    let session = use_session();
    let Some(patient) = session.patient() else {
        return view! { <Page title=t("booking.appointment")>{sign_in_notice()}</Page> };
    };
    let id = use_id();
    let fetch = move |()| {
        let (session, patient, id) = (session.clone(), patient.clone(), id.clone());
        async move {
            // First what was begun and never heard of again: it may have changed this one.
            settle_all(&session, &patient).await;
            keep_trying(&session, &patient);
            let meeting = find_appointment(&session, &patient, &id).await?;
            remind(&session, std::slice::from_ref(&meeting));
            Ok(meeting)
        }
    };
    let loader = load(|| (), fetch);
    let again = Callback::new(move |()| loader.reload());
    loaded_page(loader, "booking.appointment", move |meeting| {
        view! { <One meeting=meeting.clone() again/> }
    })
    .into_view()
}

#[component]
fn One(meeting: Meeting, again: Callback<()>) -> View {
    let query = use_query();
    let wish = RwSignal::new(Wish::None);
    let done = Memo::new(move |_| {
        wish.with(|wish| match wish {
            Wish::Done { owing } => Some(*owing),
            _ => None,
        })
    });
    let step = Memo::new(move |_| {
        query.with(|query| {
            (
                value_of(query, "step").unwrap_or_default(),
                value_of(query, "to"),
            )
        })
    });
    let visit = StoredValue::new(attended(&meeting));
    let meeting = StoredValue::new(meeting);
    move || {
        let (step, to) = step.get();
        match (done.get(), step.as_str(), to) {
            (Some(owing), ..) => cancelled_page(&meeting.get_value(), owing),
            (None, "move", None) => meeting.with_value(|meeting| choose_page(meeting, None)),
            (None, "move", Some(to)) => meeting.with_value(|meeting| check_page(meeting, to)),
            (None, "review", _) => review_page(meeting, visit.get_value()),
            _ => standing_page(meeting, visit.get_value(), wish, again),
        }
    }
}

/// The visit as one that can be reviewed: it has taken place, and we know whom it was with.
fn attended((appointment, party): &Meeting) -> Option<Visit> {
    let session = use_session();
    let fulfilled = appointment.status() == Some("fulfilled");
    Some(Visit {
        appointment: appointment.id().to_owned(),
        role: party.role_id().filter(|_| fulfilled)?.to_owned(),
        patient: session.patient()?,
        author: session.own_patient()?,
    })
}

fn review_page(meeting: StoredValue<Meeting>, visit: Option<Visit>) -> View {
    let doctor = meeting.with_value(|(_, party)| party.doctor(&current().tag));
    match visit {
        Some(visit) => view! { <Whose page="/appointments"/> <WriteReview visit doctor/> },
        None => {
            let back = meeting.with_value(|meeting| ["/appointments/", meeting.0.id()].concat());
            view! {
                <BackLink href=back label=t("review.to_visit")/>
                <Page title=t("review.title")><p>{t("review.not_yet")}</p></Page>
            }
        }
    }
}

fn standing_page(
    meeting: StoredValue<Meeting>,
    visit: Option<Visit>,
    wish: RwSignal<Wish>,
    again: Callback<()>,
) -> View {
    let (changeable, movable) = meeting.with_value(|(appointment, party)| {
        let changeable = can_cancel(appointment, now_ms());
        let booked = standing(appointment) == Standing::Booked;
        (
            changeable,
            changeable && booked && party.role_id().is_some(),
        )
    });
    let facts = meeting.with_value(facts);
    let earlier = meeting.with_value(earlier_switch);
    let ways_on = meeting.with_value(|meeting| {
        let holds = is_live(&meeting.0) && is_upcoming(&meeting.0, now_ms());
        let off = standing(&meeting.0) == Standing::Cancelled;
        (holds || off).then(|| after(meeting))
    });
    let to =
        meeting.with_value(|meeting| ["/appointments/", meeting.0.id(), "?step=move"].concat());
    view! {
        <Whose page="/appointments"/>
        <BackLink href="/appointments" label=t("booking.appointments")/>
        <Page title=t("booking.appointment")>
            {facts}
            {ways_on}
            {meeting.with_value(bill)}
            {meeting.with_value(said)}
            {meeting.with_value(|meeting| sent_papers(meeting, changeable))}
            {earlier}
            {visit.map(|visit| view! { <OwnReview visit/> })}
            {movable.then(|| view! { <p class="actions"><a class="button secondary" href=to>{t("booking.move")}</a></p> })}
            {changeable.then(|| view! { <Cancel meeting wish again/> })}
        </Page>
    }
}

fn cancelled_page(meeting: &Meeting, owing: bool) -> View {
    let href = match meeting.1.role_id() {
        Some(role) => ["/doctors/", role].concat(),
        None => "/doctors".to_owned(),
    };
    let facts = visit_facts(meeting);
    let waited = standing(&meeting.0) == Standing::Waiting;
    let (title, text) = match (waited, owing) {
        (true, _) => (t("booking.wait_left_title"), t("booking.wait_left_text")),
        (false, false) => (t("booking.cancelled_title"), t("booking.cancelled_text")),
        (false, true) => (t("booking.cancelled_title"), t("booking.cancelled_owing")),
    };
    view! {
        <BackLink href="/appointments" label=t("booking.appointments")/>
        <Page title>
            <Notice tone=Tone::Good><p>{text}</p></Notice>
            <dl class="facts">{facts}</dl>
            <p class="actions"><a class="button" href=href>{t("booking.book_again")}</a></p>
        </Page>
    }
}

/// What the appointment says, and where it stands.
fn facts(meeting: &Meeting) -> View {
    let appointment = &meeting.0;
    let language = current().tag;
    let of = |text: Option<&str>, key| typed_fact(t(key), text.unwrap_or_default());
    // keys: booking.label_reason, booking.notes, booking.label_instruction, booking.label_called
    let returning = is_returning(appointment).map(|returning| match returning {
        true => t("booking.been_here_yes"),
        false => t("booking.been_here_no"),
    });
    view! {
        <dl class="facts">
            {fact(t("booking.label_status"), status_words(appointment))}
            {visit_facts(meeting)}
            {of(called_at(appointment), "booking.label_called")}
            {of(appointment.instruction(&language), "booking.label_instruction")}
            {returning.map(|words| fact(t("booking.label_returning"), words))}
            {of(reason(appointment, &language), "booking.label_reason")}
            {of(appointment.comment(), "booking.notes")}
        </dl>
    }
}

fn visit_facts((appointment, party): &Meeting) -> View {
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
        {party_facts(party, mode.is_some_and(|(code, _)| is_remote(code)))}
        {kind.map(|kind| fact(t("booking.label_kind"), kind))}
    }
}
