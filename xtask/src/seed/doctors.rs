//! The city's doctors. Each is made from the seed and a number alone, so any one of 100,000 can be made by itself.
//!
//! What FHIR R4 has no element for stands in two extensions of the PractitionerRole:
//! - `https://sampan.health/fhir/StructureDefinition/visit-option`, one for each kind of visit offered:
//!   `mode` (Coding: v3-ActCode `AMB` in person, `VR` by video), `fee` (Money), `duration` (Duration, minutes);
//! - Da Vinci Plan-Net's `newpatients`, whose `acceptingPatients` says whether new patients are taken.

use super::json::{SNOMED, coding, in_chinese, quantity, reference};
use super::names::{self, Name};
use super::place_table::PLACES;
use super::places;
use super::random::{chance, pick, rng, weighted};
use super::specialties::{SPECIALTIES, Specialty, position};
use super::week::{self, Session};
use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;
use serde_json::{Value, json};

/// One doctor, before FHIR.
pub struct Doctor {
    pub seed: u64,
    /// From 1.
    pub number: usize,
    pub name: Name,
    pub female: bool,
    /// Index into `SPECIALTIES`.
    pub specialty: usize,
    /// Index into `PLACES`.
    pub place: usize,
    pub active: bool,
    /// Books by phone alone: has no Schedule.
    pub phone_only: bool,
    /// Resident, attending, associate chief or chief: 0 to 3.
    pub rank: usize,
    /// The working week; its sessions never overlap.
    pub week: Vec<Session>,
    pub video: bool,
    languages: Vec<&'static str>,
    new_patients: usize,
    expired: bool,
}

/// Doctors with a part to play, for tests and for the demo family; all others are chance.
pub mod cast {
    pub const FAMILY_DOCTOR: usize = 1;
    pub const PEDIATRICIAN: usize = 2;
    pub const ENDOCRINOLOGIST: usize = 3;
    pub const CARDIOLOGIST: usize = 4;
    pub const GYNECOLOGIST: usize = 5;
    pub const NOT_REVIEWED: usize = 6;
    pub const LONG_NAME: usize = 7;
    pub const PHONE_ONLY: usize = 8;
    pub const RETIRED: usize = 9;
    pub const EXPIRED: usize = 10;
    pub const ARABIC_NAME: usize = 11;
    pub const OPHTHALMOLOGIST: usize = 12;
    /// The last of them; after it one doctor of each specialty, so that none is missing.
    pub const LAST: usize = 12;
}

const RANKS: [[&str; 2]; 4] = [
    ["Resident physician", "住院医师"],
    ["Attending physician", "主治医师"],
    ["Associate chief physician", "副主任医师"],
    ["Chief physician", "主任医师"],
];

const NEW_PATIENTS: [(&str, &str, u32); 4] = [
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
    /// The doctor of this number (from 1).
    pub fn new(seed: u64, number: usize) -> Doctor {
        let mut rng = rng(seed, "doctor", &[number as u64]);
        let rng = &mut rng;
        let female = chance(rng, 52);
        let drawn = Name::random(rng, female);
        let name = match number {
            cast::LONG_NAME => names::latin_of(
                &["María", "Fernanda", "de los Ángeles"],
                "Villanueva-Montecristo y Aguirre de la Cerda",
            ),
            cast::ARABIC_NAME => names::arabic(rng, female),
            1..=cast::LAST => names::chinese(rng, female),
            _ => drawn,
        };
        let specialty = specialty(rng, number);
        let place = place(rng, &SPECIALTIES[specialty]);
        let rank = weighted(rng, [15, 35, 30, 20].into_iter());
        let chosen = number <= cast::LAST;
        Doctor {
            seed,
            number,
            female: if number == cast::LONG_NAME {
                true
            } else {
                female
            },
            languages: languages(rng, &name),
            name,
            specialty,
            place,
            active: number != cast::RETIRED && (chance(rng, 99) || chosen),
            phone_only: number == cast::PHONE_ONLY || (chance(rng, 15) && !chosen),
            rank: if chosen { rank.max(1) } else { rank },
            week: week::random(rng, PLACES[place].kind, PLACES[place].sites.len()),
            video: SPECIALTIES[specialty].video && (chance(rng, 55) || chosen),
            new_patients: if chosen {
                0
            } else {
                weighted(rng, NEW_PATIENTS.iter().map(|it| it.2))
            },
            expired: number == cast::EXPIRED || (chance(rng, 2) && !chosen),
        }
    }

    /// The id of the doctor's PractitionerRole.
    pub fn role_id(&self) -> String {
        format!("role-{:05}", self.number)
    }

    /// The reference to the doctor's PractitionerRole.
    pub fn role(&self) -> Value {
        reference(
            &format!("PractitionerRole/{}", self.role_id()),
            &self.name.text(),
        )
    }

    /// The reference to the Practitioner.
    pub fn practitioner(&self) -> Value {
        reference(
            &format!("Practitioner/dr-{:05}", self.number),
            &self.name.text(),
        )
    }

    /// The sites where the doctor sees patients, ascending.
    pub fn sites(&self) -> Vec<usize> {
        let mut sites: Vec<usize> = self.week.iter().map(|session| session.site).collect();
        sites.sort_unstable();
        sites.dedup();
        sites
    }

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
        json!({
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
        })
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
        json!({
            "url": format!("{}/visit-option", super::json::EXTENSION),
            "extension": [
                {"url": "mode", "valueCoding": coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", code, display)},
                {"url": "fee", "valueMoney": {"value": super::json::number(&format!("{fee}.00")), "currency": "CNY"}},
                {"url": "duration", "valueDuration": quantity(&minutes, "min", "min")},
            ],
        })
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

fn specialty(rng: &mut Rng, number: usize) -> usize {
    let drawn = weighted(rng, SPECIALTIES.iter().map(|it| it.weight));
    match number {
        cast::FAMILY_DOCTOR => position("394814009"),
        cast::PEDIATRICIAN => position("394537008"),
        cast::ENDOCRINOLOGIST => position("394583002"),
        cast::CARDIOLOGIST => position("394579002"),
        cast::GYNECOLOGIST => position("394585009"),
        cast::OPHTHALMOLOGIST => position("394594003"),
        _ if (cast::LAST + 1..=cast::LAST + SPECIALTIES.len()).contains(&number) => {
            number - cast::LAST - 1
        }
        _ => drawn,
    }
}

/// A house where the specialty is practised.
fn place(rng: &mut Rng, specialty: &Specialty) -> usize {
    weighted(
        rng,
        PLACES.iter().map(|it| {
            if specialty.kinds.contains(&it.kind) {
                it.weight
            } else {
                0
            }
        }),
    )
}

fn languages(rng: &mut Rng, name: &Name) -> Vec<&'static str> {
    use super::names::Script::{Arabic, Chinese, Japanese};
    let mut languages = match name.own {
        Some((_, _, Chinese)) => vec!["zh"],
        Some((_, _, Japanese)) => vec!["ja", "zh", "en"],
        Some((_, _, Arabic)) => vec!["ar", "en", "zh"],
        None => vec!["en"],
    };
    for (code, percent) in [
        ("zh", 60),
        ("en", 45),
        ("wuu", 25),
        ("yue", 8),
        ("ja", 4),
        ("fr", 4),
        ("de", 3),
        ("es", 2),
        ("ko", 2),
        ("ru", 1),
    ] {
        if chance(rng, percent) && !languages.contains(&code) {
            languages.push(code);
        }
    }
    languages
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
