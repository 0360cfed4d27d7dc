use std::path::Path;

use chrono::Weekday;
use sampan::fhir::types::*;
use sampan::fhir::{Resource, Typed};
use serde_json::{Value, json};

const LOINC: &str = "http://loinc.org";

fn of<T: Typed>(json: Value) -> T {
    let resource = Resource::parse(json).expect("a resource");
    T::of(&resource).expect("of this type")
}

#[test]
fn a_type_takes_only_its_own() {
    let slot = Resource::parse(json!({"resourceType": "Slot"})).expect("a resource");
    assert!(Slot::of(&slot).is_some() && Schedule::of(&slot).is_none());
}

#[test]
fn a_role_tells_visits_fees_hours_and_new_patients() {
    let role: PractitionerRole = of(json!({
        "resourceType": "PractitionerRole", "id": "role-1", "active": true,
        "extension": [
            {"url": "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients", "extension": [
                {"url": "acceptingPatients", "valueCodeableConcept": {"coding": [{"code": "nopt"}]}}]},
            {"url": "https://sampan.health/fhir/StructureDefinition/visit-option", "extension": [
                {"url": "mode", "valueCoding": {"code": "AMB"}},
                {"url": "fee", "valueMoney": {"value": serde_json::from_str::<Value>("50.00").expect("a number"), "currency": "CNY"}},
                {"url": "duration", "valueDuration": {"value": 15, "unit": "min"}}]},
            {"url": "https://sampan.health/fhir/StructureDefinition/visit-option", "extension": [
                {"url": "mode", "valueCoding": {"code": "VR"}}]}
        ],
        "practitioner": {"reference": "Practitioner/dr-1", "display": "Wang Wei"},
        "availableTime": [{"daysOfWeek": ["mon", "xyz", "sun"], "availableStartTime": "08:00:00", "availableEndTime": "12:00"}]
    }));
    assert_eq!(role.takes_new_patients(), Some(false));
    let options: Vec<_> = role.visit_options().collect();
    assert_eq!(
        (options[0].mode(), options[1].mode()),
        (Some("AMB"), Some("VR"))
    );
    let fee = options[0].fee().expect("a fee");
    assert_eq!((fee.value(), fee.currency()), (Some("50.00"), Some("CNY")));
    assert_eq!(
        options[0].duration().and_then(|duration| duration.number()),
        Some(15.0)
    );
    assert_eq!(options[1].fee(), None);
    assert_eq!(
        role.practitioner()
            .and_then(|one| one.id_of("Practitioner")),
        Some("dr-1")
    );
    let hours = role.hours().next().expect("hours");
    assert_eq!(hours.days(), [Weekday::Mon, Weekday::Sun]);
    assert_eq!(hours.end().map(|end| end.second_of_day()), Some(43_200));
    let silent: PractitionerRole = of(json!({"resourceType": "PractitionerRole"}));
    assert_eq!(
        (silent.takes_new_patients(), silent.is_active()),
        (None, true)
    );
}

#[test]
fn a_rating_tells_mean_count_distribution_and_comments() {
    let population =
        |count| json!([{"code": {"coding": [{"code": "measure-population"}]}, "count": count}]);
    let report: MeasureReport = of(json!({
        "resourceType": "MeasureReport", "subject": {"reference": "PractitionerRole/role-1"},
        "period": {"start": "2024-11-22", "end": "2026-11-21"},
        "extension": [{"url": "https://sampan.health/fhir/StructureDefinition/review-comment", "extension": [
            {"url": "date", "valueDate": "2026-11-01"}, {"url": "stars", "valuePositiveInt": 4},
            {"url": "text", "valueString": "Listens."}, {"url": "language", "valueCode": "en"}]}],
        "group": [
            {"code": {"coding": [{"code": "waiting"}]}, "measureScore": {"value": 1}},
            {"code": {"coding": [{"code": "overall"}]}, "population": population(3),
             "measureScore": {"value": serde_json::from_str::<Value>("4.30").expect("a number")},
             "stratifier": [{"stratum": [
                {"value": {"text": "5"}, "population": population(2)}, {"value": {"text": "4"}, "population": population(1)},
                {"value": {"text": "unknown"}, "population": population(9)}, {"value": {"text": "3"}}]}]}
        ]
    }));
    assert_eq!((report.mean(), report.reviews()), (Some("4.30"), Some(3)));
    assert_eq!(report.distribution(), [(5, 2), (4, 1)]);
    let comment = report.comments().next().expect("a comment");
    assert_eq!(
        (comment.stars(), comment.text(), comment.language()),
        (Some(4), Some("Listens."), Some("en"))
    );
    assert_eq!(
        comment
            .date()
            .map(|date| date.as_str().to_owned())
            .as_deref(),
        Some("2026-11-01")
    );
}

