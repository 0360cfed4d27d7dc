//! A person's photo, or their initials.

use crate::view::prelude::*;

use crate::native::{is_letter, uppercase};

/// The photo, else the initials on a quiet ground. Decorative: the name always stands beside it as text.
#[component]
pub fn Avatar(
    /// The person's name, for the initials.
    #[prop(into)]
    name: String,
    /// URL of the photo, already checked to be safe to show.
    #[prop(optional_no_strip)]
    photo: Option<String>,
) -> View {
    match photo {
        Some(url) => {
            view! { <img class="avatar" src=url alt="" width="56" height="56" loading="lazy"/> }
        }
        None => {
            view! { <span class="avatar" aria-hidden="true">{initials(&name)}</span> }
        }
    }
}

/// `Wang Wei` is `WW`; 王伟 is 王, as one would be called.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|w| w.chars().next().is_some_and(is_letter))
        .collect();
    let first = words.first().and_then(|w| w.chars().next());
    let last = if words.len() > 1 {
        words.last().and_then(|w| w.chars().next())
    } else {
        None
    };
    uppercase(&first.into_iter().chain(last).collect::<String>())
}
