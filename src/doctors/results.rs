//! `/doctors`: the results of a search.

use std::rc::Rc;

use crate::view::prelude::*;

use super::api::Answer;
use super::asking::asking;
use super::card::DoctorList;
use super::details::details_failed;
use super::filters::Filters;
use super::list::{List, Listing};
use super::model::{Named, Row};
use super::query::Query;
use super::rest::Rest;
use super::search_box::SearchBox;
use crate::i18n::{t, t_n};
use crate::platform::{Load, Loader, after_paint, announce, load};
use crate::rooms;
use crate::router::{History, Route, use_hash, use_navigate, use_query, use_route, value_of};
use crate::ui::{Page, loaded};

/// `/doctors`
#[component]
pub fn Results() -> View {
    let query = address_query();
    let hospitals = RwSignal::new(Vec::new());
    let drawn = RwSignal::new(false);
    let rest = rooms::rest_of_results(drawn);
    let answer = load(
        move || query.get(),
        move |query| {
            let asking = asking(query);
            // Who comes from another page has the code for the right order at hand already.
            let plain = asking.query.is_plain() && !rooms::has_search();
            if !plain {
                // Words may mean an emergency, which waits for no answer.
                drawn.set(true);
            }
            async move {
                if !plain {
                    return (rooms::rest_of_search().await?.search)(asking).await;
                }
                let answer = asking.plain().await;
                after_paint(move || {
                    let _ = drawn.try_set(true);
                });
                answer
            }
        },
    );
    let offers = Rc::new(move || rest.state().ready().map(|rest| rest.suggestions));
    view! {
        <Page title=t("shell.title")>
            <SearchBox query offers/>
            <Filters query hospitals rest/>
            {move || rest.state().ready().map(|rest| (rest.warnings)(query.into()))}
            {loaded(answer, move |answer| view! { <Doctors answer=answer.clone() hospitals rest/> })}
        </Page>
    }
}

/// The query in the address, as long as the address is this page's. A `?q=` is moved behind the `#`.
fn address_query() -> Memo<Query> {
    let (route, search, hash) = (use_route(), use_query(), use_hash());
    let is_here = move || route.with(|(route, _)| *route == Route::Doctors);
    let navigate = use_navigate();
    Effect::new(move |_| {
        if is_here() && search.with(|search| value_of(search, "q").is_some()) {
            let query = Query::parse(&search.get_untracked(), &hash.get_untracked());
            navigate(&query.to_url(), History::Replace);
        }
    });
    Memo::new(move |before: Option<&Query>| match before {
        // The address changes before the page goes; a search for the next page's address would be for nothing.
        Some(before) if !is_here() => before.clone(),
        _ => Query::parse(&search.get(), &hash.get()),
    })
}

/// What was found. The rest of the page, which nobody waits for, is in a later chunk (`rest`).
#[component]
fn Doctors(answer: Answer, hospitals: RwSignal<Vec<Named>>, rest: Loader<Rest>) -> View {
    let near = answer.asking.query.near;
    let listing = Listing {
        nearby: answer.nearby,
        ..Listing::new(answer.asking.clone(), answer.found.clone())
    };
    let list = listing.list;
    announce(&list.with_untracked(words));
    hospitals.set(list.with_untracked(|list| seen(&list.rows)));
    let answer = StoredValue::new(answer);
    let above = move || Some(answer.with_value(rest.state().ready()?.above));
    let below = move || Some((rest.state().ready()?.below)(listing, hospitals));
    let notes = move || match rest.state() {
        Load::Loading => ().into_view(),
        Load::Ready(rest) => {
            listing.failed.set(false);
            (rest.notes)(listing)
        }
        Load::Failed(_) => {
            listing.failed.set(true);
            view! { <div role="status">{details_failed(move || rest.reload())}</div> }
        }
    };
    view! {
        {above}
        <section class="stack" aria-labelledby="results">
            <div class="stack-tight">
                <h2 id="results" class="results-heading" tabindex="-1">{move || list.with(words)}</h2>
                {notes}
            </div>
            <DoctorList listing near/>
            {below}
        </section>
    }
}

/// How many are shown, and of how many.
fn words(list: &List) -> String {
    let shown = list.rows.len();
    match list.total {
        _ if shown == 0 && list.more.is_some() => t("doctors.none_yet"),
        _ if shown == 0 => t("doctors.none"),
        Some(total) if list.more.is_some() => {
            t_n("doctors.shown_of", shown, &[("total", &total.to_string())])
        }
        _ if list.more.is_some() => t_n("doctors.shown_first", shown, &[]),
        _ => t_n("doctors.shown", shown, &[]),
    }
}

/// The hospitals of the doctors shown, each once, in the doctors' order.
pub(super) fn seen(rows: &[Row]) -> Vec<Named> {
    let mut seen: Vec<Named> = Vec::new();
    for hospital in rows
        .iter()
        .filter_map(|row| row.doctor.hospital.as_ref())
        .filter(|it| !it.id.is_empty())
    {
        if !seen.iter().any(|known| known.id == hospital.id) {
            seen.push(hospital.clone());
        }
    }
    seen
}
