//! Links to where a time is booked.

use crate::fhir::url;

/// Whether a link may be opened from a page: https, or http where the page came by http itself.
pub fn is_safe(link: &str, secure: bool) -> bool {
    let plain = !link.contains(|char: char| char.is_control() || char == ' ' || char == '\\');
    let scheme = url::origin(link).is_some_and(|it| it.starts_with("https://") || !secure);
    plain && scheme && !host(link).contains('@')
}

/// The host of a link, with its port where it has one.
pub fn host(link: &str) -> String {
    let origin = url::origin(link).unwrap_or_default();
    let host = origin.split_once("://").map(|(_, host)| host);
    host.unwrap_or_default().to_owned()
}

/// A booking link with the `source` that tells the booking pages who sent somebody (SMART Scheduling Links, "Deep Links").
/// No `booking-referral`: it would mark the person, and nobody here looks a booking up by it.
pub fn deep_link(link: &str, source: &str) -> String {
    let (address, fragment) = link
        .split_once('#')
        .map_or((link, None), |(a, f)| (a, Some(f)));
    let glue = match address.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    let mut whole = [address, glue, "source=", &url::encode(source)].concat();
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    whole
}
