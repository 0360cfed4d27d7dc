//! FHIR's dates for reading, no more exact than the source.

use super::intl::{DateStyle, format_day, zone_offset_minutes};
use crate::fhir::{FhirDate, Precision};

/// A FHIR date with the precision it came with: `2024`, `March 2024` or `5 March 2024`. A time of day is left out.
pub fn format_fhir_date(date: &FhirDate) -> String {
    let first_of = |rest: &str| [date.as_str(), rest].concat();
    match date.precision() {
        Precision::Year => format_day(&first_of("-01-01"), DateStyle::Year),
        Precision::Month => format_day(&first_of("-01"), DateStyle::Month),
        _ => format_day(&day_of(date), DateStyle::Day),
    }
}

/// The day to tell, `YYYY-MM-DD`, where one is known. A time of another place stays the time of that place; one in UTC,
/// which only a server speaks, is told in the device's zone.
pub fn day_of(date: &FhirDate) -> String {
    let here =
        |ms: i64| FhirDate::of_epoch_ms(ms + i64::from(zone_offset_minutes(ms, None)) * 60_000);
    let moved = (date.has_time() && date.offset() == Some(0))
        .then(|| here(date.start_ms()))
        .flatten();
    moved
        .as_ref()
        .unwrap_or(date)
        .as_str()
        .chars()
        .take(10)
        .collect()
}
