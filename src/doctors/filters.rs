//! Narrowing a search: the button that opens the form (`filter_form`), and a chip for each filter in force.

use crate::view::prelude::*;

use super::facts::{gender, language, mode};
use super::model::Named;
use super::query::{Query, Reach, Sort, When};
use super::rest::Rest;
use super::service::service_name;
use super::specialties::{SPECIALTIES, specialty_name};
use crate::i18n::{format_distance, t, t_n, t_with};
use crate::platform::{Load, Loader, focus};
use crate::ui::{Icon, loaded};

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

/// A link for each filter in force that takes it away. The typed words have their own (`understood`).
pub fn chips(query: &Query, hospitals: &[Named]) -> View {
    let chip = |(name, label): (&'static str, String)| {
        let without = query.without(name);
        match query.service.as_ref().filter(|_| name == "service") {
            Some(id) => service_chip(id, label, without),
            None => chip(label, &without),
        }
    };
    let chips = labels(query, hospitals);
    match chips.is_empty() {
        true => ().into_view(),
        false => {
            view! { <ul class="tags" aria-label=t("doctors.in_force")>{chips.into_iter().map(chip).collect_view()}</ul> }
        }
    }
}

/// The same for a service, by its name once that has come.
fn service_chip(id: &str, label: String, without: Query) -> View {
    let name = service_name(id);
    let named = move || name.state().ready().and_then(|name| (*name).clone());
    (move || chip(named().unwrap_or_else(|| label.clone()), &without)).into_view()
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
        (
            "service",
            query.service.as_ref().map(|_| t("doctors.one_service")),
        ),
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

/// How far at most.
pub fn within(reach: Reach) -> String {
    let distance = format_distance(reach.kilometres());
    t_with("doctors.within_n", &[("distance", &distance)])
}

/// The least stars.
pub fn stars(stars: u32) -> String {
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

/// How soon there must be a free time.
pub fn when(when: When) -> String {
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
