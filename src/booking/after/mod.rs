//! What helps after booking: the calendar file, sharing it, the way there, and the door of a video visit.

mod bill;
mod media;
mod papers;
mod remind;
mod video;

use crate::view::prelude::*;

use super::api::Meeting;
use super::model::{Event, Standing, State, is_remote, mode, standing};
use super::parts::{mode_words, when};
use crate::i18n::{current, t, t_with};
use crate::platform::{announce, base, can_share_file, now_ms, save_file, share_file};
use crate::ui::Icon;

pub use bill::bill;
pub use papers::{answers_facts, said, send_papers, sent_papers};
pub use remind::remind;

use video::video_door;

/// The ways on from an appointment that still holds, or that has just been cancelled.
pub fn after(meeting: &Meeting) -> View {
    let (appointment, party) = meeting;
    let event = event(meeting);
    let kind = mode(appointment).map_or("", |(code, _)| code);
    let cancelled = standing(appointment) == Standing::Cancelled;
    let place = party.location.as_ref().and_then(|place| place.position());
    let way = place.filter(|_| !is_remote(kind) && !cancelled);
    let label = match cancelled {
        true => t("booking.calendar_remove"),
        false => t("booking.calendar_add"),
    };
    let door = (kind == "VR" && !cancelled).then(|| video_door(meeting));
    view! {
        {door}
        <p class="actions">
            {event.map(|event| {
                let shared = event.clone();
                let can_share = can_share_file(NAME, TYPE);
                view! {
                    <button type="button" class="button secondary" on:click=move |_| save(&event)><Icon name="calendar"/>{label}</button>
                    {can_share.then(|| view! {
                        <button type="button" class="button secondary" on:click=move |_| share(&shared)>{t("booking.share")}</button>
                    })}
                }
            })}
            {way.map(|(latitude, longitude)| view! {
                <a class="button secondary" href=directions(latitude, longitude) target="_blank" rel="noopener noreferrer">
                    <Icon name="place"/>{t("booking.directions")}
                </a>
            })}
        </p>
    }
}

/// The calendar's entry; `None` without a time.
fn event((appointment, party): &Meeting) -> Option<Event> {
    let language = current().tag;
    let start = appointment.start()?.start_ms();
    let end = appointment.end().map_or(start, |end| end.start_ms());
    let doctor = party
        .doctor(&language)
        .unwrap_or_else(|| t("booking.doctor_unnamed"));
    let place = party.place(&language).unwrap_or_default();
    let mut location: Vec<String> = vec![place.to_owned()];
    location.extend(party.address(&language));
    location.retain(|line| !line.is_empty());
    let kind = mode(appointment).map(|(code, display)| mode_words(code, display));
    let zone = party.zone();
    let mut lines = vec![when(start, zone)];
    lines.extend(zone.map(|zone| zone.replace('_', " ")));
    lines.extend(kind);
    lines.extend(
        party
            .phone()
            .map(|phone| t_with("ui.call", &[("phone", phone)])),
    );
    lines.extend(appointment.instruction(&language).map(str::to_owned));
    let origin = window().location().origin().unwrap_or_default();
    let host = origin.rsplit('/').next().unwrap_or_default().to_owned();
    let changed = appointment.root().node("meta").date("lastUpdated");
    Some(Event {
        uid: uid(appointment, &host),
        start,
        end,
        changed: changed.map_or_else(now_ms, |changed| changed.start_ms()),
        state: match standing(appointment) {
            Standing::Cancelled | Standing::Missed => State::Cancelled,
            Standing::Requested => State::Tentative,
            _ => State::Confirmed,
        },
        summary: t_with("booking.calendar_title", &[("doctor", &doctor)]),
        description: lines.join("\n"),
        location: location.join(", "),
        position: party.location.as_ref().and_then(|place| place.position()),
        url: [&origin, &base(), "/appointments/", appointment.id()].concat(),
    })
}

/// The appointment's own number, which moving it doesn't change.
fn uid(appointment: &crate::fhir::types::Appointment, host: &str) -> String {
    [appointment.id(), "@", host].concat()
}

const TYPE: &str = "text/calendar;charset=utf-8";
const NAME: &str = "appointment.ics";

/// Hands the file to the browser, as a download does.
fn save(event: &Event) {
    if save_file(NAME, TYPE, event.to_ics().as_bytes()).is_some() {
        announce(&t("booking.calendar_saved"));
    }
}

fn share(event: &Event) {
    let text = event.to_ics();
    leptos::task::spawn_local(async move {
        // Closing the sheet is no error.
        let _ = share_file(NAME, TYPE, text.as_bytes()).await;
    });
}

/// The way to a place, in the map that the device's maker ships; elsewhere an open one.
fn directions(latitude: f64, longitude: f64) -> String {
    let number = crate::native::number_text;
    let to = [&number(latitude), ",", &number(longitude)].concat();
    let device = window().navigator().user_agent().unwrap_or_default();
    let is = |name: &str| device.contains(name);
    if is("iPhone") || is("iPad") || is("Macintosh") {
        ["https://maps.apple.com/?daddr=", &to].concat()
    } else if is("Android") {
        ["geo:", &to, "?q=", &to].concat()
    } else {
        ["https://www.openstreetmap.org/directions?to=", &to].concat()
    }
}
