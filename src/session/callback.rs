//! `/callback`: where the authorization server sends the patient back to.

use crate::view::prelude::*;
use leptos::task::spawn_local;

use super::flow::{Arrival, arrive};
use super::model::{Ability, Failure, own_path};
use super::words::{failure_page, limits_page};
use super::{Session, needed, popup, signed, storage, use_session};
use crate::app::Redraw;
use crate::fhir::url::encode;
use crate::i18n::t;
use crate::platform::below_base;
use crate::router::{History, Navigate, use_navigator, use_query};
use crate::ui::Page;

/// What is to do once somebody has signed in, made in a view and used after it may have gone.
#[derive(Clone, Copy)]
pub struct Arrived {
    redraw: Redraw,
    navigate: Navigate,
}

impl Arrived {
    /// In the view this is called in.
    pub fn here() -> Self {
        Self {
            redraw: expect_context(),
            navigate: use_navigator(),
        }
    }

    /// Lets the person in and goes to the page they came for.
    pub fn with(self, session: &Session, arrival: Arrival) {
        // It has lain in the tab's storage since it was checked.
        let next = own_path(&arrival.trip.next).unwrap_or("/record").to_owned();
        signed::install(session, self.redraw, arrival);
        self.navigate.to(&next, History::Replace);
    }
}

#[derive(Clone)]
enum State {
    Waiting,
    Handed,
    Limited(Vec<Ability>),
    Failed(Failure),
}

/// `/callback?code=…&state=…&iss=…`
#[component]
pub fn Callback() -> View {
    let session = use_session();
    let arrived = Arrived::here();
    let query = use_query().get_untracked();
    // The code is of no use to anybody any more, and yet has no place in the history.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(
            &wasm_bindgen::JsValue::NULL,
            "",
            Some(&below_base("/callback")),
        );
    }
    let state = RwSignal::new(State::Waiting);
    let limited = StoredValue::new_local(None::<Arrival>);
    let trip = storage::take();
    let next = trip
        .as_ref()
        .map_or("/record".to_owned(), |trip| trip.next.clone());
    if popup::hand_over(&query) {
        state.set(State::Handed);
    } else {
        let session = session.clone();
        spawn_local(async move {
            match arrive(&session, trip, &query).await {
                // Without a refresh token it is only shorter: no reason to stop anybody.
                Ok(arrival)
                    if arrival
                        .withheld
                        .iter()
                        .all(|ability| *ability == Ability::Stay) =>
                {
                    arrived.with(&session, arrival);
                }
                Ok(arrival) => {
                    let withheld = arrival.withheld.clone();
                    limited.set_value(Some(arrival));
                    let _ = state.try_set(State::Limited(withheld));
                }
                Err(failure) => drop(state.try_set(State::Failed(failure))),
            }
        });
    }
    let go_on = leptos::prelude::Callback::new(move |()| {
        if let Some(Some(arrival)) = limited.try_update_value(Option::take) {
            arrived.with(&session, arrival);
        }
    });
    let again = leptos::prelude::Callback::new(move |()| {
        needed::press();
        arrived.navigate.to(
            &["/sign-in#next=", &encode(&next)].concat(),
            History::Replace,
        );
    });
    move || match state.get() {
        State::Waiting => {
            view! { <Page title=t("signin.title")><p role="status">{t("signin.waiting")}</p></Page> }
        }
        State::Handed => {
            view! { <Page title=t("signin.title")><p role="status">{t("signin.handed")}</p></Page> }
        }
        State::Limited(withheld) => limits_page(&withheld, go_on),
        State::Failed(failure) => failure_page(&failure, again),
    }
}
