//! One file a resource type, each with only the fields that Sampan reads.

/// Makes the type of one resource: a [`Resource`](super::Resource) that is known to be of that type.
macro_rules! resource_type {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(pub $crate::fhir::Resource);

        impl $crate::fhir::Typed for $name {
            const TYPE: &'static str = stringify!($name);

            fn wrap(resource: $crate::fhir::Resource) -> Self {
                Self(resource)
            }
        }

        impl std::ops::Deref for $name {
            type Target = $crate::fhir::Resource;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    };
}

mod allergy_intolerance;
mod appointment;
mod audit_event;
mod care_plan;
mod condition;
mod consent;
mod diagnostic_report;
mod document_reference;
mod encounter;
mod goal;
mod immunization;
mod invoice;
mod location;
mod measure_report;
mod medication_request;
mod observation;
mod organization;
mod patient;
mod practitioner;
mod practitioner_role;
mod procedure;
mod related_person;
mod schedule;
mod slot;
mod verification_result;

pub use allergy_intolerance::{AllergyIntolerance, Reaction};
pub use appointment::{Appointment, Participant};
pub use audit_event::{Agent, AuditEvent};
pub use care_plan::{Activity, CarePlan};
pub use condition::Condition;
pub use consent::Consent;
pub use diagnostic_report::DiagnosticReport;
pub use document_reference::DocumentReference;
pub use encounter::Encounter;
pub use goal::{Goal, Target};
pub use immunization::Immunization;
pub use invoice::{Invoice, InvoiceLine};
pub use location::Location;
pub use measure_report::{Group, MeasureReport, ReviewComment};
pub use medication_request::{Dosage, MedicationRequest};
pub use observation::{Measured, Observation, ObservationValue, ReferenceRange};
pub use organization::Organization;
pub use patient::Patient;
pub use practitioner::{Practitioner, Qualification};
pub use practitioner_role::{OpenHours, PractitionerRole, VisitOption};
pub use procedure::Procedure;
pub use related_person::{ROLE_CODE, RelatedPerson};
pub use schedule::Schedule;
pub use slot::Slot;
pub use verification_result::VerificationResult;

use chrono::Weekday;

/// A day of `daysOfWeek`.
pub(crate) fn weekday(code: &str) -> Option<Weekday> {
    Some(match code {
        "mon" => Weekday::Mon,
        "tue" => Weekday::Tue,
        "wed" => Weekday::Wed,
        "thu" => Weekday::Thu,
        "fri" => Weekday::Fri,
        "sat" => Weekday::Sat,
        "sun" => Weekday::Sun,
        _ => return None,
    })
}
