//! What comes after the first answer: the rating and the next free time of each doctor shown.

use std::cmp::Ordering;
use std::sync::Arc;

use super::doctor::Doctor;
use super::rank::{by_score, score, total};
use crate::config::Weights;
use crate::doctors::query::{Query, Sort};
use crate::fhir::Page;
use crate::fhir::types::{Schedule, Slot};
use crate::reviews::Aggregate;

/// The next time that can be booked.
#[derive(Clone, Debug, PartialEq)]
pub enum NextFree {
    /// The server couldn't tell just now.
    Unknown,
    /// No schedule: appointments by phone.
    Phone,
    /// A schedule without a free time in it.
    Full,
    /// There are free times, but this server can't say which is first.
    Some,
    At {
        /// Milliseconds since 1970.
        ms: i64,
        /// The Location's id.
        location: Option<String>,
    },
}

impl NextFree {
    /// The first of several answers, for spans of time one after another, that has a free time. `None` where one ends too
    /// early to tell.
    pub fn first_of(pages: &[Page], schedules: &[DoctorSchedule], now: i64) -> Option<Self> {
        for page in pages {
            match Self::of(page, schedules, now)? {
                NextFree::Full => {}
                found => return Some(found),
            }
        }
        Some(NextFree::Full)
    }

    /// Reads the answer to a search for the first free Slots of several doctors, for the one with these Schedules.
    /// `None` where the answer ends before that doctor's first. `now` in milliseconds.
    pub fn of(page: &Page, schedules: &[DoctorSchedule], now: i64) -> Option<Self> {
        let slots = page.typed::<Slot>();
        let ahead = slots
            .iter()
            .filter(|slot| slot.is_free())
            .filter_map(|slot| {
                let id = slot.schedule()?.id_of("Schedule")?;
                let schedule = schedules.iter().find(|schedule| schedule.id == id)?;
                let start = slot.start()?.start_ms();
                (start >= now).then_some((start, schedule))
            });
        let Some((ms, schedule)) = ahead.min_by_key(|(start, _)| *start) else {
            return page.next.is_none().then_some(NextFree::Full);
        };
        // A server that says it dropped the order sent any of its free slots.
        let unsorted = page
            .self_link
            .as_ref()
            .is_some_and(|link| !link.contains("_sort"));
        if unsorted && page.next.is_some() {
            return Some(NextFree::Some);
        }
        Some(NextFree::At {
            ms,
            location: schedule.location.clone(),
        })
    }
}

/// The rating and next free time of one doctor.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// `None` where the server publishes none, or couldn't tell; without reviews its count is 0.
    pub rating: Option<Aggregate>,
    pub next: NextFree,
}

/// A doctor in a list; the detail comes later.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub doctor: Arc<Doctor>,
    pub detail: Option<Detail>,
    /// Whether the name only resembles or sounds like the one typed.
    pub alike: bool,
}

impl Row {
    pub(super) fn next_ms(&self) -> Option<i64> {
        match self.detail.as_ref()?.next {
            NextFree::At { ms, .. } => Some(ms),
            _ => None,
        }
    }

    /// The stars that are shown; `None` where reviews are too few.
    pub fn stars(&self, threshold: u32) -> Option<f64> {
        let rating = self.detail.as_ref()?.rating.as_ref()?;
        rating.score(threshold)
    }
}

/// Adds doctors to a list. One who is there already, since the server's pages moved meanwhile, isn't shown twice.
pub fn add(rows: &mut Vec<Row>, more: Vec<Row>) {
    for row in more {
        if !rows.iter().any(|known| known.doctor.id == row.doctor.id) {
            rows.push(row);
        }
    }
}

/// What an order rests on besides the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// With fewer reviews there are no stars to go by.
    pub threshold: u32,
    pub weights: Weights,
}

/// Orders doctors; who lacks what the order goes by comes last. `now` in milliseconds.
pub fn order(rows: &mut Vec<Row>, query: &Query, rules: &Rules, now: i64) {
    let near = query.near;
    match query.sort {
        Sort::Best => {
            let score = |row: &Row| total(&score(row, query, &rules.weights, now));
            let mut scored: Vec<(f64, Row)> =
                rows.drain(..).map(|row| (score(&row), row)).collect();
            scored.sort_by(|a, b| by_score((a.0, &a.1), (b.0, &b.1)));
            rows.extend(scored.into_iter().map(|(_, row)| row));
        }
        Sort::Soonest => rows.sort_by_key(|row| row.next_ms().unwrap_or(i64::MAX)),
        Sort::Rated => {
            let stars = |row: &Row| row.stars(rules.threshold).map(|stars| -stars);
            rows.sort_by(|a, b| lowest(stars(a), stars(b)));
        }
        Sort::Nearest => {
            let distance = |row: &Row| near.and_then(|near| row.doctor.distance(near));
            rows.sort_by(|a, b| lowest(distance(a), distance(b)));
        }
    }
}

fn lowest(a: Option<f64>, b: Option<f64>) -> Ordering {
    a.unwrap_or(f64::INFINITY)
        .total_cmp(&b.unwrap_or(f64::INFINITY))
}

/// A Schedule of a doctor and the Location it is at.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctorSchedule {
    pub id: String,
    pub location: Option<String>,
}

/// The Schedules of each of the doctors, in their order. A Schedule belongs to the roles among its actors, or, where it
/// names none, to every role of the person.
pub fn schedules_by_doctor(doctors: &[Arc<Doctor>], schedules: &Page) -> Vec<Vec<DoctorSchedule>> {
    let mut found = vec![Vec::new(); doctors.len()];
    for schedule in schedules
        .typed::<Schedule>()
        .iter()
        .filter(|it| it.is_active() && !it.id().is_empty())
    {
        let roles: Vec<&str> = schedule
            .actors()
            .filter_map(|actor| actor.id_of("PractitionerRole"))
            .collect();
        for (doctor, own) in doctors.iter().zip(&mut found) {
            let mut people = schedule.actors().filter_map(|actor| actor.key());
            let is_theirs = match roles.is_empty() {
                false => roles.contains(&doctor.id.as_str()),
                true => people.any(|person| Some(&person) == doctor.practitioner.as_ref()),
            };
            if is_theirs {
                let location = schedule.actor("Location").map(str::to_owned);
                own.push(DoctorSchedule {
                    id: schedule.id().to_owned(),
                    location,
                });
            }
        }
    }
    found
}
