//! What is being looked for, and the form that asks.

use crate::doctors::{Query, device_position};
use crate::fhir::url::encode;
use crate::i18n::t;
use crate::platform::focus;
use crate::router::{History, use_hash, use_navigate, use_query, value_of};
use crate::ui::Icon;
use crate::view::prelude::*;

/// A search as the address holds it: `/doctors?near=&within=&state=#q=`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// Of which `near`, `within` and the words count.
    pub query: Query,
    /// A state or region, as the manifest names it.
    pub state: Option<String>,
}

impl Wish {
    fn to_url(&self) -> String {
        let url = self.query.to_url();
        let Some(state) = &self.state else { return url };
        let (address, words) = url.split_at(url.find('#').unwrap_or(url.len()));
        let glue = if address.contains('?') { "&" } else { "?" };
        [address, glue, "state=", &encode(state), words].concat()
    }
}

/// The wish in the address. A `?q=` is moved behind the `#`.
pub fn use_wish() -> Memo<Wish> {
    let (search, hash) = (use_query(), use_hash());
    let read = move || Wish {
        query: Query::parse(&search.get(), &hash.get()),
        state: search.with(|search| value_of(search, "state")),
    };
    let wish = Memo::new(move |_| read());
    let navigate = use_navigate();
    Effect::new(move |_| {
        if search.with(|search| value_of(search, "q").is_some()) {
            navigate(&wish.get_untracked().to_url(), History::Replace);
        }
    });
    wish
}

/// The search. `states` are those to choose from, once the manifest has come.
#[component]
pub fn Form(wish: Memo<Wish>, states: RwSignal<Vec<String>>) -> View {
    let text = RwSignal::new(String::new());
    Effect::new(move |_| text.set(wish.with(|wish| wish.query.text.clone())));
    let navigate = use_navigate();
    let go = move |change: &dyn Fn(&mut Wish)| {
        let mut wanted = wish.get_untracked();
        wanted.query = wanted.query.with_text(&text.get_untracked());
        change(&mut wanted);
        navigate(&wanted.to_url(), History::Push);
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        go(&|_| {});
    };
    let choose = move |event| {
        let state = event_target_value(&event);
        go(&|wish| wish.state = Some(state.clone()).filter(|it| !it.is_empty()));
    };
    let failed = RwSignal::new(false);
    let ask = move |_| {
        leptos::task::spawn_local(async move {
            match device_position().await {
                // Who has left meanwhile stays where they are.
                Some(position) if text.try_get_untracked().is_some() => {
                    go(&|wish| wish.query.near = Some(position))
                }
                _ => drop(failed.try_set(true)),
            }
        });
    };
    let far = move |_| {
        // The button goes, and with it the focus.
        focus("q");
        go(&|wish| (wish.query.near, wish.query.within) = (None, None));
    };
    let option = move |state: String| {
        let chosen = wish.with(|wish| wish.state.as_ref() == Some(&state));
        view! { <option value=state.clone() selected=chosen>{state.clone()}</option> }
    };
    let of_state = move || {
        let states = states.get();
        (states.len() > 1).then(|| {
            view! {
                <div class="field">
                    <label for="state">{t("links.state")}</label>
                    <select id="state" on:change=choose>
                        <option value="">{t("doctors.any")}</option>
                        {states.into_iter().map(option).collect_view()}
                    </select>
                </div>
            }
        })
    };
    let near = move || match wish.with(|wish| wish.query.near.is_some()) {
        true => view! {
            <button type="button" class="chip" on:click=far>
                {t("doctors.near_position")}<Icon name="close"/><span class="visually-hidden">{t("links.remove")}</span>
            </button>
        },
        false => view! {
            <button type="button" class="button secondary" on:click=ask><Icon name="place"/>{t("doctors.use_position")}</button>
        },
    };
    view! {
        <form class="search" role="search" action="/doctors" on:submit=send>
            <label for="q">{t("links.search_label")}</label>
            <div class="search-row">
                <input id="q" name="q" type="search" autocomplete="off" enterkeyhint="search" maxlength="200"
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
                <button class="button" type="submit">{t("shell.search_button")}</button>
            </div>
            {of_state}
            <p class="actions">{near}</p>
            <p role="status" class="filters-note">{move || failed.get().then(|| t("doctors.no_position"))}</p>
        </form>
    }
}
