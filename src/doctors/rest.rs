//! What comes after the first doctors are on the screen: ratings and next free times, more of them, other readings of the
//! words. In a chunk of its own (`src/rooms.rs`), so that a first visit doesn't wait for it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::api::{Answer, Asking};
use super::details::{details_failed, fill_in};
use super::filter_form::filter_form;
use super::filters::{chips, local};
use super::list::{List, Listing};
use super::model::Named;
use super::query::Query;
use super::results::seen;
use super::saved::saved_link;
use super::search_box::Offers;
use super::suggestions::{prepare, suggestions};
use super::understand::Meaning;
use super::understood::{understood, warnings};
use super::vocabulary::{readings, vocabulary};
use super::why::order;
use crate::fhir::Error;
use crate::i18n::{t, t_n, t_with};
use crate::platform::{announce, focus};
use crate::session::use_session;
use crate::ui::{ErrorView, Notice, Tone};
use crate::view::prelude::*;

/// An answer on its way.
type Answering = Pin<Box<dyn Future<Output = Result<Answer, Error>>>>;

/// What comes later.
#[derive(Clone, Copy)]
pub struct Rest {
    /// Any search for doctors, its answer in the order asked for.
    pub search: fn(Asking) -> Answering,
    /// Called once, before anybody types.
    pub prepare: fn(),
    /// What is offered while somebody types.
    pub suggestions: Offers,
    /// The form that narrows a search, for the hospitals seen so far.
    pub form: fn(Query, Vec<Named>) -> View,
    /// A way to take away each filter in force.
    pub chips: fn(&Query, &[Named]) -> View,
    /// What the words may mean that can't wait for an answer.
    pub warnings: fn(Signal<Query>) -> View,
    /// How the words were read.
    pub above: fn(&Answer) -> View,
    /// What is to be known about how the list came to be.
    pub notes: fn(Listing) -> View,
    /// The way to the saved doctors.
    pub saved: fn() -> View,
    /// More doctors on demand, or what to do where there are none.
    pub below: fn(Listing, RwSignal<Vec<Named>>) -> View,
}

impl Rest {
    /// The parts. `notes` also starts fetching what the cards still lack.
    pub const PARTS: Rest = Rest {
        search,
        prepare,
        suggestions,
        form: filter_form,
        chips,
        warnings,
        above: understood,
        notes,
        saved: saved_link,
        below,
    };
}

fn search(asking: Asking) -> Answering {
    Box::pin(async move {
        let asked = asking.query.clone();
        if asked.text.is_empty() {
            return asking.search(None).await;
        }
        let (words, _) = vocabulary().await;
        let meaning = Meaning::of(&asked.text, &words);
        let query = meaning.apply(&asked);
        let readings = match query.text.is_empty() {
            true => None,
            false => readings().await,
        };
        let answer = Asking { query, ..asking }
            .search(readings.as_deref())
            .await?;
        Ok(Answer {
            asked,
            meaning: Arc::new(meaning),
            ..answer
        })
    })
}

fn notes(listing: Listing) -> View {
    let details = fill_in(listing);
    let Listing {
        list,
        asking,
        failed,
        waiting,
        nearby,
    } = listing;
    let checked = asking.with_value(|asking| local(&asking.query).join(&t("doctors.and")));
    let notes = move || {
        list.with(|list| {
            let shown = list.rows.len();
            let partly_sorted = list.more.is_some() && shown > 1 && !waiting.get();
            let left_out = list.left_out > 0;
            let notes = [
                left_out.then(|| t_n("doctors.filtered", shown + list.left_out, &[])),
                (left_out && !checked.is_empty())
                    .then(|| t_with("doctors.checked_here", &[("filters", &checked)])),
                nearby.then(|| t("doctors.nearby")),
                (left_out && list.more.is_some()).then(|| t("doctors.not_all")),
                partly_sorted.then(|| t("doctors.sorted_here")),
                (list.unreadable > 0).then(|| t_n("doctors.unreadable", list.unreadable, &[])),
            ];
            let notes = notes.into_iter().flatten();
            notes
                .map(|note| view! { <p class="quiet small">{note}</p> })
                .collect_view()
        })
    };
    let explained = asking.with_value(order);
    let sort_now = move |_| {
        waiting.set(false);
        list.update(|list| listing.order(list));
        focus("results");
    };
    view! {
        {saved_link()}
        {explained}
        {notes}
        {move || waiting.get().then(|| view! {
            <p><button type="button" class="button secondary" on:click=sort_now>{t("doctors.sort_now")}</button></p>
        })}
        <div role="status">{move || failed.get().then(|| details_failed(move || details.reload()))}</div>
    }
}

fn below(listing: Listing, hospitals: RwSignal<Vec<Named>>) -> View {
    // Where more can be looked at, that is what to do.
    let nothing = |list: &List| list.rows.is_empty() && list.more.is_none();
    let nothing = Memo::new(move |_| listing.list.with(nothing));
    view! {
        {move || nothing.get().then(nothing_found)}
        <ShowMore listing hospitals/>
    }
}

/// The next page on demand; what is shown stays when it fails.
#[component]
fn ShowMore(listing: Listing, hospitals: RwSignal<Vec<Named>>) -> View {
    let list = listing.list;
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Error>);
    let ask = move || {
        let Some(more) = list
            .with_untracked(|list| list.more.clone())
            .filter(|_| !busy.get_untracked())
        else {
            return;
        };
        busy.set(true);
        failed.set(None);
        let asking = listing.asking.get_value();
        leptos::task::spawn_local(async move {
            let answer = asking.more(&more).await;
            // The list may have gone meanwhile, for another search.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(found) => {
                    announce(&t_n("doctors.added", found.rows.len(), &[]));
                    let last = found.more.is_none();
                    listing.add(found);
                    hospitals.set(list.with_untracked(|list| seen(&list.rows)));
                    if last {
                        focus("list-end");
                    }
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let had_more = list.with_untracked(|list| list.more.is_some());
    view! {
        {move || failed.get().map(|error| view! { <ErrorView error retry=ask/> })}
        {move || match list.with(|list| list.more.is_some()) {
            true => view! {
                <button type="button" class="button secondary wide" aria-disabled=move || busy.get().to_string() on:click=move |_| ask()>
                    {move || if busy.get() { t("ui.loading") } else { t("doctors.more") }}
                </button>
            },
            false if had_more => view! { <p id="list-end" tabindex="-1" class="quiet">{t("doctors.list_end")}</p> },
            false => ().into_view(),
        }}
    }
}

/// An empty list, with what to do about it.
fn nothing_found() -> View {
    let phone = use_session().config.phone.clone();
    view! {
        <Notice tone=Tone::Info>
            <p>{t("doctors.none_advice")}</p>
            <p class="actions">
                <a class="button" href="/doctors">{t("doctors.all_doctors")}</a>
                {phone.map(|phone| view! {
                    <a class="button secondary" href=crate::ui::tel(&phone)>{t_with("ui.call", &[("phone", &phone)])}</a>
                })}
            </p>
        </Notice>
    }
}
