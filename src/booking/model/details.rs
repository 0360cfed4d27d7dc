//! What is said of a visit beside its reason, and R4's Appointment has no element for; `docs/backend.md` tells the shapes.

use serde_json::{Value, json};

use super::attempt::Wish;
use super::video::VIRTUAL_SERVICE;
use crate::fhir::types::Appointment;

const RETURNING: &str = "https://sampan.health/fhir/StructureDefinition/returning-patient";
const PAYMENT: &str = "https://sampan.health/fhir/StructureDefinition/payment-time";

pub(super) fn extensions(wish: &Wish) -> Vec<Value> {
    let mut all = Vec::new();
    let phone = wish.phone.trim();
    if !phone.is_empty() {
        let contact = json!({"system": "phone", "value": phone});
        all.push(json!({
            "url": VIRTUAL_SERVICE,
            "extension": [{"url": "addressContactPoint", "valueContactPoint": contact}],
        }));
    }
    let returning = wish.returning;
    all.extend(returning.map(|returning| json!({"url": RETURNING, "valueBoolean": returning})));
    let payment = wish.payment.as_ref();
    all.extend(payment.map(|payment| json!({"url": PAYMENT, "valueCode": payment})));
    all
}

/// Whether the patient said to have been here before.
pub fn is_returning(appointment: &Appointment) -> Option<bool> {
    appointment.root().extension(RETURNING).bool("valueBoolean")
}

/// When the patient chose to pay: `now`, `visit` or `after`.
pub fn payment_time(appointment: &Appointment) -> Option<&str> {
    appointment.root().extension(PAYMENT).str("valueCode")
}

/// The number that a visit by phone calls.
pub fn called_at(appointment: &Appointment) -> Option<&str> {
    let mut services = appointment.root().extensions(VIRTUAL_SERVICE);
    services.find_map(|service| {
        let contact = service.extension("addressContactPoint");
        contact.node("valueContactPoint").str("value")
    })
}
