//! What patients wrote, to be sorted and narrowed.

use crate::view::prelude::*;

use crate::i18n::{Language, format_fhir_date, language_name, t, t_n};
use crate::reviews::model::{Comment, Order, Pick, languages};

/// With no more comments than these there is nothing to sort.
const FEW: usize = 3;

/// The comments of a doctor.
pub fn comments(comments: Vec<Comment>) -> View {
    let pick = RwSignal::new(Pick::default());
    let tools = (comments.len() > FEW).then(|| tools(pick, &comments));
    let all = StoredValue::new(comments);
    let list = move || {
        let (pick, total) = (pick.get(), all.with_value(Vec::len));
        let shown: Vec<Comment> = all.with_value(|all| pick.of(all).into_iter().cloned().collect());
        let count = (pick != Pick::default()).then(|| match shown.is_empty() {
            true => t("review.no_comments"),
            false => t_n(
                "review.comments_shown",
                shown.len(),
                &[("total", &total.to_string())],
            ),
        });
        view! {
            <p class="quiet small" role="status">{count}</p>
            <ul class="comments" aria-labelledby="comments">{shown.into_iter().map(one).collect_view()}</ul>
        }
    };
    view! {
        <h3 id="comments">{t("review.comments")}</h3>
        {tools}
        {list}
    }
}

fn tools(pick: RwSignal<Pick>, comments: &[Comment]) -> View {
    let order = move |event| {
        let order = match event_target_value(&event).as_str() {
            "highest" => Order::Highest,
            "lowest" => Order::Lowest,
            _ => Order::Newest,
        };
        pick.update(|pick| pick.order = order);
    };
    let stars = move |event| {
        let stars = event_target_value(&event).parse().ok();
        pick.update(|pick| pick.stars = stars);
    };
    let language = move |event| {
        let language = Some(event_target_value(&event)).filter(|it| !it.is_empty());
        pick.update(|pick| pick.language = language);
    };
    let star = |star: usize| view! { <option value=star.to_string()>{t_n("reviews.stars", star, &[])}</option> };
    let languages = languages(comments);
    let spoken = |tag: &String| {
        let name = language_name(tag).unwrap_or_else(|| tag.clone());
        view! { <option value=tag.clone()>{name}</option> }
    };
    view! {
        <div class="comment-tools">
            <div class="field">
                <label for="comment-order">{t("review.order")}</label>
                <select id="comment-order" on:change=order>
                    <option value="newest">{t("review.newest")}</option>
                    <option value="highest">{t("review.highest")}</option>
                    <option value="lowest">{t("review.lowest")}</option>
                </select>
            </div>
            <div class="field">
                <label for="comment-stars">{t("review.by_stars")}</label>
                <select id="comment-stars" on:change=stars><option value="">{t("review.all")}</option>{(1..=5).rev().map(star).collect_view()}</select>
            </div>
            {(languages.len() > 1).then(|| view! {
                <div class="field">
                    <label for="comment-language">{t("review.by_language")}</label>
                    <select id="comment-language" on:change=language><option value="">{t("review.all")}</option>{languages.iter().map(spoken).collect_view()}</select>
                </div>
            })}
        </div>
    }
}

fn one(comment: Comment) -> View {
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
