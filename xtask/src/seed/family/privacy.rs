//! What a person agreed to. (Who has used the record is the server's to tell: nobody may write that.)

use super::chart::Chart;
use super::history::HL7;
use crate::seed::doctors::Doctor;
use crate::seed::json::{coding, concept, in_chinese, reference};
use crate::seed::places;
use chrono::Days;
use serde_json::json;

/// Adds an agreement and a refusal.
pub fn agreements(chart: &mut Chart, doctor: &Doctor) {
    let hospital = reference(
        &format!("Organization/{}", places::organization_id(doctor.place)),
        &places::name(doctor.place)[0],
    );
    let consent = |about: [&str; 2], status: &str, kind: &str, given: u64, until: Option<u64>| {
        let mut consent = json!({
            "resourceType": "Consent",
            "status": status,
            "scope": concept(&format!("{HL7}/consentscope"), "patient-privacy", "Privacy Consent"),
            "category": [{
                "coding": [coding("http://loinc.org", "59284-0", "Consent Document")],
                "text": about[0],
                "_text": in_chinese(about[1]),
            }],
            "patient": chart.subject(),
            "dateTime": chart.today - Days::new(given),
            "organization": [hospital],
            "policyRule": concept(&format!("{HL7}/v3-ActCode"), "OPTIN", "opt-in"),
            "provision": {"type": kind},
        });
        if let Some(days) = until {
            consent["provision"]["period"] = json!({"end": chart.today + Days::new(days)});
        }
        consent
    };
    let all = [
        consent(
            [
                "Sharing the record between the city's hospitals",
                "市内各医院之间共享健康档案",
            ],
            "active",
            "permit",
            400,
            Some(700),
        ),
        consent(
            [
                "Research with data that doesn't name you",
                "用于不含姓名的研究",
            ],
            "rejected",
            "deny",
            400,
            None,
        ),
    ];
    for agreement in all {
        chart.add(agreement);
    }
}
