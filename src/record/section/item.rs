//! One entry with all that is known of it: values to the last digit, who put it on record, its documents, its raw resource.

use crate::view::prelude::*;

use super::{Setting, attachment, raw};
use crate::fhir::datatypes::Attachment;
use crate::fhir::types::Observation;
use crate::fhir::{Error, Node, Resource, Typed};
use crate::i18n::{current, t};
use crate::platform::load;
use crate::record::api::{self, Item};
use crate::record::chapter_words::title;
use crate::record::entry::{Detail, entry_view, item_href, series_href};
use crate::record::model::{Chapter, Entry, When, narrative_text, observation_entry};
use crate::record::words;
use crate::ui::{BackLink, ErrorView, Page, loaded_page};

/// The page of one entry. On the timeline an entry is opened in its own chapter.
pub fn page(setting: &Setting, id: String) -> View {
    let back = view! { <BackLink href=setting.list_href() label=setting.title.clone()/> };
    let Some(chapter) = setting.chapter() else {
        return view! { {back}<Page title=setting.title.clone()><ErrorView error=Error::NotFound retry=|| ()/></Page> };
    };
    let (client, shown) = (setting.client.clone(), setting.clone());
    let patient = setting.patient.clone();
    let fetch = move |id| api::item(client.clone(), chapter, patient.clone(), id);
    let body = loaded_page(
        load(move || id.clone(), fetch),
        "record.title",
        move |item| item_view(chapter, item, &shown),
    );
    view! { {back}{body} }
}

fn item_view(chapter: Chapter, item: &Item, setting: &Setting) -> View {
    let language = current().tag;
    let contents = chapter.listed(&item.page, &setting.patient, &language);
    let (Some(entry), Some(resource)) = (contents.entries.first(), item.page.entries.first())
    else {
        return view! { <Page title=title(chapter)><ErrorView error=Error::NotFound retry=|| ()/></Page> };
    };
    let name = words::name(entry);
    let follow = entry.series.as_deref().map(|series| {
        view! { <p><a class="button secondary" href=series_href(chapter, series)>{t("record.follow")}</a></p> }
    });
    let parts = vec![
        view! { <ul class="entries card">{entry_view(chapter, entry, Detail::Whole)}</ul> },
        follow.into_view(),
        results(item, &language).into_view(),
        report_text(resource).into_view(),
        documents(chapter, resource, setting),
        origin(item, entry),
        parents(&item.reports, &language),
        raw::view(t("record.raw"), resource.to_value()),
    ];
    view! { <Page title=name>{parts}</Page> }
}

/// The results of a report or panel, in its order.
fn results(item: &Item, language: &str) -> Option<View> {
    let items: Vec<View> = item
        .results
        .entries
        .iter()
        .filter_map(Observation::of)
        .filter_map(|observation| {
            let entry = observation_entry(&observation, language)?;
            let chapter = match observation.is_category("vital-signs") {
                true => Chapter::Vitals,
                false if observation.is_category("laboratory") => Chapter::Labs,
                false => Chapter::Findings,
            };
            Some(entry_view(chapter, &entry, Detail::FullOfDay))
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="stack-tight" aria-labelledby="record-results">
                <h2 id="record-results">{t("record.results_title")}</h2>
                <ul class="entries card">{items}</ul>
            </section>
        }
    })
}

/// What the source wrote for people to read, as plain text.
fn report_text(resource: &Resource) -> Option<View> {
    let text = narrative_text(resource.root().node("text").str("div")?);
    (!text.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t("record.narrative")}</summary>
                <p class="report-text"><bdi>{text}</bdi></p>
            </details>
        }
    })
}

fn documents(chapter: Chapter, resource: &Resource, setting: &Setting) -> View {
    let root = resource.root();
    let all: Vec<Attachment> = match chapter {
        Chapter::Documents => root
            .list("content")
            .map(|content| Attachment(content.node("attachment")))
            .collect(),
        Chapter::Reports => root.list("presentedForm").map(Attachment).collect(),
        _ => Vec::new(),
    };
    all.into_iter()
        .map(|one| attachment::view(one, &setting.client))
        .collect::<Vec<_>>()
        .into_view()
}

/// Who answers for it, who put it on record and when, as far as the source tells.
fn origin(item: &Item, entry: &Entry) -> View {
    let mut rows: Vec<View> = Vec::new();
    for resource in &item.provenance {
        let root = resource.root();
        for agent in root.list("agent") {
            rows.push(fact(agent_role(agent), agent_name(agent)));
        }
        let when = words::when(&When::of_text(root.str("recorded")));
        rows.extend(when.map(|when| fact(t("record.recorded_at"), when)));
    }
    if let Some(resource) = item.page.entries.first() {
        let root = resource.root();
        let issued = words::when(&When::of_text(root.str("issued")));
        rows.extend(issued.map(|when| fact(t("record.issued"), when)));
        let visit = root
            .reference("encounter")
            .and_then(|visit| visit.id_of("Encounter"));
        rows.extend(visit.map(|id| {
            let link =
                view! { <a href=item_href(Chapter::Visits, id)>{t("record.open_visit")}</a> };
            fact(t("record.at_visit"), link)
        }));
        let meta = root.node("meta");
        rows.extend(
            meta.str("source")
                .map(|source| fact(t("record.system"), source.to_owned())),
        );
        let updated = words::when(&When::of_text(meta.str("lastUpdated")));
        rows.extend(updated.map(|when| fact(t("record.updated"), when)));
    }
    let unknown =
        item.provenance.is_empty() && !entry.facts.iter().any(|fact| fact.label == "record.by");
    view! {
        <section class="stack-tight" aria-labelledby="record-origin">
            <h2 id="record-origin">{t("record.origin")}</h2>
            {unknown.then(|| view! { <p class="quiet">{t("record.origin_unknown")}</p> })}
            <dl class="facts">{rows}</dl>
        </section>
    }
}

fn fact(label: String, value: impl IntoView) -> View {
    view! { <div><dt>{label}</dt><dd><bdi>{value.into_view()}</bdi></dd></div> }
}

fn agent_role(agent: Node) -> String {
    let role = crate::fhir::datatypes::Concept(agent.node("type"));
    let role = role.display(&current().tag).map(str::to_owned);
    role.unwrap_or_else(|| t("record.by_label"))
}

fn agent_name(agent: Node) -> String {
    let who = agent.reference("who");
    let behalf = agent
        .reference("onBehalfOf")
        .and_then(|behalf| behalf.display);
    let name = who
        .and_then(|who| who.display.or(who.text))
        .unwrap_or_default();
    [Some(name), behalf]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(&t("record.comma"))
}

/// The reports that this is a result of.
fn parents(reports: &[Resource], language: &str) -> View {
    let links = reports.iter().filter_map(|report| {
        let code = crate::fhir::types::DiagnosticReport::of(report)?;
        let name = code.code().display(language)?.to_owned();
        let href = item_href(Chapter::Reports, report.id());
        Some(view! { <p>{t("record.part_of")}" "<a href=href><bdi>{name}</bdi></a></p> })
    });
    links.collect::<Vec<_>>().into_view()
}
