//! Times of day.

use super::date::Precision;

/// A `time` of day (`hh:mm:ss`, seconds and fractions optional), without a zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FhirTime {
    text: Box<str>,
    clock: Clock,
}

impl FhirTime {
    /// Reads a time; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (clock, _) = Clock::parse(text)?;
        Some(Self {
            text: text.into(),
            clock,
        })
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Seconds since midnight.
    pub fn second_of_day(&self) -> u32 {
        self.clock.second
    }
}

pub(super) const NANOS: u32 = 1_000_000_000;

/// A time of day. `step` is the length of the last digit of the fraction, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Clock {
    pub second: u32,
    pub nano: u32,
    pub step: u32,
}

impl Clock {
    pub fn parse(text: &str) -> Option<(Self, Precision)> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let mut parts = whole.split(':');
        let hour = digits(parts.next()?, 2)?;
        let minute = digits(parts.next()?, 2)?;
        let second = parts.next().map(|part| digits(part, 2));
        // 60 is a leap second, which FHIR allows.
        if hour > 23 || minute > 59 || second.flatten() > Some(60) || parts.next().is_some() {
            return None;
        }
        let (mut nano, mut step) = (0, NANOS);
        if let Some(fraction) = fraction {
            if second.is_none() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            // Order knows nanoseconds; digits beyond them live on in the text.
            let known = &fraction[..fraction.len().min(9)];
            step = 10u32.pow(9 - known.len() as u32);
            nano = known.parse::<u32>().ok()? * step;
        }
        let precision = match (second, fraction) {
            (None, _) => Precision::Minute,
            (_, None) => Precision::Second,
            _ => Precision::Fraction,
        };
        let second = hour * 3600 + minute * 60 + second.unwrap_or(Some(0))?;
        Some((Self { second, nano, step }, precision))
    }
}

/// Exactly `count` digits as a number.
pub(super) fn digits(text: &str, count: usize) -> Option<u32> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}
