//! `/hospitals/{Organization id}`: one hospital.

use crate::view::prelude::*;

use super::api::Found;
use super::asking::asking;
use super::card::DoctorList;
use super::details::fill_in;
use super::facts::{address_lines, phone_link, place};
use super::list::Listing;
use super::model;
use super::query::Query;
use crate::i18n::{format_number, t, t_with};
use crate::platform::load;
use crate::reviews::{Department, Rating, about};
use crate::router::use_id;
use crate::session::use_session;
use crate::ui::{BackLink, Page, loaded_page};

/// `/hospitals/{id}`
#[component]
pub fn Hospital() -> View {
    let id = use_id();
    let hospital = load(
        move || id.clone(),
        |id| {
            let asking = asking(Query::default());
            async move { asking.hospital(&id).await }
        },
    );
    view! {
        <BackLink href="/doctors" label=t("doctors.back")/>
        {loaded_page(hospital, "doctors.hospital", |(hospital, found, rated)| view! { <Sheet hospital=hospital.clone() found=found.clone() rated=rated.clone()/> })}
    }
}

#[component]
fn Sheet(hospital: model::Hospital, found: Found, rated: Option<Vec<Department>>) -> View {
    let query = Query {
        hospital: Some(hospital.named.id.clone()),
        ..Query::default()
    };
    let listing = Listing::new(asking(query.clone()), found);
    fill_in(listing);
    let list = listing.list;
    let (empty, more) = list.with_untracked(|list| (list.rows.is_empty(), list.more.is_some()));
    let all = more.then(|| {
        let label = t_with("doctors.all_of", &[("hospital", &hospital.named.name)]);
        view! { <p class="actions"><a class="button secondary" href=query.to_url()>{label}</a></p> }
    });
    view! {
        <Page title=hospital.named.name.clone()>
            <div class="stack-tight">
                {hospital.named.other.clone().map(|other| view! { <p class="quiet"><bdi>{other}</bdi></p> })}
                {hospital.kind.clone().map(|kind| view! { <p>{kind}</p> })}
                {address_lines(&hospital.address)}
                {hospital.phone.as_deref().map(phone_link)}
            </div>
            {(!hospital.places.is_empty()).then(|| view! {
                <section class="section" aria-labelledby="places">
                    <h2 id="places">{t("doctors.places")}</h2>
                    <ul class="stack">{hospital.places.iter().map(place).collect_view()}</ul>
                </section>
            })}
            {(!hospital.specialties.is_empty()).then(|| departments(&hospital, rated, &query))}
            <section class="section" aria-labelledby="doctors">
                <h2 id="doctors">{t("doctors.list")}</h2>
                {empty.then(|| view! { <p>{t("doctors.none_here")}</p> })}
                <DoctorList listing/>
                {all}
            </section>
        </Page>
    }
}

/// The specialties of the house, each with what patients say of it.
fn departments(hospital: &model::Hospital, rated: Option<Vec<Department>>, query: &Query) -> View {
    let chip = |(code, name): &(String, String)| {
        let query = Query {
            specialty: Some(code.clone()),
            ..query.clone()
        };
        view! { <a class="chip" href=query.to_url()>{name.clone()}</a> }
    };
    let specialties = hospital.specialties.iter();
    let list = match &rated {
        None => {
            let chips = specialties.map(|it| view! { <li>{chip(it)}</li> });
            view! {
                <ul class="tags">{chips.collect_view()}</ul>
                <p class="quiet small">{t("sheet.departments_unrated")}</p>
            }
        }
        Some(rated) => {
            let row = |specialty: &(String, String)| {
                let mut all = rated.iter();
                let known = all.find(|it| it.codes.contains(&specialty.0));
                let said = opinion(&known.cloned().unwrap_or_default());
                view! { <li class="department">{chip(specialty)}<div>{said}</div></li> }
            };
            let about = rated.iter().find_map(|it| about(&it.rating));
            view! {
                <ul class="departments">{specialties.map(row).collect_view()}</ul>
                {about.map(|about| view! { <p class="quiet small">{about}</p> })}
            }
        }
    };
    view! {
        <section class="section" aria-labelledby="specialties">
            <h2 id="specialties">{t("doctors.specialties")}</h2>
            {list}
        </section>
    }
    .into_view()
}

/// The score of a department, or why there is none, and how many would recommend the doctor they saw.
fn opinion(department: &Department) -> View {
    let threshold = use_session().config.rating_threshold;
    let recommend = department.recommend.filter(|(_, all)| *all >= threshold);
    let recommend = recommend.map(|(yes, all)| {
        let number = |number: u32| format_number(f64::from(number), 0);
        let said = t_with(
            "sheet.would",
            &[("yes", &number(yes)), ("all", &number(all))],
        );
        view! { <p class="quiet small">{said}</p> }
    });
    view! { <p><Rating rating=department.rating.clone()/></p> {recommend} }.into_view()
}
