//! Privacy, as a part of the settings: what the app may do, who has looked, what was agreed to.

use std::future::Future;

use super::api;
use super::model::{Act, Agreement, Look, State, What, Who};
use crate::fhir::types::{AuditEvent, Consent};
use crate::fhir::{Client, Error, FhirDate, Page};
use crate::i18n::{current, format_fhir_date, format_time, t, t_n, t_with};
use crate::platform::{load, now_ms};
use crate::session::model::Permission;
use crate::session::{granted, use_session};
use crate::ui::loaded;
use crate::view::prelude::*;

/// Nothing while nobody's record is open.
#[component]
pub fn Privacy() -> View {
    let session = use_session();
    session
        .patient()
        .map(|patient| {
            let may = granted();
            let (client, whose) = (session.record.clone(), patient.clone());
            let looks = move || looks(client.clone(), whose.clone());
            let client = session.record.clone();
            let agreements = move || agreements(client.clone(), patient.clone());
            view! {
                <section class="section" aria-labelledby="privacy">
                    <h2 id="privacy">{t("privacy.title")}</h2>
                    {(!may.is_empty()).then(|| view! {
                        <h3>{t("privacy.may")}</h3>
                        {permissions(&may)}
                    })}
                    {folded("privacy.looks", looks)}
                    {folded("privacy.agreements", agreements)}
                </section>
            }
        })
        .into_view()
}

/// A part that is fetched when it is opened.
fn folded(title: &'static str, show: impl Fn() -> View + 'static) -> View {
    let opened = RwSignal::new(false);
    view! {
        <details on:toggle=move |_| opened.set(true)>
            <summary>{t(title)}</summary>
            {move || opened.get().then(&show)}
        </details>
    }
}

/// The resource types that have words of their own.
const KINDS: [&str; 18] = [
    "AllergyIntolerance",
    "Appointment",
    "CarePlan",
    "Condition",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "Goal",
    "Immunization",
    "Medication",
    "MedicationRequest",
    "Observation",
    "Patient",
    "Practitioner",
    "Procedure",
    "QuestionnaireResponse",
    "RelatedPerson",
    "Slot",
];

/// The words for a resource type; the name of one that has none.
fn kind(name: &str) -> String {
    // keys: privacy.kind_*
    match KINDS.contains(&name) {
        true => t(&["privacy.kind_", &name.to_lowercase()].concat()),
        false => name.to_owned(),
    }
}

fn permissions(may: &[Permission]) -> View {
    let line = |may: &Permission| {
        let what = match may.kind.as_str() {
            "*" => t("privacy.kind_all"),
            name => kind(name),
        };
        let key = match (may.read, may.write) {
            (true, false) => "privacy.may_read",
            (false, true) => "privacy.may_write",
            _ => "privacy.may_both",
        };
        view! { <li>{t_with(key, &[("what", &what)])}</li> }
    };
    view! { <ul class="bullets">{may.iter().map(line).collect_view()}</ul> }
}

fn looks(client: Client, patient: String) -> View {
    let (asking, whose) = (client.clone(), patient.clone());
    let fetch = move |()| api::looks(asking.clone(), whose.clone());
    let read = move |page: &Page| {
        let language = current().tag;
        let events = page.typed::<AuditEvent>();
        let looks = events
            .iter()
            .map(|event| look(&Look::of(event, &patient, &language)));
        looks.collect()
    };
    pages(client, fetch, read, "privacy.no_looks")
}

fn agreements(client: Client, patient: String) -> View {
    let asking = client.clone();
    let fetch = move |()| api::agreements(asking.clone(), patient.clone());
    let read = |page: &Page| {
        let language = current().tag;
        let consents = page.typed::<Consent>();
        let agreements = consents
            .iter()
            .filter_map(|consent| Agreement::of(consent, now_ms(), &language));
        agreements
            .map(|agreement| self::agreement(&agreement))
            .collect()
    };
    pages(client, fetch, read, "privacy.no_agreements")
}

/// A list that goes on, page by page; `none` says that it is empty.
fn pages<F>(
    client: Client,
    fetch: impl Fn(()) -> F + 'static,
    read: impl Fn(&Page) -> Vec<View> + Clone + 'static,
    none: &'static str,
) -> View
where
    F: Future<Output = Result<Page, Error>> + 'static,
{
    loaded(load(|| (), fetch), move |page| {
        let items = read(page);
        let unreadable = page.unreadable.len();
        let empty = items.is_empty();
        view! {
            {(unreadable > 0).then(|| view! { <p class="quiet">{t_n("record.unreadable", unreadable, &[])}</p> })}
            {match empty {
                true => view! { <p>{t(none)}</p> },
                false => view! { <ul class="stack-tight">{items.into_iter().collect_view()}</ul> },
            }}
            {page.next.is_some().then(|| following(client.clone(), page.clone(), read.clone()))}
        }
    })
}

