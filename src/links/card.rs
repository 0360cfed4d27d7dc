//! A place with what is done there, and when.

use super::model::choose::Offer;
use super::model::link::is_safe;
use super::model::offer::{Availability, Service, Spot};
use super::times::times;
use crate::app::is_secure;
use crate::doctors::{address_lines, phone_link};
use crate::i18n::{format_distance, t};
use crate::ui::Icon;
use crate::view::prelude::*;

/// What a card shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    spot: Option<Spot>,
    /// Each with the names of who does it.
    services: Vec<(Service, Vec<String>)>,
    distance: Option<f64>,
}

impl Card {
    pub fn of(offer: &Offer) -> Self {
        let services = offer.services.iter();
        Self {
            spot: offer.spot.cloned(),
            services: services
                .map(|(service, names)| ((*service).clone(), names.clone()))
                .collect(),
            distance: offer.distance,
        }
    }
}

pub fn card(card: Card) -> View {
    let spot = card.spot.unwrap_or_default();
    let named = spot.place.named.clone();
    let name = match named.name.is_empty() {
        true => t("links.unnamed"),
        false => named.name,
    };
    let phone = spot.place.phone.clone();
    let page = spot.page.clone().filter(|page| is_safe(page, is_secure()));
    let zone = spot.place.zone.clone();
    let services = card.services.iter().map(|(service, names)| {
        let heading = title(service, names);
        view! {
            <div class="stack-tight links-service">
                {(!heading.is_empty()).then(|| view! { <p><strong><bdi>{heading}</bdi></strong></p> })}
                {match service.times.is_empty() {
                    true => view! { <p>{t(without_times(service.availability))}</p> },
                    false => times(service, zone.as_deref(), phone.as_deref()),
                }}
            </div>
        }
    });
    let services = services.collect_view();
    let none = card
        .services
        .is_empty()
        .then(|| view! { <p>{t("links.no_times")}</p> });
    view! {
        <li class="card">
            <h3><bdi>{name}</bdi>{named.other.map(|other| view! { " " <bdi class="quiet">{other}</bdi> })}</h3>
            {card.distance.map(|distance| view! { <p class="quiet">{format_distance(distance)}</p> })}
            {(!spot.address.is_empty()).then(|| address_lines(&spot.address))}
            {spot.description.clone().map(|text| view! { <p><bdi>{text}</bdi></p> })}
            <p class="row">
                {phone.as_deref().map(phone_link)}
                {page.map(|page| view! {
                    <a class="fact-link" href=page target="_blank" rel="noopener noreferrer">
                        <Icon name="document"/>{t("links.web_page")}<span class="visually-hidden">" "{t("doctors.new_tab")}</span>
                    </a>
                })}
            </p>
            {services}
            {none}
        </li>
    }
}

/// What is done, and by whom.
fn title(service: &Service, names: &[String]) -> String {
    let all: Vec<&str> = names
        .iter()
        .chain(&service.names)
        .map(String::as_str)
        .collect();
    all.join(" · ")
}

fn without_times(availability: Option<Availability>) -> &'static str {
    match availability {
        Some(Availability::Some) => "links.some_times",
        Some(Availability::Unknown) => "links.unknown_times",
        Some(Availability::None) | None => "links.no_times",
    }
}
