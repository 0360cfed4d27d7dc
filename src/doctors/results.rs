//! `/doctors`: the results of a search.

use leptos::prelude::*;

use super::api::{Answer, Found, More, ReadAs};
use super::card::DoctorList;
use super::details::{asking, fill_in};
use super::filters::Filters;
use super::model::{Named, Row, add, order};
use super::query::{Query, Sort};
use super::search_box::SearchBox;
use super::specialties::{named, specialty_name};
use crate::fhir::Error;
use crate::i18n::{t, t_n, t_with};
use crate::platform::{announce, focus, load};
use crate::router::{History, Route, use_hash, use_navigate, use_query, use_route, value_of};
use crate::session::use_session;
use crate::ui::{ErrorView, Notice, Page, Tone, loaded};

/// `/doctors`
#[component]
pub fn Results() -> impl IntoView {
    let query = address_query();
    let hospitals = RwSignal::new(Vec::new());
    let answer = load(
        move || query.get(),
        |query| {
            let asking = asking(query);
            async move { asking.search(&named()).await }
        },
    );
    view! {
        <Page title=t("shell.title")>
            <SearchBox query/>
            <Filters query hospitals/>
            {loaded(answer, move |answer| view! { <Listing answer=answer.clone() hospitals/> }.into_any())}
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

/// What was found, and more of it on demand.
#[component]
fn Listing(answer: Answer, hospitals: RwSignal<Vec<Named>>) -> impl IntoView {
    let Answer {
        found,
        asking,
        read_as,
        hospitals: matching,
        offered,
    } = answer;
    let threshold = use_session().config.rating_threshold;
    let query = asking.query.clone();
    let near = query.near;
    let rows = RwSignal::new(Vec::<Row>::new());
    let tally = RwSignal::new(Tally::default());
    let asking = StoredValue::new(asking);
    let take = move |found: Found| {
        tally.update(|tally| tally.add(&found));
        rows.update(|rows| {
            add(rows, found.rows);
            asking.with_value(|asking| order(rows, asking.query.sort, near, threshold));
        });
        hospitals.set(seen(&rows.get_untracked()));
    };
    take(found);
    announce(&rows.with_untracked(|rows| tally.with_untracked(|tally| tally.words(rows.len()))));
    let failed = fill_in(rows, asking);
    let empty = rows.with_untracked(Vec::is_empty);
    view! {
        {offers(&offered)}
        {matches(&matching, read_as)}
        <section class="stack" aria-labelledby="results">
            <div class="stack-tight">
                <h2 id="results" class="results-heading">{move || tally.with(|tally| tally.words(rows.with(Vec::len)))}</h2>
                {move || tally.with(|tally| tally.notes(&query, rows.with(Vec::len)))}
                <div role="status">{move || failed.get().then(|| view! { <p class="quiet">{t("doctors.details_failed")}</p> })}</div>
            </div>
            {empty.then(nothing_found)}
            <DoctorList rows near/>
            <ShowMore asking tally take/>
        </section>
    }
}

/// What the list rests on.
#[derive(Clone, Default, PartialEq)]
struct Tally {
    total: Option<u32>,
    left_out: usize,
    unreadable: usize,
    more: Option<More>,
}

impl Tally {
    fn add(&mut self, found: &Found) {
        self.total = found.total;
        self.left_out += found.left_out;
        self.unreadable += found.unreadable;
        self.more = found.more.clone();
    }

    fn words(&self, shown: usize) -> String {
        match self.total {
            _ if shown == 0 => t("doctors.none"),
            Some(total) if self.more.is_some() => {
                t_n("doctors.shown_of", shown, &[("total", &total.to_string())])
            }
            _ if self.more.is_some() => t_n("doctors.shown_first", shown, &[]),
            _ => t_n("doctors.shown", shown, &[]),
        }
    }

    /// What is to be known about how the list came to be.
    fn notes(&self, query: &Query, shown: usize) -> AnyView {
        let looked_at = shown + self.left_out;
        let partly_sorted = query.sort != Sort::Best && self.more.is_some() && shown > 1;
        let notes = [
            (self.left_out > 0).then(|| t_n("doctors.filtered", looked_at, &[])),
            partly_sorted.then(|| t("doctors.sorted_here")),
            (self.unreadable > 0).then(|| t_n("doctors.unreadable", self.unreadable, &[])),
        ];
        let notes = notes
            .into_iter()
            .flatten()
            .map(|note| view! { <p class="quiet small">{note}</p> });
        notes.collect_view().into_any()
    }
}

/// The hospitals of the doctors shown, each once.
fn seen(rows: &[Row]) -> Vec<Named> {
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
    seen.sort_by(|a, b| a.name.cmp(&b.name));
    seen
}

/// The next page on demand; what is shown stays when it fails.
#[component]
fn ShowMore(
    asking: StoredValue<super::api::Asking>,
    tally: RwSignal<Tally>,
    take: impl Fn(Found) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Error>);
    let ask = move |()| {
        let Some(more) = tally
            .with_untracked(|tally| tally.more.clone())
            .filter(|_| !busy.get_untracked())
        else {
            return;
        };
        busy.set(true);
        failed.set(None);
        let asking = asking.get_value();
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
                    take(found);
                    if last {
                        focus("list-end");
                    }
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let had_more = tally.with_untracked(|tally| tally.more.is_some());
    view! {
        {move || failed.get().map(|error| view! { <ErrorView error retry=ask/> })}
        {move || match tally.with(|tally| tally.more.is_some()) {
            true => view! {
                <button type="button" class="button secondary wide" aria-disabled=move || busy.get().to_string() on:click=move |_| ask(())>
                    {move || if busy.get() { t("ui.loading") } else { t("doctors.more") }}
                </button>
            }.into_any(),
            false if had_more => view! { <p id="list-end" tabindex="-1" class="quiet">{t("doctors.list_end")}</p> }.into_any(),
            false => ().into_any(),
        }}
    }
}

/// Specialties that the words may mean.
fn offers(codes: &[String]) -> Option<AnyView> {
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
        .into_any()
    })
}

/// Hospitals that the words name.
fn matches(hospitals: &[Named], read_as: ReadAs) -> Option<AnyView> {
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
        .into_any()
    })
}

/// An empty list, with what to do about it.
fn nothing_found() -> AnyView {
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
    .into_any()
}
