//! A score as stars and as a number.

use crate::view::prelude::*;

use crate::i18n::{format_number, t_n, t_with};
use crate::native::number_text;

/// A mean score of 1 to 5 with the number of reviews it rests on.
#[component]
pub fn Stars(score: f64, reviews: usize) -> View {
    let shown = format_number(score, 1);
    let label = t_with("ui.stars", &[("score", &shown)]);
    view! {
        <span class="stars">
            <span class="stars-row" role="img" aria-label=label style:--score=number_text((score / 5.0).clamp(0.0, 1.0))></span>
            <strong aria-hidden="true">{shown}</strong>
            <span class="quiet">{t_n("ui.reviews", reviews, &[])}</span>
        </span>
    }
}
