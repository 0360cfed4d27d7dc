//! `/record`: the record on one page.

use crate::view::prelude::*;

use super::ahead;
use super::api::{self, Book, SUMMARY};
use super::asking::yesterday;
use super::chapter_words::{remarks, sign_in_needed, title};
use super::entry::{Detail, cover_switch, entry_view, vital_view};
use super::model::{Chapter, Contents, Entry, NextVisit, Person, allergy_state, next_visit};
use super::{private, words};
use crate::fhir::types::Patient;
use crate::fhir::{Client, Error, FhirDate, Page as Found};
use crate::i18n::{
    DateStyle, current, device_zone, format_date, format_time, t, t_n, t_with, zone_name,
    zoned_date,
};
use crate::platform::{load, now_ms};
use crate::rooms;
use crate::session::{Whose, family, parts, use_session};
use crate::ui::{ErrorView, Icon, Notice, Page, Tone, loaded};

/// `/record`
#[component]
pub fn Summary() -> View {
    let session = use_session();
    private::of_this_person(&session);
    let body = match session.patient() {
        None => view! { {sign_in_needed()}{rooms::kept_copy()} },
        Some(patient) => {
            let (client, brand) = (session.record.clone(), session.config.brand.name.clone());
            let whose = patient.clone();
            // Of those in one's care nothing is kept.
            let own = session.own_patient().as_ref() == Some(&patient);
            let fetch = {
                let client = client.clone();
                move |patient| api::summary(client.clone(), patient, yesterday())
            };
            loaded(load(move || patient.clone(), fetch), move |book| {
                if own {
                    rooms::renew_copy(whose.clone(), book.clone());
                }
                book_view(book, &client, &whose, &brand)
            })
            .into_view()
        }
    };
    view! { <Page title=t("record.title")><Whose page="/record"/>{body}</Page> }
}

/// All of a summary.
pub fn book_view(book: &Book, client: &Client, patient: &str, brand: &str) -> View {
    let cards: Vec<View> = SUMMARY
        .into_iter()
        .zip(&book.chapters)
        .map(|(chapter, page)| {
            let card = chapter_card(chapter, page.clone(), client.clone(), patient.to_owned());
            match chapter {
                Chapter::Visits => {
                    view! { {next_card(book.appointments.clone(), client.clone(), patient.to_owned())}{card} }
                }
                _ => card,
            }
        })
        .collect();
    view! {
        {person_card(&book.patient, patient)}
        {cover_switch()}
        {ahead::due_card(book, patient)}
        {cards}
        {ahead::team_card(book, patient)}
        <section class="card record-card" aria-labelledby="record-more">
            <h2 id="record-more">{t("record.more_chapters")}</h2>
            <ul class="stack-tight">
                {MORE.map(|chapter| view! {
                    <li><a class="link-button" href=href(chapter)>{title(chapter)}</a></li>
                }).collect_view()}
                <li><a class="link-button" href="/record/timeline">{t("record.timeline")}</a></li>
                <li><a class="link-button" href="/record/export">{t("record.export")}</a></li>
            </ul>
        </section>
        <p class="quiet small">{t_with("record.as_sent", &[("hospital", brand)])}</p>
        <p class="actions">
            <a class="button" href="/record/add">{t("record.home_title")}</a>
            <button type="button" class="button secondary" on:click=|_| { let _ = window().print(); }>{t("record.print")}</button>
        </p>
    }
}

/// The chapters that the summary only names.
const MORE: [Chapter; 6] = [
    Chapter::Reports,
    Chapter::Procedures,
    Chapter::Documents,
    Chapter::Plans,
    Chapter::Goals,
    Chapter::Findings,
];

fn person_card(patient: &Result<Found, Error>, id: &str) -> View {
    let today = FhirDate::parse(&zoned_date(now_ms(), None)).map(|date| date.day());
    let found = patient.as_ref().ok().and_then(|page| {
        page.typed::<Patient>()
            .into_iter()
            .find(|found| found.id() == id)
    });
    let (Some(patient), Some(today)) = (found, today) else {
        // The record below is still worth reading; only its head is missing.
        return view! { <Notice tone=Tone::Warning><p>{t("record.person_failed")}</p></Notice> };
    };
    let person = Person::of(&patient, today, &current().tag);
    let birth = words::when(&person.birth).map(|date| t_with("record.born", &[("date", &date)]));
    view! {
        <div class="record-person">
            <p class="person-name"><bdi>{person.name.unwrap_or_else(|| t("record.unnamed"))}</bdi></p>
            {person.other_name.map(|name| view! { <p class="quiet"><bdi>{name}</bdi></p> })}
            {birth.map(|birth| view! { <p>{birth}</p> })}
            {person.age.map(|age| view! {
                <p>{words::age(age)}" "<span class="quiet small">{t("record.age_computed")}</span></p>
            })}
            {person.deceased.then(|| view! { <p>{t("record.deceased")}</p> })}
            {parts(&patient).into_iter().map(part_view).collect_view()}
        </div>
    }
}

/// That the record is split, and whether the other part can be opened above.
fn part_view((id, kind): (&str, &str)) -> View {
    let said = t(match kind {
        "replaced-by" => "record.part_replaced",
        "replaces" => "record.part_replaces",
        _ => "record.part_seealso",
    });
    let (session, id) = (use_session(), id.to_owned());
    let loader = load(
        || (),
        move |()| {
            let session = session.clone();
            async move { family(&session).await }
        },
    );
    let offered = move || {
        let members = loader.state().ready()?;
        let here = members.iter().any(|member| member.patient.id() == id);
        Some(t(if here {
            "record.part_above"
        } else {
            "record.part_closed"
        }))
    };
    view! { <Notice tone=Tone::Info><p>{said}" "{offered}</p></Notice> }
}

