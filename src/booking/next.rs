//! The patient's next appointment, for the start page.

use leptos::prelude::*;

/// The patient's next appointment as a card; nothing where there is none, no patient, or no answer.
#[component]
pub fn NextAppointment() -> impl IntoView {}
