//! What patients say of one doctor: the score, how it spreads, where it is from, and their words.

use crate::view::prelude::*;

use super::rating::Rating;
use crate::i18n::{Language, format_fhir_date, format_number, t, t_n, t_with};
use crate::platform::load;
use crate::reviews::model::{Aggregate, Comment, Published};
use crate::reviews::published;
use crate::session::use_session;
use crate::ui::loaded;

/// What is published of one doctor's reviews, read when it is shown.
#[component]
pub fn Opinions(role: String) -> View {
    let client = use_session().directory;
    let published = load(
        move || role.clone(),
        move |role| {
            let client = client.clone();
            async move { published(&client, &role).await }
        },
    );
    loaded(published, |published| sheet(published.clone()))
}

/// The score, how it spreads, where it is from, and what patients wrote.
fn sheet(published: Published) -> View {
    let Published {
        aggregate,
        comments,
        ..
    } = published;
    let Some(rating) = aggregate else {
        return view! { <p class="quiet">{t("reviews.unpublished")}</p> }.into_view();
    };
    let threshold = use_session().config.rating_threshold;
    let spread = rating
        .distribution
        .filter(|_| rating.score(threshold).is_some());
    let about = about(&rating);
    view! {
        <p><Rating rating/></p>
        {spread.map(distribution)}
        {about.map(|about| view! { <p class="quiet small">{about}</p> })}
        {(!comments.is_empty()).then(|| view! {
            <h3 id="comments">{t("reviews.comments")}</h3>
            <ul class="comments" aria-labelledby="comments">{comments.into_iter().map(comment).collect_view()}</ul>
        })}
    }
    .into_view()
}

fn distribution(stars: [u32; 5]) -> View {
    let all = stars.iter().sum::<u32>().max(1);
    let bar = |star: usize| {
        let reviews = stars[star - 1];
        let share = f64::from(reviews) / f64::from(all);
        view! {
            <li>
                <span>{t_n("reviews.stars", star, &[])}</span>
                <span class="bar-track" aria-hidden="true"><span class="bar-fill" style:--share=crate::native::number_text(share)></span></span>
                <span class="quiet">{format_number(f64::from(reviews), 0)}<span class="visually-hidden">{t("reviews.of_reviews")}</span></span>
            </li>
        }
    };
    view! { <ul class="spread" aria-label=t("reviews.spread")>{(1..=5).rev().map(bar).collect_view()}</ul> }
}

/// Who publishes the score and from which time it is.
fn about(rating: &Aggregate) -> Option<String> {
    let source = rating.source.as_deref();
    let days = rating.from.as_ref().zip(rating.until.as_ref());
    let days = days.map(|(from, until)| (format_fhir_date(from), format_fhir_date(until)));
    match (days, source) {
        _ if rating.count == 0 => None,
        (Some((from, until)), Some(source)) => Some(t_with(
            "reviews.about",
            &[("from", &from), ("until", &until), ("source", source)],
        )),
        (Some((from, until)), None) => Some(t_with(
            "reviews.period",
            &[("from", &from), ("until", &until)],
        )),
        (None, Some(source)) => Some(t_with("reviews.source", &[("source", source)])),
        (None, None) => None,
    }
}

fn comment(comment: Comment) -> View {
    let direction = comment
        .language
        .as_deref()
        .map(|tag| Language::new(tag).direction());
    let date = comment.date.as_ref().map(format_fhir_date);
    view! {
        <li class="comment">
            <p class="quiet small row">
                {comment.stars.map(|stars| view! { <span>{t_n("reviews.stars", stars as usize, &[])}</span> })}
                {date.map(|date| view! { <span>{date}</span> })}
            </p>
            <p lang=comment.language dir=direction.unwrap_or("auto")>{comment.text}</p>
        </li>
    }
}
