//! The free times of one doctor, to choose one and go on to book it.

use leptos::prelude::*;

use super::api::{Calendars, calendars, free_slots};
use super::model::{Day, FreeSlot, Part, PartOfDay, group, nearest};
use super::parts::{call, when, zone_note};
use crate::fhir::{Client, Error};
use crate::i18n::{DateStyle, current, format_date, format_time, t, t_n, zone_offset_minutes};
use crate::platform::{announce, load, now_ms};
use crate::router::{History, use_navigate};
use crate::session::use_session;
use crate::ui::{ErrorView, loaded};

const DAY: i64 = 86_400_000;
/// How far one request looks ahead.
const WINDOW: i64 = 14 * DAY;
/// How far a search for the first free time goes before it gives up, where the schedules don't say how far they reach.
const FAR: i64 = 12 * 7 * DAY;
/// Days on the screen at first, and more with each wish.
const DAYS: usize = 3;
/// How many times count as near to a lost one.
const NEAR: usize = 6;

/// The free times of one doctor as radio buttons grouped by day, and the way on to book the chosen one.
#[component]
pub fn Times(
    /// The id of the PractitionerRole.
    #[prop(into)]
    role: String,
    /// The id of its Practitioner, for servers whose schedules name only the person.
    #[prop(optional_no_strip)]
    practitioner: Option<String>,
    /// The number to offer where there are no times; without one, the hospital's.
    #[prop(optional_no_strip)]
    phone: Option<String>,
    /// Begins with the times nearest to this one, in milliseconds since 1970.
    #[prop(optional_no_strip)]
    near: Option<i64>,
    /// The id of a Slot that isn't offered.
    #[prop(optional_no_strip)]
    without: Option<String>,
    /// The words on the button, where "Continue" would be said twice on a page.
    #[prop(optional_no_strip)]
    action: Option<String>,
) -> impl IntoView {
    let session = use_session();
    if !session.config.has("booking") {
        return nothing("booking.phone_only", phone);
    }
    let client = session.directory;
    let loader = load(
        || (),
        move |()| {
            first_times(
                client.clone(),
                role.clone(),
                practitioner.clone(),
                without.clone(),
            )
        },
    );
    loaded(loader, move |found: &Found| {
        let phone = phone.clone();
        if found.calendars.is_empty() {
            return nothing("booking.phone_only", phone);
        }
        if found.slots.is_empty() {
            return nothing("booking.no_times", phone);
        }
        view! { <Choice found=found.clone() near action=action.clone()/> }.into_any()
    })
    .into_any()
}

fn nothing(key: &'static str, phone: Option<String>) -> AnyView {
    // keys: booking.phone_only, booking.no_times
    view! {
        <div class="stack">
            <p>{t(key)}</p>
            <p class="actions">{call(phone)}</p>
        </div>
    }
    .into_any()
}

/// What is known of a doctor's free times so far.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    calendars: Calendars,
    slots: Vec<FreeSlot>,
    /// Times before this one have been asked for, in milliseconds since 1970.
    until: i64,
    without: Option<String>,
}

impl Found {
    /// Whether there can be times that haven't been asked for.
    fn has_more(&self) -> bool {
        self.calendars
            .until
            .map_or(self.until < now_ms() + FAR, |end| self.until < end)
    }

    /// Adds the free times of the next window, or of the first one after it that has any.
    async fn extend(&mut self, client: &Client) -> Result<(), Error> {
        let before = self.slots.len();
        while self.slots.len() == before && self.has_more() {
            let until = self.until + WINDOW;
            let more = free_slots(client, &self.calendars, self.until, until).await?;
            self.slots.extend(
                more.into_iter()
                    .filter(|slot| self.without.as_ref() != Some(&slot.id)),
            );
            self.until = until;
        }
        Ok(())
    }

    fn zone(&self, slot: &FreeSlot) -> Option<&str> {
        self.calendars.places.get(slot.place)?.zone()
    }

    fn days(&self) -> Vec<Day> {
        self.group(&self.slots)
    }

    fn group(&self, slots: &[FreeSlot]) -> Vec<Day> {
        group(slots, |slot| {
            zone_offset_minutes(slot.start, self.zone(slot))
        })
    }
}

async fn first_times(
    client: Client,
    role: String,
    practitioner: Option<String>,
    without: Option<String>,
) -> Result<Found, Error> {
    let calendars = calendars(&client, &role, practitioner.as_deref()).await?;
    let mut found = Found {
        calendars,
        slots: Vec::new(),
        until: now_ms(),
        without,
    };
    if !found.calendars.is_empty() {
        found.extend(&client).await?;
    }
    Ok(found)
}

