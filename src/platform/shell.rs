//! Taking over from the static shell of `index.html`.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::page::call_boot;

/// Replaces the static shell by the app once its first page has been drawn.
///
/// The shell's search box already takes typing; its text, focus and cursor move to the app's own box,
/// so that somebody who types fast loses no letter. Later calls do nothing.
pub fn take_over() {
    request_animation_frame(|| {
        let Some(shell) = document().get_element_by_id("shell") else {
            return;
        };
        let old = search_box("#shell #q");
        let typing = old.map(|old| {
            (
                old.value(),
                is_focused(&old),
                old.selection_start().ok().flatten(),
            )
        });
        if let Some(app) = document().get_element_by_id("app") {
            let _ = app.remove_attribute("hidden");
        }
        if let (Some((text, focused, cursor)), Some(new)) = (typing, search_box("#app #q")) {
            if new.value() != text {
                new.set_value(&text);
                if let Ok(event) = web_sys::Event::new("input") {
                    let _ = new.dispatch_event(&event);
                }
            }
            if focused {
                let _ = new.focus();
                let _ = new.set_selection_range(cursor.unwrap_or(0), cursor.unwrap_or(0));
            }
        }
        shell.remove();
        let _ = call_boot("started", "");
    });
}

fn search_box(selector: &str) -> Option<HtmlInputElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

fn is_focused(input: &HtmlInputElement) -> bool {
    document()
        .active_element()
        .is_some_and(|active| active.is_same_node(Some(input)))
}
