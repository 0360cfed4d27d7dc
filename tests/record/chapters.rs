//! The record's chapters: what is current, what "none" means, what is left out, and how dates keep their precision.

use sampan::fhir::{Page, Resource};
use sampan::record::model::{AllergyState, Chapter, Entry, Mark, allergy_state, next_visit};
use serde_json::{Value as Json, json};

use crate::{PATIENT, date, page, read, text};

fn name(entry: &Entry) -> String {
    entry.name.as_ref().map(text).unwrap_or_default()
}

fn marks(marks: &[Mark]) -> Vec<String> {
    marks.iter().map(|mark| text(&mark.word)).collect()
}

fn facts(entry: &Entry, label: &str) -> Vec<String> {
    let facts = entry.facts.iter().filter(|fact| fact.label == label);
    facts
        .map(|fact| fact.words.iter().map(text).collect::<Vec<_>>().join("; "))
        .collect()
}

fn status(system: &str, code: &str) -> Json {
    json!({"coding": [{"system": format!("http://terminology.hl7.org/CodeSystem/{system}"), "code": code}]})
}

fn allergy(code: Json, clinical: &str, verification: &str) -> Json {
    json!({
        "code": code,
        "clinicalStatus": status("allergyintolerance-clinical", clinical),
        "verificationStatus": status("allergyintolerance-verification", verification),
    })
}

#[test]
fn no_known_allergies_is_told_from_none_recorded() {
    let peanut = || json!({"text": "Peanut"});
    let snomed = |code: &str| json!({"coding": [{"system": "http://snomed.info/sct", "code": code}], "text": "None known"});
    let ips = |code: &str| json!({"coding": [{"system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": code}]});
    let active = |code: Json| allergy(code, "active", "confirmed");
    for (name, resources, expected) in [
        ("nothing", vec![], AllergyState::NotRecorded),
        ("one", vec![active(peanut())], AllergyState::Some),
        (
            "none known",
            vec![active(snomed("716186003"))],
            AllergyState::NoneKnown,
        ),
        (
            "none known, IPS",
            vec![active(ips("no-known-allergies"))],
            AllergyState::NoneKnown,
        ),
        (
            "none of one sort",
            vec![active(snomed("409137002"))],
            AllergyState::Partly,
        ),
        (
            "nobody knows",
            vec![active(ips("no-allergy-info"))],
            AllergyState::Partly,
        ),
        (
            "both",
            vec![active(snomed("716186003")), active(peanut())],
            AllergyState::Some,
        ),
        (
            "outgrown",
            vec![allergy(peanut(), "resolved", "confirmed")],
            AllergyState::NotRecorded,
        ),
        (
            "ruled out",
            vec![allergy(peanut(), "active", "refuted")],
            AllergyState::NotRecorded,
        ),
        (
            "a mistake",
            vec![allergy(peanut(), "active", "entered-in-error")],
            AllergyState::NotRecorded,
        ),
        (
            "another system's code",
            vec![active(
                json!({"coding": [{"system": "urn:x", "code": "716186003"}]}),
            )],
            AllergyState::Some,
        ),
    ] {
        assert_eq!(
            allergy_state(&read(Chapter::Allergies, &resources).entries),
            expected,
            "{name}"
        );
    }
}

#[test]
fn an_allergy_tells_its_risk_and_reaction() {
    let mut resource = allergy(json!({"text": "Penicillin"}), "active", "unconfirmed");
    resource["criticality"] = "high".into();
    resource["onsetDateTime"] = "1997".into();
    resource["reaction"] = json!([{"manifestation": [{"text": "Hives"}], "severity": "severe", "description": "After amoxicillin"}]);
    let entry = read(Chapter::Allergies, &[resource]).entries.remove(0);
    assert_eq!(
        marks(&entry.marks),
        ["record.risk_high", "record.status_unconfirmed"]
    );
    assert_eq!(
        facts(&entry, "record.reaction"),
        ["Hives; record.severity_severe"]
    );
    assert_eq!(facts(&entry, "record.note"), ["After amoxicillin"]);
    assert_eq!(date(&entry.when), "1997..");
}

