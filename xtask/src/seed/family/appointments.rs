//! Appointments as they look after the visit, and the one to come.

use super::chart::{Both, Chart, When};
use crate::seed::doctors::Doctor;
use crate::seed::json::{SNOMED, coding, in_chinese, reference};
use crate::seed::{places, slots, terms};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// The booking behind a past visit, which the Encounter points to; none for a measurement at home.
pub fn kept(chart: &mut Chart, when: &When, doctor: &Doctor, reason: Both) {
    let Some(visit) = when.visit.clone() else {
        return;
    };
    let encounter = chart
        .resources
        .iter()
        .find(|it| crate::seed::json::url(it) == visit.encounter);
    let Some(period) = encounter.map(|it| it["period"].clone()) else {
        return;
    };
    let mut appointment = appointment(chart, "fulfilled", doctor, doctor.sites()[0], reason);
    appointment["start"] = period["start"].clone();
    appointment["end"] = period["end"].clone();
    appointment["created"] = json!(when.date - Days::new(12));
    let appointment = chart.add(appointment);
    let encounter = chart
        .resources
        .iter_mut()
        .find(|it| crate::seed::json::url(it) == visit.encounter);
    if let Some(encounter) = encounter {
        encounter["appointment"] = json!([{"reference": appointment}]);
    }
}

/// A visit that was called off.
pub fn cancelled(chart: &mut Chart, date: NaiveDate, doctor: &Doctor, reason: Both) {
    let mut appointment = appointment(chart, "cancelled", doctor, doctor.sites()[0], reason);
    appointment["start"] = format!("{date}T14:00:00+08:00").into();
    appointment["end"] = format!("{date}T14:20:00+08:00").into();
    appointment["created"] = json!(date - Days::new(20));
    appointment["cancelationReason"] = json!({
        "coding": [coding("http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason", "pat", "Patient")],
        "text": "Cancelled by the patient",
    });
    chart.add(appointment);
}

/// The booked visit to come with its bill, and its slot, which is now busy.
pub fn upcoming(chart: &mut Chart, doctor: &Doctor, mut slot: slots::Slot) {
    slot.busy = true;
    let slot_resource = slots::to_fhir(doctor, &slot);
    let reason = [
        "Thyroid check and yearly blood tests",
        "甲状腺复查和年度抽血",
    ];
    let mut appointment = appointment(chart, "booked", doctor, slot.site, reason);
    appointment["start"] = slot_resource["start"].clone();
    appointment["end"] = slot_resource["end"].clone();
    appointment["slot"] = json!([{"reference": format!("Slot/{}", slot.id)}]);
    let appointment = chart.add(appointment);
    let bill = terms::bill(chart.subject(), &appointment, "issued", chart.today);
    chart.add(bill);
    chart.resources.push(slot_resource);
}

fn appointment(chart: &Chart, status: &str, doctor: &Doctor, site: usize, reason: Both) -> Value {
    let location = format!("Location/{}", places::location_id(doctor.place, site));
    let taking_part =
        |actor: Value| json!({"actor": actor, "required": "required", "status": "accepted"});
    json!({
        "resourceType": "Appointment",
        "status": status,
        "serviceType": [{"coding": [coding(SNOMED, "11429006", "Consultation")], "text": "Consultation"}],
        "appointmentType": {"coding": [coding("http://terminology.hl7.org/CodeSystem/v2-0276", "ROUTINE", "Routine appointment")]},
        "reasonCode": [{"text": reason[0], "_text": in_chinese(reason[1])}],
        "description": reason[0],
        "created": chart.today,
        "participant": [
            taking_part(chart.subject()),
            taking_part(doctor.role()),
            taking_part(reference(&location, &places::location_name(doctor.place, site)[0])),
        ],
    })
}
