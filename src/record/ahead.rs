//! What is due and who cares for the patient, on the summary.

use crate::view::prelude::*;

use super::api::{Book, SUMMARY};
use super::entry::{folded, item_href};
use super::model::Chapter;
use super::model::ahead::{Carer, Due, Sources, care_team, due};
use super::words;
use crate::fhir::types::Patient;
use crate::fhir::{FhirDate, Page};
use crate::i18n::{current, t, t_with};
use crate::platform::now_ms;
use crate::ui::{Icon, Notice, Tone};

/// What is to be done. A part that couldn't be read is told, since nobody may take it for "nothing".
pub fn due_card(book: &Book, patient: &str) -> View {
    let nothing = Page::default();
    let medicines = SUMMARY
        .into_iter()
        .zip(&book.chapters)
        .find(|(chapter, _)| *chapter == Chapter::Medicines)
        .and_then(|(_, page)| page.as_ref().ok());
    let parts = [
        book.plans.as_ref().ok(),
        book.vaccines.as_ref().ok(),
        medicines,
        book.orders.as_ref().ok(),
    ];
    let missing = parts.iter().any(Option::is_none);
    let [plans, vaccines, medicines, orders] = parts.map(|part| part.unwrap_or(&nothing));
    let sources = Sources {
        plans,
        vaccines,
        medicines,
        orders,
    };
    let today = FhirDate::parse(&crate::i18n::zoned_date(now_ms(), None)).map(|date| date.day());
    let all = today.map_or(Vec::new(), |today| {
        due(&sources, patient, today, &current().tag)
    });
    let empty = all.is_empty() && !missing;
    card(
        "due",
        t("record.due_title"),
        view! {
            {missing.then(|| view! { <Notice tone=Tone::Info><p>{t("record.due_missing")}</p></Notice> })}
            {empty.then(|| view! { <p>{t("record.due_none")}</p> })}
            {(!all.is_empty()).then(|| view! { <ul class="entries">{all.iter().map(due_view).collect_view()}</ul> })}
        },
    )
}

fn due_view(due: &Due) -> View {
    let name = words::word(&due.name);
    let name = match &due.source {
        Some((chapter, key)) => {
            view! { <a href=item_href(*chapter, key)><bdi>{name}</bdi></a> }
        }
        None => view! { <bdi>{name}</bdi> },
    };
    let when = words::when(&due.when).map(|date| t_with("record.due_by", &[("date", &date)]));
    let all = view! {
            <p class="entry-name">{name}</p>
            <p class="small"><span class="quiet">{t(due.kind)}</span>{when.map(|when| view! { " · "<bdi>{when}</bdi> })}</p>
            {due.overdue.then(|| view! {
                <p class="tags"><span class="tag warning"><Icon name="clock"/>{t("record.overdue")}</span></p>
            })}
    };
    view! { <li class="entry">{folded(&due.sensitive, all)}</li> }
}

/// Who cares for the patient; nothing where the server doesn't say.
pub fn team_card(book: &Book, patient: &str) -> Option<View> {
    let people = book.patient.as_ref().ok()?.typed::<Patient>();
    let person = people.iter().find(|person| person.id() == patient);
    let nothing = Page::default();
    let teams = book.teams.as_ref().unwrap_or(&nothing);
    let team = care_team(teams, person, patient, &current().tag);
    (!team.is_empty()).then(|| {
        let items = team.iter().map(carer_view).collect_view();
        card(
            "team",
            t("record.team"),
            view! { <ul class="entries">{items}</ul> },
        )
    })
}

fn carer_view(carer: &Carer) -> View {
    let name = view! { <bdi>{carer.name.clone()}</bdi> };
    let name = match &carer.role {
        Some(role) => view! { <a href=["/doctors/", role].concat()>{name}</a> },
        None => name.into_view(),
    };
    view! {
        <li class="entry">
            <p class="entry-name">{name}</p>
            {carer.part.clone().map(|part| view! { <p class="small quiet"><bdi>{part}</bdi></p> })}
        </li>
    }
}

fn card(id: &'static str, title: String, body: View) -> View {
    let heading = ["record-", id].concat();
    view! {
        <section class="card record-card" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            {body}
        </section>
    }
}
