//! What patients say: reviews, and what the job of `crate::ratings` makes of them. `docs/reviews.md` tells their shapes.

use super::comments;
use super::doctors::{Doctor, cast};
use super::json::{coding, quantity, reference};
use super::places;
use super::random::{chance, normal, pick, rng, weighted};
use super::specialties::SPECIALTIES;
use crate::ratings::report::{report, specialty};
use crate::ratings::tally::{QUESTIONS, Reviews, Sum};
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use serde_json::{Value, json};

const CODES: &str = "https://sampan.health/fhir/CodeSystem/patient-experience";
const NAMES: &str = "https://sampan.health/fhir/NamingSystem/review";
const PERIOD_DAYS: u64 = 730;
const MOST_COMMENTS: u32 = 14;

/// What the reviews of each specialty's doctors come to, in the order of `SPECIALTIES`.
pub type Means = Vec<Sum>;

/// Those of a whole city. Counts stars alone, since all that a review says would take long to make up twice.
pub fn means(seed: u64, doctors: usize) -> Means {
    let mut means = vec![Sum::default(); SPECIALTIES.len()];
    for doctor in (1..=doctors).map(|number| Doctor::new(seed, number)) {
        let mean = &mut means[doctor.specialty];
        for (count, star) in given(&doctor).1.into_iter().zip(1..) {
            mean.count += count;
            mean.stars += star * count;
        }
    }
    means
}

/// The published rating of a doctor as of `today`, none without reviews, and the reviews that it comes of.
pub fn of(doctor: &Doctor, today: NaiveDate, means: &Means) -> (Option<Value>, Vec<Value>) {
    let resources = resources(doctor, today);
    let mut reviews = Reviews::default();
    resources.iter().for_each(|it| reviews.add(it));
    let tally = reviews.tally(|_| Vec::new());
    let published = (!tally.is_empty()).then(|| {
        let organization = reference(
            &format!("Organization/{}", places::organization_id(doctor.place)),
            &places::name(doctor.place)[0],
        );
        let mut report = report(&doctor.role(), Some(&organization), &tally);
        report["id"] = format!("rating-{:05}", doctor.number).into();
        report["date"] = json!(today);
        let mean = means.get(doctor.specialty).map(specialty);
        if let (Some(mean), Some(groups)) = (mean, report["group"].as_array_mut()) {
            groups.push(mean);
        }
        report
    });
    (published, resources)
}

/// The stars that a doctor was given, and the chance that decides the rest.
fn given(doctor: &Doctor) -> (Rng, [u32; 5]) {
    let mut rng = rng(doctor.seed, "rating", &[doctor.number as u64]);
    let stars = stars(&mut rng, doctor.number);
    (rng, stars)
}

/// The two resources of each review. Nobody wrote them, so they name no patient.
fn resources(doctor: &Doctor, today: NaiveDate) -> Vec<Value> {
    let (mut rng, stars) = given(doctor);
    let rng = &mut rng;
    let given = stars.iter().zip(1_u32..);
    let mut given: Vec<u32> = given
        .flat_map(|(count, star)| vec![star; *count as usize])
        .collect();
    rng.shuffle(&mut given);
    let speaking = rng.usize(..=MOST_COMMENTS as usize);
    let mut said = Vec::new();
    let count = given.len();
    let written = given.into_iter().enumerate().flat_map(|(at, star)| {
        // The newest first.
        let age = 1 + at as u64 * (PERIOD_DAYS - 1) / count as u64;
        let comment = *pick(rng, comments::of(star as usize));
        let comment = Some(comment).filter(|it| said.len() < speaking && !said.contains(it));
        said.extend(comment);
        review(rng, doctor, at, star, today - Days::new(age), comment)
    });
    written.collect()
}

fn review(
    rng: &mut Rng,
    doctor: &Doctor,
    at: usize,
    star: u32,
    date: NaiveDate,
    comment: Option<(&str, &str)>,
) -> [Value; 2] {
    let id = format!("review-{:05}-{at:04}", doctor.number);
    // Of the family doctor's, some were objected to, taken away or taken back.
    let standing = match (doctor.number, at) {
        (cast::FAMILY_DOCTOR, 5 | 70) => "flagged",
        (cast::FAMILY_DOCTOR, 412 | 413) => "removed",
        (cast::FAMILY_DOCTOR, 414) => "withdrawn",
        _ => "",
    };
    let identifier = json!({"system": NAMES, "value": format!("demo/{id}")});
    let authored = format!("{date}T20:{:02}:00+08:00", rng.u32(..60));
    let mut items = vec![item("overall", json!({"valueInteger": star}))];
    for question in QUESTIONS {
        let near = (star as i32 + rng.i32(-1..=1)).clamp(1, 5);
        if chance(rng, 85) {
            items.push(item(question, json!({"valueInteger": near})));
        }
    }
    if chance(rng, 92) {
        items.push(item(
            "recommend",
            json!({"valueBoolean": star >= 4 || (star == 3 && chance(rng, 50))}),
        ));
    }
    items.extend(comment.map(|(_, text)| item("comment", json!({"valueString": text}))));
    let withdrawn = standing == "withdrawn";
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "id": id,
        "identifier": identifier,
        "questionnaire": "https://sampan.health/fhir/Questionnaire/patient-experience|1",
        "status": if withdrawn { "entered-in-error" } else { "completed" },
        "subject": doctor.role(),
        "authored": authored,
    });
    if !withdrawn {
        response["item"] = items.into();
    }
    if let Some((language, _)) = comment {
        response["language"] = language.into();
    }
    let star = json!({
        "resourceType": "Observation",
        "id": format!("star-{:05}-{at:04}", doctor.number),
        "identifier": [identifier],
        "status": if withdrawn { "entered-in-error" } else { "final" },
        "code": {"coding": [coding(CODES, "overall", "Overall experience")]},
        "focus": [doctor.role()],
        "effectiveDateTime": authored,
        "valueQuantity": quantity(&star.to_string(), "stars", "{stars}"),
        "derivedFrom": [{"reference": format!("QuestionnaireResponse/{id}")}],
    });
    let mut both = [response, star];
    if matches!(standing, "flagged" | "removed") {
        let tag = json!([{"system": "https://sampan.health/fhir/CodeSystem/review-moderation", "code": standing}]);
        both.iter_mut()
            .for_each(|it| it["meta"] = json!({"tag": tag}));
    }
    both
}

fn item(link: &str, answer: Value) -> Value {
    json!({"linkId": link, "answer": [answer]})
}

/// How many reviews gave one star, two, … five: a tenth of the doctors have none, most a few dozen, a few hundreds.
fn stars(rng: &mut Rng, number: usize) -> [u32; 5] {
    let drawn = (18.0 * (1.3 * normal(rng)).exp()).ceil().min(600.0) as u32;
    let none = chance(rng, 10);
    let count = match number {
        cast::NOT_REVIEWED => 0,
        // 412 of them count.
        cast::FAMILY_DOCTOR => 415,
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
