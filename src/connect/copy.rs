//! A text to copy.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::i18n::t;
use crate::platform::call;
use crate::view::prelude::*;

/// The element that holds the text, one a page.
const TEXT: &str = "copy-text";

/// A button that copies `text`, and the text itself, which is marked where the browser refuses. `label` and `done` are the keys
/// of the button's words, and of what is said afterwards.
pub fn copyable(
    text: String,
    label: &'static str,
    done: &'static str,
    direction: &'static str,
) -> View {
    let said = RwSignal::new(None);
    let wanted = text.clone();
    let copy = move |_| {
        // Asked for within the tap, without which no browser allows it.
        let asked = write(&wanted);
        leptos::task::spawn_local(async move {
            let copied = match asked {
                Some(asked) => JsFuture::from(asked).await.is_ok(),
                None => false,
            };
            if !copied {
                mark();
            }
            // The page may have gone meanwhile.
            let _ = said.try_set(Some(if copied { done } else { "connect.not_copied" }));
        });
    };
    view! {
        <p class="actions"><button type="button" class="button secondary" on:click=copy>{t(label)}</button></p>
        <p role="status" class="filters-note">{move || said.get().map(t)}</p>
        <pre id=TEXT class="raw" tabindex="0" dir=direction>{text}</pre>
    }
    .into_view()
}

/// Asks the browser to copy; `None` where it has no clipboard for this page.
fn write(text: &str) -> Option<Promise> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    call(&clipboard, "writeText", &[&text.into()])?
        .dyn_into()
        .ok()
}

/// Marks the text, to be copied by hand.
fn mark() {
    let selection = call(&window(), "getSelection", &[]);
    if let (Some(selection), Some(text)) = (selection, document().get_element_by_id(TEXT)) {
        call(&selection, "selectAllChildren", &[&text]);
    }
}
