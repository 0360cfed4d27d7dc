//! PractitionerRole: a professional at one organization. This is what a patient books.

use chrono::Weekday;

use super::weekday;
use crate::fhir::datatypes::{
    Concept, ContactPoint, Money, Period, Quantity, Reference, any_code, concepts, contacts, words,
};
use crate::fhir::resource::Node;
use crate::fhir::time::FhirTime;

/// One kind of visit on offer; `docs/backend.md` tells its shape.
const VISIT_OPTION: &str = "https://sampan.health/fhir/StructureDefinition/visit-option";
/// Of the Da Vinci Plan-Net guide.
const NEW_PATIENTS: &str =
    "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients";

resource_type!(
    /// A doctor at one organization, with specialties, places and hours.
    PractitionerRole
);

impl PractitionerRole {
    /// False only where the role is out of use.
    pub fn is_active(&self) -> bool {
        self.root().bool("active") != Some(false)
    }

    /// The person.
    pub fn practitioner(&self) -> Option<Reference<'_>> {
        self.root().reference("practitioner")
    }

    /// The hospital or clinic.
    pub fn organization(&self) -> Option<Reference<'_>> {
        self.root().reference("organization")
    }

    /// The places where patients are seen.
    pub fn locations(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("location")
    }

    /// The services (HealthcareService) that the role is part of.
    pub fn services(&self) -> impl Iterator<Item = Reference<'_>> {
        self.root().references("healthcareService")
    }

    /// The specialties.
    pub fn specialties(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "specialty")
    }

    /// The rank or function.
    pub fn functions(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "code")
    }

    /// Telephone numbers of this role, the preferred first.
    pub fn phones(&self) -> Vec<ContactPoint<'_>> {
        contacts(self.root(), "phone")
    }

    /// Office hours, in local time.
    pub fn hours(&self) -> impl Iterator<Item = OpenHours<'_>> {
        self.root().list("availableTime").map(OpenHours)
    }

    /// Times away: why, and when.
    pub fn absences(&self) -> impl Iterator<Item = (Option<&str>, Period<'_>)> {
        let away = self.root().list("notAvailable");
        away.map(|away| (away.str("description"), Period(away.node("during"))))
    }

    /// Whether new patients are taken; `None` where nothing is said.
    pub fn takes_new_patients(&self) -> Option<bool> {
        let said = self
            .root()
            .extension(NEW_PATIENTS)
            .extension("acceptingPatients");
        said.present()
            .map(|said| any_code(said, "valueCodeableConcept", "newpt"))
    }

    /// The kinds of visit on offer.
    pub fn visit_options(&self) -> impl Iterator<Item = VisitOption<'_>> {
        self.root().extensions(VISIT_OPTION).map(VisitOption)
    }
}

/// Hours of some days of the week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenHours<'a>(pub Node<'a>);

impl OpenHours<'_> {
    /// The days.
    pub fn days(&self) -> Vec<Weekday> {
        self.0.strs("daysOfWeek").filter_map(weekday).collect()
    }

    /// Round the clock.
    pub fn is_all_day(&self) -> bool {
        self.0.bool("allDay") == Some(true)
    }

    /// From; a Location calls it `openingTime`.
    pub fn start(&self) -> Option<FhirTime> {
        self.0
            .time("availableStartTime")
            .or(self.0.time("openingTime"))
    }

    /// Until; a Location calls it `closingTime`.
    pub fn end(&self) -> Option<FhirTime> {
        self.0
            .time("availableEndTime")
            .or(self.0.time("closingTime"))
    }
}

/// One kind of visit: in person or by video, its fee and length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VisitOption<'a>(pub Node<'a>);

impl<'a> VisitOption<'a> {
    /// `AMB` in person, `VR` by video (v3-ActCode).
    pub fn mode(&self) -> Option<&'a str> {
        self.0.extension("mode").node("valueCoding").str("code")
    }

    /// What it costs.
    pub fn fee(&self) -> Option<Money<'a>> {
        self.0
            .extension("fee")
            .node("valueMoney")
            .present()
            .map(Money)
    }

    /// Until when it can be cancelled, and what a late cancelling costs, in the clinic's words; in `language` where the source
    /// has it so.
    pub fn cancelling_rule(&self, language: &str) -> Option<&'a str> {
        words(self.0.extension("cancellation"), "valueString", language)
    }

    /// How long it takes, in the unit it says (minutes as a rule).
    pub fn duration(&self) -> Option<Quantity<'a>> {
        self.0
            .extension("duration")
            .node("valueDuration")
            .present()
            .map(Quantity)
    }
}
