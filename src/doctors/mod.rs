//! Find a doctor: query, results, profile, hospital.

use leptos::prelude::*;

#[component]
pub fn Results() -> impl IntoView {
    view! { <h1>"Results"</h1> }
}

#[component]
pub fn Profile() -> impl IntoView {
    view! { <h1>"Profile"</h1> }
}

#[component]
pub fn Hospital() -> impl IntoView {
    view! { <h1>"Hospital"</h1> }
}
