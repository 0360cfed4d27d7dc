//! What comes after the first doctors are on the screen: ratings and next free times, more of them, other readings of the
//! words. In a chunk of its own (`src/rooms.rs`), so that a first visit doesn't wait for it.

use std::future::Future;
use std::pin::Pin;

use super::api::{Answer, Asking, ReadAs};
use super::details::{details_failed, fill_in};
use super::filters::chips;
use super::list::Listing;
use super::model::{Named, order};
use super::query::{Query, Sort};
use super::results::seen;
use super::specialties::{named, specialty_name};
use crate::fhir::Error;
use crate::i18n::{t, t_n, t_with};
use crate::platform::{announce, focus};
use crate::session::use_session;
use crate::ui::{ErrorView, Notice, Tone};
use crate::view::prelude::*;

/// The parts of the results page that come later.
pub struct Rest {
    /// A way to take away each filter in force.
    pub chips: fn(&Query, &[Named]) -> View,
    /// Other readings of the words.
    pub above: fn(&Answer) -> View,
    /// What is to be known about how the list came to be.
    pub notes: fn(Listing) -> View,
    /// More doctors on demand, or what to do where there are none.
    pub below: fn(Listing, RwSignal<Vec<Named>>) -> View,
}

impl Rest {
    /// The parts. `notes` also starts fetching what the cards still lack.
    pub const PARTS: Rest = Rest {
        chips,
        above,
        notes,
        below,
    };
}

/// Any search for doctors, its answer in the order asked for.
pub fn search(
    asking: Asking,
    threshold: u32,
) -> Pin<Box<dyn Future<Output = Result<Answer, Error>>>> {
    Box::pin(async move {
        let mut answer = asking.search(&named()).await?;
        order(&mut answer.found.rows, &answer.asking.query, threshold);
        Ok(answer)
    })
}

fn above(answer: &Answer) -> View {
    view! { {offers(&answer.offered)} {matches(&answer.hospitals, answer.read_as)} }
}

fn notes(listing: Listing) -> View {
    let details = fill_in(listing);
    let Listing {
        list,
        asking,
        failed,
    } = listing;
    let sort = asking.with_value(|asking| asking.query.sort);
    let notes = move || {
        list.with(|list| {
            let shown = list.rows.len();
            let partly_sorted = sort != Sort::Best && list.more.is_some() && shown > 1;
            let notes = [
                (list.left_out > 0).then(|| t_n("doctors.filtered", shown + list.left_out, &[])),
                partly_sorted.then(|| t("doctors.sorted_here")),
                (list.unreadable > 0).then(|| t_n("doctors.unreadable", list.unreadable, &[])),
            ];
            let notes = notes.into_iter().flatten();
            notes
                .map(|note| view! { <p class="quiet small">{note}</p> })
                .collect_view()
        })
    };
    view! {
        {notes}
        <div role="status">{move || failed.get().then(|| details_failed(move || details.reload()))}</div>
    }
}

fn below(listing: Listing, hospitals: RwSignal<Vec<Named>>) -> View {
    let empty = listing.list.with_untracked(|list| list.rows.is_empty());
    view! {
        {empty.then(nothing_found)}
        <ShowMore listing hospitals/>
    }
}

/// The next page on demand; what is shown stays when it fails.
#[component]
fn ShowMore(listing: Listing, hospitals: RwSignal<Vec<Named>>) -> View {
    let threshold = use_session().config.rating_threshold;
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
                    listing.add(found, threshold);
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

/// Specialties that the words may mean.
fn offers(codes: &[String]) -> Option<View> {
    let link = |code: &String| {
        let query = Query {
            specialty: Some(code.clone()),
            ..Query::default()
        };
        view! { <li><a class="chip" href=query.to_url()>{specialty_name(code)}</a></li> }
    };
    (!codes.is_empty()).then(|| {
        view! {
            <section class="stack-tight">
                <h2>{t("doctors.specialties_meant")}</h2>
                <ul class="tags">{codes.iter().map(link).collect_view()}</ul>
            </section>
        }
    })
}

/// Hospitals that the words name.
fn matches(hospitals: &[Named], read_as: ReadAs) -> Option<View> {
    let link = |hospital: &Named| {
        view! { <li><a class="chip" href=["/hospitals/", &hospital.id].concat()>{super::facts::both(hospital)}</a></li> }
    };
    (!hospitals.is_empty()).then(|| {
        view! {
            <section class="stack-tight">
                <h2>{t("doctors.hospitals")}</h2>
                <ul class="tags">{hospitals.iter().map(link).collect_view()}</ul>
                {(read_as == ReadAs::Hospital).then(|| view! { <p class="quiet">{t("doctors.of_hospitals")}</p> })}
            </section>
        }
    })
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
