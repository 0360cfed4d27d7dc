//! The patient's own review, on the page of the visit it is of.

use crate::view::prelude::*;
use leptos::task::spawn_local;

use crate::fhir::Error;
use crate::i18n::{format_fhir_date, t, t_n};
use crate::platform::{focus, load};
use crate::reviews::api::{Saved, own_review, withdraw};
use crate::reviews::draft;
use crate::reviews::model::{Review, STARS, Stored, Visit};
use crate::session::use_session;
use crate::ui::{ErrorView, loaded};

/// How far the wish to withdraw has come.
#[derive(Clone, Copy, PartialEq)]
enum Wish {
    None,
    Asked,
    Sending,
}

/// The review of a visit with its ways on, or the offer to write one.
#[component]
pub fn OwnReview(visit: Visit) -> View {
    let session = use_session();
    let client = session.record.clone();
    let asked = visit.clone();
    let review = load(
        || (),
        move |()| {
            let (client, visit) = (client.clone(), asked.clone());
            async move { own_review(&client, &visit).await }
        },
    );
    let again = Callback::new(move |()| review.reload());
    let visit = StoredValue::new(visit);
    let shown = loaded(review, move |stored: &Option<Stored>| match stored {
        None => offer(visit, t("review.offer"), t("review.write")),
        Some(stored) if stored.is_withdrawn() => {
            offer(visit, t("review.withdrawn"), t("review.anew"))
        }
        Some(stored) => standing(visit, stored.clone(), again),
    });
    view! {
        <section class="section" aria-labelledby="own-review">
            <h2 id="own-review" tabindex="-1">{t("review.own")}</h2>
            {shown}
        </section>
    }
}

fn form(visit: StoredValue<Visit>) -> String {
    visit.with_value(|visit| ["/appointments/", &visit.appointment, "?step=review"].concat())
}

fn offer(visit: StoredValue<Visit>, text: String, label: String) -> View {
    view! {
        <p>{text}</p>
        <p class="actions"><a class="button secondary" href=form(visit)>{label}</a></p>
    }
}

fn standing(visit: StoredValue<Visit>, stored: Stored, again: Callback<()>) -> View {
    let session = use_session();
    let wish = RwSignal::new(Wish::None);
    let failed = RwSignal::new(None::<Error>);
    let review = stored.review();
    let date = stored.response.root().date("authored");
    let stored = StoredValue::new(stored);
    let send = Callback::new(move |()| {
        if wish.get_untracked() == Wish::Sending {
            return;
        }
        wish.set(Wish::Sending);
        failed.set(None);
        let client = session.record.clone();
        spawn_local(async move {
            let (visit, stored) = (visit.get_value(), stored.get_value());
            match withdraw(&client, &visit, &stored).await {
                Saved::Failed(error) | Saved::Unclear(error) => {
                    let _ = failed.try_set(Some(error));
                    let _ = wish.try_set(Wish::Asked);
                }
                Saved::Done | Saved::Other(_) => {
                    draft::keep(&visit, None);
                    again.run(());
                    focus("own-review");
                }
            }
        });
    });
    let ask = move |_| {
        wish.set(Wish::Asked);
        focus("withdraw-question");
    };
    let leave = move |_| {
        wish.set(Wish::None);
        focus("withdraw");
    };
    let sending = move || wish.get() == Wish::Sending;
    let asked = Memo::new(move |_| wish.get() != Wish::None);
    let question = move || {
        view! {
            <section class="card" aria-labelledby="withdraw-question">
                <h3 id="withdraw-question" tabindex="-1">{t("review.withdraw_question")}</h3>
                <p>{t("review.withdraw_hint")}</p>
                <div role="status">{move || failed.get().map(|error| view! { <ErrorView error retry=send/> })}</div>
                <p class="actions">
                    <button type="button" class="button danger" aria-disabled=move || sending().to_string() on:click=move |_| send.run(())>
                        {move || if sending() { t("review.sending") } else { t("review.withdraw_yes") }}
                    </button>
                    <button type="button" class="button secondary" on:click=leave>{t("review.withdraw_no")}</button>
                </p>
            </section>
        }
    };
    let actions = move || {
        view! {
            <p class="actions">
                <a class="button secondary" href=form(visit)>{t("review.change")}</a>
                <button type="button" id="withdraw" class="button secondary" on:click=ask>{t("review.withdraw")}</button>
            </p>
        }
    };
    view! {
        {said(&review)}
        {date.map(|date| view! { <p class="quiet small">{format_fhir_date(&date)}</p> })}
        {move || if asked.get() { question() } else { actions() }}
    }
}

/// What a review says, a line for each answer.
pub fn said(review: &Review) -> View {
    let stars = STARS.iter().zip(review.stars).filter_map(|(link, stars)| {
        let stars = t_n("reviews.stars", stars? as usize, &[]);
        Some(view! { <div><dt>{question(link)}</dt><dd>{stars}</dd></div> })
    });
    let recommend = review.recommend.map(|yes| {
        let answer = if yes { t("review.yes") } else { t("review.no") };
        view! { <div><dt>{question("recommend")}</dt><dd>{answer}</dd></div> }
    });
    let comment = (!review.comment.is_empty()).then(|| {
        view! { <div><dt>{question("comment")}</dt><dd class="typed"><bdi>{review.comment.clone()}</bdi></dd></div> }
    });
    view! { <dl class="facts">{stars.collect_view()}{recommend}{comment}</dl> }
}

/// A question in the reader's words, by its code.
pub fn question(code: &str) -> String {
    // keys: review.ask_overall, review.ask_access, review.ask_communication, review.ask_staff, review.ask_coordination
    // keys: review.ask_recommend, review.ask_comment
    t(&["review.ask_", code].concat())
}
