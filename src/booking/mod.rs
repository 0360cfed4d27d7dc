//! Slots, booking, appointments.

use leptos::prelude::*;

#[component]
pub fn Book() -> impl IntoView {
    view! { <h1>"Book"</h1> }
}

#[component]
pub fn Appointments() -> impl IntoView {
    view! { <h1>"Appointments"</h1> }
}

#[component]
pub fn AppointmentPage() -> impl IntoView {
    view! { <h1>"AppointmentPage"</h1> }
}
