//! Narrowing a search: a form that opens on demand, and a chip for each filter in force.

use crate::view::prelude::*;

use super::facts::{gender, language, mode};
use super::model::Named;
use super::position::device_position;
use super::query::{Gender, Mode, Query, Sort, When};
use super::rest::Rest;
use super::specialties::{SPECIALTIES, named, specialty_name};
use crate::i18n::{compare, format_distance, t, t_n, t_with};
use crate::platform::{Load, Loader, focus};
use crate::router::{History, use_navigate};
use crate::ui::{Icon, loaded};

/// Languages that are offered for choosing (BCP 47).
const LANGUAGES: [&str; 11] = [
    "zh", "en", "yue", "wuu", "ar", "ja", "ko", "fr", "de", "es", "ru",
];

/// Kilometres that are offered as the farthest.
const DISTANCES: [u32; 5] = [2, 5, 10, 25, 50];

/// The button that opens the form, the form, and the chips.
#[component]
pub fn Filters(
    #[prop(into)] query: Signal<Query>,
    /// Hospitals seen among the results, for choosing one.
    hospitals: RwSignal<Vec<Named>>,
    /// Draws the chips, once it is there.
    rest: Loader<Rest>,
) -> View {
    // The address at which it was opened: another search closes it.
    let open = RwSignal::new(String::new());
    let is_open = move || query.with(Query::to_url) == open.get();
    let in_force = move || match rest.state() {
        Load::Ready(rest) => Some((rest.chips)(&query.get(), &hospitals.get())),
        // Holds their place.
        Load::Loading => (query.with(Query::filters) > 0)
            .then(|| view! { <span class="chip skeleton" aria-hidden="true">" "</span> }),
        Load::Failed(_) => None,
    };
    let label = move || match query.with(Query::filters) {
        0 => t("doctors.filters"),
        n => t_n("doctors.filters_n", n, &[]),
    };
    let form = move || {
        loaded(rest, move |rest| {
            (rest.form)(query.get_untracked(), hospitals.get_untracked())
        })
    };
    view! {
        <div class="stack-tight">
            <div class="row">
                <button
                    id="filters-button"
                    type="button"
                    class="button secondary"
                    aria-expanded=move || is_open().to_string()
                    aria-controls="filters"
                    on:click=move |_| open.set(match is_open() {
                        true => String::new(),
                        false => query.with_untracked(Query::to_url),
                    })
                >
                    <Icon name="settings"/>{label}
                </button>
                {in_force}
            </div>
            <div id="filters">
                {move || is_open().then(form)}
            </div>
        </div>
    }
}

/// The form, in a chunk of its own: a first search needs no more than the button.
pub fn filter_form(query: Query, hospitals: Vec<Named>) -> View {
    view! { <Form query hospitals/> }
}

