//! What stands where somebody has to sign in first.

use std::cell::Cell;

use crate::view::prelude::*;

use super::use_session;
use crate::config::Auth;
use crate::fhir::url;
use crate::i18n::{t, t_with};
use crate::platform::within_base;
use crate::router::{History, use_navigate};
use crate::ui::{Notice, Tone, tel};

thread_local! {
    /// Whether `/sign-in` should begin at once, since its button was pressed on another page.
    static PRESSED: Cell<bool> = const { Cell::new(false) };
    /// Whether the sign-in was ended because nobody used it.
    static LOCKED: Cell<bool> = const { Cell::new(false) };
}

pub(super) fn lock() {
    LOCKED.set(true);
}

pub(super) fn unlock() {
    LOCKED.set(false);
}

pub(super) fn locked() -> bool {
    LOCKED.get()
}

/// Has `/sign-in` begin at once.
pub(super) fn press() {
    PRESSED.set(true);
}

pub(super) fn pressed() -> bool {
    PRESSED.take()
}

/// Asks to sign in, and leads back to the very page it stands on.
#[component]
pub fn SignInNeeded(
    /// What it is needed for.
    #[prop(into)]
    text: String,
) -> View {
    let config = use_session().config;
    let navigate = use_navigate();
    let go = move |_| {
        press();
        navigate(&sign_in_path(), History::Push);
    };
    let smart = matches!(config.auth, Auth::Smart(_));
    view! {
        <Notice tone=Tone::Info>
            <p class="notice-title">{t("signin.needed")}</p>
            <p>{text}</p>
            {locked().then(|| view! { <p>{t("signin.locked")}</p> })}
            <p class="actions">
                {smart.then(|| view! { <button type="button" class="button" on:click=go>{t("signin.button")}</button> })}
                {config.phone.clone().map(|phone| view! {
                    <a class="button secondary" href=tel(&phone)>{t_with("ui.call", &[("phone", &phone)])}</a>
                })}
            </p>
        </Notice>
    }
}

/// `/sign-in` with the way back behind the hash, which no server sees.
pub(super) fn sign_in_path() -> String {
    let here = window().location();
    let part = |text: Result<String, _>| text.unwrap_or_default();
    let next = [
        within_base(&part(here.pathname())).unwrap_or_default(),
        part(here.search()),
        part(here.hash()),
    ]
    .concat();
    ["/sign-in#next=", &url::encode(&next)].concat()
}