/// How many entries the summary has room for. Allergies and medicines are hardly ever cut.
fn room(chapter: Chapter) -> usize {
    match chapter {
        Chapter::Allergies | Chapter::Medicines => 12,
        Chapter::Conditions => 8,
        Chapter::Vitals => 10,
        Chapter::Labs => 8,
        _ => 4,
    }
}

fn href(chapter: Chapter) -> String {
    ["/record/", chapter.slug()].concat()
}

/// The card of a chapter. One that failed says so and can be asked for again; the others stay.
fn chapter_card(
    chapter: Chapter,
    page: Result<Found, Error>,
    client: Client,
    patient: String,
) -> View {
    let whose = patient.clone();
    let show =
        move |page: &Found| chapter_body(chapter, &chapter.read(page, &whose, &current().tag));
    let fetch = move |()| api::chapter(client.clone(), chapter, patient.clone());
    card(chapter.slug(), title(chapter), page, fetch, show)
}

/// The card of the next visit.
fn next_card(page: Result<Found, Error>, client: Client, patient: String) -> View {
    let whose = patient.clone();
    let show = move |page: &Found| next_body(next_visit(page, &whose, now_ms(), &current().tag));
    let fetch = move |()| {
        let (client, patient) = (client.clone(), patient.clone());
        async move {
            client
                .search(&api::appointment_search(&patient, &yesterday()))
                .await
        }
    };
    card("next", t("record.next_visit"), page, fetch, show)
}

fn card<F>(
    id: &'static str,
    title: String,
    page: Result<Found, Error>,
    fetch: impl Fn(()) -> F + Clone + 'static,
    show: impl Fn(&Found) -> View + Clone + 'static,
) -> View
where
    F: Future<Output = Result<Found, Error>> + 'static,
{
    let heading = ["record-", id].concat();
    let body = match page {
        Ok(page) => show(&page),
        Err(error) => {
            let again = RwSignal::new(false);
            let parts = send_wrapper::SendWrapper::new((fetch, show));
            let body = move || {
                let (fetch, show) = (parts.0.clone(), parts.1.clone());
                match again.get() {
                    true => loaded(load(|| (), fetch), show).into_view(),
                    false => {
                        view! { <ErrorView error=error.clone() retry=move || again.set(true)/> }
                    }
                }
            };
            body.into_view()
        }
    };
    view! {
        <section class="card record-card" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            {body}
        </section>
    }
}

fn chapter_body(chapter: Chapter, contents: &Contents) -> View {
    let room = room(chapter);
    let items: Vec<View> = match chapter {
        Chapter::Vitals | Chapter::Labs => contents
            .latest
            .iter()
            .take(room)
            .map(|vital| vital_view(chapter, vital))
            .collect(),
        _ => brief(chapter, contents)
            .take(room)
            .map(|entry| entry_view(chapter, entry, Detail::Brief))
            .collect(),
    };
    let list_class = if matches!(chapter, Chapter::Vitals | Chapter::Labs) {
        "vitals"
    } else {
        "entries"
    };
    let all = contents.entries.len();
    let unreadable = contents.unreadable.len();
    let cut = contents.more || unreadable > 0;
    let allergies = allergy_state(&contents.entries);
    let remarks = remarks(chapter, allergies, all, cut, items.len());
    view! {
        {(unreadable > 0).then(|| view! { <Notice tone=Tone::Warning><p>{t_n("record.unreadable", unreadable, &[])}</p></Notice> })}
        {remarks}
        {(!items.is_empty()).then(|| view! { <ul class=list_class>{items}</ul> })}
        {(all > 0).then(|| view! {
            <p class="record-all">
                <a class="link-button" href=href(chapter)>
                    {if contents.more { t("record.all_open") } else { t_n("record.all", all, &[]) }}
                    <span class="visually-hidden">{t("record.comma")}{title(chapter)}</span>
                </a>
            </p>
        })}
    }
}

/// What the summary shows of a chapter: what holds now, where the chapter has a past.
fn brief(chapter: Chapter, contents: &Contents) -> impl Iterator<Item = &Entry> {
    contents
        .entries
        .iter()
        .filter(move |entry| entry.current || !chapter.has_past())
}

fn next_body(next: Option<NextVisit>) -> View {
    let Some(visit) = next else {
        return view! {
            <p>{t("record.no_next_visit")}</p>
            <p class="record-all"><a class="link-button" href="/doctors">{t("record.find_doctor")}</a></p>
        };
    };
    let zone = visit.zone.as_deref();
    let foreign = zone
        .filter(|zone| *zone != device_zone())
        .map(|zone| zone_name(visit.start, zone));
    let date = format_date(visit.start, zone, DateStyle::Weekday);
    let time = format_time(visit.start, zone);
    view! {
        <ul class="entries">
            <li class="entry">
                <p class="entry-name">
                    <a href=["/appointments/", &visit.id].concat()>{t_with("record.at_time", &[("date", &date), ("time", &time)])}</a>
                </p>
                {foreign.map(|zone| view! { <p class="quiet small">{zone}</p> })}
                {visit.with.into_iter().map(|with| view! { <p class="small"><bdi>{with}</bdi></p> }).collect_view()}
                {(!visit.confirmed).then(|| view! {
                    <p class="tags"><span class="tag warning"><Icon name="clock"/>{t("record.not_confirmed")}</span></p>
                })}
            </li>
        </ul>
    }
}
