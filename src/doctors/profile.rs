//! `/doctors/{PractitionerRole id}`: one doctor.

use crate::view::prelude::*;

use super::asking::asking;
use super::facts::{self, hours_table, languages, phone_link, place, visit_terms};
use super::model::{self, Doctor, Qualification};
use super::query::Query;
use crate::booking::Times;
use crate::fhir::datatypes::parse_reference;
use crate::i18n::{format_fhir_date, t, t_with};
use crate::platform::{focus, load};
use crate::reviews::Opinions;
use crate::router::use_id;
use crate::ui::{Avatar, BackLink, Notice, Page, Tone, loaded_page};

/// `/doctors/{id}`
#[component]
pub fn Profile() -> View {
    let id = use_id();
    let profile = load(
        move || id.clone(),
        |id| {
            let asking = asking(Query::default());
            async move { asking.profile(&id).await }
        },
    );
    view! {
        <BackLink href="/doctors" label=t("doctors.back")/>
        {loaded_page(profile, "doctors.one_doctor", |profile| view! { <Sheet profile=profile.clone()/> })}
    }
}

#[component]
fn Sheet(profile: model::Profile) -> View {
    let model::Profile {
        doctor,
        qualifications,
        hours,
    } = profile;
    let id = doctor.id.clone();
    let practitioner = doctor
        .practitioner
        .as_deref()
        .and_then(parse_reference)
        .map(|(_, id)| id.to_owned());
    let name = facts::name(&doctor);
    view! {
        <Page title=name.clone()>
            {head(&doctor, name)}
            <p class="actions">
                <button type="button" class="button" on:click=|_| focus("times")>{t("doctors.choose_time")}</button>
            </p>
            {visits(&doctor)}
            <section class="section" aria-labelledby="times">
                <h2 id="times" tabindex="-1">{t("doctors.free_times")}</h2>
                <Times role=id.clone() practitioner phone=doctor.phone.clone()/>
            </section>
            {(!doctor.places.is_empty()).then(|| view! {
                <section class="section" aria-labelledby="places">
                    <h2 id="places">{t("doctors.places")}</h2>
                    <ul class="stack">{doctor.places.iter().map(place).collect_view()}</ul>
                </section>
            })}
            {(!hours.is_empty()).then(|| view! {
                <section class="section" aria-labelledby="hours">
                    <h2 id="hours">{t("doctors.hours")}</h2>
                    {hours_table(&hours)}
                </section>
            })}
            {(!qualifications.is_empty()).then(|| view! {
                <section class="section" aria-labelledby="qualifications">
                    <h2 id="qualifications">{t("doctors.qualifications")}</h2>
                    <ul class="stack">{qualifications.iter().map(qualification).collect_view()}</ul>
                </section>
            })}
            <section class="section" aria-labelledby="reviews">
                <h2 id="reviews">{t("reviews.title")}</h2>
                <Opinions role=id/>
            </section>
        </Page>
    }
}

fn head(doctor: &Doctor, name: String) -> View {
    let hospital = doctor.hospital.clone().map(|hospital| match hospital.id.is_empty() {
        true => view! { <p><bdi>{hospital.name}</bdi></p> },
        false => view! { <p><a class="fact-link" href=["/hospitals/", &hospital.id].concat()><bdi>{hospital.name}</bdi></a></p> },
    });
    let about = doctor
        .specialties
        .iter()
        .cloned()
        .chain(doctor.title.clone());
    let takes = doctor.takes_new_patients.map(|takes| match takes {
        true => {
            view! { <p><span class="tag good">{t("doctors.new_patients")}</span></p> }
        }
        false => {
            view! { <p><span class="tag">{t("doctors.no_new_patients")}</span></p> }
        }
    });
    view! {
        <div class="card-head profile-head">
            <Avatar name photo=doctor.photo.clone()/>
            <div class="stack-tight">
                {doctor.other_name.clone().map(|other| view! { <p class="quiet"><bdi>{other}</bdi></p> })}
                <p>{facts::apart(about)}</p>
                {hospital}
                {languages(doctor).map(|all| view! { <p>{t_with("doctors.speaks", &[("languages", &all)])}</p> })}
                {takes}
                {doctor.phone.as_deref().map(|phone| view! { <p>{phone_link(phone)}</p> })}
            </div>
        </div>
    }
}

/// The kinds of visit and what they cost, said before anybody books.
fn visits(doctor: &Doctor) -> Option<View> {
    let visit = |visit: &model::Visit| {
        view! { <div><dt>{facts::mode(visit.mode)}</dt><dd>{visit_terms(visit)}</dd></div> }
    };
    (!doctor.visits.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="visits">
                <h2 id="visits">{t("doctors.visits")}</h2>
                <dl class="facts">{doctor.visits.iter().map(visit).collect_view()}</dl>
            </section>
        }
    })
}

fn qualification(qualification: &Qualification) -> View {
    let from = qualification.from.as_ref().map(format_fhir_date);
    let until = qualification.until.as_ref().map(format_fhir_date);
    let dates = match (&from, &until) {
        (Some(from), Some(until)) => Some(t_with(
            "doctors.from_until",
            &[("from", from), ("until", until)],
        )),
        (Some(from), None) => Some(t_with("doctors.since", &[("date", from)])),
        (None, Some(until)) => Some(t_with("doctors.until", &[("date", until)])),
        (None, None) => None,
    };
    let expired = until.filter(|_| qualification.expired);
    view! {
        <li class="stack-tight">
            <h3>{qualification.text.clone()}</h3>
            {qualification.issuer.clone().map(|issuer| view! { <p><bdi>{issuer}</bdi></p> })}
            <p class="quiet small row">
                {dates.map(|dates| view! { <span>{dates}</span> })}
                {qualification.number.clone().map(|number| view! {
                    <span>{t("doctors.number")} " " <bdi dir="ltr">{number}</bdi></span>
                })}
            </p>
            {expired.map(|date| view! {
                <Notice tone=Tone::Warning><p>{t_with("doctors.expired", &[("date", &date)])}</p></Notice>
            })}
        </li>
    }
}
