//! Slots, booking, appointments.
//!
//! The pages are [`Book`], [`Appointments`] and [`AppointmentPage`]; other rooms may use [`Times`] and
//! [`NextAppointment`].

pub mod api;
pub mod model;
mod next;
mod times;

pub use next::NextAppointment;
pub use times::Times;

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
