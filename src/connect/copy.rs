//! A button that copies a text.

use crate::i18n::t;
use crate::platform::{announce, call};
use crate::view::prelude::*;

/// Copies `text`; `label` and `done` are the keys of its words, and of what is said afterwards.
pub fn copy_button(text: String, label: &'static str, done: &'static str) -> View {
    let copy = move |_| {
        let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
        let copied = clipboard
            .ok()
            .and_then(|it| call(&it, "writeText", &[&text.as_str().into()]));
        if copied.is_some() {
            announce(&t(done));
        }
    };
    view! { <button type="button" class="button secondary" on:click=copy>{t(label)}</button> }
}
