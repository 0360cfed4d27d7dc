//! The order "best match": a sum of what speaks for a doctor, which anybody can check. `docs/ranking.md` explains it to
//! patients and hospitals. No factor can be paid.

use std::cmp::Ordering;

use super::detail::{NextFree, Row};
use crate::config::Weights;
use crate::doctors::query::Query;

/// Days until a free time at which it counts half.
const HALF_DAYS: f64 = 3.0;
/// Kilometres at which nearness counts half.
const HALF_KILOMETRES: f64 = 5.0;
/// How much each further specialty of a complaint counts less than the one before.
const NEXT_SPECIALTY: f64 = 0.8;
/// How much a name counts that only resembles or sounds like the one typed.
const ALIKE: f64 = 0.6;
const DAY: f64 = 86_400_000.0;

/// What speaks for a doctor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// How well specialty and name fit what was asked for.
    Fit,
    Soon,
    Near,
    Rating,
}

/// One factor's part of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub factor: Factor,
    /// 0 (worst, or not known) to 1.
    pub value: f64,
    /// The most points that it can give.
    pub weight: u32,
}

impl Part {
    /// The points that it gives.
    pub fn points(&self) -> f64 {
        self.value * f64::from(self.weight)
    }
}

/// The parts of a doctor's score. What wasn't asked for is left out for all: without a place nothing is near.
pub fn score(row: &Row, query: &Query, weights: &Weights, now: i64) -> Vec<Part> {
    let asked = query.specialty.is_some() || !query.text.is_empty();
    let parts = [
        (Factor::Fit, asked.then(|| fit(row, query)), weights.fit),
        (Factor::Soon, Some(soon(row, now)), weights.soon),
        (
            Factor::Near,
            query.near.map(|_| near(row, query)),
            weights.near,
        ),
        (Factor::Rating, Some(rating(row)), weights.rating),
    ];
    let counted = parts.into_iter().filter(|(_, _, weight)| *weight > 0);
    counted
        .filter_map(|(factor, value, weight)| {
            Some(Part {
                factor,
                value: value?,
                weight,
            })
        })
        .collect()
}

/// The points of all parts.
pub fn total(parts: &[Part]) -> f64 {
    parts.iter().map(Part::points).sum()
}

/// The better score first; the same scores by the sooner time, then by id, so that ties break the same way every time.
pub fn by_score(a: (f64, &Row), b: (f64, &Row)) -> Ordering {
    let soon = |row: &Row| row.next_ms().unwrap_or(i64::MAX);
    // A millionth of a point is how floats add up, not a difference between doctors.
    let points = |score: f64| (score * 1e6) as i64;
    points(b.0)
        .cmp(&points(a.0))
        .then_with(|| soon(a.1).cmp(&soon(b.1)))
        .then_with(|| a.1.doctor.id.cmp(&b.1.doctor.id))
}

fn fit(row: &Row, query: &Query) -> f64 {
    let name = if row.alike { ALIKE } else { 1.0 };
    let place = row.doctor.place_among(query).unwrap_or_default();
    name * NEXT_SPECIALTY.powi(place as i32)
}

fn soon(row: &Row, now: i64) -> f64 {
    match row.detail.as_ref().map(|detail| &detail.next) {
        Some(NextFree::At { ms, .. }) => half_at((*ms - now).max(0) as f64 / DAY, HALF_DAYS),
        _ => 0.0,
    }
}

fn near(row: &Row, query: &Query) -> f64 {
    let distance = query.near.and_then(|near| row.doctor.distance(near));
    distance.map_or(0.0, |kilometres| half_at(kilometres, HALF_KILOMETRES))
}

/// Stars from 1 to 5 as 0 to 1. Who has no reviews stands where the specialty stands on the whole.
fn rating(row: &Row) -> f64 {
    let rating = row.detail.as_ref().and_then(|detail| detail.rating.clone());
    (rating.unwrap_or_default().shrunk() - 1.0) / 4.0
}

/// 1 at nothing, a half at `half`, towards 0 beyond: never to the bottom, so that more is always worse.
fn half_at(amount: f64, half: f64) -> f64 {
    half / (half + amount)
}
