//! Free times as radio buttons grouped by day, the next one first, and the way on with the chosen one.

use crate::view::prelude::*;

use super::api::Calendars;
use super::model::{Day, FreeSlot, Part, PartOfDay, Wanted, kinds_of, lengths_of, nearest};
use super::overlap::overlap_warning;
use super::parts::{mode_words, own_clock, when, zone_note};
use super::times::Found;
use crate::fhir::Error;
use crate::i18n::{DateStyle, current, format_date, format_time, t, t_n};
use crate::platform::announce;
use crate::router::{History, use_navigate};
use crate::session::use_session;
use crate::ui::ErrorView;

const DAY: i64 = 86_400_000;
/// Days on the screen at first, and more with each wish.
const DAYS: usize = 3;
/// How many times count as near to a lost one.
const NEAR: usize = 6;

/// The radio buttons, and the way on.
#[component]
pub fn Choice(
    found: Found,
    near: Option<i64>,
    action: Option<String>,
    choose: Option<Callback<String>>,
    moving: Option<String>,
) -> View {
    let client = use_session().directory;
    let navigate = use_navigate();
    let wanted = RwSignal::new(Wanted::default());
    // Near to a lost time: those few first; otherwise the first days.
    let shown = RwSignal::new(if near.is_some() { 0 } else { DAYS });
    let found = RwSignal::new(found);
    let chosen = RwSignal::new(None::<FreeSlot>);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Error>);
    let fitting = Memo::new(move |_| {
        let wanted = wanted.get();
        found.with(|found| {
            let slots = found.slots.iter().filter(|slot| wanted.fits(slot));
            slots.cloned().collect::<Vec<_>>()
        })
    });
    let all_days =
        Memo::new(move |_| fitting.with(|slots| found.with(|found| found.group(slots).len())));

    let later = move || {
        let goal = shown.get_untracked() + DAYS + 1;
        if goal <= all_days.get_untracked() || !found.with_untracked(Found::has_more) {
            shown.set(goal);
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
                    found.set(more);
                    let new = all_days
                        .get_untracked()
                        .saturating_sub(shown.get_untracked());
                    announce(&t_n("booking.more_days", new, &[]));
                    shown.set(goal);
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let later = StoredValue::new_local(later);
    // The next free time stands above the days, so it isn't among them once more.
    let next = Memo::new(move |_| {
        let first = fitting.with(|slots| slots.iter().min_by_key(|slot| slot.start).cloned());
        first.filter(|_| near.is_none())
    });
    let days = move || {
        let next = next.get();
        fitting.with(|slots| {
            found.with(|found| match (shown.get(), near) {
                (0, Some(near)) => found.group(&nearest(slots, near, NEAR)),
                (shown, _) => {
                    let rest = slots.iter().filter(|slot| next.as_ref() != Some(*slot));
                    let rest: Vec<FreeSlot> = rest.cloned().collect();
                    found.group(&rest).into_iter().take(shown).collect()
                }
            })
        })
    };
    // A memo, so that the button isn't drawn anew under the finger, which would lose the focus.
    let can_show_more =
        Memo::new(move |_| shown.get() < all_days.get() || found.with(Found::has_more));
    let go = move |_| {
        if let Some(slot) = chosen.get_untracked() {
            match choose {
                Some(choose) => choose.run(slot.id),
                None => navigate(&["/book/", &slot.id].concat(), History::Push),
            }
        }
    };
    let chosen_words = move || {
        chosen.with(|slot| {
            let slot = slot.as_ref()?;
            Some(found.with(|found| {
                let zone = found.zone(slot);
                (when(slot.start, zone), own_clock(slot.start, zone))
            }))
        })
    };
    let in_the_way = move || {
        let slot = chosen.get()?;
        Some(overlap_warning(slot.start, slot.end, moving.clone()))
    };
    view! {
        <div class="times">
            {move || found.with(|found| {
                let first = found.slots.first()?;
                zone_note(first.start, found.zone(first))
            })}
            {filters(found, wanted, chosen)}
            {move || fitting.with(Vec::is_empty).then(|| view! { <p>{t("booking.none_fit")}</p> })}
            {move || next.get().map(|slot| next_free(&slot, found, chosen))}
            {move || days().into_iter().map(|day| one_day(&day, found, chosen)).collect_view()}
            {move || failed.get().map(|error| view! { <ErrorView error retry=move || later.with_value(|later| later())/> })}
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
                <p aria-live="polite">{move || chosen_words().map(|(words, own)| view! {
                    <strong><bdi>{words}</bdi></strong>
                    {own.map(|own| view! { <span class="line small"><bdi>{own}</bdi></span> })}
                })}</p>
                <button type="button" class="button" disabled=move || chosen.with(Option::is_none) on:click=go>
                    {action.unwrap_or_else(|| t("booking.continue"))}
                </button>
            </div>
            // It comes late, and below what somebody is about to press it moves nothing.
            {in_the_way}
        </div>
    }
}

/// Which kind of visit, and how long: only what makes a difference among the times.
fn filters(
    found: RwSignal<Found>,
    wanted: RwSignal<Wanted>,
    chosen: RwSignal<Option<FreeSlot>>,
) -> View {
    let choices =
        Memo::new(move |_| found.with(|found| (kinds_of(&found.slots), lengths_of(&found.slots))));
    let set = move |change: &dyn Fn(&mut Wanted)| {
        wanted.update(|wanted| change(wanted));
        // What can't be seen any more isn't chosen.
        let fits = chosen.with_untracked(|slot| {
            slot.as_ref()
                .is_none_or(|slot| wanted.with_untracked(|wanted| wanted.fits(slot)))
        });
        if !fits {
            chosen.set(None);
        }
    };
    let kind = move |mode: Option<String>| {
        let words = match &mode {
            Some(mode) => mode_words(mode, None),
            None => t("booking.any_kind"),
        };
        let is_chosen = wanted.with_untracked(|wanted| wanted.mode == mode);
        let pick = move |_| set(&|wanted: &mut Wanted| wanted.mode = mode.clone());
        option("wanted-kind", words, is_chosen, pick)
    };
    let length = move |minutes: Option<i64>| {
        let words = match minutes {
            Some(minutes) => t_n("booking.minutes", minutes as usize, &[]),
            None => t("booking.any_length"),
        };
        let is_chosen = wanted.with_untracked(|wanted| wanted.minutes == minutes);
        let pick = move |_| set(&|wanted: &mut Wanted| wanted.minutes = minutes);
        option("wanted-length", words, is_chosen, pick)
    };
    let both = move || {
        let (kinds, lengths) = choices.get();
        let kinds = (!kinds.is_empty()).then(|| {
            let all = std::iter::once(None).chain(kinds.into_iter().map(Some));
            let all = all.map(kind).collect_view();
            view! { <fieldset class="part"><legend>{t("booking.kind")}</legend><div class="choice-grid">{all}</div></fieldset> }
        });
        let lengths = (!lengths.is_empty()).then(|| {
            let all = std::iter::once(None).chain(lengths.into_iter().map(Some));
            let all = all.map(length).collect_view();
            view! { <fieldset class="part"><legend>{t("booking.length")}</legend><div class="choice-grid">{all}</div></fieldset> }
        });
        view! { {kinds}{lengths} }
    };
    both.into_view()
}

fn option(
    name: &'static str,
    words: String,
    checked: bool,
    pick: impl Fn(web_sys::Event) + 'static,
) -> View {
    view! {
        <label class="choice"><input type="radio" name=name checked=checked on:change=pick/>{words}</label>
    }
}

/// The next free time, by itself.
fn next_free(slot: &FreeSlot, found: RwSignal<Found>, chosen: RwSignal<Option<FreeSlot>>) -> View {
    let zone = found.with_untracked(|found| found.zone(slot).map(str::to_owned));
    let words = when(slot.start, zone.as_deref());
    view! {
        <fieldset class="day">
            <legend>{t("booking.next_free")}</legend>
            {radio(slot, words, zone.as_deref(), chosen)}
        </fieldset>
    }
}

fn one_day(day: &Day, found: RwSignal<Found>, chosen: RwSignal<Option<FreeSlot>>) -> View {
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
}

fn one_part(part: &Part, found: RwSignal<Found>, chosen: RwSignal<Option<FreeSlot>>) -> View {
    let words = match part.part {
        PartOfDay::Morning => t("booking.morning"),
        PartOfDay::Afternoon => t("booking.afternoon"),
        PartOfDay::Evening => t("booking.evening"),
    };
    let (label, zone) = found.with_untracked(|found| {
        let zone = found.calendars.places.get(part.place);
        let zone = zone.and_then(|place| place.zone()).map(str::to_owned);
        (with_place(words, part.place, &found.calendars), zone)
    });
    let times = part
        .slots
        .iter()
        .map(|slot| {
            radio(
                slot,
                format_time(slot.start, zone.as_deref()),
                zone.as_deref(),
                chosen,
            )
        })
        .collect_view();
    view! {
        <div class="part" role="group" aria-label=label.clone()>
            <p class="quiet small" aria-hidden="true">{label}</p>
            <div class="choice-grid">{times}</div>
        </div>
    }
}

/// Names the place where the doctor has several.
fn with_place(words: String, place: usize, calendars: &Calendars) -> String {
    let places = &calendars.places;
    let named = places
        .get(place)
        .filter(|_| places.len() > 1)
        .and_then(|place| place.place(&current().tag));
    match named {
        Some(place) => [&words, " · ", place].concat(),
        None => words,
    }
}

fn radio(
    slot: &FreeSlot,
    words: String,
    zone: Option<&str>,
    chosen: RwSignal<Option<FreeSlot>>,
) -> View {
    let own = own_clock(slot.start, zone);
    let slot = slot.clone();
    let checked = chosen.with_untracked(|chosen| chosen.as_ref() == Some(&slot));
    view! {
        <label class="choice time">
            <input type="radio" name="time" value=slot.id.clone() checked=checked on:change=move |_| chosen.set(Some(slot.clone()))/>
            <span>
                <bdi>{words}</bdi>
                {own.map(|own| view! { <span class="line small quiet"><bdi>{own}</bdi></span> })}
            </span>
        </label>
    }
}
