//! What is offered while somebody types a search: the combobox pattern of the ARIA Authoring Practices, list with manual
//! selection, on a field that stays a searchbox (docs/decisions/0008-suggestions.md).
//!
//! All offers are made on the device. Nothing is sent while somebody types.

use leptos::ev;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsCast;

use super::specialties::specialty_name;
use super::understand::{Means, Suggestion, suggest};
use super::vocabulary::vocabulary;
use crate::i18n::{current, t, t_n, t_with};
use crate::platform::{announce, load};
use crate::view::prelude::*;

/// The field's id, and the list's.
const FIELD: &str = "q";
const LIST: &str = "suggestions";

/// The list below the search field, for the text in it; `choose` gets the text that was chosen.
pub fn suggestions(text: RwSignal<String>, choose: Callback<String>) -> View {
    let words = load(|| (), |()| async { Ok(vocabulary().await.0) });
    // Somebody is typing, or this code wouldn't be here yet.
    let open = RwSignal::new(true);
    let at = RwSignal::new(None::<usize>);
    let offers = Memo::new(move |_| match (open.get(), words.state().ready()) {
        (true, Some(words)) => text.with(|text| suggest(text, &words, &current().tag)),
        _ => Vec::new(),
    });
    Effect::new(move |before: Option<String>| {
        let now = text.get();
        if before.is_some_and(|before| before != now) && is_in_field() {
            open.set(true);
        }
        now
    });
    Effect::new(move |_| {
        let count = offers.with(Vec::len);
        at.set(None);
        if count > 0 {
            announce(&t_n("doctors.suggested", count, &[]));
        }
    });
    Effect::new(move |_| describe(offers.with(|offers| !offers.is_empty()), at.get()));
    let take = move |index: usize| {
        let chosen = offers.with_untracked(|offers| offers.get(index).map(|it| it.text.clone()));
        if let Some(chosen) = chosen {
            open.set(false);
            choose.run(chosen);
        }
    };
    let keys = window_event_listener(ev::keydown, move |event| {
        if is_in_field() && !event.is_composing() {
            on_key(&event, offers.with_untracked(Vec::len), at, open, take);
        }
    });
    let leave = window_event_listener(ev::focusout, move |_| open.set(false));
    on_cleanup(move || {
        keys.remove();
        leave.remove();
    });
    let list = move || {
        let offers = offers.get();
        (!offers.is_empty()).then(|| {
            let options = offers.into_iter().enumerate();
            let options = options.map(|(index, offer)| option(index, offer, at, take));
            view! {
                <ul id=LIST class="suggestions" role="listbox" aria-label=t("doctors.suggestions")>
                    {options.collect_view()}
                </ul>
            }
        })
    };
    list.into_view()
}

/// Has all at hand by the first key, when the field gets the focus: the words are fetched and read. What a browser does but
/// once (to compile what it has never run, to look up how numbers are written) takes several times as long as a key may, so
/// an offer is made and counted for nobody. To be called once.
pub fn prepare() {
    let read = || {
        if is_in_field() {
            leptos::task::spawn_local(async {
                let (words, _) = vocabulary().await;
                let offers = suggest("fever", &words, &current().tag);
                drop(t_n("doctors.suggested", offers.len(), &[]));
            });
        }
    };
    read();
    window_event_listener(ev::focusin, move |_| read());
}

fn on_key(
    event: &web_sys::KeyboardEvent,
    count: usize,
    at: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
    take: impl Fn(usize),
) {
    let step = |to: Option<usize>| {
        event.prevent_default();
        at.set(to);
    };
    match (event.key().as_str(), at.get_untracked()) {
        (_, _) if count == 0 => {}
        ("ArrowDown", None) => step(Some(0)),
        // Past the last one is the field itself, as before the first.
        ("ArrowDown", Some(now)) => step(Some(now + 1).filter(|next| *next < count)),
        ("ArrowUp", None) => step(Some(count - 1)),
        ("ArrowUp", Some(now)) => step(now.checked_sub(1)),
        ("Enter", Some(now)) => {
            event.prevent_default();
            take(now);
        }
        ("Enter" | "Tab", _) => open.set(false),
        ("Escape", _) => {
            // The list goes, and not what was typed.
            event.prevent_default();
            open.set(false);
        }
        _ => {}
    }
}

fn option(
    index: usize,
    offer: Suggestion,
    at: RwSignal<Option<usize>>,
    take: impl Fn(usize) + Copy + 'static,
) -> View {
    let kind = match &offer.means {
        Means::Specialty(_) => t("doctors.kind_specialty"),
        Means::Complaint { see, .. } => {
            let first = see.first().map(|code| specialty_name(code));
            t_with(
                "doctors.kind_complaint",
                &[("specialty", &first.unwrap_or_default())],
            )
        }
        Means::Place(_) => t("doctors.kind_place"),
        Means::Filter { .. } => t("doctors.kind_filter"),
    };
    view! {
        <li id=id(index) role="option" aria-selected=move || (at.get() == Some(index)).to_string()
            // The field keeps the focus.
            on:pointerdown=|event| event.prevent_default()
            on:click=move |_| take(index)>
            <bdi>{offer.words}</bdi> " " <span class="quiet small">{kind}</span>
        </li>
    }
}

fn id(index: usize) -> String {
    ["suggestion-", &index.to_string()].concat()
}

fn field() -> Option<web_sys::Element> {
    document().get_element_by_id(FIELD)
}

fn is_in_field() -> bool {
    let focused = document().active_element();
    focused.is_some_and(|element| element.id() == FIELD)
}

/// Tells assistive technology which list belongs to the field, and which option is meant.
fn describe(open: bool, at: Option<usize>) {
    let Some(field) = field() else { return };
    let set = |name: &str, value: Option<String>| {
        let _ = match value {
            Some(value) => field.set_attribute(name, &value),
            None => field.remove_attribute(name),
        };
    };
    set("aria-autocomplete", Some("list".to_owned()));
    set("aria-haspopup", Some("listbox".to_owned()));
    set("aria-controls", open.then(|| LIST.to_owned()));
    set("aria-activedescendant", at.filter(|_| open).map(id));
    if let Some(option) = at.and_then(|at| document().get_element_by_id(&id(at))) {
        let option: &web_sys::Element = option.unchecked_ref();
        option.scroll_into_view_with_bool(false);
    }
}
