//! What a visit asks of the patient and what the patient says of it, as FHIR.

use crate::answers::NOW;
use crate::clinic::{self, MARK, offer, schedule, wish};
use sampan::booking::model::{
    Kind, PHONE, Wish, appointment_of, booking, called_at, is_returning, mode, payment_time,
    waiting,
};
use sampan::fhir::types::{Appointment, Invoice, Schedule};
use serde_json::{Value, json};

const EXTENSION: &str = "https://sampan.health/fhir/StructureDefinition";

fn with_terms() -> Schedule {
    let mut schedule = schedule().to_value();
    schedule["extension"] = json!([
        {"url": format!("{EXTENSION}/intake-questionnaire"), "valueCanonical": "https://clinic.example/q|1"},
        {"url": format!("{EXTENSION}/visit-preparation"), "valueString": "Bring your card.", "_valueString": {"extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/translation",
            "extension": [{"url": "lang", "valueCode": "zh"}, {"url": "content", "valueString": "请带卡。"}]}]}},
        {"url": format!("{EXTENSION}/payment-time"), "valueCode": "visit"},
        {"url": format!("{EXTENSION}/payment-time"), "valueCode": "now"},
        {"url": format!("{EXTENSION}/waiting-list"), "valueBoolean": true},
    ]);
    clinic::typed(schedule)
}

fn full() -> Wish {
    Wish {
        kind: Some(Kind {
            mode: PHONE.into(),
            display: None,
            fee: None,
        }),
        notes: " with my daughter ".into(),
        returning: Some(true),
        phone: "+86 21 0560 0001".into(),
        payment: Some("now".into()),
        intake: Some(json!({"resourceType": "QuestionnaireResponse", "status": "completed"})),
        ..wish()
    }
}

#[test]
fn a_schedule_tells_what_a_visit_asks() {
    let schedule = with_terms();
    assert_eq!(schedule.intake(), Some("https://clinic.example/q|1"));
    assert_eq!(
        schedule.payment_times().collect::<Vec<_>>(),
        ["visit", "now"]
    );
    assert!(schedule.has_waiting_list());
    let bare = clinic::schedule();
    assert!(bare.intake().is_none() && bare.preparation().is_none() && !bare.has_waiting_list());
}

#[test]
fn everything_said_is_in_the_appointment_and_read_back() {
    let mut offer = offer();
    offer.schedule = with_terms();
    let appointment: Appointment = clinic::typed(appointment_of(&offer, &full(), "booked", NOW));
    assert_eq!(appointment.comment(), Some("with my daughter"));
    assert_eq!(is_returning(&appointment), Some(true));
    assert_eq!(payment_time(&appointment), Some("now"));
    assert_eq!(called_at(&appointment), Some("+86 21 0560 0001"));
    assert_eq!(mode(&appointment), Some((PHONE, None)));
    assert_eq!(appointment.instruction("en"), Some("Bring your card."));
    assert_eq!(appointment.instruction("zh-Hans"), Some("请带卡。"));
    // Sent alone, it carries its answers.
    assert_eq!(
        appointment.root().node("contained").str("id"),
        Some("intake")
    );
    assert_eq!(
        appointment
            .root()
            .node("supportingInformation")
            .str("reference"),
        Some("#intake")
    );
}

#[test]
fn what_was_not_said_is_not_sent() {
    let empty = Wish {
        patient: "p".into(),
        mark: MARK.into(),
        notes: "  ".into(),
        ..Wish::default()
    };
    let sent = appointment_of(&offer(), &empty, "booked", NOW);
    for field in [
        "comment",
        "extension",
        "reasonCode",
        "contained",
        "supportingInformation",
        "patientInstruction",
    ] {
        assert_eq!(sent[field], Value::Null, "{field}");
    }
}

#[test]
fn in_a_transaction_the_answers_are_a_resource_of_their_own() {
    let bundle = booking(&offer(), &full(), NOW)
        .expect("a version")
        .to_bundle();
    let entries = bundle["entry"].as_array().expect("entries");
    let urls: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry["request"]["url"].as_str())
        .collect();
    assert_eq!(
        urls,
        ["Slot/slot-1", "Appointment", "QuestionnaireResponse"]
    );
    let appointment = &entries[1]["resource"];
    assert_eq!(appointment["contained"], Value::Null);
    assert_eq!(
        appointment["supportingInformation"][0]["reference"],
        entries[2]["fullUrl"]
    );
    assert_ne!(entries[1]["fullUrl"], entries[2]["fullUrl"]);
    assert_eq!(
        entries[2]["resource"]["identifier"]["value"], MARK,
        "found again by the mark"
    );
}

#[test]
fn a_place_on_the_waiting_list_has_no_time() {
    let sent = waiting(&with_terms(), &wish(), NOW);
    assert_eq!(sent["status"], "waitlist");
    assert_eq!(sent["identifier"][0]["value"], MARK);
    assert_eq!(
        [&sent["slot"], &sent["start"]],
        [&Value::Null, &Value::Null]
    );
    let actors: Vec<&str> = sent["participant"]
        .as_array()
        .expect("participants")
        .iter()
        .filter_map(|one| one["actor"]["reference"].as_str())
        .collect();
    assert_eq!(
        actors,
        [
            "Patient/patient-1",
            "PractitionerRole/role-1",
            "Location/loc-1"
        ]
    );
}

#[test]
fn a_bill_is_paid_over_https_only() {
    let bill = |link: &str| -> Invoice {
        clinic::typed(json!({"resourceType": "Invoice", "status": "issued",
            "extension": [
                {"url": format!("{EXTENSION}/payment-link"), "valueUrl": link},
                {"url": format!("{EXTENSION}/invoice-appointment"), "valueReference": {"reference": "Appointment/a1"}},
            ],
            "lineItem": [{"chargeItemCodeableConcept": {"text": "Visit"}, "priceComponent": [
                {"type": "tax", "amount": {"value": 6, "currency": "CNY"}}, {"type": "base", "amount": {"value": 94, "currency": "CNY"}}]}],
            "totalNet": {"value": 94, "currency": "CNY"}, "totalGross": {"value": 100, "currency": "CNY"}}))
    };
    assert_eq!(
        bill("https://pay.example/1").payment_link(),
        Some("https://pay.example/1")
    );
    for link in ["http://pay.example/1", "javascript:alert(1)", "pay.example"] {
        assert_eq!(bill(link).payment_link(), None, "{link}");
    }
    let bill = bill("https://pay.example/1");
    assert_eq!(bill.appointment().and_then(|of| of.id), Some("a1"));
    assert_eq!(bill.total().and_then(|total| total.value()), Some("100"));
    let prices: Vec<_> = bill
        .lines()
        .map(|line| line.price().and_then(|price| price.value()))
        .collect();
    assert_eq!(prices, [Some("94")]);
}
