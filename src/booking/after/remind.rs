//! Reminders of visits while the app is open. The calendar file has alarms for when it isn't.

use std::cell::{Cell, RefCell};

use gloo_timers::future::TimeoutFuture;

use crate::booking::api::Meeting;
use crate::booking::model::{Standing, standing};
use crate::booking::parts::when;
use crate::i18n::{current, t, t_with};
use crate::platform::now_ms;
use crate::session::Session;
use crate::ui::{Notice, Tone};
use crate::view::prelude::*;
use crate::view::{Mounted, mount_before};

/// How long before its start a visit is told of, in milliseconds.
const BEFORE: [i64; 2] = [60 * 60_000, 10 * 60_000];
/// Milliseconds between two looks at the clock.
const TICK: u32 = 15_000;

/// A visit to be reminded of.
struct Visit {
    id: String,
    /// Milliseconds since 1970.
    start: i64,
    text: String,
    /// How many of the reminders have been given.
    told: usize,
}

thread_local! {
    static VISITS: RefCell<Vec<Visit>> = const { RefCell::new(Vec::new()) };
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static SHOWN: RefCell<Option<Mounted>> = const { RefCell::new(None) };
}

/// Reminds of these of the patient's appointments, as long as the app is open and the same patient is signed in.
pub fn remind(session: &Session, meetings: &[Meeting]) {
    let now = now_ms();
    for (appointment, party) in meetings {
        let id = appointment.id().to_owned();
        let booked = standing(appointment) == Standing::Booked;
        let start = appointment.start().map(|start| start.start_ms());
        VISITS.with_borrow_mut(|visits| {
            let known = visits.iter().position(|visit| visit.id == id);
            let before = known.map(|at| visits.remove(at));
            let Some(start) = start.filter(|start| booked && *start > now) else {
                return;
            };
            let doctor = party
                .doctor(&current().tag)
                .unwrap_or_else(|| t("booking.doctor_unnamed"));
            let when = when(start, party.zone());
            let told = before
                .filter(|before| before.start == start)
                .map_or(0, |before| before.told);
            visits.push(Visit {
                text: t_with("booking.reminder", &[("doctor", &doctor), ("when", &when)]),
                id,
                start,
                told,
            });
        });
    }
    if VISITS.with_borrow(Vec::is_empty) || RUNNING.replace(true) {
        return;
    }
    let session = session.clone();
    leptos::task::spawn_local(async move {
        let patient = session.patient();
        while session.patient() == patient && patient.is_some() {
            if let Some((id, text)) = due(now_ms()) {
                show(&id, text);
            }
            TimeoutFuture::new(TICK).await;
        }
        VISITS.with_borrow_mut(Vec::clear);
        SHOWN.take();
        RUNNING.set(false);
    });
}

/// The next visit to be told of at `now`, once for each of the times before it.
fn due(now: i64) -> Option<(String, String)> {
    VISITS.with_borrow_mut(|visits| {
        visits.retain(|visit| visit.start > now);
        visits.iter_mut().find_map(|visit| {
            let reached = BEFORE
                .iter()
                .filter(|before| now >= visit.start - **before)
                .count();
            let is_new = reached > visit.told;
            visit.told = visit.told.max(reached);
            is_new.then(|| (visit.id.clone(), visit.text.clone()))
        })
    })
}

/// Puts a notice above the page, whichever it is: over the ways to the others it would be in the way.
fn show(id: &str, text: String) {
    let main = document().get_element_by_id("main");
    let Some((main, parent)) = main.and_then(|main| Some((main.clone(), main.parent_node()?)))
    else {
        return;
    };
    let href = ["/appointments/", id].concat();
    let close = move |_| drop(SHOWN.take());
    let banner = move || {
        view! {
            <div class="reminder" role="status" aria-label=t("booking.reminder_label")>
                <Notice tone=Tone::Info>
                    <p><bdi>{text}</bdi></p>
                    <p class="actions">
                        <a class="button" href=href on:click=close>{t("booking.see_appointment")}</a>
                        <button type="button" class="button secondary" on:click=close>{t("booking.reminder_close")}</button>
                    </p>
                </Notice>
            </div>
        }
    };
    SHOWN.set(Some(mount_before(&parent, Some(&main), banner)));
}
