//! Where a visit by video takes place.

use crate::fhir::types::{Appointment, Location};

/// R5's `Appointment.virtualService`, as an R4 server carries it.
pub(super) const VIRTUAL_SERVICE: &str =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService";

/// The link to a video visit: the appointment's own, else the one of its place. Only https counts.
pub fn video_link<'a>(
    appointment: &'a Appointment,
    place: Option<&'a Location>,
) -> Option<&'a str> {
    let root = appointment.root();
    let extension = root.extension(VIRTUAL_SERVICE);
    let of_extension = [
        extension.extension("addressUrl").str("valueUrl"),
        extension
            .node("valueVirtualServiceDetail")
            .str("addressUrl"),
    ];
    let own = root
        .list("virtualService")
        .map(|service| service.str("addressUrl"));
    let of_place = place.into_iter().flat_map(|place| {
        let telecom = place.root().list("telecom");
        telecom
            .filter(|contact| contact.str("system") == Some("url"))
            .map(|contact| contact.str("value"))
    });
    own.chain(of_extension)
        .chain(of_place)
        .flatten()
        .find(|link| link.starts_with("https://"))
}
