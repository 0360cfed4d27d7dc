//! FHIR's dates for reading, no more exact than the source.

use super::intl::{DateStyle, format_date};
use crate::fhir::{FhirDate, Precision};

/// A FHIR date with the precision it came with: `2024`, `March 2024` or `5 March 2024`. A time of day is left out.
pub fn format_fhir_date(date: &FhirDate) -> String {
    let style = match date.precision() {
        Precision::Year => DateStyle::Year,
        Precision::Month => DateStyle::Month,
        _ => DateStyle::Day,
    };
    // The day as it was written, whatever zone it is read in.
    let midnight = i64::from(date.day().to_epoch_days()) * 86_400_000;
    format_date(midnight, Some("UTC"), style)
}
