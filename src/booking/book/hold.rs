//! A time kept for the patient while they check, with the time that is left of it.

use std::time::Duration;

use crate::view::prelude::*;

use super::confirm::{Going, Phase};
use crate::booking::api::{Held, hold, let_go};
use crate::booking::model::Rung;
use crate::fhir::Error;
use crate::i18n::{t, t_with};
use crate::platform::{announce, now_ms};
use crate::session::use_session;

/// A hold of one page.
#[derive(Clone, Copy)]
pub struct Hold {
    held: RwSignal<Option<Held>>,
    /// Seconds left; `None` where there is no hold or no end of it.
    left: RwSignal<Option<i64>>,
}

/// Holds the time of a booking where the server can, for as long as the page is open.
pub fn holding(going: Going) -> Hold {
    let session = use_session();
    let hold_ = Hold {
        held: RwSignal::new(None),
        left: RwSignal::new(None),
    };
    if going.rung.get_untracked() != Rung::Operations || session.patient().is_none() {
        return hold_;
    }
    let (offer, patient) = (going.offer.get_value(), going.form.patient.get_value());
    let client = session.record.clone();
    leptos::task::spawn_local(async move {
        match hold(&client, &offer, &patient).await {
            Ok(Some(held)) => {
                let seconds = held.until.map(|until| (until - now_ms()) / 1000);
                if hold_.held.try_set(Some(held.clone())).is_some() {
                    // The page went while the answer was on its way.
                    let_go(&client, &held).await;
                }
                let _ = hold_.left.try_set(seconds);
            }
            Err(Error::Conflict) => {
                let _ = going.phase.try_set(Phase::Lost);
            }
            // Without a hold the time can still be booked.
            Ok(None) | Err(_) => {}
        }
    });
    let tick = set_interval_with_handle(move || hold_.tick(), Duration::from_secs(1));
    let client = session.record;
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
        if let Some(Some(held)) = hold_.held.try_get_untracked() {
            leptos::task::spawn_local(async move { let_go(&client, &held).await });
        }
    });
    hold_
}

impl Hold {
    /// What is held, for booking it: from now on it isn't given back when the page goes.
    pub fn take(self) -> Option<Held> {
        let held = self.held.try_update(Option::take).flatten();
        self.left.set(None);
        held
    }

    fn tick(self) {
        let until = self
            .held
            .try_with_untracked(|held| held.as_ref().and_then(|held| held.until));
        let Some(Some(until)) = until else { return };
        let left = ((until - now_ms()) / 1000).max(0);
        if self.left.get_untracked() == Some(left) {
            return;
        }
        self.left.set(Some(left));
        // A screen reader hears of it three times, not every second.
        if matches!(left, 60 | 0) {
            announce(&words(left));
        }
    }

    /// Says that the time is held, and for how long.
    pub fn view(self) -> View {
        let face = move || {
            let is_held = self.held.with(Option::is_some);
            is_held.then(|| match self.left.get() {
                Some(left) => view! { <p class="hold" role="timer">{words(left)}</p> },
                None => view! { <p class="hold">{t("booking.held")}</p> },
            })
        };
        face.into_view()
    }
}

fn words(left: i64) -> String {
    if left == 0 {
        return t("booking.hold_over");
    }
    let (minutes, seconds) = (left / 60, left % 60);
    let padding = if seconds < 10 { ":0" } else { ":" };
    let clock = [&minutes.to_string(), padding, &seconds.to_string()].concat();
    t_with("booking.held_for", &[("time", &clock)])
}
