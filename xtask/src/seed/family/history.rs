//! The rest of a chart: conditions, medicines, allergies, immunizations, procedures, documents.

use super::chart::{Both, Chart, When};
use crate::seed::json::{LOINC, SNOMED, coding, concept, in_chinese};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Where HL7 keeps its own code systems.
pub const HL7: &str = "http://terminology.hl7.org/CodeSystem";

/// What the patient has or had.
pub struct Problem {
    /// SNOMED CT code and display.
    pub snomed: (&'static str, &'static str),
    /// ICD-10 code.
    pub icd10: &'static str,
    pub text: Both,
    /// A FHIR dateTime as precise as it is known.
    pub onset: String,
    /// None while it lasts.
    pub end: Option<String>,
}

/// Adds a Condition of the problem list, with the visit that recorded it.
pub fn condition(chart: &mut Chart, problem: Problem, recorded: Option<&When>) -> String {
    let (status, display) = if problem.end.is_some() {
        ("resolved", "Resolved")
    } else {
        ("active", "Active")
    };
    let mut condition = json!({
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [coding(&format!("{HL7}/condition-clinical"), status, display)]},
        "verificationStatus": {"coding": [coding(&format!("{HL7}/condition-ver-status"), "confirmed", "Confirmed")]},
        "category": [{"coding": [coding(&format!("{HL7}/condition-category"), "problem-list-item", "Problem List Item")]}],
        "code": {
            "coding": [
                coding(SNOMED, problem.snomed.0, problem.snomed.1),
                {"system": "http://hl7.org/fhir/sid/icd-10", "code": problem.icd10},
            ],
            "text": problem.text[0],
            "_text": in_chinese(problem.text[1]),
        },
        "subject": chart.subject(),
        "onsetDateTime": problem.onset,
    });
    if let Some(end) = problem.end {
        condition["abatementDateTime"] = end.into();
    }
    if let Some(when) = recorded {
        condition["recordedDate"] = json!(when.date);
        if let Some(visit) = &when.visit {
            condition["encounter"] = json!({"reference": visit.encounter});
            condition["recorder"] = visit.practitioner.clone();
        }
    }
    chart.add(condition)
}