#[test]
fn blood_pressure_is_read_by_code_not_by_position() {
    let part = |code, value: u32| json!({"code": {"coding": [{"system": LOINC, "code": code}]}, "valueQuantity": {"value": value}});
    let pressure: Observation = of(json!({
        "resourceType": "Observation", "effectivePeriod": {"start": "2026-05"}, "issued": "2026-06-01T00:00:00Z",
        "category": [{"coding": [{"code": "vital-signs"}]}],
        "component": [part("8462-4", 76), part("8480-6", 118)]
    }));
    let systolic = pressure
        .component(LOINC, "8480-6")
        .and_then(|part| part.quantity());
    assert_eq!(systolic.and_then(|quantity| quantity.value()), Some("118"));
    assert_eq!(pressure.component("urn:other", "8480-6"), None);
    assert!(pressure.is_category("vital-signs") && !pressure.is_category("laboratory"));
    assert_eq!(
        pressure
            .date()
            .map(|date| date.as_str().to_owned())
            .as_deref(),
        Some("2026-05")
    );
}

#[test]
fn a_result_of_any_type_is_told() {
    let value = |key: &str, value: Value| {
        let mut json = json!({"resourceType": "Observation"});
        json[key] = value;
        let observation: Observation = of(json);
        format!("{:?}", observation.measured().value())
            .split('(')
            .nth(1)
            .unwrap_or("None")
            .to_owned()
    };
    for (key, json, kind) in [
        ("valueQuantity", json!({"value": 1}), "Quantity"),
        ("valueCodeableConcept", json!({"text": "+"}), "Concept"),
        ("valueString", json!("clear"), "Text"),
        ("valueString", json!(""), "None"),
        ("valueTime", json!("08:00:00"), "Text"),
        ("valueBoolean", json!(false), "Boolean"),
        ("valueInteger", json!(3), "Integer"),
        ("valueRange", json!({}), "Range"),
        ("valueRatio", json!({}), "Ratio"),
        ("valueDateTime", json!("2026"), "Date"),
        ("valuePeriod", json!({}), "Period"),
        ("valueSampledData", json!({}), "Other"),
        ("valueless", json!(1), "None"),
    ] {
        assert_eq!(value(key, json), kind, "{key}");
    }
}

#[test]
fn a_medicine_may_be_named_here_inside_or_elsewhere() {
    let name = |json: Value| {
        let request: MedicationRequest = of(json);
        let named = request
            .medication()
            .and_then(|medicine| medicine.display("en"));
        (
            named.map(str::to_owned),
            request
                .medication_reference()
                .and_then(|one| one.id.map(str::to_owned)),
        )
    };
    let request = |key: &str, value: Value| {
        let mut json = json!({"resourceType": "MedicationRequest",
            "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Inside"}}]});
        json[key] = value;
        json
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        name(request(
            "medicationCodeableConcept",
            json!({"text": "Here"})
        )),
        (text("Here"), None)
    );
    assert_eq!(
        name(request("medicationReference", json!({"reference": "#m"}))),
        (text("Inside"), None)
    );
    assert_eq!(
        name(request(
            "medicationReference",
            json!({"reference": "Medication/x"})
        )),
        (None, text("x"))
    );
    assert_eq!(
        name(request("medication", json!({"concept": {"text": "R5"}}))),
        (text("R5"), None)
    );
    assert_eq!(
        name(request(
            "medication",
            json!({"reference": {"reference": "Medication/y"}})
        )),
        (None, text("y"))
    );
}

