//! A child's measure beside those of other children: what is needed for it, and how it is told.

use crate::fhir::types::Patient;
use crate::fhir::{Client, FhirDate, Search};
use crate::i18n::{t, t_with, zoned_date};
use crate::native::number_text;
use crate::platform::{now_ms, own_file};
use crate::record::model::Entry;
use crate::record::model::chart::Curve;
use crate::record::model::growth::{Child, Growth, Indicator, LINES, Sex, child};
use crate::record::model::series::Series;
use crate::record::words;
use crate::view::prelude::*;

/// What can be said of growth on a page of measurements.
#[derive(Clone)]
pub enum Beside {
    /// Not a measure of growth, or nobody growing.
    Nothing,
    /// Why there are no percentiles (the key of a message).
    Lacking(&'static str),
    Others(Growth),
}

/// Reads whose measure it is, and WHO's table of it.
pub async fn beside(client: &Client, patient: &str, kind: &str) -> Beside {
    let Some(indicator) = Indicator::of_series(kind) else {
        return Beside::Nothing;
    };
    let found = client.search(&Search::new("Patient").ids(&[patient])).await;
    let people = found.as_ref().map(|page| page.typed::<Patient>());
    let person = people
        .unwrap_or_default()
        .into_iter()
        .find(|one| one.id() == patient);
    let today = FhirDate::parse(&zoned_date(now_ms(), None));
    let (Some(person), Some(today)) = (person, today) else {
        return Beside::Nothing;
    };
    let (sex, birth) = match child(&person, today.day()) {
        Child::No => return Beside::Nothing,
        Child::Lacking(what) => return Beside::Lacking(what),
        Child::Yes { sex, birth } => (sex, birth),
    };
    let table = own_file(&["growth/", indicator.file(), ".json"].concat()).await;
    let growth = table.and_then(|table| Growth::of(indicator, sex, birth, &table));
    growth.map_or(Beside::Lacking("record.growth_no_table"), Beside::Others)
}

impl Beside {
    /// The percentile lines over a stretch of time, in the unit of the series.
    pub fn curves(&self, series: &Series, entries: &[Entry], from: i64, to: i64) -> Vec<Curve> {
        /// As many pieces as make a line look round.
        const PIECES: i64 = 48;
        let Self::Others(growth) = self else {
            return Vec::new();
        };
        let scale = series.points.iter().find_map(|point| {
            let shown = point.numbers.first()?.number;
            growth.scale(entries.get(point.entry)?, shown)
        });
        let Some(scale) = scale else {
            return Vec::new();
        };
        let line = |(label, deviations): (&'static str, f64)| {
            let moments = (0..=PIECES).map(|piece| from + (to - from) / PIECES * piece);
            let points = moments.filter_map(|ms| Some((ms, growth.line(deviations, ms)? * scale)));
            Curve {
                label,
                points: points.collect(),
            }
        };
        LINES.into_iter().map(line).collect()
    }

    /// The percentile of an entry, for a table.
    pub fn percentile(&self, entry: &Entry) -> Option<String> {
        match self {
            Self::Others(growth) => growth.percentile(entry).map(percentile_text),
            _ => None,
        }
    }

    /// What the newest value comes to, and what the lines are.
    pub fn told(&self, newest: Option<&Entry>) -> Option<View> {
        let text = match self {
            Self::Nothing => return None,
            Self::Lacking(what) => t(what),
            Self::Others(growth) => {
                let entry = newest?;
                let value = entry
                    .readings
                    .first()
                    .map(|reading| words::value(&reading.value))?;
                match self.percentile(entry) {
                    None => t("record.growth_outside"),
                    Some(percentile) => t_with(
                        match growth.sex {
                            Sex::Female => "record.growth_girls",
                            Sex::Male => "record.growth_boys",
                        },
                        &[
                            ("value", &value),
                            ("date", &words::day(&entry.when)),
                            ("percentile", &percentile),
                        ],
                    ),
                }
            }
        };
        Some(view! { <p class="reading-more">{text}</p> })
    }
}

/// Whole percentiles, a tenth near the ends.
fn percentile_text(percentile: f64) -> String {
    match percentile {
        low if low < 0.1 => "< 0.1".to_owned(),
        high if high > 99.9 => "> 99.9".to_owned(),
        middle if (3.0..97.0).contains(&middle) => number_text(middle.round()),
        end => number_text((end * 10.0).round() / 10.0),
    }
}
