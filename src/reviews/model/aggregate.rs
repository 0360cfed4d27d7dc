//! The score of a doctor, as a list shows it.

use crate::fhir::types::MeasureReport;
use crate::fhir::{FhirDate, Page, Search};

/// Where a score was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A MeasureReport that the hospital publishes.
    #[default]
    Report,
    /// The National Directory's rating extension, which gives no number of reviews.
    Directory,
    /// Counted from all reviews on the server.
    Counted,
    /// Counted from the latest of them only.
    Latest,
}

/// What all reviews of a doctor come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aggregate {
    /// 1 to 5; `None` without reviews, or where the source gives none.
    pub mean: Option<f64>,
    /// How many reviews; 0 where the source doesn't tell.
    pub count: u32,
    /// How many gave one star, two, … five; `None` where the source doesn't tell, or its parts don't make the whole.
    pub distribution: Option<[u32; 5]>,
    pub from: Option<FhirDate>,
    pub until: Option<FhirDate>,
    /// Who publishes it.
    pub source: Option<String>,
    pub origin: Origin,
    /// The mean of all reviews of the specialty, as the source gives it in a group `specialty`.
    pub prior: Option<f64>,
}

impl Aggregate {
    /// Reads a MeasureReport; `None` where it is unfinished, or no summary of reviews.
    pub fn of(report: &MeasureReport) -> Option<Self> {
        let root = report.root();
        if root.str("status") != Some("complete") || root.str("type") != Some("summary") {
            return None;
        }
        let count = report.reviews()?;
        let prior = report.question("specialty").map(|(mean, _)| mean);
        Some(Self {
            distribution: distribution(report).filter(|stars| stars.iter().sum::<u32>() == count),
            ..Self::of_group(report, count, report.mean(), prior)
        })
    }

    /// What a report says of `count` reviews of `mean` stars, where the mean of the specialty is `prior`.
    pub(super) fn of_group(
        report: &MeasureReport,
        count: u32,
        mean: Option<&str>,
        prior: Option<&str>,
    ) -> Self {
        // A score off the scale is of another measure; better none than a wrong one.
        let stars = |text| {
            let mean: Option<f64> = crate::native::parse_number(text);
            mean.filter(|mean| (1.0..=5.0).contains(mean))
        };
        Self {
            mean: mean.and_then(stars).filter(|_| count > 0),
            count,
            distribution: None,
            from: report.period().start(),
            until: report.period().end(),
            source: report
                .root()
                .reference("reporter")
                .and_then(|reporter| reporter.display)
                .map(str::to_owned),
            origin: Origin::Report,
            prior: prior.and_then(stars),
        }
    }

    /// The aggregate of one PractitionerRole on a page of MeasureReports: the one whose period ends last.
    pub fn of_role(page: &Page, role: &str) -> Option<Self> {
        latest_report(page, role).map(|(aggregate, _)| aggregate)
    }

    /// What counted stars come to; `None` where there are none. `stars` holds how many gave one, two, … five.
    pub(super) fn of_stars(stars: [u32; 5], origin: Origin) -> Option<Self> {
        let count: u32 = stars.iter().sum();
        let sum: u32 = stars.iter().zip(1..).map(|(n, star)| n * star).sum();
        (count > 0).then(|| Self {
            mean: Some(f64::from(sum) / f64::from(count)),
            count,
            distribution: Some(stars),
            origin,
            ..Self::default()
        })
    }

    /// The stars to show, if they rest on enough reviews to mean anything: the mean, [drawn](Self::shrunk) toward the
    /// specialty's.
    pub fn score(&self, threshold: u32) -> Option<f64> {
        let enough = self.mean.is_some() && self.count >= threshold.max(1);
        enough.then(|| self.shrunk())
    }
}

/// Of the reports on a page that are of one PractitionerRole, the one whose period ends last.
pub(super) fn latest_report(page: &Page, role: &str) -> Option<(Aggregate, MeasureReport)> {
    let is_theirs = |report: &MeasureReport| {
        report.subject().and_then(|it| it.id_of("PractitionerRole")) == Some(role)
    };
    let all = page.typed::<MeasureReport>().into_iter();
    all.filter(is_theirs)
        .filter_map(|report| Some((Aggregate::of(&report)?, report)))
        .max_by(|a, b| a.0.until.cmp(&b.0.until))
}

/// A search for the aggregates of these PractitionerRoles.
pub fn reports_of(roles: &[&str]) -> Search {
    Search::new("MeasureReport")
        .any("subject", &references(roles))
        .count(100)
}

/// `PractitionerRole/…` for each id.
pub(super) fn references(roles: &[&str]) -> Vec<String> {
    let all = roles.iter();
    all.map(|role| ["PractitionerRole/", role].concat())
        .collect()
}

fn distribution(report: &MeasureReport) -> Option<[u32; 5]> {
    let mut stars = [0; 5];
    for (star, reviews) in report.distribution() {
        *stars.get_mut((star as usize).checked_sub(1)?)? = reviews;
    }
    Some(stars)
}
