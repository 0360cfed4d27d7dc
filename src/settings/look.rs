//! How large and how strong the page is drawn. The boot script does it, at every start before the first paint.

use crate::view::prelude::*;

use super::choice::{Choice, choices};
use crate::i18n::t;
use crate::platform::{call_boot, preference, set_preference};

/// Text size and contrast.
#[component]
pub fn LookChoices() -> View {
    // keys: settings.text*
    // keys: settings.contrast*
    view! {
        {look("text", &["", "large", "largest"])}
        {look("contrast", &["", "more"])}
    }
}

/// The choice of one look among `values`; the empty one leaves it to the device.
fn look(name: &'static str, values: &[&'static str]) -> View {
    let all = values.iter().map(|value| {
        let key = [
            "settings.",
            name,
            "_",
            if value.is_empty() { "device" } else { value },
        ]
        .concat();
        let label = t(&key);
        Choice {
            value,
            label: view! { <span>{label}</span> },
        }
    });
    let choose = move |value: &'static str| {
        set_preference(name, value);
        let _ = call_boot("look", &[name, "=", value].concat());
    };
    let chosen = preference(name).unwrap_or_default();
    choices(
        name,
        t(&["settings.", name].concat()),
        all.collect(),
        &chosen,
        choose,
    )
}
