//! The health record.

use leptos::prelude::*;

#[component]
pub fn Summary() -> impl IntoView {
    view! { <h1>"Summary"</h1> }
}

#[component]
pub fn Section() -> impl IntoView {
    view! { <h1>"Section"</h1> }
}
