//! The patient's next appointment, for the start page.

use leptos::prelude::*;

use super::api::next_appointment;
use super::kept::keep_trying;
use super::list::appointment_card;
use crate::i18n::t;
use crate::platform::{Load, load, now_ms};
use crate::session::use_session;

/// The patient's next appointment as a card; nothing where there is none, no patient, or no answer.
#[component]
pub fn NextAppointment() -> impl IntoView {
    let session = use_session();
    let loader = load(
        || (),
        move |()| {
            let session = session.clone();
            async move {
                match session.patient() {
                    Some(patient) => {
                        keep_trying(&session, &patient);
                        next_appointment(&session, &patient, now_ms()).await
                    }
                    None => Ok(None),
                }
            }
        },
    );
    let state = loader.state();
    move || {
        state.with(|state| match state {
            Load::Ready(Some((appointment, party))) => Some(view! {
                <section class="section">
                    <h2>{t("booking.next")}</h2>
                    {appointment_card(appointment, party)}
                </section>
            }),
            _ => None,
        })
    }
}
