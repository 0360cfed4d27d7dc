//! A doctor in a list.

use crate::view::prelude::*;

use super::facts;
use super::list::{List, Listing};
use super::model::Doctor;
use super::query::{Mode, Position};
use crate::i18n::{format_distance, t, t_with};
use crate::ui::Avatar;

/// The named list of doctors. A card stays in place while its details come.
#[component]
pub fn DoctorList(listing: Listing, #[prop(optional_no_strip)] near: Option<Position>) -> View {
    let cards = move |list: &List| {
        let failed = listing.failed.get();
        let cards = list.rows.iter().map(|row| {
            let details = match list.draw.filter(|_| row.detail.is_some()) {
                Some(draw) => listing.asking.with_value(|asking| draw(row, asking)),
                // Nothing is on its way any more.
                _ if failed => ().into_view(),
                _ => coming(),
            };
            view! { <li>{card(&row.doctor, near, details)}</li> }
        });
        cards.collect_view()
    };
    view! {
        <ul class="stack" aria-label=t("doctors.list")>
            {move || listing.list.with(cards)}
        </ul>
    }
}

fn card(doctor: &Doctor, near: Option<Position>, details: View) -> View {
    let name = facts::name(doctor);
    let distance = near
        .and_then(|near| doctor.distance(near))
        .map(format_distance);
    let hospital = doctor.hospital.clone();
    let languages = facts::languages(doctor);
    let video = doctor.visits.iter().any(|visit| visit.mode == Mode::Video);
    let takes_new = doctor.takes_new_patients;
    view! {
        <article class="card doctor-card">
            <div class="card-head">
                <Avatar name=name.clone() photo=doctor.photo.clone()/>
                <div>
                    <h3>
                        <a class="card-target" href=["/doctors/", &doctor.id].concat()><bdi>{name}</bdi></a>
                        {doctor.other_name.clone().map(|other| view! { " " <bdi class="quiet">{other}</bdi> })}
                    </h3>
                    <p>{doctor.specialties.join(&t("doctors.and"))}</p>
                    {hospital.map(|hospital| {
                        let at = [hospital.name].into_iter().chain(distance);
                        view! { <p class="quiet">{facts::apart(at)}</p> }
                    })}
                </div>
            </div>
            {details}
            {languages.map(|languages| view! { <p class="small quiet">{t_with("doctors.speaks", &[("languages", &languages)])}</p> })}
            {(video || takes_new.is_some()).then(|| view! {
                <ul class="tags">
                    {takes_new.map(|takes| match takes {
                        true => view! { <li class="tag good">{t("doctors.new_patients")}</li> },
                        false => view! { <li class="tag">{t("doctors.no_new_patients")}</li> },
                    })}
                    {video.then(|| view! { <li class="tag">{t("doctors.mode_video")}</li> })}
                </ul>
            })}
        </article>
    }
}

/// Lines of the height that rating, next free time and the question why will have.
fn coming() -> View {
    view! {
        <div class="card-details" aria-hidden="true">
            <span class="skeleton line-skeleton"></span>
            <span class="skeleton line-skeleton"></span>
            <span class="skeleton line-skeleton"></span>
        </div>
    }
}
