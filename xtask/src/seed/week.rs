//! A doctor's working week, in the clinic's local time.

use super::places::Kind;
use super::random::{chance, weighted};
use fastrand::Rng;
use serde_json::{Value, json};

/// A stretch of a weekday in which a doctor sees patients at one site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Days from Monday: 0 to 6.
    pub weekday: u32,
    /// Minutes from midnight.
    pub start: u32,
    pub end: u32,
    /// Index into the place's sites.
    pub site: usize,
}

/// Minutes that a doctor gives to booked visits in half a day.
const HALF_DAY: u32 = 120;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Three to six half days within the hours of a house of this kind, in the order of the week. A doctor of
/// two sites keeps each weekday to one of them.
pub fn random(rng: &mut Rng, kind: Kind, sites: usize) -> Vec<Session> {
    let mut halves: Vec<u32> = (0..10).collect();
    rng.shuffle(&mut halves);
    halves.truncate(3 + weighted(rng, [25, 35, 25, 15].into_iter()));
    if kind != Kind::Eye && chance(rng, 25) {
        halves.push(10);
    }
    halves.sort_unstable();
    let alternates = sites > 1 && chance(rng, 40);
    let home = rng.usize(..sites);
    let mut week: Vec<Session> = halves
        .into_iter()
        .map(|half| {
            let weekday = half / 2;
            let start = if half % 2 == 0 { 480 } else { 810 } + 30 * rng.u32(..4);
            let site = if alternates {
                (home + weekday as usize) % sites
            } else {
                home
            };
            Session {
                weekday,
                start,
                end: start + HALF_DAY,
                site,
            }
        })
        .collect();
    let late = matches!(
        kind,
        Kind::General | Kind::Clinic | Kind::Dental | Kind::Children
    ) && chance(rng, 12);
    if late && let Some(at) = week.iter().rposition(|session| session.weekday < 5) {
        let Session { weekday, site, .. } = week[at];
        week.insert(
            at + 1,
            Session {
                weekday,
                start: 1_080,
                end: 1_170,
                site,
            },
        );
    }
    week
}

/// A time of day, `08:30:00`.
pub fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}:00", minutes / 60, minutes % 60)
}

/// `PractitionerRole.availableTime`: days with the same hours together.
pub fn available_time(week: &[Session]) -> Value {
    let mut times: Vec<(u32, u32, Vec<&str>)> = Vec::new();
    for session in week {
        let day = DAYS[session.weekday as usize];
        match times
            .iter_mut()
            .find(|it| (it.0, it.1) == (session.start, session.end))
        {
            Some((_, _, days)) => days.push(day),
            None => times.push((session.start, session.end, vec![day])),
        }
    }
    times
        .into_iter()
        .map(|(start, end, days)| json!({"daysOfWeek": days, "availableStartTime": clock(start), "availableEndTime": clock(end)}))
        .collect()
}
