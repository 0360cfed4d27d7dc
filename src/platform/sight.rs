//! Whether a part of the page is near the reader's eyes.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Calls back when a box comes within `margin` of the screen (a CSS length) or leaves it, with the box's height in CSS
/// pixels. A browser that can't tell has everything near.
pub fn watch_sight(
    node: NodeRef,
    margin: &'static str,
    seen: impl Fn(bool, f64) + Clone + 'static,
) {
    Effect::new(move |_| {
        let Some(node) = node.get() else {
            return;
        };
        let callback = {
            let seen = seen.clone();
            Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
                // Several entries of one box are in the order of time.
                let latest = entries.at(-1).dyn_into::<IntersectionObserverEntry>();
                if let Ok(entry) = latest {
                    seen(
                        entry.is_intersecting(),
                        entry.bounding_client_rect().height(),
                    );
                }
            })
        };
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        let observer =
            IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options);
        match observer {
            Ok(observer) => {
                observer.observe(&node);
                let kept = send_wrapper::SendWrapper::new((observer, callback));
                on_cleanup(move || kept.0.disconnect());
            }
            Err(_) => seen(true, 0.0),
        }
    });
}
