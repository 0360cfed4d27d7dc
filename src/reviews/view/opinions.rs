//! What patients say of one doctor: the score, how it spreads, where it is from, and their words.

use crate::view::prelude::*;

use super::comments::comments;
use super::rating::Rating;
use crate::i18n::{format_fhir_date, format_number, t, t_n, t_with};
use crate::platform::load;
use crate::reviews::model::{Aggregate, Origin, Published, QUESTIONS, at_least_percent};
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
    let Some(rating) = published.aggregate.clone() else {
        return view! { <p class="quiet">{t("review.unpublished")}</p> }.into_view();
    };
    let threshold = use_session().config.rating_threshold;
    let enough = rating.score(threshold).is_some();
    let spread = rating.distribution.filter(|_| enough);
    let drawn = drawn(&rating, threshold);
    let about = about(&rating);
    let counted = enough.then(|| {
        let questions = questions(&published, threshold);
        view! { {recommend(&published, threshold)} {questions} }
    });
    let moderated = moderated(&published);
    let words = published.comments;
    view! {
        <p><Rating rating/></p>
        {drawn.map(|drawn| view! { <p class="quiet small">{drawn}</p> })}
        {spread.map(distribution)}
        {about.map(|about| view! { <p class="quiet small">{about}</p> })}
        {counted}
        {moderated}
        {(!words.is_empty()).then(|| comments(words))}
    }
    .into_view()
}

/// How the stars came of the plain mean.
fn drawn(rating: &Aggregate, threshold: u32) -> Option<String> {
    let (score, mean) = (rating.score(threshold)?, rating.mean?);
    let number = |mean| format_number(mean, 1);
    let words = [
        ("mean", number(mean)),
        ("score", number(score)),
        ("prior", number(rating.drawn_toward())),
    ];
    let words = words.each_ref().map(|(name, text)| (*name, text.as_str()));
    let key = match rating.prior {
        Some(_) => "review.drawn",
        None => "review.drawn_blind",
    };
    Some(t_with(key, &words))
}

/// How many would recommend the doctor, and what that is worth.
fn recommend(published: &Published, threshold: u32) -> Option<View> {
    let (yes, all) = published.recommend.filter(|(_, all)| *all >= threshold)?;
    let number = |number: u32| format_number(f64::from(number), 0);
    let percent = number(at_least_percent(yes, all)?);
    let said = t_with(
        "review.would",
        &[("yes", &number(yes)), ("all", &number(all))],
    );
    let worth = t_with("review.at_least", &[("percent", &percent)]);
    Some(view! { <p><strong>{said}</strong> " " {worth}</p> })
}

/// Mean and number of answers for each question that enough patients answered.
fn questions(published: &Published, threshold: u32) -> Option<View> {
    let answered = QUESTIONS.iter().zip(published.questions);
    let answered: Vec<View> = answered
        .filter_map(|(code, answers)| {
            let (mean, count) = answers.filter(|(_, count)| *count >= threshold)?;
            let mean = t_with("ui.stars", &[("score", &format_number(mean, 1))]);
            let count = t_n("review.answers", count as usize, &[]);
            // keys: review.on_access, review.on_communication, review.on_staff, review.on_coordination
            let label = t(&["review.on_", code].concat());
            Some(view! { <div><dt>{label}</dt><dd>{mean} " " <span class="quiet">{count}</span></dd></div> }.into_view())
        })
        .collect();
    (!answered.is_empty()).then(|| view! { <dl class="facts">{answered}</dl> })
}

/// What isn't counted or shown, said openly.
fn moderated(published: &Published) -> Option<View> {
    // keys: review.flagged, review.removed, review.taken_back, review.withheld
    let all = [
        ("review.flagged", published.flagged),
        ("review.removed", published.removed),
        ("review.taken_back", published.withdrawn),
        ("review.withheld", published.withheld),
    ];
    let some = all.into_iter().filter(|(_, count)| *count > 0);
    let lines: Vec<View> = some
        .map(|(key, count)| view! { <li>{t_n(key, count as usize, &[])}</li> }.into_view())
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="quiet small stack-tight">{lines}</ul> })
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
                <span class="quiet">{format_number(f64::from(reviews), 0)}<span class="visually-hidden">{t("review.of_reviews")}</span></span>
            </li>
        }
    };
    view! { <ul class="spread" aria-label=t("review.spread")>{(1..=5).rev().map(bar).collect_view()}</ul> }
}

/// Who publishes the score and from which time it is; where nobody does, how it was counted.
pub fn about(rating: &Aggregate) -> Option<String> {
    let source = rating.source.as_deref();
    let days = rating.from.as_ref().zip(rating.until.as_ref());
    let days = days.map(|(from, until)| (format_fhir_date(from), format_fhir_date(until)));
    match (days, source, rating.origin) {
        (_, _, Origin::Counted) => Some(t("review.counted")),
        (_, _, Origin::Latest) => Some(t_n("review.counted_latest", rating.count as usize, &[])),
        (_, _, Origin::Directory) => None,
        _ if rating.count == 0 => None,
        (Some((from, until)), Some(source), _) => Some(t_with(
            "review.about",
            &[("from", &from), ("until", &until), ("source", source)],
        )),
        (Some((from, until)), None, _) => Some(t_with(
            "review.period",
            &[("from", &from), ("until", &until)],
        )),
        (None, Some(source), _) => Some(t_with("review.source", &[("source", source)])),
        (None, None, _) => None,
    }
}
