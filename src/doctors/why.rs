//! Why a doctor stands where they stand, in numbers.

use super::api::Asking;
use super::filters::sort;
use super::model::{Factor, NextFree, Part, Row, score, total};
use super::moment::moment;
use crate::config::Weights;
use crate::i18n::{format_distance, format_number, t, t_n, t_with};
use crate::platform::now_ms;
use crate::view::prelude::*;

/// What a doctor's place in "best match" is made of, on demand.
pub fn why(row: &Row, asking: &Asking) -> View {
    let parts = score(row, &asking.query, &asking.rules.weights, asking.now);
    let all = parts
        .iter()
        .map(|part| part.weight)
        .fold(0, u32::saturating_add);
    let line = |part: &Part| {
        // keys: doctors.why_fit, doctors.why_soon, doctors.why_near, doctors.why_rating
        let key = match part.factor {
            Factor::Fit => "doctors.why_fit",
            Factor::Soon => "doctors.why_soon",
            Factor::Near => "doctors.why_near",
            Factor::Rating => "doctors.why_rating",
        };
        view! {
            <div>
                <dt>{t(key)}</dt>
                <dd>{points(part.points(), part.weight)} <span class="quiet">" · " <bdi>{because(part, row, asking)}</bdi></span></dd>
            </div>
        }
    };
    view! {
        <details class="why">
            <summary>{t("doctors.why")}</summary>
            <dl class="facts">
                {parts.iter().map(line).collect_view()}
                <div><dt>{t("doctors.why_all")}</dt><dd><strong>{points(total(&parts), all)}</strong></dd></div>
            </dl>
        </details>
    }
}

fn points(points: f64, of: u32) -> String {
    let (points, of) = (format_number(points, 1), format_number(f64::from(of), 0));
    t_with("doctors.why_points", &[("points", &points), ("of", &of)])
}

fn because(part: &Part, row: &Row, asking: &Asking) -> String {
    match part.factor {
        Factor::Fit if row.alike => t("doctors.why_alike"),
        Factor::Fit => row.doctor.specialties.join(&t("doctors.and")),
        Factor::Soon => match row.detail.as_ref().map(|detail| &detail.next) {
            Some(NextFree::At { ms, location }) => {
                moment(*ms, row.doctor.zone(location.as_deref()), now_ms())
            }
            _ => t("doctors.why_no_time"),
        },
        Factor::Near => {
            let near = asking.query.near;
            let distance = near.and_then(|near| row.doctor.distance(near));
            distance.map_or_else(|| t("doctors.why_no_place"), format_distance)
        }
        Factor::Rating => {
            let rating = row.detail.as_ref().and_then(|detail| detail.rating.clone());
            let rating = rating.unwrap_or_default();
            let stars = format_number(rating.shrunk(), 2);
            t_n(
                "doctors.why_stars",
                rating.count as usize,
                &[("stars", &stars)],
            )
        }
    }
}

/// How the list is ordered, and how "best match" is made, on demand. `docs/ranking.md` has the formulas.
pub fn order(asking: &Asking) -> View {
    let Weights {
        fit,
        soon,
        near,
        rating,
    } = asking.rules.weights;
    let say = |key: &str, points: u32| t_with(key, &[("n", &format_number(f64::from(points), 0))]);
    // keys: doctors.order_fit, doctors.order_soon, doctors.order_near, doctors.order_rating
    let parts = [
        ("doctors.order_fit", fit),
        ("doctors.order_soon", soon),
        ("doctors.order_near", near),
        ("doctors.order_rating", rating),
    ];
    let parts = parts.into_iter().filter(|(_, points)| *points > 0);
    let now = t_with("doctors.order", &[("order", &sort(asking.query.sort))]);
    view! {
        <details class="small quiet">
            <summary>{now}</summary>
            <div class="stack-tight">
                <p><strong>{t("doctors.order_free")}</strong> " " {say("doctors.order_sum", [fit, soon, near, rating].into_iter().fold(0, u32::saturating_add))}</p>
                <ul>{parts.map(|(key, points)| view! { <li>{say(key, points)}</li> }).collect_view()}</ul>
                <p>{t("doctors.order_ties")}</p>
            </div>
        </details>
    }
}
