//! Which places to show, in which order.

use super::offer::{Service, Spot};
use super::shelf::Shelf;
use crate::doctors::Query;
use crate::native::plain;

/// A place with what is done there. `spot` is the number of none where a schedule's place isn't in the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer<'a> {
    pub spot: Option<&'a Spot>,
    /// Each with the names of who does it.
    pub services: Vec<(&'a Service, Vec<String>)>,
    /// Kilometres.
    pub distance: Option<f64>,
}

impl Offer<'_> {
    /// When its first time starts, in milliseconds since 1970.
    pub fn soonest(&self) -> Option<i64> {
        let firsts = self
            .services
            .iter()
            .filter_map(|(service, _)| service.times.first());
        firsts.map(|time| time.start).min()
    }

    fn name(&self) -> &str {
        self.spot.map_or("", |spot| &spot.place.named.name)
    }
}

/// The places that fit: by every word that was typed, by state, and no farther than asked for. With a position the nearest
/// first, else those with the soonest times; those without times last.
pub fn choose<'a>(shelf: &'a Shelf, query: &Query, state: Option<&str>) -> Vec<Offer<'a>> {
    let words = plain(&query.text);
    let words: Vec<&str> = words.split_whitespace().collect();
    let farthest = query.within.map(|reach| reach.kilometres());
    let mut offers: Vec<Offer> = by_place(shelf)
        .into_iter()
        .filter(|offer| {
            let of_state = |state| {
                offer
                    .spot
                    .is_some_and(|spot| spot.state.as_deref() == Some(state))
            };
            state.is_none_or(of_state)
        })
        .filter_map(|offer| fitting(offer, &words))
        .map(|offer| {
            let distance = query.near.and_then(|near| offer.spot?.place.distance(near));
            Offer { distance, ..offer }
        })
        .filter(|offer| farthest.is_none_or(|most| offer.distance.is_some_and(|it| it <= most)))
        .collect();
    let last = |distance: Option<f64>| distance.unwrap_or(f64::INFINITY);
    offers.sort_by(|a, b| {
        let timeless = a.soonest().is_none().cmp(&b.soonest().is_none());
        let near = last(a.distance).total_cmp(&last(b.distance));
        let soon = a.soonest().cmp(&b.soonest());
        timeless
            .then(near)
            .then(soon)
            .then_with(|| a.name().cmp(b.name()))
    });
    offers
}

/// All services, those of one place together.
fn by_place(shelf: &Shelf) -> Vec<Offer<'_>> {
    let mut places: std::collections::BTreeMap<String, Offer> = shelf
        .spots
        .iter()
        .map(|(id, spot)| {
            let offer = Offer {
                spot: Some(spot),
                services: Vec::new(),
                distance: None,
            };
            (id.clone(), offer)
        })
        .collect();
    for service in shelf.services.values() {
        let (place, names) = who_and_where(shelf, service);
        let offer = places.entry(place).or_insert(Offer {
            spot: None,
            services: Vec::new(),
            distance: None,
        });
        offer.services.push((service, names));
    }
    let mut offers: Vec<Offer> = places.into_values().collect();
    for offer in &mut offers {
        let soonest = |service: &Service| service.times.first().map_or(i64::MAX, |time| time.start);
        offer.services.sort_by_key(|(service, _)| soonest(service));
    }
    offers
}

/// The id of a schedule's place, and the names of its people: through its actors, and through what those belong to.
fn who_and_where(shelf: &Shelf, service: &Service) -> (String, Vec<String>) {
    let mut keys: Vec<&str> = service.actors.iter().map(String::as_str).collect();
    let mut names: Vec<String> = Vec::new();
    let mut place = None;
    // A role leads to a service, which leads to a place: no circle goes on for ever.
    for depth in 0..3 {
        let mut next: Vec<&str> = Vec::new();
        for key in keys {
            place = place.or(key.strip_prefix("Location/"));
            let Some(actor) = shelf.actors.get(key) else {
                continue;
            };
            let of_person = |key: &String| shelf.actors.get(key)?.name.clone();
            let name = actor
                .person
                .as_ref()
                .and_then(of_person)
                .or(actor.name.clone());
            let own = name.filter(|_| depth == 0 || key.starts_with("HealthcareService/"));
            let all = own.into_iter().chain(actor.specialties.iter().cloned());
            for name in all {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            next.extend(actor.others.iter().map(String::as_str));
        }
        keys = next;
    }
    if names.is_empty() {
        names.clone_from(&service.displayed);
    }
    (place.unwrap_or_default().to_owned(), names)
}

/// The part of an offer that every word fits; `None` where none does. A word may fit the place or the service.
fn fitting<'a>(offer: Offer<'a>, words: &[&str]) -> Option<Offer<'a>> {
    if words.is_empty() {
        return Some(offer);
    }
    let place = offer.spot.map(place_text).unwrap_or_default();
    let fits = |text: &str| {
        words
            .iter()
            .all(|word| place.contains(word) || text.contains(word))
    };
    let whole = fits("");
    let services: Vec<_> = offer
        .services
        .into_iter()
        .filter(|(service, names)| {
            whole
                || fits(&plain(
                    &[service.names.join(" "), names.join(" ")].join(" "),
                ))
        })
        .collect();
    (whole || !services.is_empty()).then_some(Offer { services, ..offer })
}

fn place_text(spot: &Spot) -> String {
    let named = &spot.place.named;
    let parts = [named.name.clone(), named.other.clone().unwrap_or_default()];
    let more = [
        spot.address.join(" "),
        spot.description.clone().unwrap_or_default(),
    ];
    plain(&parts.into_iter().chain(more).collect::<Vec<_>>().join(" "))
}
