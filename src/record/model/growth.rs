//! How a child grows beside others: the percentiles of the World Health Organization (Child Growth Standards of 2006 from
//! birth to 5 years, Growth Reference of 2007 to 19), by the LMS method.
//!
//! The tables lie in `public/growth/`; their rows are WHO's, as many as it takes for straight lines between them to stay
//! within 0.004 standard deviations of WHO's table by days.

use chrono::NaiveDate;
use serde_json::Value;

use super::convert::Units;
use super::vitals::codes_of_kind;
use super::{Entry, observation::LOINC};
use crate::fhir::types::Patient;
use crate::fhir::{FhirDate, Precision};
use crate::native::{exp, ln};

/// What is compared with other children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indicator {
    Weight,
    /// Length, lying, until two years; then height, standing.
    Height,
    Head,
    Bmi,
}

impl Indicator {
    /// Of a kind of measurement, `system|code`; `None` for what there are no tables of.
    pub fn of_series(kind: &str) -> Option<Self> {
        let (LOINC, code) = kind.split_once('|')? else {
            return None;
        };
        let is = |known: &str| codes_of_kind(known).contains(&code);
        match code {
            _ if is("29463-7") => Some(Self::Weight),
            "3141-9" => Some(Self::Weight),
            _ if is("8302-2") => Some(Self::Height),
            "8306-3" | "8308-9" => Some(Self::Height),
            "9843-4" | "8287-5" => Some(Self::Head),
            _ if is("39156-5") => Some(Self::Bmi),
            _ => None,
        }
    }

    /// The name of its table's file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Height => "height",
            Self::Head => "head",
            Self::Bmi => "bmi",
        }
    }

    /// The value of an entry in the table's unit.
    fn value(self, entry: &Entry) -> Option<f64> {
        let value = &entry.readings.first()?.value;
        let [number] = value.numbers()[..] else {
            return None;
        };
        if number.bound.is_some() {
            return None;
        }
        let code = match self {
            Self::Weight => "kg",
            Self::Height | Self::Head => "cm",
            Self::Bmi => {
                let plain = matches!(number.unit.as_deref(), Some("kg/m²" | "kg/m2"));
                return plain.then_some(number.number);
            }
        };
        match number.scale?.code == code {
            true => Some(number.number),
            false => Some(Units::of_text(code).apply(number)?.number),
        }
    }
}

/// Of which table, by the sex in the record (FHIR's `administrative-gender`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// Whether there is anything to compare with.
#[derive(Clone, Debug, PartialEq)]
pub enum Child {
    /// Nobody under 19.
    No,
    /// What the record lacks for it (the key of a message).
    Lacking(&'static str),
    Yes {
        sex: Sex,
        birth: NaiveDate,
    },
}

/// WHO's tables end here.
const GROWN_UP: u32 = 19;

/// Whether a patient is a child on the day `today`.
pub fn child(patient: &Patient, today: NaiveDate) -> Child {
    let birth = patient.birth_date();
    let Some(birth) = birth.filter(|birth| birth.precision() == Precision::Day) else {
        return Child::Lacking("record.growth_no_birth");
    };
    if today
        .years_since(birth.day())
        .is_none_or(|years| years >= GROWN_UP)
    {
        return Child::No;
    }
    let sex = match patient.root().str("gender") {
        Some("female") => Sex::Female,
        Some("male") => Sex::Male,
        _ => return Child::Lacking("record.growth_no_sex"),
    };
    Child::Yes {
        sex,
        birth: birth.day(),
    }
}

/// The lines of a chart, in percentiles, and how many standard deviations from the median each lies (R's `qnorm`).
pub const LINES: [(&str, f64); 5] = [
    ("3", -1.880_793_6),
    ("15", -1.036_433_4),
    ("50", 0.0),
    ("85", 1.036_433_4),
    ("97", 1.880_793_6),
];

/// A child's measure beside those of other children.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    pub indicator: Indicator,
    pub sex: Sex,
    birth: NaiveDate,
    /// Age in days, L, M, S; the youngest first.
    rows: Vec<[f64; 4]>,
}

impl Growth {
    /// Reads a table; `None` for one that isn't as ours are.
    pub fn of(indicator: Indicator, sex: Sex, birth: NaiveDate, table: &str) -> Option<Self> {
        let table: Value = serde_json::from_str(table).ok()?;
        let rows = table[match sex {
            Sex::Female => "female",
            Sex::Male => "male",
        }]
        .as_array()?;
        let row = |row: &Value| -> Option<[f64; 4]> {
            let cells: Vec<f64> = row.as_array()?.iter().filter_map(Value::as_f64).collect();
            cells.try_into().ok()
        };
        let rows: Option<Vec<[f64; 4]>> = rows.iter().map(row).collect();
        Some(Self {
            indicator,
            sex,
            birth,
            rows: rows?,
        })
    }

    /// The percentile of an entry's value for the age on its day, from 0 to 100; `None` where there is none.
    pub fn percentile(&self, entry: &Entry) -> Option<f64> {
        let date = entry
            .when
            .date()
            .filter(|date| date.precision() >= Precision::Day)?;
        let value = self.indicator.value(entry).filter(|value| *value > 0.0)?;
        let [l, m, s] = self.lms(self.age(date))?;
        let power = match l == 0.0 {
            true => ln(value / m) / s,
            false => (exp(l * ln(value / m)) - 1.0) / (l * s),
        };
        Some(100.0 * normal(power))
    }

    /// The value of a percentile line at a moment, in the table's unit.
    pub fn line(&self, deviations: f64, ms: i64) -> Option<f64> {
        let birth = i64::from(self.birth.to_epoch_days()) * DAY;
        let [l, m, s] = self.lms((ms - birth) as f64 / DAY as f64)?;
        Some(match l == 0.0 {
            true => m * exp(s * deviations),
            false => m * exp(ln(1.0 + l * s * deviations) / l),
        })
    }

    /// How many of the shown unit are one of the table's, by an entry whose shown number is known.
    pub fn scale(&self, entry: &Entry, shown: f64) -> Option<f64> {
        let own = self.indicator.value(entry).filter(|own| *own > 0.0)?;
        Some(shown / own)
    }

    fn age(&self, date: &FhirDate) -> f64 {
        date.day().signed_duration_since(self.birth).num_days() as f64
    }

    /// Between the rows before and after an age in days.
    fn lms(&self, age: f64) -> Option<[f64; 3]> {
        let after = self.rows.partition_point(|row| row[0] <= age);
        let before = self.rows.get(after.checked_sub(1)?)?;
        let Some(next) = self.rows.get(after) else {
            // The last row holds for the day it names.
            return (age - before[0] < 1.0).then(|| [before[1], before[2], before[3]]);
        };
        let share = (age - before[0]) / (next[0] - before[0]);
        Some([1, 2, 3].map(|at| before[at] + (next[at] - before[at]) * share))
    }
}

const DAY: i64 = 86_400_000;

/// The share of a normal distribution that lies below so many standard deviations (Abramowitz and Stegun 26.2.17, right to
/// seven digits).
fn normal(deviations: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * deviations.abs());
    let series = [
        1.330_274_429,
        -1.821_255_978,
        1.781_477_937,
        -0.356_563_782,
        0.319_381_530,
    ];
    let sum = series.iter().fold(0.0, |sum, factor| (sum + factor) * t);
    let tail = exp(-deviations * deviations / 2.0) * 0.398_942_280_401 * sum;
    match deviations < 0.0 {
        true => tail,
        false => 1.0 - tail,
    }
}
