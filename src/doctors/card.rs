//! A doctor in a list.

use std::sync::Arc;

use leptos::prelude::*;

use super::facts;
use super::model::{Detail, Doctor, NextFree, Row};
use super::moment::moment;
use super::query::{Mode, Position};
use crate::i18n::{format_distance, t, t_with};
use crate::platform::now_ms;
use crate::reviews::Rating;
use crate::ui::{Avatar, Icon, tel};

/// The named list of doctors. A card stays in place while its details come.
#[component]
pub fn DoctorList(
    rows: RwSignal<Vec<Row>>,
    #[prop(optional_no_strip)] near: Option<Position>,
) -> impl IntoView {
    let card = move |row: Row| {
        let doctor = row.doctor;
        let id = doctor.id.clone();
        let detail = Memo::new(move |_| {
            rows.with(|rows| {
                rows.iter()
                    .find(|row| row.doctor.id == id)
                    .and_then(|row| row.detail.clone())
            })
        });
        view! { <li><DoctorCard doctor detail near/></li> }
    };
    view! {
        <ul class="stack" aria-label=t("doctors.list")>
            <For each=move || rows.get() key=|row| row.doctor.id.clone() children=card/>
        </ul>
    }
}

#[component]
fn DoctorCard(
    doctor: Arc<Doctor>,
    detail: Memo<Option<Detail>>,
    near: Option<Position>,
) -> impl IntoView {
    let name = facts::name(&doctor);
    let distance = near
        .and_then(|near| doctor.distance(near))
        .map(format_distance);
    let hospital = doctor.hospital.clone();
    let languages = facts::languages(&doctor);
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
            {
                let doctor = doctor.clone();
                move || match detail.get() {
                    None => coming(),
                    Some(detail) => arrived(&doctor, detail),
                }
            }
            {languages.map(|languages| view! { <p class="small quiet">{t_with("doctors.speaks", &[("languages", &languages)])}</p> })}
            {(video || takes_new.is_some()).then(|| view! {
                <ul class="tags">
                    {takes_new.map(|takes| match takes {
                        true => view! { <li class="tag good">{t("doctors.new_patients")}</li> }.into_any(),
                        false => view! { <li class="tag">{t("doctors.no_new_patients")}</li> }.into_any(),
                    })}
                    {video.then(|| view! { <li class="tag">{t("doctors.mode_video")}</li> })}
                </ul>
            })}
        </article>
    }
}

/// Two lines of the height that rating and next free time will have.
fn coming() -> AnyView {
    view! {
        <div class="card-details" aria-hidden="true">
            <span class="skeleton line-skeleton"></span>
            <span class="skeleton line-skeleton"></span>
        </div>
    }
    .into_any()
}

fn arrived(doctor: &Doctor, detail: Detail) -> AnyView {
    view! {
        <div class="card-details">
            <span>{detail.rating.map(|rating| view! { <Rating rating/> })}</span>
            <span class="next-free">{next_free(doctor, &detail.next)}</span>
        </div>
    }
    .into_any()
}

fn next_free(doctor: &Doctor, next: &NextFree) -> AnyView {
    let line = |icon: &'static str, text: String| {
        view! { <Icon name=icon/><span>{text}</span> }.into_any()
    };
    match next {
        NextFree::At { ms, location } => {
            let time = moment(*ms, doctor.zone(location.as_deref()), now_ms());
            line("clock", t_with("doctors.next_free", &[("time", &time)]))
        }
        NextFree::Some => line("clock", t("doctors.has_times")),
        NextFree::Full => line("clock", t("doctors.no_times")),
        NextFree::Unknown => line("clock", t("doctors.times_unknown")),
        NextFree::Phone => match doctor.phone.as_deref() {
            None => line("phone", t("doctors.by_phone_only")),
            Some(phone) => view! {
                <Icon name="phone"/>
                <span>{t("doctors.by_phone")} " " <a class="over-card" href=tel(phone)><bdi dir="ltr">{phone.to_owned()}</bdi></a></span>
            }
            .into_any(),
        },
    }
}
