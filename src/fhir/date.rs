//! FHIR's dates and times (R4 section 2.24.0.1): each keeps its precision, its offset and its very text.

use std::cmp::Ordering;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::time::{Clock, NANOS, digits};

const DAY: i64 = 86_400;

/// A point in time: seconds since 1970 in UTC, and nanoseconds within the second.
type Moment = (i64, u32);

/// How much of a date is known. Coarser is less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2024`
    Year,
    /// `2024-05`
    Month,
    /// `2024-05-17`
    Day,
    /// `2024-05-17T09:30Z`: not FHIR, but sent.
    Minute,
    /// `2024-05-17T09:30:00Z`
    Second,
    /// `2024-05-17T09:30:00.125Z`
    Fraction,
}

/// A `date`, `dateTime` or `instant`.
///
/// It stands for an interval: `2024-05` is all of May. A date without a time has no zone; where an order or an instant
/// is asked of it, it counts as UTC, so for a calendar use [`FhirDate::day`] instead. The total order is by start, then
/// coarser first, then text; [`FhirDate::compare`] says when there is truly no telling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FhirDate {
    text: Box<str>,
    precision: Precision,
    day: NaiveDate,
    time: Clock,
    offset: Option<i16>,
}

impl FhirDate {
    /// Reads any precision; `None` for what is no date, such as the 30th of February.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|part| digits(part, 2));
        let day = parts.next().map(|part| digits(part, 2));
        if year == 0 || parts.next().is_some() {
            return None;
        }
        let mut precision = match (month, day) {
            (None, _) => Precision::Year,
            (_, None) => Precision::Month,
            _ => Precision::Day,
        };
        let day = NaiveDate::from_ymd_opt(
            year as i32,
            month.unwrap_or(Some(1))?,
            day.unwrap_or(Some(1))?,
        )?;
        let (clock, offset) = match time {
            None => (Clock::default(), None),
            Some(time) if precision == Precision::Day => {
                let (clock, offset) = split_offset(time)?;
                let (clock, clock_precision) = Clock::parse(clock)?;
                precision = clock_precision;
                (clock, offset)
            }
            Some(_) => return None,
        };
        Some(Self {
            text: text.into(),
            precision,
            day,
            time: clock,
            offset,
        })
    }

    /// A whole day.
    pub fn of_day(day: NaiveDate) -> Option<Self> {
        Self::parse(&day_text(day))
    }

    /// An instant in UTC to the second, from milliseconds since 1970.
    pub fn of_epoch_ms(ms: i64) -> Option<Self> {
        let seconds = ms.div_euclid(1000);
        let day = NaiveDate::from_epoch_days(i32::try_from(seconds.div_euclid(DAY)).ok()?)?;
        let second = seconds.rem_euclid(DAY) as u32;
        let mut text = day_text(day);
        text.push('T');
        push_two(&mut text, second / 3600);
        text.push(':');
        push_two(&mut text, second / 60 % 60);
        text.push(':');
        push_two(&mut text, second % 60);
        text.push('Z');
        Self::parse(&text)
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How much is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// True where a time of day is known.
    pub fn has_time(&self) -> bool {
        self.precision > Precision::Day
    }

    /// The calendar day as written, in the zone it was written in; the first one where only year or month are known.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The time of day as written, in seconds since midnight.
    pub fn second_of_day(&self) -> Option<u32> {
        self.has_time().then_some(self.time.second)
    }

    /// Minutes east of UTC, where written.
    pub fn offset(&self) -> Option<i16> {
        self.offset
    }

    /// The start of the interval in milliseconds since 1970, as a browser counts time.
    pub fn start_ms(&self) -> i64 {
        to_ms(self.start())
    }

    /// The end of the interval, the first millisecond after it.
    pub fn end_ms(&self) -> i64 {
        to_ms(self.end())
    }

    /// The order where it is certain: `None` where the intervals overlap without being the same.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.end() <= other.start() {
            Some(Ordering::Less)
        } else if self.start() >= other.end() {
            Some(Ordering::Greater)
        } else {
            (self.start() == other.start() && self.end() == other.end()).then_some(Ordering::Equal)
        }
    }

    fn start(&self) -> Moment {
        let midnight = i64::from(self.day.to_epoch_days()) * DAY;
        let offset = i64::from(self.offset.unwrap_or(0)) * 60;
        (
            midnight + i64::from(self.time.second) - offset,
            self.time.nano,
        )
    }

    fn end(&self) -> Moment {
        let (second, nano) = self.start();
        let first_after = match self.precision {
            Precision::Year => self.day.checked_add_months(Months::new(12)),
            Precision::Month => self.day.checked_add_months(Months::new(1)),
            Precision::Day => self.day.checked_add_days(Days::new(1)),
            Precision::Minute => return (second + 60, 0),
            Precision::Second => return (second + 1, 0),
            Precision::Fraction => {
                let nano = nano + self.time.step;
                return (second + i64::from(nano / NANOS), nano % NANOS);
            }
        };
        match first_after {
            Some(day) => (i64::from(day.to_epoch_days()) * DAY, 0),
            None => (i64::MAX / 1000, 0),
        }
    }
}

impl Ord for FhirDate {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start(), self.precision, &self.text).cmp(&(
            other.start(),
            other.precision,
            &other.text,
        ))
    }
}

impl PartialOrd for FhirDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Splits `09:30:00+08:00` into the time and the minutes east of UTC. A time without an offset isn't FHIR, but is sent.
fn split_offset(text: &str) -> Option<(&str, Option<i16>)> {
    if let Some(time) = text.strip_suffix('Z') {
        return Some((time, Some(0)));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, None));
    };
    let (hours, minutes) = text[at + 1..].split_once(':')?;
    let minutes = digits(hours, 2)? * 60 + digits(minutes, 2).filter(|minutes| *minutes < 60)?;
    let minutes = i16::try_from(minutes)
        .ok()
        .filter(|minutes| *minutes <= 14 * 60)?;
    let east = text[at..].starts_with('+');
    Some((&text[..at], Some(if east { minutes } else { -minutes })))
}

fn to_ms((second, nano): Moment) -> i64 {
    second * 1000 + i64::from(nano / 1_000_000)
}

/// The calendar day in UTC of an instant in milliseconds since 1970, as `YYYY-MM-DD`.
pub fn utc_day(ms: i64) -> String {
    let days = i32::try_from(ms.div_euclid(1000 * DAY)).ok();
    days.and_then(NaiveDate::from_epoch_days)
        .map_or_else(String::new, day_text)
}

fn day_text(day: NaiveDate) -> String {
    let year = day.year().unsigned_abs();
    let mut text = String::with_capacity(20);
    push_two(&mut text, year / 100);
    push_two(&mut text, year % 100);
    text.push('-');
    push_two(&mut text, day.month());
    text.push('-');
    push_two(&mut text, day.day());
    text
}

fn push_two(out: &mut String, number: u32) {
    for digit in [number / 10, number % 10] {
        out.push(char::from_digit(digit, 10).unwrap_or('?'));
    }
}
