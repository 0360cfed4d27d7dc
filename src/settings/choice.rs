//! One choice of several, as radio buttons.

use crate::view::prelude::*;

/// One of the values to choose from.
pub struct Choice {
    pub value: &'static str,
    pub label: View,
}

/// A heading and its radio buttons; `choose` is called with the value.
pub fn choices(
    name: &'static str,
    title: String,
    all: Vec<Choice>,
    chosen: &str,
    choose: impl Fn(&'static str) + Copy + 'static,
) -> View {
    let radios = all.into_iter().map(|Choice { value, label }| {
        let checked = value == chosen;
        view! {
            <label class="choice">
                <input type="radio" name=name value=value checked=checked on:change=move |_| choose(value)/>
                {label}
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend><h2>{title}</h2></legend>
            {radios.collect_view()}
        </fieldset>
    }
}
