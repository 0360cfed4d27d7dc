//! The search box, on the first page and over the results.

use std::rc::Rc;

use crate::view::prelude::*;

use super::query::Query;
use crate::i18n::t;
use crate::router::{History, use_navigate};

/// Draws what is offered for the text of the field; the callback gets the text that was chosen.
pub type Offers = fn(RwSignal<String>, Callback<String>) -> View;

/// A search landmark with one box. Sending it goes to the results, with the filters in force kept.
#[component]
pub fn SearchBox(
    /// What is being looked for now; its words are in the box.
    #[prop(optional, into)]
    query: Signal<Query>,
    /// Draws what is offered while somebody types, once it is there.
    offers: Rc<dyn Fn() -> Option<Offers>>,
) -> View {
    let text = RwSignal::new(String::new());
    Effect::new(move |_| text.set(query.with(|query| query.text.clone())));
    let typing = RwSignal::new(false);
    let navigate = use_navigate();
    let search = Callback::new(move |words: String| {
        let wanted = query.with_untracked(|query| query.with_text(&words));
        text.set(words);
        navigate(&wanted.to_url(), History::Push);
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        search.run(text.get_untracked());
    };
    let type_in = move |event| {
        text.set(event_target_value(&event));
        typing.set(true);
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
                    on:input=type_in
                />
                <button class="button" type="submit">{t("shell.search_button")}</button>
                {move || Some(offers().filter(|_| typing.get())?(text, search))}
            </div>
        </form>
    }
}
