//! The patient's appointments: to come, and past.

use crate::view::prelude::*;

use super::after::remind;
use super::api::{Meeting, News, appointments};
use super::earlier::earlier_note;
use super::kept::{keep_trying, settle_all};
use super::model::{Party, Standing, is_upcoming, mode, split, standing};
use super::parts::{mode_words, sign_in_notice, when, zone_note};
use crate::fhir::types::Appointment;
use crate::i18n::{current, t};
use crate::platform::{load, now_ms};
use crate::session::{Whose, use_session};
use crate::ui::{Notice, Page, Tone, loaded};

/// `/appointments`
#[component]
pub fn Appointments() -> View {
    let content = match use_session().patient() {
        Some(patient) => all_of(patient),
        None => sign_in_notice(),
    };
    view! { <Page title=t("booking.appointments")><Whose page="/appointments"/>{content}</Page> }
}

fn all_of(patient: String) -> View {
    let session = use_session();
    let loader = load(
        || (),
        move |()| {
            let (session, patient) = (session.clone(), patient.clone());
            async move {
                // First what was begun and never heard of again: the list must show how it ended.
                let news = settle_all(&session, &patient).await;
                keep_trying(&session, &patient);
                let all = appointments(&session, &patient).await?;
                remind(&session, &all);
                Ok((all, news))
            }
        },
    );
    let again = Callback::new(move |()| loader.reload());
    let show = move |(all, news): &(Vec<Meeting>, Vec<News>)| {
        let (ahead, behind) = split(all.clone(), |(appointment, _)| appointment, now_ms());
        let (asked, rest) = apart(ahead, &[Standing::Requested]);
        let (waiting, upcoming) = apart(rest, &[Standing::Waiting]);
        let (off, past) = apart(behind, &[Standing::Cancelled, Standing::Missed]);
        let none = upcoming.is_empty().then(|| {
            view! {
                <p>{t("booking.no_upcoming")}</p>
                <p class="actions"><a class="button" href="/doctors">{t("booking.find_doctor")}</a></p>
            }
        });
        view! {
            {news.iter().map(|news| news_notice(news, again)).collect_view()}
            <section class="section">
                <h2>{t("booking.upcoming")}</h2>
                {upcoming.iter().filter_map(earlier_note).collect_view()}
                {none}
                {(!upcoming.is_empty()).then(|| list(&upcoming))}
            </section>
            {section(t("booking.asked"), &asked)}
            {section(t("booking.waiting"), &waiting)}
            {section(t("booking.past"), &past)}
            {section(t("booking.off"), &off)}
        }
    };
    loaded(loader, show).into_view()
}

/// Those that stand so, and the others.
fn apart(all: Vec<Meeting>, these: &[Standing]) -> (Vec<Meeting>, Vec<Meeting>) {
    all.into_iter()
        .partition(|(appointment, _)| these.contains(&standing(appointment)))
}

/// A part of the list; nothing where it is empty.
fn section(title: String, meetings: &[Meeting]) -> Option<View> {
    (!meetings.is_empty()).then(|| {
        view! { <section class="section"><h2>{title}</h2>{list(meetings)}</section> }
    })
}

/// Tells how something ended that was cut short.
fn news_notice(news: &News, again: Callback<()>) -> View {
    let appointment = |id: &String| {
        let href = ["/appointments/", id].concat();
        view! { <a class="button secondary" href=href>{t("booking.see_appointment")}</a> }
    };
    let (tone, text, way_on) = match news {
        News::Booked(id) => (Tone::Good, t("booking.news_booked"), appointment(id)),
        News::Requested(id) => (Tone::Info, t("booking.news_requested"), appointment(id)),
        News::Moved(id) => (Tone::Good, t("booking.news_moved"), appointment(id)),
        News::NotMoved(id) => (Tone::Warning, t("booking.news_not_moved"), appointment(id)),
        News::Cancelled(id) => (Tone::Good, t("booking.news_cancelled"), appointment(id)),
        News::NotCancelled(id) => (
            Tone::Warning,
            t("booking.news_not_cancelled"),
            appointment(id),
        ),
        News::NotBooked(slot) => {
            let href = ["/book/", slot].concat();
            let link = view! { <a class="button secondary" href=href>{t("booking.see_time")}</a> };
            (
                Tone::Warning,
                t("booking.news_not_booked"),
                link.into_view(),
            )
        }
        News::Unclear => {
            let button = view! {
                <button type="button" class="button secondary" on:click=move |_| again.run(())>{t("booking.look_again")}</button>
            };
            (Tone::Warning, t("booking.news_unclear"), button.into_view())
        }
    };
    view! { <Notice tone><p>{text}</p><p class="actions">{way_on}</p></Notice> }
}

fn list(meetings: &[Meeting]) -> View {
    let cards = meetings
        .iter()
        .map(|(appointment, party)| view! { <li>{appointment_card(appointment, party)}</li> });
    view! { <ul class="stack">{cards.collect_view()}</ul> }
}

/// One appointment in short, as a link to its page.
pub fn appointment_card(appointment: &Appointment, party: &Party) -> View {
    let language = current().tag;
    let start = appointment.start().map(|start| start.start_ms());
    let zone = party.zone();
    let title = start.map_or_else(|| t("booking.no_time_yet"), |start| when(start, zone));
    // For what is past, the zone is beside the point.
    let note = start
        .filter(|_| is_upcoming(appointment, now_ms()))
        .and_then(|start| zone_note(start, zone));
    let href = ["/appointments/", appointment.id()].concat();
    let kind = mode(appointment).map(|(code, display)| mode_words(code, display));
    let lines = [
        party.doctor(&language),
        party.place(&language).map(str::to_owned),
        kind,
    ];
    view! {
        <article class="card">
            <h3><a class="card-target" href=href><bdi>{title}</bdi></a></h3>
            {note}
            <div>{lines.into_iter().flatten().map(|line| view! { <p><bdi>{line}</bdi></p> }).collect_view()}</div>
            {status_tag(appointment).map(|tag| view! { <p class="tags">{tag}</p> })}
        </article>
    }
}

/// The status as a tag, except for the plain case: booked.
pub fn status_tag(appointment: &Appointment) -> Option<View> {
    let class = match standing(appointment) {
        Standing::Booked => return None,
        Standing::Attended => "tag good",
        Standing::Requested | Standing::Waiting => "tag warning",
        Standing::Cancelled | Standing::Missed => "tag danger",
        Standing::Mistaken | Standing::Other => "tag",
    };
    Some(view! { <span class=class>{status_words(appointment)}</span> })
}

/// The status in words; one that we don't know as it came.
pub fn status_words(appointment: &Appointment) -> String {
    match standing(appointment) {
        Standing::Requested => t("booking.status_requested"),
        Standing::Waiting => t("booking.status_waiting"),
        Standing::Booked => t("booking.status_booked"),
        Standing::Attended => t("booking.status_attended"),
        Standing::Cancelled => t("booking.status_cancelled"),
        Standing::Missed => t("booking.status_missed"),
        Standing::Mistaken | Standing::Other => appointment.status().unwrap_or_default().to_owned(),
    }
}
