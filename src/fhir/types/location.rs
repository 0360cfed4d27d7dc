//! Location: a place one can go to.

use super::OpenHours;
use crate::fhir::datatypes::{Address, ContactPoint, Reference, any_code, contacts, words};

const TIME_ZONE: &str = "http://hl7.org/fhir/StructureDefinition/timezone";
const WHEELCHAIR: &str = "https://sampan.health/fhir/StructureDefinition/wheelchair-access";

resource_type!(
    /// A building, floor or room where patients are seen.
    Location
);

impl Location {
    /// Its name, in `language` where the source has it so.
    pub fn name(&self, language: &str) -> Option<&str> {
        words(self.root(), "name", language)
    }

    /// How to find it.
    pub fn description(&self, language: &str) -> Option<&str> {
        words(self.root(), "description", language)
    }

    /// Latitude and longitude in degrees (WGS 84).
    pub fn position(&self) -> Option<(f64, f64)> {
        let position = self.root().node("position");
        Some((position.number("latitude")?, position.number("longitude")?))
    }

    /// Its address.
    pub fn address(&self) -> Option<Address<'_>> {
        self.root().node("address").present().map(Address)
    }

    /// Telephone numbers, the preferred first.
    pub fn phones(&self) -> Vec<ContactPoint<'_>> {
        contacts(self.root(), "phone")
    }

    /// Its time zone, an IANA name such as `Asia/Shanghai`.
    pub fn time_zone(&self) -> Option<&str> {
        self.root().extension(TIME_ZONE).str("valueCode")
    }

    /// Opening hours, in local time.
    pub fn hours(&self) -> impl Iterator<Item = OpenHours<'_>> {
        self.root().list("hoursOfOperation").map(OpenHours)
    }

    /// Whether a wheelchair can get in: our own extension, else R5's `characteristic`, which only knows a yes.
    pub fn wheelchair(&self) -> Option<bool> {
        let said = self.root().extension(WHEELCHAIR).bool("valueBoolean");
        said.or_else(|| any_code(self.root(), "characteristic", "wheelchair").then_some(true))
    }

    /// The organization that runs it.
    pub fn organization(&self) -> Option<Reference<'_>> {
        self.root().reference("managingOrganization")
    }
}
