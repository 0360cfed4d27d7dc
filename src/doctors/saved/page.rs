//! `/doctors/saved`: the doctors to find again, and the choice of those to compare.

use super::store::{forget, lasts, read};
use crate::doctors::api::Found;
use crate::doctors::asking::asking;
use crate::doctors::card::DoctorList;
use crate::doctors::details::{details_failed, fill_in};
use crate::doctors::facts;
use crate::doctors::list::Listing;
use crate::doctors::model::{Doctor, MOST_COMPARED, compare_url, pick};
use crate::doctors::query::{Query, Sort};
use crate::i18n::{t, t_n};
use crate::platform::load;
use crate::ui::{BackLink, Page, loaded};
use crate::view::prelude::*;

/// The doctors chosen to be compared. As a context it makes each card offer the choice.
#[derive(Clone, Copy)]
pub struct Choosing(RwSignal<Vec<String>>);

/// `/doctors/saved`
#[component]
pub fn Saved() -> View {
    let found = load(
        || (),
        |()| {
            let asking = asking(by_time());
            async move {
                let ids = read().await;
                let found = asking.picked(&ids).await?;
                Ok((ids, found))
            }
        },
    );
    view! {
        <BackLink href="/doctors" label=t("doctors.back")/>
        <Page title=t("saved.title")>
            {loaded(found, |(ids, found)| view! { <List ids=ids.clone() found=found.clone()/> })}
        </Page>
    }
}

/// Whoever is free first stands first.
fn by_time() -> Query {
    Query {
        sort: Sort::Soonest,
        ..Query::default()
    }
}

#[component]
fn List(ids: Vec<String>, found: Found) -> View {
    if ids.is_empty() {
        return view! {
            <p>{t("saved.none")}</p>
            <p class="actions"><a class="button" href="/doctors">{t("doctors.back")}</a></p>
        };
    }
    let there: Vec<String> = found.rows.iter().map(|row| row.doctor.id.clone()).collect();
    let gone: Vec<String> = ids.into_iter().filter(|id| !there.contains(id)).collect();
    let few = if there.len() <= MOST_COMPARED {
        there
    } else {
        Vec::new()
    };
    let chosen = RwSignal::new(few);
    provide_context(Choosing(chosen));
    let listing = Listing::new(asking(by_time()), found);
    let details = fill_in(listing);
    let kept = if lasts() {
        "saved.kept"
    } else {
        "saved.not_kept"
    };
    // keys: saved.kept, saved.not_kept
    view! {
        <p class="quiet small">{t(kept)}</p>
        {missing(gone)}
        <div role="status">{move || listing.failed.get().then(|| details_failed(move || details.reload()))}</div>
        <h2 class="visually-hidden">{t("doctors.list")}</h2>
        <DoctorList listing/>
        <div class="compare-bar" role="status">{move || compare(&chosen.get())}</div>
    }
}

/// Says that some aren't in the directory any more, and forgets them when told to.
fn missing(gone: Vec<String>) -> View {
    let left = RwSignal::new(gone);
    let forget_them = move |_| {
        forget(left.get_untracked());
        left.set(Vec::new());
    };
    let note = move || {
        let count = left.with(Vec::len);
        (count > 0).then(|| view! {
            <p>
                {t_n("saved.gone", count, &[])} " "
                <button type="button" class="link-button" on:click=forget_them>{t("saved.forget_gone")}</button>
            </p>
        })
    };
    note.into_view()
}

/// The way on: side by side, or how to choose.
fn compare(chosen: &[String]) -> View {
    match chosen.len() {
        0 | 1 => view! { <p class="quiet">{t("saved.choose")}</p> },
        count => view! {
            <p class="actions"><a class="button" href=compare_url(chosen)>{t_n("saved.compare", count, &[])}</a></p>
        },
    }
}

/// The choice of a doctor to be compared, where the page asks for one.
pub fn choice(doctor: &Doctor) -> Option<View> {
    let Choosing(chosen) = use_context::<Choosing>()?;
    let (id, name) = (doctor.id.clone(), facts::name(doctor));
    let is_chosen = {
        let id = id.clone();
        Memo::new(move |_| chosen.with(|chosen| chosen.contains(&id)))
    };
    let is_full = move || !is_chosen.get() && chosen.with(|chosen| chosen.len() >= MOST_COMPARED);
    let turn = move |_| {
        chosen.update(|chosen| {
            pick(chosen, &id, MOST_COMPARED);
        })
    };
    Some(view! {
        <label class="choice over-card">
            <input type="checkbox" prop:checked=move || is_chosen.get() prop:disabled=is_full on:change=turn/>
            <span>{t("saved.compare_this")}<span class="visually-hidden">{[": ", &name].concat()}</span></span>
        </label>
    })
}