#[component]
fn Form(query: Query, hospitals: Vec<Named>) -> View {
    let draft = RwSignal::new(query.clone());
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
    let numbers = |all: &[u32], words: fn(u32) -> String| -> Vec<(String, String)> {
        all.iter().map(|it| (it.to_string(), words(*it))).collect()
    };
    let distances = match query.near {
        Some(_) => numbers(&DISTANCES, within),
        None => Vec::new(),
    };
    // keys: doctors.within, doctors.new, doctors.stars
    // keys: doctors.specialty, doctors.lang, doctors.gender, doctors.mode, doctors.when, doctors.hospital, doctors.sort
    let choices = [
        ("specialty", specialties),
        ("lang", languages.collect()),
        ("gender", genders),
        ("mode", modes),
        ("when", whens),
        ("new", yes),
        ("stars", numbers(&[4, 3], stars)),
        ("within", distances),
        ("hospital", houses),
        ("sort", orders),
    ];
    let choices = choices
        .into_iter()
        .filter(|(_, options)| !options.is_empty());
    view! {
        <form class="filters card" on:submit=send>
            {choices.map(|(name, options)| select(draft, name, options)).collect_view()}
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
fn select(draft: RwSignal<Query>, name: &'static str, options: Vec<(String, String)>) -> View {
    let chosen = draft
        .with_untracked(|draft| draft.value(name))
        .unwrap_or_default();
    let option = |(value, words): (String, String)| {
        let selected = value == chosen;
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

/// A link for each filter in force that takes it away. The typed words have their own (`understood`).
pub fn chips(query: &Query, hospitals: &[Named]) -> View {
    let chip = |(name, label)| chip(label, &query.without(name));
    let chips = labels(query, hospitals);
    match chips.is_empty() {
        true => ().into_view(),
        false => {
            view! { <ul class="tags" aria-label=t("doctors.in_force")>{chips.into_iter().map(chip).collect_view()}</ul> }
        }
    }
}

/// What is in force, with the query that is left without it.
pub fn chip(label: String, without: &Query) -> View {
    let remove = t_with("doctors.remove", &[("filter", &label)]);
    view! {
        <li><a class="chip" href=without.to_url() aria-label=remove on:click=|_| focus("main")>
            <bdi>{label}</bdi><Icon name="close"/>
        </a></li>
    }
}

/// The filters in force in words, each with the name of its parameter.
pub fn labels(query: &Query, hospitals: &[Named]) -> Vec<(&'static str, String)> {
    let house = |id: &String| {
        let known = hospitals.iter().find(|it| it.id == *id);
        known.map_or_else(|| t("doctors.one_hospital"), |it| it.name.clone())
    };
    let spoken = |tag: &String| language(tag).unwrap_or_else(|| tag.clone());
    let specialties: Vec<String> = query.specialties().map(specialty).collect();
    let specialties = specialties.join(&t("doctors.and"));
    let labels = [
        ("specialty", Some(specialties).filter(|it| !it.is_empty())),
        ("hospital", query.hospital.as_ref().map(house)),
        ("near", query.near.map(|_| t("doctors.near_position"))),
        ("within", query.within.map(within)),
        ("lang", query.lang.as_ref().map(spoken)),
        ("gender", query.gender.map(gender)),
        ("mode", query.mode.map(mode)),
        ("when", query.when.map(when)),
        ("new", query.new.then(|| t("doctors.new_patients"))),
        (
            "fee",
            query
                .fee
                .map(|fee| t_with("doctors.fee_up_to", &[("fee", &fee.to_string())])),
        ),
        ("stars", query.stars.map(stars)),
        (
            "sort",
            Some(query.sort).filter(|it| *it != Sort::Best).map(sort),
        ),
    ];
    let in_force = labels.into_iter();
    in_force
        .filter_map(|(name, label)| Some((name, label?)))
        .collect()
}

/// The filters in force that no server knows, or few: they are checked on the device, among the doctors that it was sent.
pub fn local(query: &Query) -> Vec<String> {
    let here = ["within", "mode", "when", "new", "fee", "stars"];
    let labels = labels(query, &[]).into_iter();
    labels
        .filter(|(name, _)| here.contains(name))
        .map(|(_, label)| label)
        .collect()
}

fn within(kilometres: u32) -> String {
    let distance = format_distance(f64::from(kilometres));
    t_with("doctors.within_n", &[("distance", &distance)])
}

fn stars(stars: u32) -> String {
    t_n("doctors.stars_n", stars as usize, &[])
}

/// A specialty's name; one that isn't in our list shows its code.
fn specialty(code: &str) -> String {
    if SPECIALTIES.contains(&code) {
        specialty_name(code)
    } else {
        code.to_owned()
    }
}

fn when(when: When) -> String {
    match when {
        When::Today => t("doctors.today"),
        When::Week => t("doctors.when_week"),
        When::Weekend => t("doctors.when_weekend"),
        When::Evening => t("doctors.when_evening"),
    }
}

/// What an order is called.
pub fn sort(sort: Sort) -> String {
    match sort {
        Sort::Best => t("doctors.sort_best"),
        Sort::Soonest => t("doctors.sort_soonest"),
        Sort::Rated => t("doctors.sort_rated"),
        Sort::Nearest => t("doctors.sort_nearest"),
    }
}
