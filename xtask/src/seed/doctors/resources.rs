//! A doctor as FHIR: Practitioner and PractitionerRole.
//!
//! What FHIR R4 has no element for stands in two extensions of the PractitionerRole:
//! - `https://sampan.health/fhir/StructureDefinition/visit-option`, one for each kind of visit offered:
//!   `mode` (Coding: v3-ActCode `AMB` in person, `VR` by video, SNOMED CT's code by phone), `fee` (Money), `duration` (Duration, minutes),
//!   `cancellation` (string: until when it can be cancelled, and what a late cancelling costs);
//! - Da Vinci Plan-Net's `newpatients`, whose `acceptingPatients` says whether new patients are taken.

use super::Doctor;
use crate::seed::json::{EXTENSION, SNOMED, coding, in_chinese, number, quantity, reference};
use crate::seed::places;
use crate::seed::random::{pick, rng};
use crate::seed::specialties::SPECIALTIES;
use crate::seed::week;
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

const RANKS: [[&str; 2]; 4] = [
    ["Resident physician", "住院医师"],
    ["Attending physician", "主治医师"],
    ["Associate chief physician", "副主任医师"],
    ["Chief physician", "主任医师"],
];

/// "Telephone encounter" in SNOMED CT.
const BY_PHONE: &str = "185317003";

/// Plan-Net's AcceptingPatients codes, and how common each is among doctors.
pub(super) const NEW_PATIENTS: [(&str, &str, u32); 4] = [
    ("newpt", "Accepting new patients", 80),
    ("existptonly", "Accepting existing patients", 12),
    (
        "existptfam",
        "Accepting existing patients and members of their families",
        5,
    ),
    ("nopt", "Not accepting patients", 3),
];

impl Doctor {
    /// The Practitioner and the PractitionerRole.
    pub fn resources(&self, today: NaiveDate) -> [Value; 2] {
        [self.to_practitioner(today), self.to_role()]
    }

    fn to_practitioner(&self, today: NaiveDate) -> Value {
        json!({
            "resourceType": "Practitioner",
            "id": format!("dr-{:05}", self.number),
            "identifier": [{"system": "https://sampan.health/demo/physician", "value": format!("P{:06}", self.number)}],
            "active": self.active,
            "name": self.name.to_fhir(),
            "gender": if self.female { "female" } else { "male" },
            "qualification": self.qualifications(today),
            "communication": self.languages.iter().map(|code| language(code)).collect::<Value>(),
        })
    }

    fn to_role(&self) -> Value {
        let specialty = &SPECIALTIES[self.specialty];
        let locations = self.sites().into_iter().map(|site| {
            let target = format!("Location/{}", places::location_id(self.place, site));
            reference(&target, &places::location_name(self.place, site)[0])
        });
        let service = places::heart_centre_of(self.place);
        let service = service.filter(|_| specialty.code == places::CARDIOLOGY);
        let mut role = json!({
            "resourceType": "PractitionerRole",
            "id": self.role_id(),
            "extension": self.extensions(),
            "active": self.active,
            "practitioner": self.practitioner(),
            "organization": reference(
                &format!("Organization/{}", places::organization_id(self.place)),
                &places::name(self.place)[0],
            ),
            "code": [{
                "coding": [coding("http://terminology.hl7.org/CodeSystem/practitioner-role", "doctor", "Doctor")],
                "text": RANKS[self.rank][0],
                "_text": in_chinese(RANKS[self.rank][1]),
            }],
            "specialty": [{
                "coding": [coding(SNOMED, specialty.code, specialty.display)],
                "text": specialty.text,
                "_text": in_chinese(specialty.text_zh),
            }],
            "location": locations.collect::<Value>(),
            // No number of Shanghai begins with 0, so this one can't ring.
            "telecom": [{
                "system": "phone",
                "value": format!("+86 21 0{:03} {:04}", 560 + self.number / 10_000, self.number % 10_000),
                "use": "work",
            }],
            "availableTime": week::available_time(&self.week),
        });
        if let Some(service) = service {
            role["healthcareService"] = json!([service]);
        }
        role
    }

    fn extensions(&self) -> Value {
        let (code, display, _) = NEW_PATIENTS[self.new_patients];
        let accepting = json!({
            "url": "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients",
            "extension": [{
                "url": "acceptingPatients",
                "valueCodeableConcept": {"coding": [coding(
                    "http://hl7.org/fhir/us/davinci-pdex-plan-net/CodeSystem/AcceptingPatientsCS", code, display,
                )]},
            }],
        });
        let [in_person, video] = self.fees();
        let mut extensions = vec![accepting, self.visit_option("AMB", "ambulatory", in_person)];
        extensions.extend(
            self.video
                .then(|| self.visit_option("VR", "virtual", video)),
        );
        if self.video && (self.number <= super::cast::LAST || self.number.is_multiple_of(5)) {
            extensions.push(self.visit_option(BY_PHONE, "Telephone encounter", video));
        }
        extensions.into()
    }

    /// What a visit in person and one by video cost, in CNY.
    fn fees(&self) -> [u32; 2] {
        let percent = [60, 100, 170, 280][self.rank];
        let fee = (SPECIALTIES[self.specialty].fee * percent / 100).next_multiple_of(10);
        [fee, (fee * 8 / 10).next_multiple_of(5)]
    }

