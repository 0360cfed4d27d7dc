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
use crate::i18n::{t, t_with};
use crate::platform::load;
use crate::router::use_id;
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
        {loaded_page(hospital, "doctors.hospital", |(hospital, found)| view! { <Sheet hospital=hospital.clone() found=found.clone()/> })}
    }
}

#[component]
fn Sheet(hospital: model::Hospital, found: Found) -> View {
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
    let specialty = move |(code, name): &(String, String)| {
        let query = Query {
            specialty: Some(code.clone()),
            ..query.clone()
        };
        view! { <li><a class="chip" href=query.to_url()>{name.clone()}</a></li> }
    };
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
            {(!hospital.specialties.is_empty()).then(|| view! {
                <section class="section" aria-labelledby="specialties">
                    <h2 id="specialties">{t("doctors.specialties")}</h2>
                    <ul class="tags">{hospital.specialties.iter().map(specialty).collect_view()}</ul>
                </section>
            })}
            <section class="section" aria-labelledby="doctors">
                <h2 id="doctors">{t("doctors.list")}</h2>
                {empty.then(|| view! { <p>{t("doctors.none_here")}</p> })}
                <DoctorList listing/>
                {all}
            </section>
        </Page>
    }
}
