//! Signing in from inside another site's frame: sign-in pages refuse to be framed, so they get a window of their own.

use std::cell::{Cell, RefCell};

use crate::view::prelude::*;
use js_sys::{Array, Reflect};
use leptos::ev;
use wasm_bindgen::JsValue;

/// The window's name, by which `/callback` knows that it stands in it.
const NAME: &str = "sampan-sign-in";

/// Whether the app stands in another site's frame.
pub fn embedded() -> bool {
    !matches!(window().top(), Ok(Some(top)) if top == window())
}

/// Opens the window, empty; only within a press of a button do browsers allow it.
pub fn open() -> Option<web_sys::Window> {
    window()
        .open_with_url_and_target_and_features("", NAME, "popup,width=480,height=700")
        .ok()?
}

/// Within the window: hands the answer to the page that opened it, if there is one, and says whether it did. Only our
/// own origin may hear it.
pub fn hand_over(query: &str) -> bool {
    let opener = window()
        .opener()
        .ok()
        .filter(|opener| !opener.is_null() && !opener.is_undefined());
    let (Some(opener), true) = (opener, window().name().as_deref() == Ok(NAME)) else {
        return false;
    };
    let Some(origin) = window().location().origin().ok() else {
        return false;
    };
    let message = Array::of2(&NAME.into(), &query.into());
    let post = Reflect::get(&opener, &"postMessage".into());
    let posted = post.and_then(|post| {
        Reflect::apply(&post.into(), &opener, &Array::of2(&message, &origin.into()))
    });
    let _ = window().close();
    posted.is_ok()
}

thread_local! {
    static LISTENING: RefCell<Option<WindowListenerHandle>> = const { RefCell::new(None) };
}

/// Hears the answer that [`hand_over`] gives in the window `from`, once.
pub fn on_answer(from: web_sys::Window, then: impl FnOnce(String) + 'static) {
    let then = Cell::new(Some(then));
    let handle = window_event_listener(ev::message, move |event| {
        let data: Array = event.data().into();
        let ours = event.origin() == window().location().origin().unwrap_or_default()
            && event
                .source()
                .is_some_and(|source| JsValue::from(source) == JsValue::from(from.clone()))
            && data.get(0) == NAME;
        let query = data.get(1).as_string().filter(|_| ours);
        if let Some((query, then)) = query.and_then(|query| Some((query, then.take()?))) {
            then(query);
        }
    });
    if let Some(before) = LISTENING.replace(Some(handle)) {
        before.remove();
    }
}
