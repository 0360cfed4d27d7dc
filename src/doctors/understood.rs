//! How the typed words were understood: never hidden, and each piece can be taken away.

use super::api::{Answer, ReadAs};
use super::facts::both;
use super::filters::{chip, labels};
use super::model::Named;
use super::query::Query;
use super::specialties::specialty_name;
use super::understand::{Emergency, Meaning, Means, Part};
use super::vocabulary::vocabulary;
use crate::fhir::url::origin;
use crate::i18n::{t, t_with};
use crate::platform::load;
use crate::session::use_session;
use crate::ui::{Icon, Notice, Tone, tel};
use crate::view::prelude::*;

/// Warnings for words that may mean an emergency. They wait for no server.
pub fn warnings(query: Signal<Query>) -> View {
    let text = move || query.with(|query| query.text.clone());
    let loader = load(text, |text| async move {
        let (words, whole) = vocabulary().await;
        Ok((
            Meaning::of(&text, &words).emergencies,
            whole || text.is_empty(),
        ))
    });
    let show = move || {
        let found = loader.state().ready()?;
        let (emergencies, whole) = &*found;
        let missing = (!whole).then(|| {
            view! { <Notice tone=Tone::Info><p>{t("doctors.words_missing")}</p></Notice> }
        });
        Some(view! { {emergencies.iter().map(warning).collect_view()} {missing} })
    };
    view! { <div class="stack-tight warnings" role="alert">{show}</div> }
}

fn warning(emergency: &Emergency) -> View {
    let number = use_session().config.country.emergency.clone();
    let call = t_with("ui.call", &[("phone", &number)]);
    let source = source_link(&emergency.source);
    let say = emergency.say.clone();
    match emergency.now {
        true => view! {
            <Notice tone=Tone::Danger>
                <h2>{t_with("doctors.emergency_now", &[("number", &number)])}</h2>
                <p>{say}</p>
                <p class="actions"><a class="button danger" href=tel(&number)><Icon name="phone"/>{call}</a></p>
                <p class="small">{source}</p>
            </Notice>
        },
        false => view! {
            <Notice tone=Tone::Warning>
                <p><a href=tel(&number)><strong>{call}</strong></a> " " {say}</p>
                <p class="small">{source}</p>
            </Notice>
        },
    }
}

fn source_link(url: &str) -> View {
    let site = origin(url).unwrap_or_default();
    let site = site.trim_start_matches("https://").to_owned();
    view! {
        <a href=url.to_owned() target="_blank" rel="noopener noreferrer">
            {t_with("doctors.source", &[("site", &site)])}
            <span class="visually-hidden">" " {t("doctors.new_tab")}</span>
        </a>
    }
}

/// What the words were taken for, and hospitals that they name.
pub fn understood(answer: &Answer) -> View {
    view! { {reading(answer)} {hospitals(&answer.hospitals, answer.read_as)} }
}

fn reading(answer: &Answer) -> Option<View> {
    let Answer {
        meaning,
        asked,
        read_as,
        ..
    } = answer;
    if asked.text.is_empty() {
        return None;
    }
    let part = |part: &Part| chip(label(part), &asked.with_text(&meaning.without(part)));
    let name = (!meaning.rest.is_empty()).then(|| {
        let label = t_with("doctors.quoted", &[("text", &meaning.rest)]);
        chip(label, &asked.with_text(&meaning.without_name()))
    });
    let about = meaning.parts.iter().map(|part| about(part, meaning, asked));
    // keys: doctors.of_hospitals, doctors.alike, doctors.no_name
    let note = match read_as {
        ReadAs::Codes | ReadAs::Name => None,
        ReadAs::Hospital => Some("doctors.of_hospitals"),
        ReadAs::Alike => Some("doctors.alike"),
        ReadAs::NoName => Some("doctors.no_name"),
    };
    let note = note.map(|key| t_with(key, &[("text", &meaning.rest)]));
    Some(view! {
        <section class="stack-tight" aria-labelledby="understood">
            <h2 id="understood" class="visually-hidden">{t("doctors.understood")}</h2>
            <ul class="tags">{meaning.parts.iter().map(part).collect_view()} {name}</ul>
            {about.collect_view()}
            {note.map(|note| view! { <p class="quiet">{note}</p> })}
        </section>
    })
}

fn label(part: &Part) -> String {
    match &part.means {
        Means::Specialty(code) => specialty_name(code),
        Means::Complaint { see, .. } => t_with(
            "doctors.complaint",
            &[("words", &part.words), ("specialties", &names(see))],
        ),
        Means::Place(_) => t_with("doctors.near_place", &[("place", &part.name)]),
        Means::Filter { name, value } => {
            let mut query = Query::default();
            query.set(name, value);
            let first = labels(&query, &[]).into_iter().next();
            first.map_or_else(|| part.name.clone(), |(_, label)| label)
        }
    }
}

fn names(codes: &[String]) -> String {
    let names: Vec<String> = codes.iter().map(|code| specialty_name(code)).collect();
    names.join(&t("doctors.and"))
}

/// Who sees a complaint, by whose word, and a way to choose one of them.
fn about(part: &Part, meaning: &Meaning, asked: &Query) -> Option<View> {
    let Means::Complaint { see, source } = &part.means else {
        return None;
    };
    let usually = t_with(
        "doctors.usually",
        &[("words", &part.words), ("specialties", &names(see))],
    );
    let only = |code: &String| {
        let query = Query {
            specialty: Some(code.clone()),
            ..asked.with_text(&meaning.without(part))
        };
        view! { <li><a class="chip" href=query.to_url()>{t_with("doctors.only", &[("specialty", &specialty_name(code))])}</a></li> }
    };
    let choice = (see.len() > 1).then(|| {
        view! { <ul class="tags" aria-label=t("doctors.which")>{see.iter().map(only).collect_view()}</ul> }
    });
    Some(view! {
        <p class="small quiet">{usually} " " {t("doctors.no_diagnosis")} " " {source_link(source)}</p>
        {choice}
    })
}

/// Hospitals that the words name.
fn hospitals(hospitals: &[Named], read_as: ReadAs) -> Option<View> {
    let link = |hospital: &Named| {
        view! { <li><a class="chip" href=["/hospitals/", &hospital.id].concat()>{both(hospital)}</a></li> }
    };
    let named = !hospitals.is_empty() && matches!(read_as, ReadAs::Name | ReadAs::Hospital);
    named.then(|| {
        view! {
            <section class="stack-tight">
                <h2>{t("doctors.hospitals")}</h2>
                <ul class="tags">{hospitals.iter().map(link).collect_view()}</ul>
            </section>
        }
    })
}
