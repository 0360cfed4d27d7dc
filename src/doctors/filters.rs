//! Narrowing a search: a form that opens on demand, and a chip for each filter in force.

use leptos::prelude::*;

use super::facts::{gender, language, mode};
use super::model::Named;
use super::position::device_position;
use super::query::{Gender, Mode, Query, Sort, When};
use super::specialties::{SPECIALTIES, named, specialty_name};
use crate::i18n::{compare, t, t_n, t_with};
use crate::platform::focus;
use crate::rooms::filters;
use crate::router::{History, use_navigate};
use crate::ui::Icon;

/// Languages that are offered for choosing (BCP 47).
const LANGUAGES: [&str; 11] = [
    "zh", "en", "yue", "wuu", "ar", "ja", "ko", "fr", "de", "es", "ru",
];

/// The button that opens the form, the form, and the chips.
#[component]
pub fn Filters(
    #[prop(into)] query: Signal<Query>,
    /// Hospitals seen among the results, for choosing one.
    hospitals: RwSignal<Vec<Named>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        query.track();
        open.set(false);
    });
    let label = move || match query.with(Query::filters) {
        0 => t("doctors.filters"),
        n => t_n("doctors.filters_n", n, &[]),
    };
    view! {
        <div class="stack-tight">
            <div class="row">
                <button
                    id="filters-button"
                    type="button"
                    class="button secondary"
                    aria-expanded=move || open.get().to_string()
                    aria-controls="filters"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <Icon name="settings"/>{label}
                </button>
                {move || chips(&query.get(), &hospitals.get())}
            </div>
            <div id="filters">
                {move || open.get().then(|| filters(query.get_untracked(), hospitals.get_untracked()))}
            </div>
        </div>
    }
}

/// The form, in a chunk of its own: a first search needs no more than the button.
pub fn filter_form(query: Query, hospitals: Vec<Named>) -> AnyView {
    view! { <Form query hospitals/> }.into_any()
}

#[component]
fn Form(query: Query, hospitals: Vec<Named>) -> impl IntoView {
    let draft = RwSignal::new(query.clone());
    let navigate = use_navigate();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The form closes, and with it goes the button that has the focus.
        focus("filters-button");
        navigate(&draft.get_untracked().to_url(), History::Push);
    };
    let any = || (String::new(), t("doctors.any"));
    let mut specialties: Vec<(String, String)> = named();
    specialties.sort_by(|a, b| compare(&a.1, &b.1));
    specialties.insert(0, any());
    let mut languages = vec![any()];
    languages.extend(
        LANGUAGES
            .iter()
            .filter_map(|tag| Some(((*tag).to_owned(), language(tag)?))),
    );
    let mut genders = vec![any()];
    genders.extend(
        Gender::ALL
            .iter()
            .map(|it| (it.word().to_owned(), gender(*it))),
    );
    let mut modes = vec![any()];
    modes.extend(Mode::ALL.iter().map(|it| (it.word().to_owned(), mode(*it))));
    let mut whens = vec![any()];
    whens.extend(When::ALL.iter().map(|it| (it.word().to_owned(), when(*it))));
    let mut houses = vec![any()];
    houses.extend(hospitals.into_iter().map(|it| (it.id, it.name)));
    let orders = Sort::ALL
        .iter()
        .filter(|it| **it != Sort::Nearest || query.near.is_some());
    let orders = orders.map(|it| (it.word().to_owned(), sort(*it))).collect();
    let code = |value: String| (!value.is_empty()).then_some(value);
    view! {
        <form class="filters card" on:submit=send>
            {select("f-specialty", t("doctors.specialty"), specialties, query.specialty.as_deref(),
                move |value| draft.update(|it| it.specialty = code(value)))}
            {select("f-language", t("doctors.language"), languages, query.lang.as_deref(),
                move |value| draft.update(|it| it.lang = code(value)))}
            {select("f-gender", t("doctors.gender"), genders, query.gender.map(Gender::word),
                move |value| draft.update(|it| it.gender = Gender::of(&value)))}
            {select("f-mode", t("doctors.mode"), modes, query.mode.map(Mode::word),
                move |value| draft.update(|it| it.mode = Mode::of(&value)))}
            {select("f-when", t("doctors.when"), whens, query.when.map(When::word),
                move |value| draft.update(|it| it.when = When::of(&value)))}
            {(houses.len() > 1).then(|| select("f-hospital", t("doctors.hospital"), houses, query.hospital.as_deref(),
                move |value| draft.update(|it| it.hospital = code(value))))}
            {select("f-sort", t("doctors.sort"), orders, Some(query.sort.word()),
                move |value| draft.update(|it| it.sort = Sort::of(&value).unwrap_or_default()))}
            <Near draft/>
            <button type="submit" class="button">{t("doctors.apply")}</button>
        </form>
    }
}

