//! Reads the published aggregate of a doctor's reviews.

use crate::fhir::types::{MeasureReport, ReviewComment};
use crate::fhir::{FhirDate, Page, Search};

/// One comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub text: String,
    pub date: Option<FhirDate>,
    /// 1 to 5.
    pub stars: Option<u32>,
    /// BCP 47.
    pub language: Option<String>,
}

/// What all reviews of a doctor come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aggregate {
    /// 1 to 5; `None` without reviews, or where the source gives none.
    pub mean: Option<f64>,
    /// How many reviews.
    pub count: u32,
    /// How many gave one star, two, … five; `None` where the source doesn't tell, or its parts don't make the whole.
    pub distribution: Option<[u32; 5]>,
    pub from: Option<FhirDate>,
    pub until: Option<FhirDate>,
    /// Who publishes it.
    pub source: Option<String>,
    /// As the source orders them.
    pub comments: Vec<Comment>,
}

impl Aggregate {
    /// Reads a MeasureReport; `None` where it is unfinished, or no summary of reviews.
    pub fn of(report: &MeasureReport) -> Option<Self> {
        let root = report.root();
        if root.str("status") != Some("complete") || root.str("type") != Some("summary") {
            return None;
        }
        let count = report.reviews()?;
        let mean: Option<f64> = report.mean().and_then(crate::native::parse_number);
        Some(Self {
            // A score off the scale is of another measure; better none than a wrong one.
            mean: mean.filter(|mean| count > 0 && (1.0..=5.0).contains(mean)),
            count,
            distribution: distribution(report).filter(|stars| stars.iter().sum::<u32>() == count),
            from: report.period().start(),
            until: report.period().end(),
            source: root
                .reference("reporter")
                .and_then(|reporter| reporter.display)
                .map(str::to_owned),
            comments: report.comments().filter_map(comment).collect(),
        })
    }

    /// The aggregate of one PractitionerRole on a page of MeasureReports: the one whose period ends last.
    pub fn of_role(page: &Page, role: &str) -> Option<Self> {
        let reports = page.typed::<MeasureReport>();
        let is_theirs = |report: &&MeasureReport| {
            report.subject().and_then(|it| it.id_of("PractitionerRole")) == Some(role)
        };
        let all = reports.iter().filter(is_theirs).filter_map(Self::of);
        all.max_by(|a, b| a.until.cmp(&b.until))
    }

    /// The mean, if it rests on enough reviews to mean anything.
    pub fn score(&self, threshold: u32) -> Option<f64> {
        self.mean.filter(|_| self.count >= threshold.max(1))
    }
}

/// A search for the aggregates of these PractitionerRoles.
pub fn reports_of(roles: &[&str]) -> Search {
    let subjects: Vec<String> = roles
        .iter()
        .map(|role| ["PractitionerRole/", role].concat())
        .collect();
    Search::new("MeasureReport")
        .any("subject", &subjects)
        .count(100)
}

fn distribution(report: &MeasureReport) -> Option<[u32; 5]> {
    let mut stars = [0; 5];
    for (star, reviews) in report.distribution() {
        *stars.get_mut((star as usize).checked_sub(1)?)? = reviews;
    }
    Some(stars)
}

fn comment(source: ReviewComment) -> Option<Comment> {
    Some(Comment {
        text: source.text()?.to_owned(),
        date: source.date(),
        stars: source.stars().filter(|stars| (1..=5).contains(stars)),
        language: source.language().map(str::to_owned),
    })
}
