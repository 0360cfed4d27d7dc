//! What patients say of a hospital's departments, as the hospital publishes it.

use super::aggregate::Aggregate;
use crate::fhir::types::{Group, MeasureReport};
use crate::fhir::{Page, Search};

/// The Measure of a hospital's report.
const MEASURE: &str = "https://sampan.health/fhir/Measure/patient-experience-departments";

/// The system of the identifiers of what is published.
const RATINGS: &str = "https://sampan.health/fhir/NamingSystem/ratings";

/// What all reviews of a department's doctors come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Department {
    /// Codes of the specialty, of whatever system.
    pub codes: Vec<String>,
    pub rating: Aggregate,
    /// How many would recommend the doctor they saw, of how many who said.
    pub recommend: Option<(u32, u32)>,
}

/// The search for a hospital's report: by its identifier, since R4 lets no Organization be a subject, and the reports of its
/// doctors name the same reporter.
pub fn departments_of(hospital: &str) -> Search {
    let name = ["Organization/", hospital].concat();
    Search::new("MeasureReport")
        .token("identifier", Some(RATINGS), &name)
        .count(50)
}

/// The departments of the Organization `hospital` on a page of reports, out of the one whose period ends last; `None`
/// where nothing is published by department.
pub fn departments(page: &Page, hospital: &str) -> Option<Vec<Department>> {
    let of_it = |report: &MeasureReport| {
        let root = report.root();
        root.reference("reporter")
            .and_then(|it| it.id_of("Organization"))
            == Some(hospital)
            && report.measure() == Some(MEASURE)
            && root.str("status") == Some("complete")
    };
    let reports = page.typed::<MeasureReport>().into_iter().filter(of_it);
    let report = reports.max_by(|a, b| a.period().end().cmp(&b.period().end()))?;
    Some(
        report
            .groups()
            .filter_map(|it| department(&report, it))
            .collect(),
    )
}

fn department(report: &MeasureReport, group: Group) -> Option<Department> {
    let yes = group.population("numerator");
    let all = group.population("denominator");
    Some(Department {
        codes: group
            .code()
            .0
            .list("coding")
            .filter_map(|it| it.str("code"))
            .map(str::to_owned)
            .collect(),
        rating: Aggregate::of_group(
            report,
            group.reviews()?,
            group.mean(),
            group.specialty_mean(),
        ),
        recommend: yes.zip(all).filter(|(yes, all)| *all > 0 && yes <= all),
    })
}