/// The radio buttons, and the way on.
#[component]
fn Choice(found: Found, near: Option<i64>, action: Option<String>) -> impl IntoView {
    let client = use_session().directory;
    let navigate = use_navigate();
    let all_days = found.days().len();
    // Near to a lost time: those few first; otherwise the first days.
    let shown = RwSignal::new(if near.is_some() { 0 } else { DAYS });
    let known_days = RwSignal::new(all_days);
    let found = RwSignal::new(found);
    let chosen = RwSignal::new(None::<FreeSlot>);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Error>);

    let later = move || {
        let wanted = shown.get_untracked() + DAYS + 1;
        if wanted <= known_days.get_untracked() || !found.with_untracked(Found::has_more) {
            shown.set(wanted);
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        let client = client.clone();
        leptos::task::spawn_local(async move {
            let mut more = found.get_untracked();
            let result = more.extend(&client).await;
            // The page may have gone while the answer was on its way.
            if busy.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(()) => {
                    known_days.set(more.days().len());
                    announce(&t_n(
                        "booking.more_days",
                        known_days
                            .get_untracked()
                            .saturating_sub(shown.get_untracked()),
                        &[],
                    ));
                    found.set(more);
                    shown.set(wanted);
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let later = StoredValue::new_local(later);
    let days = move || {
        found.with(|found| match (shown.get(), near) {
            (0, Some(near)) => found.group(&nearest(&found.slots, near, NEAR)),
            (shown, _) => found.days().into_iter().take(shown).collect(),
        })
    };
    // A memo, so that the button isn't drawn anew under the finger, which would lose the focus.
    let can_show_more =
        Memo::new(move |_| shown.get() < known_days.get() || found.with(Found::has_more));
    let go = move |_| {
        if let Some(slot) = chosen.get_untracked() {
            navigate(&["/book/", &slot.id].concat(), History::Push);
        }
    };
    let chosen_words = move || {
        chosen.with(|slot| {
            let slot = slot.as_ref()?;
            Some(found.with(|found| when(slot.start, found.zone(slot))))
        })
    };
    view! {
        <div class="times">
            {move || found.with(|found| {
                let first = found.slots.first()?;
                zone_note(first.start, found.zone(first))
            })}
            {move || days().into_iter().map(|day| one_day(&day, found, chosen)).collect_view()}
            {move || failed.get().map(|error| view! { <ErrorView error retry=move |()| later.with_value(|later| later())/> })}
            {move || can_show_more.get().then(|| view! {
                <button type="button" class="button secondary" aria-disabled=move || busy.get().to_string() on:click=move |_| later.with_value(|later| later())>
                    {move || match (busy.get(), shown.get()) {
                        (true, _) => t("ui.loading"),
                        (_, 0) => t("booking.all_times"),
                        _ => t("booking.later_times"),
                    }}
                </button>
            })}
            <div class="times-go" class:chosen=move || chosen.with(Option::is_some)>
                <p aria-live="polite">{move || chosen_words().map(|words| view! { <strong><bdi>{words}</bdi></strong> })}</p>
                <button type="button" class="button" disabled=move || chosen.with(Option::is_none) on:click=go>
                    {action.unwrap_or_else(|| t("booking.continue"))}
                </button>
            </div>
        </div>
    }
}

fn one_day(day: &Day, found: RwSignal<Found>, chosen: RwSignal<Option<FreeSlot>>) -> AnyView {
    // The number of a day is a date without a zone.
    let date = format_date(day.day * DAY, Some("UTC"), DateStyle::Weekday);
    let parts = day
        .parts
        .iter()
        .map(|part| one_part(part, found, chosen))
        .collect_view();
    view! {
        <fieldset class="day">
            <legend>{date}</legend>
            {parts}
        </fieldset>
    }
    .into_any()
}

fn one_part(part: &Part, found: RwSignal<Found>, chosen: RwSignal<Option<FreeSlot>>) -> AnyView {
    let words = match part.part {
        PartOfDay::Morning => t("booking.morning"),
        PartOfDay::Afternoon => t("booking.afternoon"),
        PartOfDay::Evening => t("booking.evening"),
    };
    let (label, zone) = found.with_untracked(|found| {
        let places = &found.calendars.places;
        let place = places.get(part.place);
        let named = place
            .filter(|_| places.len() > 1)
            .and_then(|place| place.place(&current().tag));
        let label = match named {
            Some(place) => [&words, " · ", place].concat(),
            None => words,
        };
        (
            label,
            place.and_then(|place| place.zone()).map(str::to_owned),
        )
    });
    let times = part
        .slots
        .iter()
        .map(|slot| one_time(slot, zone.as_deref(), chosen))
        .collect_view();
    view! {
        <div class="part" role="group" aria-label=label>
            <p class="quiet small" aria-hidden="true">{label.clone()}</p>
            <div class="choice-grid">{times}</div>
        </div>
    }
    .into_any()
}

fn one_time(slot: &FreeSlot, zone: Option<&str>, chosen: RwSignal<Option<FreeSlot>>) -> AnyView {
    let time = format_time(slot.start, zone);
    let slot = slot.clone();
    let checked = chosen.with_untracked(|chosen| chosen.as_ref() == Some(&slot));
    view! {
        <label class="choice time">
            <input type="radio" name="time" value=slot.id.clone() checked=checked on:change=move |_| chosen.set(Some(slot.clone()))/>
            <bdi>{time}</bdi>
        </label>
    }
    .into_any()
}
