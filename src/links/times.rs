//! The next times of a service, each with the way to book it.

use super::model::link::{deep_link, host, is_safe};
use super::model::offer::{Service, Time};
use crate::app::is_secure;
use crate::doctors::{foreign_zone, local_moment};
use crate::i18n::{format_time, t, t_n, t_with};
use crate::platform::now_ms;
use crate::ui::{Icon, tel};
use crate::view::prelude::*;

/// How many times stand there at once.
const FIRST: usize = 4;

/// The times, and below them where they lead. `zone` is the place's, `phone` its own number.
pub fn times(service: &Service, zone: Option<&str>, phone: Option<&str>) -> View {
    let source = location().hostname().unwrap_or_default();
    let secure = is_secure();
    let now = now_ms();
    let chip = |time: &Time| {
        let zone = zone_at(time, zone);
        let words = words(time, zone.as_deref(), now);
        let capacity = time
            .capacity
            .filter(|it| *it > 1)
            .map(|it| t_n("links.capacity", it as usize, &[]));
        let capacity = capacity.map(|words| view! { " " <span class="quiet small">{words}</span> });
        match (safe_link(time, secure), &time.phone) {
            (Some(link), _) => view! {
                <li><a class="chip" href=deep_link(link, &source) target="_blank" rel="noopener noreferrer">
                    <bdi>{words}</bdi>{capacity}<span class="visually-hidden">" "{t_with("links.opens", &[("host", &host(link))])}</span>
                </a></li>
            },
            (None, Some(number)) => view! {
                <li><a class="chip" href=tel(number)>
                    <Icon name="phone"/><bdi>{words}</bdi>{capacity}<span class="visually-hidden">" "{t_with("ui.call", &[("phone", number)])}</span>
                </a></li>
            },
            (None, None) => {
                view! { <li><span class="tag"><bdi>{words}</bdi>{capacity}</span></li> }
            }
        }
    };
    let (first, others) = service.times.split_at(service.times.len().min(FIRST));
    let others = (!others.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t_n("links.more_times", others.len(), &[])}</summary>
                <ul class="tags">{others.iter().map(chip).collect_view()}</ul>
            </details>
        }
    });
    let unzoned = zone.is_none() && service.times.iter().any(|time| time.offset.is_none());
    let mut zones: Vec<String> = Vec::new();
    for time in &service.times {
        let foreign = foreign_zone(time.start, zone_at(time, zone).as_deref());
        zones.extend(foreign.filter(|zone| !zones.contains(zone)));
    }
    let note = |text: String| view! { <p class="quiet small">{text}</p> };
    view! {
        <ul class="tags">{first.iter().map(chip).collect_view()}</ul>
        {others}
        {ways(service, phone, secure)}
        {service.more.then(|| note(t("links.later_times")))}
        {zones.into_iter().map(|zone| note(t_with("links.zone", &[("zone", &zone)]))).collect_view()}
        {unzoned.then(|| note(t("links.own_clock")))}
    }
    .into_view()
}

/// Where the times are booked, in words: whose pages open, or which number to call.
fn ways(service: &Service, phone: Option<&str>, secure: bool) -> View {
    let mut hosts: Vec<String> = Vec::new();
    let mut phones: Vec<String> = Vec::new();
    for time in &service.times {
        let host = safe_link(time, secure).map(host);
        hosts.extend(host.filter(|host| !hosts.contains(host)));
        let phone = time.phone.clone();
        phones.extend(phone.filter(|phone| !phones.contains(phone)));
    }
    let opens = |host: &String| view! { <p class="quiet small">{t_with("links.booked_at", &[("host", host)])}</p> };
    let call = |number: &String| {
        // Kept together from left to right in any script.
        let isolated = ["\u{2066}", number, "\u{2069}"].concat();
        let label = t_with("links.booked_by_phone", &[("phone", &isolated)]);
        view! { <p><a class="fact-link" href=tel(number)><Icon name="phone"/>{label}</a></p> }
    };
    let neither = hosts.is_empty() && phones.is_empty();
    let ask = neither.then(|| match phone {
        Some(number) => call(&number.to_owned()),
        None => view! { <p class="quiet small">{t("links.ask_there")}</p> },
    });
    view! {
        {hosts.iter().map(opens).collect_view()}
        {phones.iter().map(call).collect_view()}
        {ask}
    }
    .into_view()
}

/// The zone that a time is told in: the place's, else one of its offset; `None` is the device's.
fn zone_at(time: &Time, place: Option<&str>) -> Option<String> {
    place
        .map(str::to_owned)
        .or_else(|| time.offset.map(zone_of))
}

fn safe_link(time: &Time, secure: bool) -> Option<&str> {
    time.link.as_deref().filter(|link| is_safe(link, secure))
}

/// A time in words; a long one is a stretch, from when until when.
fn words(time: &Time, zone: Option<&str>, now: i64) -> String {
    let start = local_moment(time.start, zone, now);
    match time.end.filter(|_| time.is_coarse()) {
        Some(end) => t_with(
            "links.stretch",
            &[("start", &start), ("end", &format_time(end, zone))],
        ),
        None => start,
    }
}

/// A zone of this offset that every browser knows; for what is no whole hour, as newer ones know it.
fn zone_of(offset: i16) -> String {
    let sign = |east: bool| if east { "+" } else { "-" };
    let (hours, minutes) = (offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        // POSIX counts to the west.
        (hours, 0) => ["Etc/GMT", sign(offset < 0), &hours.to_string()].concat(),
        (hours, minutes) => {
            let two =
                |number: u16| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
            [sign(offset > 0), &two(hours), ":", &two(minutes)].concat()
        }
    }
}
