//! `/record/{section}`: a whole chapter or the timeline as a list, one entry of it, or one kind of measurement over time.

mod attachment;
mod chart;
mod clock;
mod export;
mod growth;
mod home;
mod import;
mod index;
mod item;
mod list;
mod listing;
mod open;
mod place;
mod preview;
mod raw;
mod series;
mod units;

pub use place::{Filter, Place};
pub use units::unit_choice;

use crate::view::prelude::*;

use super::chapter_words::{sign_in_needed, title};
use super::model::Chapter;
use super::private;
use super::summary::Summary;
use crate::fhir::{Client, Error};
use crate::i18n::t;
use crate::platform::{focus_main_heading, set_title};
use crate::router::{use_hash, use_id};
use crate::session::{Whose, use_session};
use crate::ui::{BackLink, ErrorView, Page};

/// What the parts of a section's page need to know.
#[derive(Clone)]
struct Setting {
    title: String,
    /// The page's own address, without a hash.
    path: String,
    chapters: Vec<Chapter>,
    client: Client,
    patient: String,
    filter: Memo<Filter>,
}

impl Setting {
    /// The chapter, where it is one.
    fn chapter(&self) -> Option<Chapter> {
        match self.chapters.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The address of the list as it is narrowed.
    fn list_href(&self) -> String {
        [self.path.as_str(), &self.filter.get_untracked().to_hash()].concat()
    }
}

/// The name of the timeline in an address.
pub const TIMELINE: &str = "timeline";

/// The name of the page of files in an address.
pub const EXPORT: &str = "export";

/// The name of the page for readings from home in an address.
pub const ADD: &str = "add";

/// The name of the page for a file of readings in an address.
pub const IMPORT: &str = "import";

/// `/record/{section}`
#[component]
pub fn Section() -> View {
    let slug = use_id();
    // Without the hash: an entry that is open is this person's alone.
    let here = ["/record/", &slug].concat();
    view! { <Whose page=here/>{section(slug)} }
}

fn section(slug: String) -> View {
    let session = use_session();
    private::of_this_person(&session);
    if slug == EXPORT {
        return match session.patient() {
            None => view! { <Page title=t("record.export")>{sign_in_needed()}</Page> },
            Some(patient) => export::page(session.record.clone(), patient),
        };
    }
    if slug == ADD {
        return match session.patient() {
            None => view! { <Page title=t("record.home_title")>{sign_in_needed()}</Page> },
            Some(patient) => home::page(patient),
        };
    }
    if slug == IMPORT {
        return match session.patient() {
            None => view! { <Page title=t("record.import")>{sign_in_needed()}</Page> },
            Some(patient) => import::page(patient),
        };
    }
    // The summary's own chunk is a part of this one: so the splitter makes fewer files (`src/rooms.rs`).
    if slug.is_empty() {
        return view! { <Summary/> };
    }
    let chapters = match Chapter::of_slug(&slug) {
        Some(chapter) => vec![chapter],
        None if slug == TIMELINE => Chapter::ALL.to_vec(),
        None => return nowhere(),
    };
    let title = match chapters.as_slice() {
        [chapter] => title(*chapter),
        _ => t("record.timeline"),
    };
    match session.patient() {
        None => view! { <Page title>{sign_in_needed()}</Page> },
        Some(patient) => pages(
            Setting {
                title,
                path: ["/record/", &slug].concat(),
                chapters,
                client: session.record.clone(),
                patient,
                filter: filter_in_force(),
            },
            session.config.brand.name.clone(),
        ),
    }
}

fn nowhere() -> View {
    view! {
        <BackLink href="/record" label=t("record.title")/>
        <Page title=t("record.title")><ErrorView error=Error::NotFound retry=|| ()/></Page>
    }
}

/// The list's filter, which stays while an entry of it is open.
fn filter_in_force() -> Memo<Filter> {
    let hash = use_hash();
    Memo::new(move |before: Option<&Filter>| {
        hash.with(|hash| match (Place::of(hash), before) {
            (Place::List, _) => Filter::of(hash),
            (_, before) => before.cloned().unwrap_or_default(),
        })
    })
}

/// The list, and over it what was opened of it. The list stays as it is meanwhile, so that the way back is short.
fn pages(setting: Setting, brand: String) -> View {
    let hash = use_hash();
    let place = Memo::new(move |_| hash.with(|hash| Place::of(hash)));
    let listed = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || place.with(|place| *place == Place::List)
    });
    let left_at = StoredValue::new(0.0);
    let title = setting.title.clone();
    Effect::new(move |before: Option<Place>| {
        let now = place.get();
        if before.is_some_and(|before| before != now) {
            if now == Place::List {
                set_title(&title, &brand);
                focus_main_heading();
            }
            let y = if now == Place::List {
                left_at.get_value()
            } else {
                0.0
            };
            request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, y));
        }
        now
    });
    let opened = setting.clone();
    view! {
        {move || match place.get() {
            Place::List => None,
            Place::Item(id) => Some(item::page(&opened, id)),
            Place::Series(kind) => Some(series::page(&opened, kind)),
        }}
        <div class="record-list" hidden=move || place.with(|place| *place != Place::List)
            on:click=move |_| left_at.set_value(window().scroll_y().unwrap_or_default())>
            {move || listed.get().then(|| list::page(&setting))}
        </div>
    }
}
