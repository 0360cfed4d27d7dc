//! What a card lacks at first, drawn when it has come: the rating and the next free time.

use super::api::Asking;
use super::model::{Doctor, NextFree, Row};
use super::moment::moment;
use super::query::Sort;
use super::saved::{choice, save_button};
use super::why::why;
use crate::i18n::{t, t_with};
use crate::platform::now_ms;
use crate::reviews::Rating;
use crate::ui::{Icon, tel};
use crate::view::prelude::*;

/// The lines of a card that come later.
pub fn arrived(row: &Row, asking: &Asking) -> View {
    let detail = row.detail.as_ref();
    let rating = detail.and_then(|detail| detail.rating.clone());
    let next = detail.map(|detail| next_free(&row.doctor, &detail.next));
    let why = (asking.query.sort == Sort::Best).then(|| why(row, asking));
    view! {
        <div class="card-details">
            <span>{rating.map(|rating| view! { <Rating rating/> })}</span>
            <span class="next-free">{next}</span>
            <div class="card-ways">{why}{save_button(&row.doctor)}</div>
            {choice(&row.doctor)}
        </div>
    }
}

/// When the doctor is free next, or how to get an appointment.
pub fn next_free(doctor: &Doctor, next: &NextFree) -> View {
    let line = |icon: &'static str, text: String| {
        view! { <Icon name=icon/><span>{text}</span> }
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
            },
        },
    }
}
