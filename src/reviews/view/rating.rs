//! A score in one line.

use crate::view::prelude::*;

use crate::i18n::{format_number, t, t_n, t_with};
use crate::reviews::{Aggregate, Origin};
use crate::session::use_session;
use crate::ui::Stars;

/// The score in one line, or why there is none.
#[component]
pub fn Rating(rating: Aggregate) -> View {
    let threshold = use_session().config.rating_threshold;
    let count = rating.count as usize;
    let quiet = |text: String| view! { <span class="quiet">{text}</span> }.into_view();
    match (rating.score(threshold), rating.mean, rating.origin) {
        (_, Some(mean), Origin::Directory) => {
            let score = format_number(mean, 1);
            quiet(t_with("reviews.directory", &[("score", &score)]))
        }
        (Some(score), _, Origin::Latest) => {
            view! { <Stars score reviews=count/> " " <span class="quiet">{t("reviews.latest")}</span> }.into_view()
        }
        (Some(score), ..) => view! { <Stars score reviews=count/> }.into_view(),
        _ if count == 0 => quiet(t("reviews.none")),
        _ => quiet(t_n("reviews.too_few", count, &[])),
    }
}
