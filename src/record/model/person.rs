//! Whose record it is.

use chrono::{Datelike, NaiveDate};

use super::When;
use crate::fhir::types::Patient;
use crate::fhir::{FhirDate, Precision};

/// The patient, as the head of the record names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub name: Option<String>,
    /// The name in another script.
    pub other_name: Option<String>,
    pub birth: When,
    /// Computed; `None` where it can't be, or the patient has died.
    pub age: Option<Age>,
    pub deceased: bool,
}

impl Person {
    /// The person on the day `today` of the reader.
    pub fn of(patient: &Patient, today: NaiveDate, language: &str) -> Self {
        let root = patient.root();
        let birth = root.str("birthDate");
        let deceased =
            root.bool("deceasedBoolean") == Some(true) || root.str("deceasedDateTime").is_some();
        Self {
            name: patient.name(language),
            other_name: patient.other_name(language),
            age: patient
                .birth_date()
                .filter(|_| !deceased)
                .and_then(|birth| age(&birth, today)),
            birth: When::of_text(birth),
            deceased,
        }
    }
}

/// An age in whole years, or months for the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Years(u32),
    Months(u32),
    /// Only the year or month of birth is known: this many years, or one less.
    AboutYears(u32),
}

/// The age on a day; `None` for a birth that is still to come.
pub fn age(birth: &FhirDate, today: NaiveDate) -> Option<Age> {
    let months = months_between(birth.day(), today)?;
    let years = months / 12;
    Some(match birth.precision() {
        Precision::Year | Precision::Month => {
            let last_day_of_birth =
                NaiveDate::from_epoch_days((birth.end_ms() / 86_400_000) as i32 - 1);
            match last_day_of_birth.and_then(|last| months_between(last, today)) {
                Some(least) if least / 12 == years => Age::Years(years),
                _ => Age::AboutYears(years),
            }
        }
        _ if months < 24 => Age::Months(months),
        _ => Age::Years(years),
    })
}

/// Whole months from one day to another.
fn months_between(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let months = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
    let whole = months(to) - months(from) - i32::from(to.day() < from.day());
    u32::try_from(whole).ok()
}
