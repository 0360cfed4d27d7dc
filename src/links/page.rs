//! `/` and `/doctors`: the search over the published files.

use std::rc::Rc;

use super::TheSite;
use super::card::{Card, card};
use super::form::{Form, Wish, use_wish};
use super::model::choose::choose;
use super::notes::{publication, reading_notes};
use super::reading::{Published, Reading, published};
use crate::i18n::{t, t_n};
use crate::platform::{announce, load};
use crate::session::use_session;
use crate::ui::{Icon, Page, loaded, tel};
use crate::view::prelude::*;

/// How many places are shown at first, and how many more each time.
const STEP: usize = 20;
/// How often the list is drawn anew while files are read, in milliseconds.
const EACH: u32 = 1_000;
/// The list, for what is asked of the document.
const LIST: &str = "places";

#[component]
pub fn Search() -> View {
    let site = expect_context::<TheSite>();
    let wish = use_wish();
    let states = RwSignal::new(Vec::new());
    let manifest = load(
        || (),
        move |()| {
            let site = site.clone();
            async move { published(&site).await.map(Rc::new) }
        },
    );
    let show = move |published: &Rc<Published>| {
        states.set(published.manifest.states());
        match published.manifest.files.is_empty() {
            true => view! { <p>{t("links.no_files")}</p> },
            false => view! { <Places published=published.clone() wish/> },
        }
    };
    let emergency = use_session().config.country.emergency.clone();
    view! {
        <Page title=t("links.title")>
            <Form wish states/>
            {loaded(manifest, show)}
            <p class="emergency">
                <Icon name="warning"/>
                <span>{t("home.emergency")} " " <a href=tel(&emergency)><bdi dir="ltr">{emergency.clone()}</bdi></a></span>
            </p>
        </Page>
    }
}

/// The places that fit, as they come.
#[component]
fn Places(published: Rc<Published>, wish: Memo<Wish>) -> View {
    let site = expect_context::<TheSite>();
    let reading = Reading::new();
    let state = Memo::new(move |_| wish.with(|wish| wish.state.clone()));
    let shown = RwSignal::new(STEP);
    // Counts how often what was read was brought on the page.
    let drawn = RwSignal::new(0);
    let again = RwSignal::new(0);
    let files = published.clone();
    Effect::new(move |_| {
        again.track();
        reading.begin(&site, &files, state.get().as_deref());
        drawn.set(0);
    });
    Effect::new(move |_| {
        wish.track();
        shown.set(STEP);
    });
    let done = Memo::new(move |_| reading.progress.with(|progress| progress.done));
    // Whether more was read than is on the page: nothing moves under somebody who has begun to read.
    let newer = RwSignal::new(false);
    let bring = move || {
        newer.set(false);
        drawn.update(|n| *n += 1);
    };
    let bring_or_offer = move || match is_in_use() && drawn.get_untracked() > 0 {
        true => newer.set(true),
        false => bring(),
    };
    let clock = set_interval_with_handle(
        move || {
            if !done.get_untracked() && reading.progress.with_untracked(|it| it.lines > 0) {
                bring_or_offer();
            }
        },
        std::time::Duration::from_millis(EACH.into()),
    );
    on_cleanup(move || {
        if let Ok(clock) = clock {
            clock.clear();
        }
    });
    let total = RwSignal::new(0);
    let cards = Memo::new(move |_| {
        drawn.track();
        let (limit, wish) = (shown.get(), wish.get());
        reading.shelf.with_value(|shelf| {
            let offers = choose(shelf, &wish.query, wish.state.as_deref());
            total.set(offers.len());
            offers
                .iter()
                .take(limit)
                .map(Card::of)
                .collect::<Vec<Card>>()
        })
    });
    Effect::new(move |_| {
        if done.get() {
            bring_or_offer();
            announce(&t_n("links.places", total.get_untracked(), &[]));
        }
    });
    let heading = move || match (total.get(), done.get()) {
        (0, true) => t("links.none"),
        (0, false) => t("ui.loading"),
        (n, _) => t_n("links.places", n, &[]),
    };
    let more = move || {
        (total.get() > shown.get()).then(|| view! {
            <p class="actions"><button type="button" class="button secondary" on:click=move |_| shown.update(|n| *n += STEP)>{t("links.show_more")}</button></p>
        })
    };
    // Each place of the list follows what belongs there: a card that stays the same is left as it is.
    let at = move |n: usize| {
        let there = Memo::new(move |_| cards.with(|cards| cards.get(n).cloned()));
        view! { {move || there.get().map(card)} }
    };
    let hint =
        move || (total.get() == 0 && done.get()).then(|| view! { <p>{t("links.none_hint")}</p> });
    view! {
        {publication(&published)}
        {reading_notes(reading, again, newer, Callback::new(move |()| bring()))}
        <section class="stack" aria-labelledby="results">
            <h2 id="results" class="results-heading" tabindex="-1">{heading}</h2>
            {hint}
            <ul id=LIST class="stack" aria-label=t("links.list")>{move || (0..shown.get()).map(at).collect_view()}</ul>
            {more}
        </section>
    }
}

/// Whether somebody has scrolled down the page, or has the focus in the list.
fn is_in_use() -> bool {
    let focused = document().active_element();
    let inside = focused.is_some_and(|it| {
        it.closest(&["#", LIST].concat())
            .is_ok_and(|list| list.is_some())
    });
    inside || window().scroll_y().is_ok_and(|y| y > 100.0)
}