    fn visit_option(&self, code: &str, display: &str, fee: u32) -> Value {
        let minutes = SPECIALTIES[self.specialty].minutes.to_string();
        let system = match code {
            BY_PHONE => SNOMED,
            _ => "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        };
        let mut parts = vec![
            json!({"url": "mode", "valueCoding": coding(system, code, display)}),
            json!({"url": "fee", "valueMoney": {"value": number(&format!("{fee}.00")), "currency": "CNY"}}),
            json!({"url": "duration", "valueDuration": quantity(&minutes, "min", "min")}),
        ];
        // Of the cast only: it is long, and comes with every result of a search.
        if self.number <= super::cast::LAST {
            parts.push(json!({
                "url": "cancellation",
                "valueString": "Free until 24 hours before. After that half of the fee is due.",
                "_valueString": in_chinese("就诊前 24 小时可免费取消，之后收取一半费用。"),
            }));
        }
        json!({"url": format!("{}/visit-option", EXTENSION), "extension": parts})
    }

    /// Degree, licence and, above the rank of resident, a specialist's certificate.
    fn qualifications(&self, today: NaiveDate) -> Value {
        let mut rng = rng(self.seed, "qualification", &[self.number as u64]);
        let rng = &mut rng;
        let specialty = &SPECIALTIES[self.specialty];
        let practised = [2, 8, 16, 25][self.rank] + rng.i32(0..6);
        let graduated = today.year() - practised;
        let month = rng.u32(1..=12);
        let end = if self.expired {
            today - Days::new(rng.u64(40..300))
        } else {
            today + Days::new(rng.u64(200..1_700))
        };
        let degree = *pick(
            rng,
            &[
                ("MD", "Doctor of Medicine", "医学博士"),
                ("BS", "Bachelor of Medicine", "医学学士"),
            ],
        );
        let school = pick(rng, SCHOOLS);
        let mut qualifications = vec![
            json!({
                "code": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0360", "code": degree.0}],
                    "text": degree.1, "_text": in_chinese(degree.2)},
                "period": {"start": (graduated - 5).to_string(), "end": graduated.to_string()},
                "issuer": {"display": school},
            }),
            json!({
                "identifier": [{
                    "system": "https://sampan.health/demo/licence",
                    "value": format!("31{:09}", 1_000_000 + self.number * 7),
                }],
                "code": {"text": "Licence to practise medicine", "_text": in_chinese("医师执业证书")},
                "period": {"start": format!("{}-{month:02}", graduated + 1), "end": end},
                "issuer": {"display": "Physicians' Register of Shanghai (demonstration)"},
            }),
        ];
        if self.rank > 0 {
            qualifications.push(json!({
                "code": {
                    "text": format!("Specialist certificate: {}", specialty.text),
                    "_text": in_chinese(&format!("专科医师证书：{}", specialty.text_zh)),
                },
                "period": {"start": format!("{}-{month:02}", graduated + 5)},
                "issuer": {"display": "College of Specialists (demonstration)"},
            }));
        }
        qualifications.into()
    }
}

impl Doctor {
    /// What became of checking the licence, and for the cast the certificate too, with who gave it. Of a quarter of the
    /// doctors nobody has checked anything.
    pub fn verifications(&self, today: NaiveDate) -> Vec<Value> {
        use super::cast;
        let mut rng = rng(self.seed, "verification", &[self.number as u64]);
        let date = today - Days::new(rng.u64(20..500));
        let licence = match self.number {
            cast::EXPIRED => Some("req-revalid"),
            cast::LONG_NAME => Some("val-fail"),
            cast::NOT_REVIEWED => None,
            1..=cast::LAST => Some("validated"),
            _ => crate::seed::random::chance(&mut rng, 75).then_some("validated"),
        };
        let certificate = (self.number == cast::FAMILY_DOCTOR).then_some("in-process");
        let licence = licence.map(|it| {
            self.verification(
                1,
                "Physicians' Register of Shanghai (demonstration)",
                it,
                date,
            )
        });
        let certificate = certificate
            .map(|it| self.verification(2, "College of Specialists (demonstration)", it, date));
        licence.into_iter().chain(certificate).collect()
    }

    fn verification(&self, place: usize, issuer: &str, status: &str, date: NaiveDate) -> Value {
        json!({
            "resourceType": "VerificationResult",
            "id": format!("check-{:05}-{place}", self.number),
            "target": [self.practitioner()],
            "targetLocation": [format!("Practitioner.qualification[{place}]")],
            "status": status,
            "statusDate": date,
            "primarySource": [{"who": {"display": issuer}}],
        })
    }
}

fn language(code: &str) -> Value {
    let display = match code {
        "zh" => "Chinese",
        "en" => "English",
        "wuu" => "Shanghainese (Wu Chinese)",
        "yue" => "Cantonese",
        "ja" => "Japanese",
        "fr" => "French",
        "de" => "German",
        "es" => "Spanish",
        "ko" => "Korean",
        "ru" => "Russian",
        _ => "Arabic",
    };
    json!({"coding": [coding("urn:ietf:bcp:47", code, display)], "text": display})
}

const SCHOOLS: &[&str] = &[
    "Huating Medical University",
    "East River College of Medicine",
    "Jiangnan Academy of Medical Sciences",
    "Northern Sea Medical University",
    "Yunhe School of Medicine",
    "Linden Hill Medical School",
];
