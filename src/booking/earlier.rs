//! Watching for an earlier time with the same doctor: looked for on each visit, and now and then while the page is open.

use std::time::Duration;

use crate::view::prelude::*;

use super::api::{Meeting, calendars, free_slots};
use super::model::{FreeSlot, Standing, is_upcoming, standing};
use super::parts::{own_clock, when};
use crate::fhir::{Client, Error, url};
use crate::i18n::{t, t_with};
use crate::platform::{WATCHING, load, now_ms, preference, set_preference};
use crate::session::use_session;
use crate::ui::{Notice, Tone};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(300);
/// How far ahead is looked, in milliseconds: four weeks, or a visit far away would cost many requests.
const FAR: i64 = 28 * 86_400_000;

/// The ids of the appointments that are watched.
fn watched() -> Vec<String> {
    let kept = preference(WATCHING).unwrap_or_default();
    let ids = kept.split(',').filter(|id| !id.is_empty());
    ids.map(str::to_owned).collect()
}

fn watch(id: &str, on: bool) {
    let mut ids = watched();
    ids.retain(|known| known != id);
    if on {
        ids.push(id.to_owned());
    }
    set_preference(WATCHING, &ids.join(","));
}

/// The first free time with the same doctor before an appointment.
async fn earlier(client: &Client, meeting: &Meeting) -> Result<Option<FreeSlot>, Error> {
    let (appointment, party) = meeting;
    let start = appointment.start().map(|start| start.start_ms());
    let (Some(role), Some(start)) = (party.role_id(), start) else {
        return Ok(None);
    };
    let person = party.practitioner.as_ref();
    let person = person.map(|practitioner| practitioner.id().to_owned());
    let calendars = calendars(client, role, person.as_deref()).await?;
    if calendars.is_empty() {
        return Ok(None);
    }
    let now = now_ms();
    let until = start.min(now + FAR);
    let free = free_slots(client, &calendars, now, until, now).await?;
    Ok(free.into_iter().min_by_key(|slot| slot.start))
}

/// Whether watching makes sense: a visit that is booked, to come, and with a doctor whom we know.
fn can_watch((appointment, party): &Meeting) -> bool {
    standing(appointment) == Standing::Booked
        && is_upcoming(appointment, now_ms())
        && party.role_id().is_some()
}

/// The switch, and what it finds.
pub fn earlier_switch(meeting: &Meeting) -> Option<View> {
    if !can_watch(meeting) {
        return None;
    }
    let id = meeting.0.id().to_owned();
    let on = RwSignal::new(watched().contains(&id));
    let set = move |event| {
        let wanted = event_target_checked(&event);
        watch(&id, wanted);
        on.set(wanted);
    };
    let meeting = meeting.clone();
    Some(view! {
        <section class="stack-tight">
            <label class="choice"><input type="checkbox" prop:checked=move || on.get() on:change=set/>{t("booking.watch")}</label>
            {move || on.get().then(|| found(&meeting, true))}
        </section>
    })
}

/// For the list: an earlier time, where one is watched for and free.
pub fn earlier_note(meeting: &Meeting) -> Option<View> {
    let is_watched = can_watch(meeting) && watched().iter().any(|id| id == meeting.0.id());
    is_watched.then(|| found(meeting, false))
}

/// What there is now; `says_none` also says that there is nothing.
fn found(meeting: &Meeting, says_none: bool) -> View {
    let client = use_session().directory;
    let looks = RwSignal::new(0);
    let tick = set_interval_with_handle(
        move || {
            // A page that nobody looks at asks for nothing.
            if !document().hidden() {
                looks.update(|looks| *looks += 1);
            }
        },
        PAUSE,
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let (id, zone) = (
        meeting.0.id().to_owned(),
        meeting.1.zone().map(str::to_owned),
    );
    let meeting = meeting.clone();
    let loader = load(
        move || looks.get(),
        move |_| {
            let (client, meeting) = (client.clone(), meeting.clone());
            async move { earlier(&client, &meeting).await }
        },
    );
    let show = move || {
        let found = loader.state().ready()?;
        match found.as_ref() {
            Some(slot) => {
                let zone = zone.as_deref();
                let text = t_with("booking.earlier", &[("when", &when(slot.start, zone))]);
                let own = own_clock(slot.start, zone);
                let to = url::encode(&slot.id);
                let href = ["/appointments/", &id, "?step=move&to=", &to].concat();
                Some(view! {
                    <Notice tone=Tone::Good>
                        <p><bdi>{text}</bdi></p>
                        {own.map(|own| view! { <p><bdi>{own}</bdi></p> })}
                        <p class="actions"><a class="button" href=href>{t("booking.earlier_take")}</a></p>
                    </Notice>
                })
            }
            None => says_none.then(|| view! { <p class="quiet">{t("booking.earlier_none")}</p> }),
        }
    };
    view! { <div aria-live="polite">{show}</div> }
}
