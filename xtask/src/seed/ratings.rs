//! What patients say, as published: one MeasureReport (`type` summary) a doctor, none for a doctor without reviews.
//!
//! - `subject` the PractitionerRole, `measure` `https://sampan.health/fhir/Measure/patient-experience`, `period`;
//! - one `group`, code `overall`: `population` (code `measure-population`) holds the number of reviews,
//!   `measureScore` their mean in stars from 1 to 5, two decimals (UCUM `{stars}`);
//! - its one `stratifier`, code `stars`: a stratum for each of `5` to `1`, with the number of reviews that gave it;
//! - up to eight extensions `https://sampan.health/fhir/StructureDefinition/review-comment`, newest first, each with
//!   `date`, `stars` (positiveInt), `text` and `language` (BCP 47), and no word about who wrote it.

use super::comments;
use super::doctors::{Doctor, cast};
use super::json::{EXTENSION, quantity, reference};
use super::places;
use super::random::{chance, normal, pick, rng, weighted};
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use serde_json::{Value, json};

const CODES: &str = "https://sampan.health/fhir/CodeSystem/patient-experience";
const PERIOD_DAYS: u64 = 730;
const MOST_COMMENTS: u32 = 8;

/// The rating of a doctor as of `today`.
pub fn report(doctor: &Doctor, today: NaiveDate) -> Option<Value> {
    let mut rng = rng(doctor.seed, "rating", &[doctor.number as u64]);
    let stars = stars(&mut rng, doctor.number);
    let count: u32 = stars.iter().sum();
    if count == 0 {
        return None;
    }
    let sum: u32 = stars
        .iter()
        .zip(1..)
        .map(|(reviews, star)| reviews * star)
        .sum();
    let mean = format!("{:.2}", f64::from(sum) / f64::from(count));
    let mut report = json!({
        "resourceType": "MeasureReport",
        "id": format!("rating-{:05}", doctor.number),
        "status": "complete",
        "type": "summary",
        "measure": "https://sampan.health/fhir/Measure/patient-experience",
        "subject": doctor.role(),
        "date": today,
        "reporter": reference(
            &format!("Organization/{}", places::organization_id(doctor.place)),
            &places::name(doctor.place)[0],
        ),
        "period": {"start": today - Days::new(PERIOD_DAYS), "end": today - Days::new(1)},
        "group": [{
            "code": code("overall", "Overall experience"),
            "population": [population(count)],
            "measureScore": quantity(&mean, "stars", "{stars}"),
            "stratifier": [{
                "code": [code("stars", "Stars given")],
                "stratum": (1..=5).rev().map(|star| json!({
                    "value": {"text": star.to_string()},
                    "population": [population(stars[star - 1])],
                })).collect::<Value>(),
            }],
        }],
    });
    let comments = comments(&mut rng, stars, today);
    if !comments.is_empty() {
        report["extension"] = comments.into();
    }
    Some(report)
}

fn code(code: &str, display: &str) -> Value {
    json!({"coding": [super::json::coding(CODES, code, display)], "text": display})
}

fn population(count: u32) -> Value {
    json!({
        "code": {"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/measure-population",
            "code": "measure-population",
            "display": "Measure Population",
        }]},
        "count": count,
    })
}

/// How many reviews gave one star, two, … five: a tenth of the doctors have none, most a few dozen, a few hundreds.
fn stars(rng: &mut Rng, number: usize) -> [u32; 5] {
    let drawn = (18.0 * (1.3 * normal(rng)).exp()).ceil().min(600.0) as u32;
    let none = chance(rng, 10);
    let count = match number {
        cast::NOT_REVIEWED => 0,
        cast::FAMILY_DOCTOR => 412,
        _ if number <= cast::LAST => drawn.max(40),
        _ if none => 0,
        _ => drawn,
    };
    // Weights of one to five stars, from a doctor who disappoints to one who is loved.
    const TEMPERS: [[u32; 5]; 4] = [
        [30, 20, 20, 15, 15],
        [10, 10, 20, 30, 30],
        [4, 4, 10, 32, 50],
        [1, 1, 4, 19, 75],
    ];
    let drawn = TEMPERS[weighted(rng, [6, 24, 45, 25].into_iter())];
    let temper = if number == cast::FAMILY_DOCTOR {
        TEMPERS[2]
    } else {
        drawn
    };
    let mut stars = [0; 5];
    for _ in 0..count {
        stars[weighted(rng, temper.into_iter())] += 1;
    }
    stars
}

/// Comments on as many of the reviews, newest first, none said twice.
fn comments(rng: &mut Rng, stars: [u32; 5], today: NaiveDate) -> Vec<Value> {
    let count: u32 = stars.iter().sum();
    let mut age = 2;
    let mut left = stars;
    let mut said = Vec::new();
    for _ in 0..rng.u32(..=MOST_COMMENTS.min(count)) {
        let star = weighted(rng, left.into_iter());
        left[star] -= 1;
        let comment = pick(rng, comments::of(star + 1));
        age += rng.u64(3..80);
        if !said.iter().any(|(_, _, it)| *it == comment) {
            said.push((age, star + 1, comment));
        }
    }
    said.into_iter()
        .map(|(age, star, (language, text))| {
            json!({
                "url": format!("{EXTENSION}/review-comment"),
                "extension": [
                    {"url": "date", "valueDate": today - Days::new(age)},
                    {"url": "stars", "valuePositiveInt": star},
                    {"url": "text", "valueString": text},
                    {"url": "language", "valueCode": language},
                ],
            })
        })
        .collect()
}