/// What was prescribed.
pub struct Medicine {
    /// ATC code and the name of the substance.
    pub atc: (&'static str, &'static str),
    /// With form and strength.
    pub text: Both,
    pub dosage: Both,
    /// FHIR Timing, such as `daily(1)`; null where it is taken when needed.
    pub timing: Value,
    /// One dose: value, unit, UCUM code.
    pub dose: (&'static str, &'static str, &'static str),
    /// `active`, `stopped` or `completed`.
    pub status: &'static str,
    /// Condition it is for.
    pub reason: Option<String>,
}

/// So many times a day.
pub fn daily(times: u32) -> Value {
    json!({"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}})
}

/// Adds a MedicationRequest written at a visit.
pub fn medicine(chart: &mut Chart, when: &When, medicine: Medicine) -> String {
    let mut dosage = json!({
        "text": medicine.dosage[0],
        "_text": in_chinese(medicine.dosage[1]),
        "route": concept(SNOMED, "26643006", "Oral route"),
        "doseAndRate": [{"doseQuantity": crate::seed::json::quantity(medicine.dose.0, medicine.dose.1, medicine.dose.2)}],
    });
    if medicine.timing.is_null() {
        dosage["asNeededBoolean"] = true.into();
    } else {
        dosage["timing"] = medicine.timing;
    }
    let mut request = json!({
        "resourceType": "MedicationRequest",
        "status": medicine.status,
        "intent": "order",
        "medicationCodeableConcept": {
            "coding": [coding("http://www.whocc.no/atc", medicine.atc.0, medicine.atc.1)],
            "text": medicine.text[0],
            "_text": in_chinese(medicine.text[1]),
        },
        "subject": chart.subject(),
        "authoredOn": when.date,
        "dosageInstruction": [dosage],
    });
    if let Some(visit) = &when.visit {
        request["encounter"] = json!({"reference": visit.encounter});
        request["requester"] = visit.practitioner.clone();
    }
    if medicine.status == "active" {
        let end = chart.today + chrono::Days::new(20);
        request["dispenseRequest"] = json!({"validityPeriod": {"start": when.date, "end": end}});
    }
    if let Some(reason) = medicine.reason {
        request["reasonReference"] = json!([{"reference": reason}]);
    }
    chart.add(request)
}

/// What the patient does not tolerate.
pub struct Allergy {
    pub code: Value,
    /// `allergy` or `intolerance`.
    pub kind: &'static str,
    /// `medication`, `food` or `environment`.
    pub category: &'static str,
    /// `high` or `low`.
    pub criticality: &'static str,
    /// SNOMED CT code and display, and `mild`, `moderate` or `severe`.
    pub reaction: (&'static str, &'static str, &'static str),
    pub description: Both,
    pub onset: String,
}

/// Adds an AllergyIntolerance with its reaction.
pub fn allergy(chart: &mut Chart, allergy: Allergy) {
    let (code, display, severity) = allergy.reaction;
    let resource = json!({
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": active_allergy(),
        "verificationStatus": confirmed_allergy(),
        "type": allergy.kind,
        "category": [allergy.category],
        "criticality": allergy.criticality,
        "code": allergy.code,
        "patient": chart.subject(),
        "onsetDateTime": allergy.onset,
        "reaction": [{
            "manifestation": [concept(SNOMED, code, display)],
            "severity": severity,
            "description": allergy.description[0],
            "_description": in_chinese(allergy.description[1]),
        }],
    });
    chart.add(resource);
}

/// Says outright that no allergy is known, which an empty list does not.
pub fn no_known_allergy(chart: &mut Chart, recorded: NaiveDate) {
    let resource = json!({
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": active_allergy(),
        "verificationStatus": confirmed_allergy(),
        "code": crate::seed::json::concept_in_both(SNOMED, "716186003", "No known allergy", ["No known allergy", "无已知过敏"]),
        "patient": chart.subject(),
        "recordedDate": recorded,
    });
    chart.add(resource);
}

fn active_allergy() -> Value {
    json!({"coding": [coding(&format!("{HL7}/allergyintolerance-clinical"), "active", "Active")]})
}

fn confirmed_allergy() -> Value {
    json!({"coding": [coding(&format!("{HL7}/allergyintolerance-verification"), "confirmed", "Confirmed")]})
}

/// Adds an Immunization: CVX code and display, text, date, number of the dose in its series.
pub fn immunization(chart: &mut Chart, cvx: (&str, &str), text: Both, date: NaiveDate, dose: u32) {
    let lot = format!(
        "{}{:04}",
        ["A", "K", "R", "X"][chart.rng.usize(..4)],
        chart.rng.u32(..10_000)
    );
    let resource = json!({
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": crate::seed::json::concept_in_both("http://hl7.org/fhir/sid/cvx", cvx.0, cvx.1, text),
        "patient": chart.subject(),
        "occurrenceDateTime": date,
        "primarySource": true,
        "lotNumber": lot,
        "protocolApplied": [{"doseNumberPositiveInt": dose}],
    });
    chart.add(resource);
}

/// Adds an ImmunizationRecommendation: CVX code and display, text, and the day when it is due.
pub fn recommendation(chart: &mut Chart, cvx: (&str, &str), text: Both, due: NaiveDate) {
    let resource = json!({
        "resourceType": "ImmunizationRecommendation",
        "patient": chart.subject(),
        "date": chart.today,
        "recommendation": [{
            "vaccineCode": [crate::seed::json::concept_in_both("http://hl7.org/fhir/sid/cvx", cvx.0, cvx.1, text)],
            "forecastStatus": concept(&format!("{HL7}/immunization-recommendation-status"), "due", "Due"),
            "dateCriterion": [{"code": concept("http://loinc.org", "30980-7", "Date vaccine due"), "value": due}],
        }],
    });
    chart.add(resource);
}

/// Adds a completed Procedure.
pub fn procedure(chart: &mut Chart, when: &When, snomed: (&str, &str), text: Both) -> String {
    let mut procedure = json!({
        "resourceType": "Procedure",
        "status": "completed",
        "code": crate::seed::json::concept_in_both(SNOMED, snomed.0, snomed.1, text),
        "subject": chart.subject(),
        "performedDateTime": when.date,
    });
    if let Some(visit) = &when.visit {
        procedure["encounter"] = json!({"reference": visit.encounter});
        procedure["performer"] = json!([{"actor": visit.practitioner}]);
    }
    chart.add(procedure)
}

/// A document's bytes with their media type.
pub enum Body {
    Text(&'static str),
    Pdf(&'static [&'static str]),
}

/// Adds a DocumentReference with its attachment inside: LOINC code and display of its type, title, content.
pub fn document(chart: &mut Chart, when: &When, loinc: (&str, &str), title: Both, body: Body) {
    let (media_type, bytes) = match body {
        Body::Text(text) => ("text/plain; charset=utf-8", text.as_bytes().to_vec()),
        Body::Pdf(lines) => ("application/pdf", super::pdf::page(title[0], lines)),
    };
    let mut document = json!({
        "resourceType": "DocumentReference",
        "status": "current",
        "type": concept(LOINC, loinc.0, loinc.1),
        "category": [{
            "coding": [coding("http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note", "Clinical Note")],
        }],
        "subject": chart.subject(),
        "date": when.time,
        "description": title[0],
        "_description": in_chinese(title[1]),
        "content": [{"attachment": {
            "contentType": media_type,
            "language": "en",
            "data": BASE64_STANDARD.encode(&bytes),
            "size": bytes.len(),
            "title": title[0],
            "creation": when.time,
        }}],
    });
    if let Some(visit) = &when.visit {
        document["author"] = json!([visit.practitioner]);
        document["custodian"] = visit.organization.clone();
        document["context"] = json!({"encounter": [{"reference": visit.encounter}]});
    }
    chart.add(document);
}
