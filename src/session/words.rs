//! What a patient reads about signing in: the ends that it can come to, and what was withheld.

use crate::view::prelude::*;

use super::model::{Ability, Failure};
use super::use_session;
use crate::i18n::{t, t_with};
use crate::ui::{ErrorView, Notice, Page, Tone, tel};

/// Why nobody is signed in, with the ways on.
pub fn failure_page(failure: &Failure, again: Callback<()>) -> View {
    let name = failure.name();
    // keys: signin.failed_*
    let key = |part: &str| t(&["signin.failed_", name, "_", part].concat());
    let phone = use_session().config.phone.clone();
    let body = match failure.clone() {
        Failure::Wire(error) => view! { <ErrorView error retry=again/> },
        failure => {
            // Trying again there would end the same way.
            let hopeless = matches!(failure, Failure::NoSignIn | Failure::WrongServer);
            view! {
                <div role="alert"><Notice tone=Tone::Warning><p>{key("text")}</p></Notice></div>
                <p class="actions">
                    {(!hopeless).then(|| view! {
                        <button type="button" class="button" on:click=move |_| again.run(())>{t("ui.try_again")}</button>
                    })}
                    {(failure == Failure::Popup).then(|| view! {
                        <a class="button" href="/" target="_blank" rel="noopener">{t("signin.own_window")}</a>
                    })}
                    {phone.map(|phone| view! {
                        <a class="button secondary" href=tel(&phone)>{t_with("ui.call", &[("phone", &phone)])}</a>
                    })}
                </p>
            }
        }
    };
    view! {
        <Page title=key("title")>
            {body}
            <p><a href="/">{t("app.to_home")}</a></p>
        </Page>
    }
}

/// Signed in, but not for everything that was asked for.
pub fn limits_page(withheld: &[Ability], on: Callback<()>) -> View {
    let limits = limits(withheld);
    view! {
        <Page title=t("signin.limits_title")>
            {limits}
            <p class="actions"><button type="button" class="button" on:click=move |_| on.run(())>{t("signin.go_on")}</button></p>
        </Page>
    }
}

/// What this sign-in doesn't allow, as a list.
pub fn limits(withheld: &[Ability]) -> View {
    let lines = withheld.iter().map(|ability| {
        let words = match ability {
            Ability::Read => t("signin.without_read"),
            Ability::Book => t("signin.without_book"),
            Ability::Stay => t("signin.without_stay"),
        };
        view! { <li>{words}</li> }
    });
    view! {
        <p>{t("signin.limits_text")}</p>
        <ul>{lines.collect_view()}</ul>
    }
}
