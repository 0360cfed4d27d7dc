//! A warning of another appointment at the same time.

use crate::view::prelude::*;

use super::api::overlaps;
use super::parts::when;
use crate::i18n::{current, t, t_with};
use crate::platform::load;
use crate::session::use_session;
use crate::ui::{Notice, Tone};

/// Warns where the patient has another appointment from `start` to `end` (milliseconds since 1970). Without an answer
/// there is no warning: it is a courtesy. `but` is the id of one that doesn't count.
pub fn overlap_warning(start: i64, end: i64, but: Option<String>) -> View {
    let session = use_session();
    let loader = load(
        || (),
        move |()| {
            let (session, but) = (session.clone(), but.clone());
            async move {
                match session.patient() {
                    Some(patient) => {
                        overlaps(&session, &patient, (start, end), but.as_deref()).await
                    }
                    None => Ok(Vec::new()),
                }
            }
        },
    );
    let warning = move || {
        let found = loader.state().ready()?;
        let (appointment, party) = found.first()?;
        let at = appointment.start()?.start_ms();
        let who = party
            .doctor(&current().tag)
            .unwrap_or_else(|| t("booking.doctor_unnamed"));
        let text = t_with(
            "booking.overlap",
            &[("when", &when(at, party.zone())), ("doctor", &who)],
        );
        Some(view! { <Notice tone=Tone::Warning><p><bdi>{text}</bdi></p></Notice> })
    };
    view! { <div class="overlap" role="status">{warning}</div> }
}
