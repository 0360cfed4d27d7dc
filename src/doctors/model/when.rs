//! When there must be a free time.

use crate::doctors::query::When;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// When an evening begins.
const EVENING: i64 = 17 * HOUR;

impl When {
    /// The spans of time that are meant, soonest first, from `now` on: each from its first millisecond to the one after its
    /// last. Days are those of a place `offset` minutes east of UTC.
    pub fn windows(self, now: i64, offset: i32) -> Vec<(i64, i64)> {
        let shift = i64::from(offset) * MINUTE;
        let today = (now + shift).div_euclid(DAY);
        let at = |day: i64, time: i64| day * DAY + time - shift;
        let spans: Vec<(i64, i64)> = match self {
            When::Today => vec![(now, at(today + 1, 0))],
            When::Week => vec![(now, now + 7 * DAY)],
            When::Weekend => {
                // Day 0 of 1970 was a Thursday. On a Sunday the weekend has begun the day before.
                let to_saturday = (2 - today).rem_euclid(7);
                let saturday = match to_saturday {
                    6 => today - 1,
                    days => today + days,
                };
                vec![(at(saturday, 0), at(saturday + 2, 0))]
            }
            When::Evening => (today..today + 7)
                .map(|day| (at(day, EVENING), at(day + 1, 0)))
                .collect(),
        };
        let ahead = spans.into_iter().filter(|(_, end)| *end > now);
        ahead.map(|(start, end)| (start.max(now), end)).collect()
    }

    /// Whether a time is among those meant.
    pub fn includes(self, ms: i64, now: i64, offset: i32) -> bool {
        let windows = self.windows(now, offset);
        windows
            .iter()
            .any(|(start, end)| (*start..*end).contains(&ms))
    }
}
