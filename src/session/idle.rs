//! The lock: after a while without use nobody is signed in any more, with a warning before and nothing typed lost.

use std::cell::{Cell, RefCell};

use crate::view::prelude::*;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::flow::smart;
use super::sign_out::revoke;
use super::{Session, needed, signed};
use crate::app::Redraw;
use crate::i18n::t;
use crate::platform::now_ms;

/// Milliseconds without use until the lock.
const IDLE: i64 = 10 * 60_000;
/// How long before that it is warned of.
const WARNING: i64 = 60_000;
/// How often it is looked at.
const TICK: u32 = 2_000;

thread_local! {
    /// When somebody last touched the page, in milliseconds since 1970.
    static USED: Cell<i64> = const { Cell::new(0) };
    static DIALOG: RefCell<Option<HtmlDialogElement>> = const { RefCell::new(None) };
}

/// Watches over a sign-in until it ends.
pub fn watch(session: &Session, redraw: Redraw) {
    let session = session.clone();
    USED.set(now_ms());
    let listeners = ["pointerdown", "keydown", "wheel", "touchmove"]
        .map(|event| window_event_listener_untyped(event, |_| USED.set(now_ms())));
    spawn_local(async move {
        let started = session.person.patient();
        loop {
            TimeoutFuture::new(TICK).await;
            if session.person.patient() != started {
                break;
            }
            // By the clock and not by counting: a phone that slept hasn't ticked.
            let idle = now_ms() - USED.get();
            if idle >= IDLE {
                lock(&session, redraw).await;
                break;
            }
            warn(idle >= IDLE - WARNING);
        }
        warn(false);
        listeners.into_iter().for_each(|listener| listener.remove());
    });
}

/// Forgets the tokens and shows nothing of the record. What was typed stays, for the same patient.
async fn lock(session: &Session, redraw: Redraw) {
    warn(false);
    let kept = signed::forget(session);
    needed::lock();
    redraw.0.update(|n| *n += 1);
    if let (Some(kept), Ok(smart)) = (kept, smart(session)) {
        revoke(&kept, &smart.client_id).await;
    }
}

/// Shows or hides the warning.
fn warn(show: bool) {
    let shown = DIALOG.with_borrow(Clone::clone);
    match (shown, show) {
        (None, true) => DIALOG.set(dialog()),
        (Some(dialog), false) => {
            dialog.close();
            dialog.remove();
            DIALOG.set(None);
        }
        _ => {}
    }
}

/// A dialog of the browser's own, made by hand: it stands beside the app, not in one of its pages.
fn dialog() -> Option<HtmlDialogElement> {
    let page = document();
    let make = |name: &str, class: &str, text: &str| {
        let element = page.create_element(name).ok()?;
        element.set_class_name(class);
        element.set_text_content(Some(text));
        Some(element)
    };
    let dialog: HtmlDialogElement = make("dialog", "card", "")?.dyn_into().ok()?;
    dialog.set_attribute("role", "alertdialog").ok()?;
    dialog.set_attribute("aria-labelledby", "idle").ok()?;
    let title = make("h2", "", &t("signin.idle_title"))?;
    title.set_id("idle");
    let stay = make("button", "button", &t("signin.idle_stay"))?;
    dialog.append_child(&title).ok()?;
    let text = make("p", "", &t("signin.idle_text"))?;
    dialog.append_child(&text).ok()?;
    // The press is use enough, as Escape is; a form of this kind closes its dialog by itself.
    let form = make("form", "", "")?;
    form.set_attribute("method", "dialog").ok()?;
    form.append_child(&stay).ok()?;
    dialog.append_child(&form).ok()?;
    page.body()?.append_child(&dialog).ok()?;
    dialog.show_modal().ok()?;
    Some(dialog)
}