#[test]
fn conditions_are_current_or_past_as_the_source_has_it() {
    let condition = |fields: Json| {
        let mut all = json!({"code": {"text": "Asthma"}, "recordedDate": "2020-01-02"});
        if let (Json::Object(all), Json::Object(fields)) = (&mut all, fields) {
            all.extend(fields);
        }
        all
    };
    let clinical = |code: &str| status("condition-clinical", code);
    for (fields, current, when) in [
        (
            json!({"clinicalStatus": clinical("active"), "onsetDateTime": "2012"}),
            Some(true),
            "2012..",
        ),
        (
            json!({"clinicalStatus": clinical("relapse")}),
            Some(true),
            "2020-01-02",
        ),
        (
            json!({"clinicalStatus": clinical("remission")}),
            Some(false),
            "2020-01-02",
        ),
        (
            json!({"clinicalStatus": clinical("resolved"), "onsetDateTime": "2012-03", "abatementDateTime": "2013"}),
            Some(false),
            "2012-03..2013",
        ),
        (
            json!({"clinicalStatus": clinical("resolved"), "onsetDateTime": "2012", "abatementDateTime": "2012"}),
            Some(false),
            "2012",
        ),
        (
            json!({"onsetAge": {"value": 12, "code": "a"}}),
            Some(true),
            "said record.at_age(12)",
        ),
        (
            json!({"onsetString": "as a child"}),
            Some(true),
            "said as a child",
        ),
        (json!({"abatementDateTime": "2019"}), Some(false), "..2019"),
        (
            json!({"category": [{"coding": [{"code": "encounter-diagnosis"}]}]}),
            Some(false),
            "2020-01-02",
        ),
        (
            json!({"verificationStatus": status("condition-ver-status", "refuted")}),
            Some(false),
            "2020-01-02",
        ),
        (
            json!({"verificationStatus": status("condition-ver-status", "entered-in-error")}),
            None,
            "",
        ),
    ] {
        let found = read(Chapter::Conditions, &[condition(fields.clone())]).entries;
        assert_eq!(
            found.first().map(|entry| entry.current),
            current,
            "{fields}"
        );
        assert_eq!(
            found
                .first()
                .map(|entry| date(&entry.when))
                .unwrap_or_default(),
            when,
            "{fields}"
        );
    }
}

#[test]
fn the_dose_is_told_in_the_sources_words_or_in_plain_ones() {
    let dosages = json!([
        {"text": "Two tablets at night", "timing": {"code": {"text": "QHS"}}},
        {"timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
         "doseAndRate": [{"doseQuantity": {"value": 10, "unit": "mL"}}], "route": {"text": "by mouth"}},
        {"timing": {"repeat": {"frequency": 1, "period": 8, "periodUnit": "h"}}, "asNeededBoolean": true,
         "doseAndRate": [{"doseQuantity": {"value": 1}}]},
        // The dose must not get lost behind a timing code.
        {"timing": {"code": {"coding": [{"code": "BID"}]}}, "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}]},
    ]);
    let medicine = json!({"status": "active", "intent": "order", "medicationCodeableConcept": {"text": "Some medicine"},
        "dosageInstruction": dosages});
    let entry = read(Chapter::Medicines, &[medicine]).entries.remove(0);
    assert_eq!(
        facts(&entry, "record.how_to_take"),
        [
            "Two tablets at night",
            "10 mL; record.times_a_day(2); by mouth",
            "record.dose(1); record.times_in_hours(1,8); record.as_needed",
            "5 mg; BID",
        ]
    );
}

#[test]
fn medicines_are_named_from_wherever_the_name_stands() {
    let medicine = |fields: Json| {
        let mut all = json!({"status": "active", "intent": "order"});
        if let (Json::Object(all), Json::Object(fields)) = (&mut all, fields) {
            all.extend(fields);
        }
        all
    };
    let contents = read(
        Chapter::Medicines,
        &[
            medicine(json!({"medicationCodeableConcept": {"text": "Here"}})),
            medicine(json!({"medicationReference": {"reference": "#m"},
                "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Inside"}}]})),
            medicine(json!({"medicationReference": {"reference": "Medication/9"}})),
            medicine(
                json!({"medicationReference": {"reference": "Medication/8", "display": "Called so"}}),
            ),
            json!({"resourceType": "Medication", "id": "9", "code": {"text": "Along with it"}}),
        ],
    );
    let names: Vec<String> = contents.entries.iter().map(name).collect();
    assert_eq!(names, ["Here", "Inside", "Along with it", "Called so"]);
    let stopped = read(
        Chapter::Medicines,
        &[medicine(json!({"status": "stopped"}))],
    );
    assert_eq!(stopped.current().count(), 0);
}

#[test]
fn a_mistake_is_left_out_and_a_doubtful_status_is_told() {
    for (chapter, field) in [
        (Chapter::Labs, "status"),
        (Chapter::Medicines, "status"),
        (Chapter::Immunizations, "status"),
        (Chapter::Visits, "status"),
        (Chapter::Procedures, "status"),
        (Chapter::Documents, "status"),
        (Chapter::Documents, "docStatus"),
    ] {
        let category = json!([{"coding": [{"code": "laboratory"}]}]);
        let mut resource = json!({"valueString": "x", "category": category});
        resource[field] = "entered-in-error".into();
        assert_eq!(
            read(chapter, &[resource.clone()]).entries,
            [],
            "{chapter:?}"
        );
        resource[field] = "preliminary".into();
        let entry = read(chapter, &[resource]).entries.remove(0);
        assert_eq!(
            marks(&entry.marks),
            ["record.status_preliminary"],
            "{chapter:?}"
        );
    }
}