/// A labelled choice of one, `(value, words)` each.
fn select(
    id: &'static str,
    label: String,
    options: Vec<(String, String)>,
    chosen: Option<&str>,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let chosen = chosen.unwrap_or_default();
    let option = |(value, words): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| set(event_target_value(&event))>
                {options.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// Asks for the device's position on a tap, then shows the nearest first.
#[component]
fn Near(draft: RwSignal<Query>) -> impl IntoView {
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

/// A link for each filter in force that takes it away.
fn chips(query: &Query, hospitals: &[Named]) -> AnyView {
    let mut chips: Vec<(String, Query)> = Vec::new();
    let mut add =
        |label: Option<String>, without: Query| chips.extend(label.map(|label| (label, without)));
    let house = |id: &String| {
        hospitals
            .iter()
            .find(|it| it.id == *id)
            .map(|it| it.name.clone())
    };
    add(
        (!query.text.is_empty()).then(|| t_with("doctors.quoted", &[("text", &query.text)])),
        query.with_text(""),
    );
    add(
        query.specialty.as_deref().map(specialty),
        Query {
            specialty: None,
            ..query.clone()
        },
    );
    add(
        query
            .hospital
            .as_ref()
            .map(|id| house(id).unwrap_or_else(|| t("doctors.one_hospital"))),
        Query {
            hospital: None,
            ..query.clone()
        },
    );
    add(
        query
            .lang
            .as_deref()
            .map(|tag| language(tag).unwrap_or_else(|| tag.to_owned())),
        Query {
            lang: None,
            ..query.clone()
        },
    );
    add(
        query.gender.map(gender),
        Query {
            gender: None,
            ..query.clone()
        },
    );
    add(
        query.mode.map(mode),
        Query {
            mode: None,
            ..query.clone()
        },
    );
    add(
        query.when.map(when),
        Query {
            when: None,
            ..query.clone()
        },
    );
    add(
        (query.sort != Sort::Best).then(|| sort(query.sort)),
        Query {
            sort: Sort::Best,
            ..query.clone()
        },
    );
    let chip = |(label, without): (String, Query)| {
        let remove = t_with("doctors.remove", &[("filter", &label)]);
        view! {
            <li><a class="chip" href=without.to_url() aria-label=remove on:click=|_| focus("main")>
                <bdi>{label}</bdi><Icon name="close"/>
            </a></li>
        }
    };
    match chips.is_empty() {
        true => ().into_any(),
        false => view! { <ul class="tags" aria-label=t("doctors.in_force")>{chips.into_iter().map(chip).collect_view()}</ul> }.into_any(),
    }
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
    }
}

fn sort(sort: Sort) -> String {
    match sort {
        Sort::Best => t("doctors.sort_best"),
        Sort::Soonest => t("doctors.sort_soonest"),
        Sort::Rated => t("doctors.sort_rated"),
        Sort::Nearest => t("doctors.sort_nearest"),
    }
}
