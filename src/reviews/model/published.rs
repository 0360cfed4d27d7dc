//! All that is published of a doctor's reviews, as the doctor's own page shows it.

use super::aggregate::{Aggregate, latest_report};
use crate::fhir::types::{MeasureReport, ReviewComment};
use crate::fhir::{FhirDate, Page};
use crate::native::parse_number;

/// What patients are asked about a visit besides the whole of it, in the order of the form.
pub const QUESTIONS: [&str; 4] = ["access", "communication", "staff", "coordination"];

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

/// What all reviews of a doctor come to, in full.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Published {
    /// `None` where this server has no score of any kind.
    pub aggregate: Option<Aggregate>,
    /// Mean and number of answers, for each of [`QUESTIONS`].
    pub questions: [Option<(f64, u32)>; 4],
    /// How many would recommend the doctor, of how many who said.
    pub recommend: Option<(u32, u32)>,
    /// Reviews that somebody objected to and that are being looked at; they count meanwhile.
    pub flagged: u32,
    /// Reviews that the hospital took away.
    pub removed: u32,
    /// Reviews that their authors took back.
    pub withdrawn: u32,
    /// Comments that the hospital doesn't show, as they may name somebody.
    pub withheld: u32,
    /// As the source orders them.
    pub comments: Vec<Comment>,
}

impl Published {
    /// What the latest MeasureReport of one PractitionerRole says, of a page of them.
    pub fn of_role(page: &Page, role: &str) -> Option<Self> {
        latest_report(page, role).map(|(aggregate, report)| Self::of(aggregate, &report))
    }

    /// Where a score is all there is.
    pub fn of_score(aggregate: Option<Aggregate>) -> Self {
        Self {
            aggregate,
            ..Self::default()
        }
    }

    fn of(aggregate: Aggregate, report: &MeasureReport) -> Self {
        let question = |code: &str| {
            let (mean, count) = report.question(code)?;
            let mean = parse_number(mean).filter(|mean| (1.0..=5.0).contains(mean))?;
            (count > 0).then_some((mean, count))
        };
        let count = |code: &str| report.population("overall", code).unwrap_or(0);
        let yes = report.population("recommend", "numerator");
        let all = report.population("recommend", "denominator");
        Self {
            questions: QUESTIONS.map(question),
            recommend: yes.zip(all).filter(|(yes, all)| *all > 0 && yes <= all),
            flagged: count("flagged"),
            removed: count("measure-population-exclusion"),
            withdrawn: count("withdrawn"),
            withheld: count("withheld"),
            comments: report.comments().filter_map(comment).collect(),
            aggregate: Some(aggregate),
        }
    }
}

fn comment(source: ReviewComment) -> Option<Comment> {
    Some(Comment {
        text: source.text()?.to_owned(),
        date: source.date(),
        stars: source.stars().filter(|stars| (1..=5).contains(stars)),
        language: source.language().map(str::to_owned),
    })
}
