//! `/record/{section}`: a whole chapter.

use leptos::prelude::*;

use super::api;
use super::chapter_words::{remarks, title};
use super::entry::{Detail, entry_view, vital_view};
use super::model::{Chapter, Contents, Entry};
use super::summary::sign_in_needed;
use super::words;
use crate::fhir::{Client, Error, Page as Found};
use crate::i18n::{current, day_of, t, t_n};
use crate::platform::{announce, load};
use crate::router::use_id;
use crate::session::use_session;
use crate::ui::{BackLink, ErrorView, Page, error_words, loaded};

/// `/record/{section}`
#[component]
pub fn Section() -> impl IntoView {
    let (title, body) = match Chapter::of_slug(&use_id()) {
        Some(chapter) => (title(chapter), body(chapter)),
        None => (
            t("record.title"),
            view! { <ErrorView error=Error::NotFound retry=|()| ()/> }.into_any(),
        ),
    };
    view! {
        <BackLink href="/record" label=t("record.title")/>
        <Page title=title>{body}</Page>
    }
}

fn body(chapter: Chapter) -> AnyView {
    let session = use_session();
    let Some(patient) = session.patient() else {
        return sign_in_needed();
    };
    let client = session.record.clone();
    let fetch = {
        let client = client.clone();
        move |patient| api::chapter(client.clone(), chapter, patient)
    };
    let whose = patient.clone();
    loaded(load(move || patient.clone(), fetch), move |page| {
        growing(chapter, page, &client, &whose)
    })
    .into_any()
}

/// How asking for more stands.
#[derive(Clone, PartialEq)]
enum More {
    Idle,
    Asking,
    Failed(Error),
}

/// The entries, with more on demand.
fn growing(chapter: Chapter, page: &Found, client: &Client, patient: &str) -> AnyView {
    let page = RwSignal::new_local(page.clone());
    let more = RwSignal::new(More::Idle);
    let (client, patient) = (client.clone(), patient.to_owned());
    let contents = move || page.with(|page| chapter.read(page, &patient, &current().tag));
    let contents = StoredValue::new_local(contents);
    let ask = move |_| {
        if more.get_untracked() == More::Asking {
            return;
        }
        more.set(More::Asking);
        let (client, known) = (client.clone(), page.get_untracked());
        leptos::task::spawn_local(async move {
            // The reader may have left while the answer was on its way.
            match api::more(client, known).await {
                Ok(grown) => {
                    announce(&t_n("record.shown", grown.entries.len(), &[]));
                    let _ = page.try_set(grown);
                    let _ = more.try_set(More::Idle);
                }
                Err(error) => {
                    let _ = more.try_set(More::Failed(error));
                }
            }
        });
    };
    view! {
        {move || contents.with_value(|contents| contents_view(chapter, &contents()))}
        <div class="stack-tight">
            <div role="alert">{move || match more.get() {
                More::Failed(error) => Some(view! { <p>{error_words(&error).title}</p> }),
                _ => None,
            }}</div>
            {move || page.with(|page| page.next.is_some()).then(|| view! {
                <p class="actions">
                    <button type="button" class="button secondary" on:click=ask.clone()>
                        {move || if more.get() == More::Asking { t("ui.loading") } else { t("record.show_more") }}
                    </button>
                </p>
            })}
        </div>
    }
    .into_any()
}

fn contents_view(chapter: Chapter, contents: &Contents) -> AnyView {
    let entries: &[Entry] = &contents.entries;
    let lists = match chapter {
        Chapter::Vitals | Chapter::Labs => by_day(chapter, entries),
        _ => entry_list(chapter, entries, Detail::Full),
    };
    let latest: Vec<AnyView> = contents.vitals.iter().map(vital_view).collect();
    let latest = (!latest.is_empty()).then(|| {
        view! {
            <section class="card record-card" aria-labelledby="record-latest">
                <h2 id="record-latest">{t("record.latest")}</h2>
                <ul class="vitals">{latest}</ul>
            </section>
        }
    });
    view! {
        {remarks(chapter, contents, entries.len())}
        {latest}
        {(!entries.is_empty()).then(|| view! {
            <p class="quiet small">
                {t_n("record.shown", entries.len(), &[])}
                {contents.more.then(|| [" · ", &t("record.more_left")].concat())}
            </p>
        })}
        {lists}
    }
    .into_any()
}

fn entry_list(chapter: Chapter, entries: &[Entry], detail: Detail) -> AnyView {
    let items: Vec<AnyView> = entries
        .iter()
        .map(|entry| entry_view(chapter, entry, detail))
        .collect();
    (!items.is_empty())
        .then(|| view! { <ul class="entries card">{items}</ul> })
        .into_any()
}

/// What was measured on one day belongs together.
fn by_day(chapter: Chapter, entries: &[Entry]) -> AnyView {
    let day = |entry: &Entry| entry.when.date().map(day_of);
    let days = entries.chunk_by(|a, b| day(a) == day(b)).map(|day| {
        let date = day
            .first()
            .and_then(|entry| words::when(&entry.when))
            .unwrap_or_else(|| t("record.undated"));
        view! {
            <section class="stack-tight">
                <h2>{date}</h2>
                {entry_list(chapter, day, Detail::FullOfDay)}
            </section>
        }
        .into_any()
    });
    days.collect::<Vec<_>>().into_any()
}
