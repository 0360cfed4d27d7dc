//! The search box, on the first page and over the results.

use crate::view::prelude::*;

use super::query::Query;
use crate::i18n::t;
use crate::router::{History, use_navigate};

/// A search landmark with one box. Sending it goes to the results, with the filters in force kept.
#[component]
pub fn SearchBox(
    /// What is being looked for now; its words are in the box.
    #[prop(optional, into)]
    query: Signal<Query>,
) -> View {
    let text = RwSignal::new(String::new());
    Effect::new(move |_| text.set(query.with(|query| query.text.clone())));
    let navigate = use_navigate();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = query.with_untracked(|query| query.with_text(&text.get_untracked()));
        navigate(&wanted.to_url(), History::Push);
    };
    view! {
        <form class="search" role="search" action="/doctors" on:submit=send>
            <label for="q">{t("shell.search_label")}</label>
            <div class="search-row">
                <input
                    id="q"
                    name="q"
                    type="search"
                    autocomplete="off"
                    enterkeyhint="search"
                    maxlength="200"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <button class="button" type="submit">{t("shell.search_button")}</button>
            </div>
        </form>
    }
}
