//! Small facts of doctors and places, in words, as several views show them.

use crate::view::prelude::*;

use super::model::{Doctor, Hours, Named, Place, Spoken, Visit};
use super::query::{Gender, Mode};
use crate::i18n::{format_money, language_name, t, t_n};
use crate::ui::{Icon, tel};

/// A spoken language in the reader's own words.
pub fn spoken(spoken: &Spoken) -> String {
    let named = spoken.code.as_deref().and_then(language);
    named.unwrap_or_else(|| spoken.text.clone())
}

/// The name of a language; `None` where the browser knows only its code.
pub fn language(tag: &str) -> Option<String> {
    language_name(tag).filter(|name| name != tag)
}

/// All languages of a doctor in one line.
pub fn languages(doctor: &Doctor) -> Option<String> {
    let all: Vec<String> = doctor.languages.iter().map(spoken).collect();
    (!all.is_empty()).then(|| all.join(&t("doctors.and")))
}

/// The name to show; a directory may know a role and no person.
pub fn name(doctor: &Doctor) -> String {
    if doctor.name.is_empty() {
        t("doctors.unnamed")
    } else {
        doctor.name.clone()
    }
}

/// What a kind of visit is called.
pub fn mode(mode: Mode) -> String {
    match mode {
        Mode::InPerson => t("doctors.mode_in_person"),
        Mode::Video => t("doctors.mode_video"),
    }
}

/// What a gender is called.
pub fn gender(gender: Gender) -> String {
    match gender {
        Gender::Female => t("doctors.gender_female"),
        Gender::Male => t("doctors.gender_male"),
    }
}

/// What a visit costs and how long it takes.
pub fn visit_terms(visit: &Visit) -> View {
    let fee = visit.fee.as_ref();
    let fee = fee.map_or_else(
        || t("doctors.fee_unknown"),
        |fee| format_money(fee.amount, &fee.currency),
    );
    let minutes = visit
        .minutes
        .map(|minutes| t_n("doctors.minutes", minutes, &[]));
    apart([fee].into_iter().chain(minutes))
}

/// Short texts in one line, each kept together and in its own direction.
pub fn apart(texts: impl Iterator<Item = String>) -> View {
    let text =
        |(at, text)| view! { {(at > 0).then_some(" · ")} <bdi class="together">{text}</bdi> };
    texts.enumerate().map(text).collect_view().into_view()
}

/// A name with its form in another script beside it.
pub fn both(named: &Named) -> View {
    let other = named.other.clone();
    view! { <bdi>{named.name.clone()}</bdi> {other.map(|other| view! { " " <bdi class="quiet">{other}</bdi> })} }
}

/// A phone number that can be tapped.
pub fn phone_link(phone: &str) -> View {
    view! {
        <a class="fact-link" href=tel(phone)><Icon name="phone"/><bdi dir="ltr">{phone.to_owned()}</bdi></a>
    }
}

/// Hours of the week.
pub fn hours_table(hours: &[Hours]) -> View {
    let day = |hours: &Hours| {
        let spans: Vec<String> = hours.spans.iter().map(span).collect();
        view! { <div><dt>{day_name(hours.day)}</dt><dd><bdi>{spans.join(&t("doctors.and"))}</bdi></dd></div> }
    };
    view! { <dl class="facts hours">{hours.iter().map(day).collect_view()}</dl> }
}

fn span((from, until): &(String, String)) -> String {
    if from.is_empty() {
        t("doctors.all_day")
    } else {
        [from, "–", until].concat()
    }
}

fn day_name(day: u32) -> String {
    // keys: doctors.day_0, doctors.day_1, doctors.day_2, doctors.day_3, doctors.day_4, doctors.day_5, doctors.day_6
    t(&["doctors.day_", &day.to_string()].concat())
}

/// A place with its address, ways to reach it, and hours.
pub fn place(place: &Place) -> View {
    let hours = (!place.hours.is_empty()).then(|| {
        view! { <details><summary>{t("doctors.opening_hours")}</summary>{hours_table(&place.hours)}</details> }
    });
    view! {
        <li class="card">
            <h3>{both(&place.named)}</h3>
            {address_lines(&place.address)}
            {place.wheelchair.map(|gets_in| view! {
                <p>{if gets_in { t("sheet.wheelchair") } else { t("sheet.no_wheelchair") }}</p>
            })}
            <p class="row">
                {place.position.map(directions)}
                {place.phone.as_deref().map(phone_link)}
            </p>
            {hours}
        </li>
    }
}

/// An address, a line each.
pub fn address_lines(address: &[String]) -> View {
    let lines = address
        .iter()
        .map(|line| view! { <span class="line"><bdi>{line.clone()}</bdi></span> });
    view! { <p class="address">{lines.collect_view()}</p> }
}

/// A link to a public map. Nothing is asked of it before the tap, and it isn't told where the tap came from.
fn directions((latitude, longitude): (f64, f64)) -> View {
    let (latitude, longitude) = (
        crate::native::number_text(latitude),
        crate::native::number_text(longitude),
    );
    let url = [
        "https://www.openstreetmap.org/?mlat=",
        &latitude,
        "&mlon=",
        &longitude,
        "#map=17/",
        &latitude,
        "/",
        &longitude,
    ];
    view! {
        <a class="fact-link" href=url.concat() target="_blank" rel="noreferrer noopener">
            <Icon name="place"/>{t("doctors.directions")}
            <span class="visually-hidden">{t("doctors.new_tab")}</span>
        </a>
    }
}