#[test]
fn a_dosage_is_told_in_the_words_there_are() {
    let request: MedicationRequest = of(
        json!({"resourceType": "MedicationRequest", "dosageInstruction": [
        {"text": "One daily", "patientInstruction": "With food"}, {"patientInstruction": "With food"},
        {"timing": {"code": {"text": "BID"}}, "asNeededBoolean": true, "doseAndRate": [{"doseQuantity": {"value": 2}}]}, {}]}),
    );
    let texts: Vec<_> = request.dosages().map(|dosage| dosage.text("en")).collect();
    assert_eq!(
        texts,
        [Some("One daily"), Some("With food"), Some("BID"), None]
    );
    let third = request.dosages().nth(2).expect("three");
    assert_eq!(
        (
            third.is_as_needed(),
            third.dose().and_then(|dose| dose.value())
        ),
        (true, Some("2"))
    );
}

#[test]
fn the_same_fields_in_r4_and_r5() {
    let class = |json: Value| of::<Encounter>(json).class().map(str::to_owned);
    assert_eq!(
        class(json!({"resourceType": "Encounter", "class": {"code": "AMB"}})).as_deref(),
        Some("AMB")
    );
    assert_eq!(
        class(json!({"resourceType": "Encounter", "class": [{"coding": [{"code": "AMB"}]}]}))
            .as_deref(),
        Some("AMB")
    );
    let spoken = |json: Value| {
        let doctor: Practitioner = of(json);
        doctor
            .languages()
            .filter_map(|language| language.code().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let language = json!({"coding": [{"code": "zh"}]});
    assert_eq!(
        spoken(json!({"resourceType": "Practitioner", "communication": [language]})),
        ["zh"]
    );
    assert_eq!(
        spoken(json!({"resourceType": "Practitioner", "communication": [{"language": language}]})),
        ["zh"]
    );
    let dose: Immunization = of(
        json!({"resourceType": "Immunization", "protocolApplied": [{"doseNumberPositiveInt": 2}]}),
    );
    assert_eq!(dose.dose_number(), Some("2"));
}

#[test]
fn slots_places_and_visits() {
    let deep = "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link";
    let slot: Slot = of(
        json!({"resourceType": "Slot", "status": "free", "schedule": {"reference": "Schedule/s"},
        "start": "2026-11-23T09:00:00+08:00", "extension": [{"url": deep, "valueUrl": "http://h.example/book"}]}),
    );
    assert!(slot.is_free());
    assert_eq!(slot.booking_link(), None, "only https");
    assert_eq!(
        slot.schedule()
            .and_then(|schedule| schedule.id_of("Schedule")),
        Some("s")
    );
    assert_eq!(slot.start().map(|start| start.offset()), Some(Some(480)));

    let place: Location = of(
        json!({"resourceType": "Location", "name": "Ward", "position": {"longitude": 121.47, "latitude": "31.2"},
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "Asia/Shanghai"}]}),
    );
    assert_eq!(
        (place.position(), place.time_zone()),
        (Some((31.2, 121.47)), Some("Asia/Shanghai"))
    );

    let visit: Appointment = of(
        json!({"resourceType": "Appointment", "status": "booked", "slot": [{"reference": "Slot/s"}],
        "participant": [{"actor": {"reference": "Patient/p"}}, {"status": "accepted"},
            {"actor": {"reference": "PractitionerRole/r", "display": "Dr. Wei"}}]}),
    );
    assert_eq!(
        visit
            .actor("PractitionerRole")
            .and_then(|actor| actor.display),
        Some("Dr. Wei")
    );
    assert_eq!(visit.with_status("cancelled")["status"], "cancelled");

    let schedule: Schedule = of(
        json!({"resourceType": "Schedule", "actor": [{"reference": "Location/l"}, {"reference": "PractitionerRole/r"}]}),
    );
    assert_eq!(schedule.actor("PractitionerRole"), Some("r"));
}

