//! The patient's next appointment, for the start page.

use crate::view::prelude::*;

use super::after::remind;
use super::api::next_appointment;
use super::kept::keep_trying;
use super::list::appointment_card;
use crate::i18n::t;
use crate::platform::{load, now_ms};
use crate::session::use_session;

/// The patient's next appointment as a card; nothing where there is none, no patient, or no answer.
#[component]
pub fn NextAppointment() -> View {
    let session = use_session();
    let loader = load(
        || (),
        move |()| {
            let session = session.clone();
            async move {
                match session.patient() {
                    Some(patient) => {
                        keep_trying(&session, &patient);
                        let next = next_appointment(&session, &patient, now_ms()).await?;
                        remind(&session, next.as_slice());
                        Ok(next)
                    }
                    None => Ok(None),
                }
            }
        },
    );
    move || {
        let found = loader.state().ready()?;
        let (appointment, party) = found.as_ref().as_ref()?;
        Some(view! {
            <section class="section">
                <h2>{t("booking.next")}</h2>
                {appointment_card(appointment, party)}
            </section>
        })
    }
}
