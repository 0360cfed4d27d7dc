//! The free times of one doctor, to choose one and go on to book it.

use leptos::prelude::*;

/// The free times of one doctor as radio buttons grouped by day, and the way on to book the chosen one.
#[component]
pub fn Times(
    /// The id of the PractitionerRole.
    #[prop(into)]
    role: String,
    /// The id of its Practitioner, for servers whose schedules name only the person.
    #[prop(optional_no_strip)]
    practitioner: Option<String>,
    /// The number to offer where there are no times; without one, the hospital's.
    #[prop(optional_no_strip)]
    phone: Option<String>,
    /// Begins with the times nearest to this one, in milliseconds since 1970.
    #[prop(optional_no_strip)]
    near: Option<i64>,
    /// The id of a Slot that isn't offered.
    #[prop(optional_no_strip)]
    without: Option<String>,
) -> impl IntoView {
    let _ = (role, practitioner, phone, near, without);
}