#[test]
fn the_newest_comes_first_and_what_has_no_date_last() {
    let procedure = |at: &str| json!({"status": "completed", "performedDateTime": at});
    let dates = [
        "2011",
        "2024-05-17T09:30:00+08:00",
        "",
        "2024-05",
        "2024-05-17",
        "soon",
    ];
    let contents = read(Chapter::Procedures, &dates.map(procedure));
    let order: Vec<String> = contents
        .entries
        .iter()
        .map(|entry| date(&entry.when))
        .collect();
    assert_eq!(
        order,
        [
            "2024-05-17T09:30:00+08:00",
            "2024-05-17",
            "2024-05",
            "2011",
            "",
            "said soon"
        ]
    );
}

#[test]
fn another_patient_and_another_category_stay_out() {
    let lab = |subject: &str, category: &str| {
        json!({"status": "final", "valueString": "x", "subject": {"reference": subject},
            "category": [{"coding": [{"code": category}]}]})
    };
    let contents = read(
        Chapter::Labs,
        &[
            lab("Patient/p1", "laboratory"),
            lab("Patient/p2", "laboratory"),
            lab("Patient/p1", "survey"),
        ],
    );
    assert_eq!(contents.entries.len(), 1);
}

#[test]
fn what_cannot_be_read_is_counted() {
    let bundle = json!({"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "Procedure", "id": "1"}}, {"resource": {"id": "2"}}, {"fullUrl": "urn:x"},
    ], "link": [{"relation": "next", "url": "/next"}]});
    let page = Page::of(Resource::parse(bundle).expect("a bundle"), "Procedure").expect("a page");
    let contents = Chapter::Procedures.read(&page, PATIENT, "en");
    assert_eq!(
        (
            contents.entries.len(),
            contents.unreadable.len(),
            contents.more
        ),
        (1, 2, true)
    );
}

#[test]
fn names_come_in_the_readers_language_where_the_source_has_it() {
    let procedure = json!({"status": "completed", "code": {"text": "Appendix removed", "_text": {"extension": [{
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [{"url": "lang", "valueCode": "zh-Hans"}, {"url": "content", "valueString": "阑尾切除术"}],
    }]}}});
    let page = page("Procedure", &[procedure]);
    for (language, expected) in [
        ("en", "Appendix removed"),
        ("zh-Hans", "阑尾切除术"),
        ("ar", "Appendix removed"),
    ] {
        assert_eq!(
            name(&Chapter::Procedures.read(&page, PATIENT, language).entries[0]),
            expected
        );
    }
}

#[test]
fn the_next_visit_is_the_soonest_that_is_not_over() {
    let appointment = |id: &str, status: &str, start: &str, end: &str| {
        json!({"id": id, "status": status, "start": start, "end": end, "participant": [
            {"actor": {"reference": "Patient/p1", "display": "Lin Mei"}},
            {"actor": {"reference": "PractitionerRole/1", "display": "Dr. Wu"}},
            {"actor": {"reference": "Location/1", "display": "A place"}},
        ]})
    };
    let place = json!({"resourceType": "Location", "id": "1", "name": "East Clinic", "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "Asia/Shanghai"}]});
    let page = page(
        "Appointment",
        &[
            appointment(
                "later",
                "booked",
                "2026-12-24T09:00:00+08:00",
                "2026-12-24T09:20:00+08:00",
            ),
            appointment(
                "now",
                "booked",
                "2026-11-22T09:00:00+08:00",
                "2026-11-22T09:20:00+08:00",
            ),
            appointment(
                "off",
                "cancelled",
                "2026-11-22T09:00:00+08:00",
                "2026-11-22T09:20:00+08:00",
            ),
            appointment(
                "past",
                "booked",
                "2026-11-21T09:00:00+08:00",
                "2026-11-21T09:20:00+08:00",
            ),
            place,
        ],
    );
    let at = |text: &str| {
        sampan::fhir::FhirDate::parse(text)
            .expect("a date")
            .start_ms()
    };
    let next = next_visit(&page, "p1", at("2026-11-22T09:10:00+08:00"), "en").expect("a visit");
    assert_eq!(
        (next.id.as_str(), next.zone.as_deref(), next.confirmed),
        ("now", Some("Asia/Shanghai"), true)
    );
    assert_eq!(next.with, ["Dr. Wu", "East Clinic"]);
    let next = next_visit(&page, "p1", at("2026-11-22T09:21:00+08:00"), "en").expect("a visit");
    assert_eq!(next.id, "later");
    assert_eq!(next_visit(&page, "p1", at("2027-01-01"), "en"), None);
}
