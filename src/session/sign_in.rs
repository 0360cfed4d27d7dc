//! `/sign-in`: says what comes, and goes there. A portal that launches Sampan comes here too.

use crate::view::prelude::*;
use leptos::task::spawn_local;

use super::callback::Arrived;
use super::flow::{arrive, depart};
use super::model::{Failure, own_path, same_server};
use super::words::failure_page;
use super::{Session, needed, popup, storage, use_session};
use crate::i18n::t;
use crate::router::{use_hash, use_query, value_of};
use crate::ui::{Notice, Page, Tone};

/// How far the sign-in has come.
#[derive(Clone, PartialEq)]
enum State {
    Ready,
    Leaving,
    /// In a window of its own.
    Elsewhere,
    Failed(Failure),
}

/// `/sign-in#next={path}`; `/sign-in?iss={FHIR base}&launch={context}` for a portal (SMART App Launch 2.2, section 2.1.8)
#[component]
pub fn SignIn() -> View {
    let session = use_session();
    let arrived = Arrived::here();
    let query = use_query().get_untracked();
    let launch = value_of(&query, "launch");
    let iss = value_of(&query, "iss");
    let next = value_of(&use_hash().get_untracked(), "next");
    let next = next
        .as_deref()
        .and_then(own_path)
        .unwrap_or("/record")
        .to_owned();
    let stranger = iss.is_some_and(|iss| !same_server(&iss, session.record.base()));
    let state = RwSignal::new(if stranger {
        State::Failed(Failure::WrongServer)
    } else {
        State::Ready
    });
    // Whoever comes back with the Back button finds the button again, not a page that leaves for ever.
    let back = window_event_listener(leptos::ev::pageshow, move |_| {
        state.set(State::Ready);
    });
    on_cleanup(move || back.remove());

    let portal = launch.clone();
    let begin = Callback::new(move |()| {
        let wish = (next.clone(), portal.clone());
        let window = popup::embedded().then(popup::open);
        match window {
            Some(None) => state.set(State::Failed(Failure::Popup)),
            window => {
                state.set(State::Leaving);
                spawn_local(go(session.clone(), wish, window.flatten(), state, arrived));
            }
        }
    });
    let signed_out = value_of(&query, "state").as_deref() == Some("signed-out");
    if !stranger && (needed::pressed() || launch.is_some()) {
        begin.run(());
    }
    move || match state.get() {
        State::Failed(failure) => failure_page(&failure, begin),
        State::Ready => view! {
            <Page title=t("signin.title")>
                {signed_out.then(|| view! { <Notice tone=Tone::Good><p>{t("signin.signed_out")}</p></Notice> })}
                <p>{t("signin.text")}</p>
                <p class="actions">
                    <button type="button" class="button" on:click=move |_| begin.run(())>{t("signin.button")}</button>
                    <a class="button secondary" href="/">{t("app.to_home")}</a>
                </p>
            </Page>
        },
        State::Leaving => view! {
            <Page title=t("signin.title")><p role="status">{t("signin.leaving")}</p></Page>
        },
        State::Elsewhere => view! {
            <Page title=t("signin.title")>
                <p role="status">{t("signin.elsewhere")}</p>
                <p class="actions"><button type="button" class="button" on:click=move |_| begin.run(())>{t("ui.try_again")}</button></p>
            </Page>
        },
    }
}

/// Leaves for the authorization server, in this window or in one of its own.
async fn go(
    session: Session,
    (next, launch): (String, Option<String>),
    window: Option<web_sys::Window>,
    state: RwSignal<State>,
    arrived: Arrived,
) {
    let departure = match depart(&session, next, launch).await {
        Ok(departure) => departure,
        Err(failure) => {
            if let Some(window) = window {
                let _ = window.close();
            }
            return drop(state.try_set(State::Failed(failure)));
        }
    };
    let Some(window) = window else {
        return match storage::keep(&departure.trip) {
            // This page leaves no trace in the history: Back from the hospital's login leads to where one was.
            Ok(()) => drop(location().replace(&departure.url)),
            Err(failure) => drop(state.try_set(State::Failed(failure))),
        };
    };
    let trip = departure.trip;
    popup::on_answer(window.clone(), move |query| {
        spawn_local(async move {
            match arrive(&session, Some(trip), &query).await {
                Ok(arrival) => arrived.with(&session, arrival),
                Err(failure) => drop(state.try_set(State::Failed(failure))),
            }
        });
    });
    let _ = window.location().set_href(&departure.url);
    let _ = state.try_set(State::Elsewhere);
}
