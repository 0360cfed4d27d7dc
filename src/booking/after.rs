//! What helps after booking: the calendar file, sharing it, the way there, and the door of a video visit.

use crate::view::prelude::*;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::api::Meeting;
use super::model::{Event, Standing, State, mode, standing, video_link};
use super::parts::{mode_words, when};
use crate::i18n::{current, t, t_with};
use crate::platform::{announce, now_ms};
use crate::ui::Icon;

/// How long before a video visit its door opens, in milliseconds.
const DOOR: i64 = 15 * 60_000;

/// The ways on from an appointment that still holds, or that has just been cancelled.
pub fn after(meeting: &Meeting) -> View {
    let (appointment, party) = meeting;
    let event = event(meeting);
    let by_video = mode(appointment).is_some_and(|(code, _)| code == "VR");
    let cancelled = standing(appointment) == Standing::Cancelled;
    let place = party.location.as_ref().and_then(|place| place.position());
    let way = place.filter(|_| !by_video && !cancelled);
    let label = match cancelled {
        true => t("booking.calendar_remove"),
        false => t("booking.calendar_add"),
    };
    let door = (by_video && !cancelled).then(|| video_door(meeting));
    view! {
        {door}
        <p class="actions">
            {event.map(|event| {
                let shared = event.clone();
                let can_share = can_share(&event);
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
    lines.extend(appointment.instruction().map(str::to_owned));
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
        url: [&origin, "/appointments/", appointment.id()].concat(),
    })
}

/// The appointment's own number, which moving it doesn't change.
fn uid(appointment: &crate::fhir::types::Appointment, host: &str) -> String {
    [appointment.id(), "@", host].concat()
}

const TYPE: &str = "text/calendar";
const NAME: &str = "appointment.ics";

fn file_parts(event: &Event) -> (Array, Object) {
    let options = Object::new();
    let kind = [TYPE, ";charset=utf-8"].concat();
    let _ = Reflect::set(&options, &"type".into(), &kind.into());
    (Array::of1(&event.to_ics().into()), options)
}

/// Hands the file to the browser, as a download does.
fn save(event: &Event) {
    let saved = (|| {
        let (parts, options) = file_parts(event);
        let blob = construct("Blob", &Array::of2(&parts, &options))?;
        let url = Reflect::get(&js_sys::global(), &"URL".into())?;
        let address = method(&url, "createObjectURL")?.call1(&url, &blob)?;
        let anchor: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        anchor.set_href(&address.as_string().unwrap_or_default());
        anchor.set_download(NAME);
        anchor.click();
        // The browser reads it after the click.
        let free = move || {
            let revoke = method(&url, "revokeObjectURL");
            let _ = revoke.and_then(|revoke| revoke.call1(&url, &address));
        };
        set_timeout(free, std::time::Duration::from_secs(60));
        Ok::<(), JsValue>(())
    })();
    if saved.is_ok() {
        announce(&t("booking.calendar_saved"));
    }
}

fn sheet(event: &Event) -> Result<Object, JsValue> {
    let (parts, options) = file_parts(event);
    let file = construct("File", &Array::of3(&parts, &NAME.into(), &options))?;
    let data = Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(&file))?;
    Reflect::set(&data, &"title".into(), &event.summary.as_str().into())?;
    Ok(data)
}

/// Whether the device has a share sheet that takes a calendar file.
fn can_share(event: &Event) -> bool {
    let navigator = window().navigator();
    let asked =
        method(&navigator, "canShare").and_then(|can| can.call1(&navigator, &sheet(event)?.into()));
    asked.is_ok_and(|answer| answer.is_truthy())
}

fn share(event: &Event) {
    let navigator = window().navigator();
    let shared = method(&navigator, "share")
        .and_then(|share| share.call1(&navigator, &sheet(event)?.into()));
    if let Ok(promise) = shared.and_then(|promise| promise.dyn_into::<js_sys::Promise>()) {
        // Closing the sheet is no error.
        leptos::task::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
}

fn construct(name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let constructor = Reflect::get(&js_sys::global(), &name.into())?;
    Reflect::construct(constructor.unchecked_ref::<Function>(), arguments)
}

fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(object, &name.into())?.dyn_into()
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

/// The link of a video visit, from a while before its start until its end.
fn video_door((appointment, party): &Meeting) -> View {
    let link = video_link(appointment, party.location.as_ref()).map(str::to_owned);
    let start = appointment.start().map_or(0, |start| start.start_ms());
    let end = appointment.end().map_or(start, |end| end.start_ms());
    let now = RwSignal::new(now_ms());
    let tick = set_interval_with_handle(
        move || now.set(now_ms()),
        std::time::Duration::from_secs(15),
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let opens = when(start - DOOR, party.zone());
    let state = Memo::new(move |_| match now.get() {
        now if now >= end => 2,
        now if now >= start - DOOR => 1,
        _ => 0,
    });
    let show = move || match (state.get(), link.clone()) {
        (2, _) => ().into_view(),
        (_, None) => view! { <p>{t("booking.video_no_link")}</p> },
        (0, Some(_)) => {
            let text = t_with("booking.video_later", &[("when", &opens)]);
            view! { <p><bdi>{text}</bdi></p> }
        }
        (_, Some(link)) => view! {
            <p class="actions"><a class="button" href=link target="_blank" rel="noopener noreferrer">{t("booking.video_join")}</a></p>
        },
    };
    view! { <div aria-live="polite">{show}</div> }
}
