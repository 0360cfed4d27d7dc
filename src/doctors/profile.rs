//! `/doctors/{PractitionerRole id}`: one doctor.

use crate::view::prelude::*;

use super::asking::asking;
use super::facts::{self, hours_table, languages, phone_link, place, visit_terms};
use super::model::{self, Check, Doctor, Qualification};
use super::my_doctor::my_doctor;
use super::query::Query;
use super::saved::save_button;
use super::similar::similar;
use crate::booking::Times;
use crate::fhir::FhirDate;
use crate::fhir::datatypes::parse_reference;
use crate::i18n::{format_fhir_date, t, t_n, t_with};
use crate::platform::{Load, focus, load};
use crate::reviews::Opinions;
use crate::router::use_id;
use crate::session::use_session;
use crate::ui::{Avatar, BackLink, Icon, Notice, Page, Tone, loaded_page};

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
        years,
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
                {use_session().config.has("booking").then(|| view! {
                    <button type="button" class="button" on:click=|_| focus("times")>{t("doctors.choose_time")}</button>
                })}
                {save_button(&doctor)}
            </p>
            {my_doctor(&doctor)}
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
                    {years.map(|years| view! { <p>{t_n("sheet.years", years as usize, &[])}</p> })}
                    <Qualifications qualifications practitioner=doctor.practitioner.clone()/>
                </section>
            })}
            <section class="section" aria-labelledby="reviews">
                <h2 id="reviews">{t("reviews.title")}</h2>
                <Opinions role=id/>
            </section>
            {similar(&doctor)}
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

/// The qualifications at once, and whether they were checked as soon as that is known.
#[component]
fn Qualifications(qualifications: Vec<Qualification>, practitioner: Option<String>) -> View {
    let checks = load(
        move || practitioner.clone(),
        |practitioner| {
            let asking = asking(Query::default());
            async move {
                match practitioner {
                    Some(practitioner) => asking.checks(&practitioner).await,
                    None => Ok(None),
                }
            }
        },
    );
    let told = move || match checks.state() {
        Load::Ready(checks) => checks.as_ref().clone(),
        _ => None,
    };
    let untold = move || match checks.state() {
        Load::Loading => None,
        Load::Ready(checks) if checks.is_some() => None,
        _ => Some(view! { <p class="quiet small">{t("sheet.checks_unknown")}</p> }),
    };
    let one = move |one: &Qualification| {
        let place = one.place;
        let check = move || told().map(|checks| check_words(&checks.of_qualification(place)));
        view! { <li class="stack-tight">{qualification(one)}{check}</li> }
    };
    view! {
        <ul class="stack">{qualifications.iter().map(one).collect_view()}</ul>
        <div role="status">{untold}</div>
    }
}

/// What is known of a qualification's check, in a plain sentence.
fn check_words(check: &Check) -> View {
    let day = |date: &Option<FhirDate>| date.as_ref().map(format_fhir_date);
    match check {
        Check::Confirmed { date, with } => {
            let text = match (day(date), with) {
                (Some(date), Some(with)) => {
                    t_with("sheet.confirmed_by", &[("date", &date), ("source", with)])
                }
                (Some(date), None) => t_with("sheet.confirmed_on", &[("date", &date)]),
                _ => t("sheet.confirmed"),
            };
            view! { <p class="small row"><Icon name="check"/><span>{text}</span></p> }
        }
        Check::UnderWay => view! { <p class="quiet small">{t("sheet.check_under_way")}</p> },
        Check::Unchecked => view! { <p class="quiet small">{t("sheet.unchecked")}</p> },
        Check::Failed { date } => {
            let text = match day(date) {
                Some(date) => t_with("sheet.check_failed_on", &[("date", &date)]),
                None => t("sheet.check_failed"),
            };
            view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }
        }
    }
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
    }
}
