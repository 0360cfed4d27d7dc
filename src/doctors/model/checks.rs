//! Whether a doctor's qualifications were checked with who gave them.

use crate::fhir::types::VerificationResult;
use crate::fhir::{FhirDate, Page};

/// What is known of one qualification.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// It was found to be true: when, and with whom.
    Confirmed {
        date: Option<FhirDate>,
        with: Option<String>,
    },
    /// It is being checked, or due to be checked again.
    UnderWay,
    /// It couldn't be confirmed.
    Failed { date: Option<FhirDate> },
    /// The doctor or the hospital says so, and nobody has checked it.
    Unchecked,
}

/// The checks of a Practitioner (its `Practitioner/…`), on a page of VerificationResults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks(Vec<(Option<usize>, Check)>);

impl Checks {
    /// Reads a page; the latest check of a qualification counts.
    pub fn of(page: &Page, practitioner: &str) -> Self {
        let mut all = page.typed::<VerificationResult>();
        all.retain(|it| {
            it.targets()
                .any(|of| of.key().as_deref() == Some(practitioner))
        });
        all.sort_by_key(|it| it.date());
        let checks = all.iter().rev().flat_map(|it| {
            let places: Vec<Option<usize>> = match it.places().next() {
                None => vec![None],
                Some(_) => it.places().filter_map(qualification).map(Some).collect(),
            };
            places.into_iter().map(|place| (place, check(it)))
        });
        Self(checks.collect())
    }

    /// The check of the qualification at this place in the Practitioner, else of the whole Practitioner.
    pub fn of_qualification(&self, place: usize) -> Check {
        let of = |wanted| self.0.iter().find(|(place, _)| *place == wanted);
        let found = of(Some(place)).or_else(|| of(None));
        found.map_or(Check::Unchecked, |(_, check)| check.clone())
    }
}

fn check(result: &VerificationResult) -> Check {
    match result.status() {
        Some("validated") => Check::Confirmed {
            date: result.date(),
            with: result.source().map(str::to_owned),
        },
        Some("in-process" | "req-revalid") => Check::UnderWay,
        Some("val-fail" | "reval-fail") => Check::Failed {
            date: result.date(),
        },
        _ => Check::Unchecked,
    }
}

/// The number in `Practitioner.qualification[1]`.
fn qualification(path: &str) -> Option<usize> {
    let (_, rest) = path.split_once("qualification[")?;
    rest.split_once(']')?.0.parse().ok()
}