/// A list as it is, and a single value as a list.
fn all<I: IntoIterator>(items: I) -> I::IntoIter {
    items.into_iter()
}

/// Reads all that the accessors of one type read, and says how much that was in letters of debug output.
fn read_all(resource: &Resource) -> usize {
    macro_rules! read {
        ($($type:ident: $($many:ident $(($arg:expr))?)*, $($one:ident)*;)*) => {
            $(if let Some(it) = $type::of(resource) {
                let mut told = String::new();
                $(for item in all(it.$many($($arg)?)) {
                    told += &format!("{item:?}");
                })*
                $(told += &format!("{:?}", it.$one());)*
                return told.len();
            })*
        };
    }
    read! {
        Practitioner: name("en") other_name("en") gender photo languages qualifications,;
        PractitionerRole: practitioner organization locations specialties functions phones hours absences visit_options,;
        Organization: name("zh") aliases kinds part_of contacts("phone") address,;
        Location: name("ar") description("en") position address phones time_zone hours organization,;
        Patient: name("en") other_name("zh") gender birth_date contacts("email") address identifiers photo,;
        Observation: status date components members performer notes, measured;
        Condition: clinical_status verification_status severity onset onset_text abatement recorded notes, code;
        MedicationRequest: status medication medication_reference dosages authored requester reasons repeats notes, validity;
        AllergyIntolerance: clinical_status verification_status allergy_type categories criticality onset reactions notes, code;
        Immunization: status status_reason date date_text dose_number lot_number location performer notes, vaccine;
        Encounter: status class kinds reasons participants provider location, period;
        Procedure: status date date_text performer reasons notes, code;
        DocumentReference: status categories description("en") date author attachments, document_type;
        CarePlan: status title("en") description("en") categories created author addresses activities notes, period;
        DiagnosticReport: status date results conclusion("en") conclusion_codes performer attachments, code;
    }
    0
}

/// The words of a result and of its parts.
fn words_of(observation: &Observation) -> usize {
    let whole = std::iter::once(observation.measured());
    let all = whole.chain(observation.components());
    all.map(|part| {
        let ranges: Vec<_> = part
            .reference_ranges()
            .map(|range| (range.range().low(), range.text(), range.is_normal()))
            .collect();
        format!(
            "{:?}{:?}{:?}",
            part.code().display("en"),
            part.value(),
            ranges
        )
        .len()
    })
    .sum()
}

#[test]
fn every_example_of_others_is_read_and_written_again_as_it_is() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !data.is_dir() {
        println!("skipped: no ../shared/data");
        return;
    }
    let (mut read, mut told) = (0, 0);
    for folder in ["us-core", "synthea"] {
        for file in std::fs::read_dir(data.join(folder)).expect("a folder") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
            let resource =
                Resource::parse(serde_json::from_str(&text).expect("JSON")).expect("a resource");
            let entries = resource
                .root()
                .list("entry")
                .filter_map(|entry| Resource::parse(entry.node("resource").value().clone()));
            for one in entries.chain([resource.clone()]) {
                read += 1;
                Observation::of(&one).as_ref().map(words_of);
                told += usize::from(read_all(&one) > 0);
                let again: Value = serde_json::from_str(&one.value().to_string()).expect("JSON");
                assert_eq!(&again, one.value());
            }
        }
    }
    assert!(
        read > 230 && told > 170,
        "read {read}, of which {told} have accessors"
    );
}