/// The pages after the first, when asked for.
fn following(
    client: Client,
    page: Page,
    read: impl Fn(&Page) -> Vec<View> + Clone + 'static,
) -> View {
    let opened = RwSignal::new(false);
    let face = move || {
        if !opened.get() {
            return view! {
                <p class="actions"><button type="button" class="button secondary" on:click=move |_| opened.set(true)>{t("privacy.older")}</button></p>
            };
        }
        let (asking, after) = (client.clone(), page.clone());
        let fetch = move |()| {
            let (client, page) = (asking.clone(), after.clone());
            async move { client.next(&page).await.map(Option::unwrap_or_default) }
        };
        let (client, read) = (client.clone(), read.clone());
        loaded(load(|| (), fetch), move |page| {
            view! {
                <ul class="stack-tight">{read(page).into_iter().collect_view()}</ul>
                {page.next.is_some().then(|| following(client.clone(), page.clone(), read.clone()))}
            }
        })
    };
    face.into_view()
}

/// A date, with the time of day where the source has one.
fn moment(date: &FhirDate) -> String {
    let day = format_fhir_date(date);
    match date.has_time() {
        true => [&day, " ", &format_time(date.start_ms(), None)].concat(),
        false => day,
    }
}

fn look(look: &Look) -> View {
    let who = match &look.who {
        Who::Patient => t("privacy.you"),
        Who::Named(name) => name.clone(),
        Who::Unknown => t("privacy.somebody"),
    };
    let act = t(match look.act {
        Act::Added => "privacy.added",
        Act::Read => "privacy.read",
        Act::Changed => "privacy.changed",
        Act::Removed => "privacy.removed",
        Act::Used => "privacy.used",
    });
    let what = look.what.iter().map(|what| match what {
        What::Said(words) => words.clone(),
        What::Kind(name) => kind(name),
    });
    let what = what.collect::<Vec<_>>().join(&t("record.comma"));
    let quiet = [&look.part, &look.why, &look.system].into_iter().flatten();
    let quiet = quiet.cloned().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="card">
            <p class="small quiet">{look.when.as_ref().map_or_else(|| t("privacy.no_date"), moment)}</p>
            <p><strong><bdi>{who}</bdi></strong></p>
            <p>{act}{(!what.is_empty()).then(|| [": ", &what].concat())}</p>
            {(!quiet.is_empty()).then(|| view! { <p class="small quiet">{quiet}</p> })}
            {look.refused.then(|| view! { <p class="tags"><span class="tag warning">{t("privacy.refused")}</span></p> })}
        </li>
    }
}

fn agreement(agreement: &Agreement) -> View {
    let (tone, state) = match agreement.state {
        State::InForce => ("tag good", "privacy.in_force"),
        State::Proposed => ("tag warning", "privacy.proposed"),
        State::Refused => ("tag", "privacy.not_agreed"),
        State::Over => ("tag", "privacy.over"),
        State::Unknown => ("tag", "privacy.state_unknown"),
    };
    let permits = agreement.permits.map(|permits| match permits {
        true => t("privacy.permits"),
        false => t("privacy.denies"),
    });
    let given = agreement
        .given
        .as_ref()
        .map(|date| t_with("privacy.given", &[("date", &format_fhir_date(date))]));
    let until = agreement
        .until
        .as_ref()
        .map(|date| t_with("record.until", &[("date", &format_fhir_date(date))]));
    let dates = [given, until]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    let names = |names: &[String]| names.join(&t("record.comma"));
    let others = (!agreement.others.is_empty())
        .then(|| t_with("privacy.for_whom", &[("who", &names(&agreement.others))]));
    let holders = (!agreement.holders.is_empty())
        .then(|| t_with("privacy.with_whom", &[("who", &names(&agreement.holders))]));
    view! {
        <li class="card">
            <p><strong><bdi>{agreement.about.clone().unwrap_or_else(|| t("privacy.some_agreement"))}</bdi></strong></p>
            {permits.map(|permits| view! { <p>{permits}</p> })}
            {others.map(|others| view! { <p>{others}</p> })}
            <p class="tags"><span class=tone>{t(state)}</span></p>
            {holders.map(|holders| view! { <p class="small quiet">{holders}</p> })}
            {(!dates.is_empty()).then(|| view! { <p class="small quiet">{dates}</p> })}
        </li>
    }
}
