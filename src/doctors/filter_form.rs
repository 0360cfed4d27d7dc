//! The form that narrows a search, in a chunk that comes later: a first search needs no more than the button.

use crate::view::prelude::*;

use super::api::Counted;
use super::asking::asking;
use super::facts::{gender, language, mode};
use super::filters::{sort, stars, when, within};
use super::model::Named;
use super::position::device_position;
use super::query::{Gender, Mode, Query, Reach, Sort, When};
use super::specialties::named;
use crate::i18n::{compare, format_number, t, t_with, tells_miles};
use crate::platform::focus;
use crate::router::{History, use_navigate};
use crate::ui::Icon;

/// Languages that are offered for choosing (BCP 47).
const LANGUAGES: [&str; 11] = [
    "zh", "en", "yue", "wuu", "ar", "ja", "ko", "fr", "de", "es", "ru",
];

/// What is offered as the farthest, in kilometres and in miles.
const KILOMETRES: [u32; 5] = [2, 5, 10, 25, 50];
const MILES: [u32; 5] = [1, 3, 5, 15, 30];

/// The form, for the hospitals seen so far.
pub fn filter_form(query: Query, hospitals: Vec<Named>) -> View {
    view! { <Form query hospitals/> }
}

#[component]
fn Form(query: Query, hospitals: Vec<Named>) -> View {
    let draft = RwSignal::new(query.clone());
    let counts = counts(&query);
    let navigate = use_navigate();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // The form closes, and with it goes the button that has the focus.
        focus("filters-button");
        navigate(&draft.get_untracked().to_url(), History::Push);
    };
    let mut specialties = named();
    specialties.sort_by(|a, b| compare(&a.1, &b.1));
    let languages = LANGUAGES
        .iter()
        .filter_map(|tag| Some(((*tag).to_owned(), language(tag)?)));
    let mut houses: Vec<_> = hospitals.into_iter().map(|it| (it.id, it.name)).collect();
    houses.sort_by(|a, b| compare(&a.1, &b.1));
    let orders = Sort::ALL
        .iter()
        .filter(|it| **it != Sort::Nearest || query.near.is_some());
    let orders = orders.map(|it| (it.word().to_owned(), sort(*it))).collect();
    let genders = Gender::ALL
        .iter()
        .map(|it| (it.word().to_owned(), gender(*it)))
        .collect();
    let modes = Mode::ALL
        .iter()
        .map(|it| (it.word().to_owned(), mode(*it)))
        .collect();
    let whens = When::ALL
        .iter()
        .map(|it| (it.word().to_owned(), when(*it)))
        .collect();
    let yes = vec![("yes".to_owned(), t("doctors.new_patients"))];
    let miles = tells_miles();
    let distances = if miles { MILES } else { KILOMETRES };
    let distances = distances.iter().filter(|_| query.near.is_some());
    let distances = distances.map(|&amount| {
        let reach = Reach { amount, miles };
        (reach.to_text(), within(reach))
    });
    let least = [4, 3].map(|it| (it.to_string(), stars(it)));
    // keys: doctors.within, doctors.new, doctors.stars
    // keys: doctors.specialty, doctors.lang, doctors.gender, doctors.mode, doctors.when, doctors.hospital, doctors.sort
    let choices = [
        ("specialty", specialties),
        ("lang", languages.collect()),
        ("gender", genders),
        ("mode", modes),
        ("when", whens),
        ("new", yes),
        ("stars", least.to_vec()),
        ("within", distances.collect()),
        ("hospital", houses),
        ("sort", orders),
    ];
    let choices = choices
        .into_iter()
        .filter(|(_, options)| !options.is_empty());
    view! {
        <form class="filters card" on:submit=send>
            {choices.map(|(name, options)| select(draft, name, options, counts)).collect_view()}
            <div class="field">
                <label for="filter-fee">{t("doctors.fee")}</label>
                <input id="filter-fee" type="number" inputmode="numeric" min="1" max="99999"
                    value=draft.with_untracked(|draft| draft.value("fee"))
                    on:input=move |event| draft.update(|draft| draft.set("fee", &event_target_value(&event)))/>
            </div>
            <Near draft/>
            <button type="submit" class="button">{t("doctors.apply")}</button>
        </form>
    }
}

/// A labelled choice of a parameter's value, out of `(value, words)`.
fn select(
    draft: RwSignal<Query>,
    name: &'static str,
    options: Vec<(String, String)>,
    counts: Counts,
) -> View {
    let chosen = draft
        .with_untracked(|draft| draft.value(name))
        .unwrap_or_default();
    let option = |(value, words): (String, String)| {
        let selected = value == chosen;
        let counted = value.clone();
        let words = move || {
            let count = counts.with(|counts| counts.as_ref()?.of(&draft.read(), name, &counted));
            count.map_or_else(|| words.clone(), |count| with_count(&words, count))
        };
        view! { <option value=value selected=selected>{words}</option> }
    };
    let id = ["filter-", name].concat();
    // An order there always is; the other parameters may stay open.
    let any = (name != "sort").then(|| (String::new(), t("doctors.any")));
    view! {
        <div class="field">
            <label for=id.clone()>{t(&["doctors.", name].concat())}</label>
            <select id=id on:change=move |event| draft.update(|draft| draft.set(name, &event_target_value(&event)))>
                {any.into_iter().chain(options).map(option).collect_view()}
            </select>
        </div>
    }
}

fn with_count(option: &str, count: u32) -> String {
    let count = format_number(f64::from(count), 0);
    t_with("doctors.counted", &[("option", option), ("n", &count)])
}

/// How many doctors each option would leave; asked when the form opens, and nothing until then.
type Counts = RwSignal<Option<Counted>>;

fn counts(query: &Query) -> Counts {
    let counts = RwSignal::new(None);
    let asking = asking(query.clone());
    leptos::task::spawn_local(async move {
        let counted = asking.counts(&LANGUAGES).await;
        // The form may have closed meanwhile.
        let _ = counts.try_set(counted);
    });
    counts
}

/// Asks for the device's position on a tap, then shows the nearest first.
#[component]
fn Near(draft: RwSignal<Query>) -> View {
    let failed = RwSignal::new(false);
    let navigate = use_navigate();
    let ask = move |_| {
        leptos::task::spawn_local(async move {
            match device_position().await {
                Some(position) => {
                    let Some(query) = draft.try_get_untracked() else {
                        return;
                    };
                    let query = Query {
                        near: Some(position),
                        sort: Sort::Nearest,
                        ..query
                    };
                    focus("filters-button");
                    navigate(&query.to_url(), History::Push);
                }
                None => drop(failed.try_set(true)),
            }
        });
    };
    view! {
        <button type="button" class="button secondary" on:click=ask><Icon name="place"/>{t("doctors.use_position")}</button>
        <p role="status" class="filters-note">{move || failed.get().then(|| t("doctors.no_position"))}</p>
    }
}
