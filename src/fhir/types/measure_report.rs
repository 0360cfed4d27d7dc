//! MeasureReport: how patients rate a doctor or a department, in sum. `docs/reviews.md` tells its shape.

use crate::fhir::datatypes::{Concept, Period, Reference, any_code};
use crate::fhir::date::FhirDate;
use crate::fhir::resource::Node;

const REVIEW_COMMENT: &str = "https://sampan.health/fhir/StructureDefinition/review-comment";

const SPECIALTY_MEAN: &str = "https://sampan.health/fhir/StructureDefinition/specialty-mean";

resource_type!(
    /// A published rating.
    MeasureReport
);

impl MeasureReport {
    /// Who is rated.
    pub fn subject(&self) -> Option<Reference<'_>> {
        self.root().reference("subject")
    }

    /// The time the reviews are from.
    pub fn period(&self) -> Period<'_> {
        Period(self.root().node("period"))
    }

    /// The mean, in stars, with the digits that were sent.
    pub fn mean(&self) -> Option<&str> {
        self.overall().node("measureScore").number_text("value")
    }

    /// How many reviews there are.
    pub fn reviews(&self) -> Option<u32> {
        population(self.overall())
    }

    /// The mean of one question, in stars, with the digits that were sent, and how many answered it.
    pub fn question(&self, code: &str) -> Option<(&str, u32)> {
        let group = self.group(code)?;
        let mean = group.node("measureScore").number_text("value")?;
        Some((mean, population(group)?))
    }

    /// The count of one population of a group, such as `numerator`.
    pub fn population(&self, group: &str, code: &str) -> Option<u32> {
        Group(self.group(group)?).population(code)
    }

    /// How many reviews gave each number of stars: `(stars, reviews)`, as ordered by the source. Empty where it gives
    /// no distribution.
    pub fn distribution(&self) -> Vec<(u32, u32)> {
        let strata = self
            .overall()
            .list("stratifier")
            .flat_map(|by| by.list("stratum"));
        strata
            .filter_map(|stratum| {
                let value = Concept(stratum.node("value"));
                let stars = value.0.str("text").or(value.code())?.parse().ok()?;
                Some((stars, population(stratum)?))
            })
            .collect()
    }

    /// What patients wrote, as ordered by the source; without names.
    pub fn comments(&self) -> impl Iterator<Item = ReviewComment<'_>> {
        self.root().extensions(REVIEW_COMMENT).map(ReviewComment)
    }

    /// The canonical of the Measure that was reported, without its version.
    pub fn measure(&self) -> Option<&str> {
        self.root().str("measure")?.split('|').next()
    }

    /// Its groups, as ordered by the source.
    pub fn groups(&self) -> impl Iterator<Item = Group<'_>> {
        self.root().list("group").map(Group)
    }

    /// The group with code `overall`, else the first.
    fn overall(&self) -> Node<'_> {
        self.group("overall").unwrap_or(self.root().node("group"))
    }

    fn group(&self, code: &str) -> Option<Node<'_>> {
        let mut groups = self.root().list("group");
        groups.find(|group| any_code(*group, "code", code))
    }
}

/// One group of a report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group<'a>(pub Node<'a>);

impl<'a> Group<'a> {
    /// What it is about.
    pub fn code(&self) -> Concept<'a> {
        Concept(self.0.node("code"))
    }

    /// The mean, in stars, with the digits that were sent.
    pub fn mean(&self) -> Option<&'a str> {
        self.0.node("measureScore").number_text("value")
    }

    /// How many reviews there are.
    pub fn reviews(&self) -> Option<u32> {
        population(self.0)
    }

    /// The count of one population, such as `numerator`.
    pub fn population(&self, code: &str) -> Option<u32> {
        let mut all = self.0.list("population");
        all.find(|population| any_code(*population, "code", code))?
            .count("count")
    }

    /// The mean of this specialty in all hospitals, with the digits that were sent.
    pub fn specialty_mean(&self) -> Option<&'a str> {
        self.0.extension(SPECIALTY_MEAN).number_text("valueDecimal")
    }
}

/// The count of the measure population.
fn population(node: Node) -> Option<u32> {
    node.list("population")
        .find(|population| any_code(*population, "code", "measure-population"))
        .unwrap_or(node.node("population"))
        .count("count")
}

/// A comment of a patient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReviewComment<'a>(pub Node<'a>);

impl<'a> ReviewComment<'a> {
    /// When it was written.
    pub fn date(&self) -> Option<FhirDate> {
        self.0.extension("date").date("valueDate")
    }

    /// The stars that came with it.
    pub fn stars(&self) -> Option<u32> {
        self.0.extension("stars").count("valuePositiveInt")
    }

    /// The words.
    pub fn text(&self) -> Option<&'a str> {
        self.0.extension("text").str("valueString")
    }

    /// Their language (BCP 47).
    pub fn language(&self) -> Option<&'a str> {
        self.0.extension("language").str("valueCode")
    }
}
