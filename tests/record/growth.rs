//! Children's growth: WHO's percentiles, checked against the tables and arithmetic of others.

use std::fs;

use chrono::{Days, NaiveDate};
use sampan::fhir::types::{Observation, Patient};
use sampan::record::model::chart::{Chart, Curve};
use sampan::record::model::convert::Units;
use sampan::record::model::growth::{Child, Growth, Indicator, LINES, Sex, child};
use sampan::record::model::series::Series;
use sampan::record::model::{Entry, measurements};
use serde_json::{Value as Json, json};

use crate::page;

fn birth() -> NaiveDate {
    NaiveDate::from_ymd_opt(2010, 1, 1).expect("a day")
}

fn growth(indicator: Indicator, sex: Sex) -> Growth {
    let path = format!(
        "{}/public/growth/{}.json",
        env!("CARGO_MANIFEST_DIR"),
        indicator.file()
    );
    let table = fs::read_to_string(path).expect("a table");
    Growth::of(indicator, sex, birth(), &table).expect("as ours are")
}

fn entry(value: f64, unit: &str, age: i64) -> Entry {
    let day = birth() + Days::new(age as u64);
    let observation = json!({"status": "final", "code": {"text": "x"}, "effectiveDateTime": day.to_string(),
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}});
    let page = page("Observation", &[observation]);
    measurements(&page.typed::<Observation>(), "en").remove(0)
}

#[test]
fn percentiles_are_those_that_others_compute() {
    let table: Vec<(String, String, i64, f64, f64)> =
        serde_json::from_str(include_str!("growth/table.json")).expect("a table");
    assert!(table.len() > 150);
    for (name, sex, age, value, percentile) in table {
        let (indicator, unit) = match name.as_str() {
            "weight" => (Indicator::Weight, "kg"),
            "height" => (Indicator::Height, "cm"),
            "bmi" => (Indicator::Bmi, "kg/m2"),
            _ => (Indicator::Head, "cm"),
        };
        let sex = match sex.as_str() {
            "male" => Sex::Male,
            _ => Sex::Female,
        };
        let ours = growth(indicator, sex).percentile(&entry(value, unit, age));
        let ours = ours.unwrap_or_else(|| panic!("{name} at {age} days"));
        // 0.004 standard deviations are 0.16 percentiles at the steepest; months are told in whole days here.
        assert!(
            (ours - percentile).abs() < 0.25,
            "{name} {sex:?} at {age} days: {value} is at {percentile}, not {ours}"
        );
    }
}

#[test]
fn a_value_counts_in_whatever_unit_it_was_sent() {
    let weight = growth(Indicator::Weight, Sex::Male);
    let of = |value, unit| weight.percentile(&entry(value, unit, 365));
    let kilograms = of(9.6, "kg").expect("a percentile");
    let pounds = of(21.164, "[lb_av]").expect("a percentile");
    assert!((kilograms - pounds).abs() < 0.1, "{kilograms} {pounds}");
    let grams = of(9600.0, "g").expect("a percentile");
    assert!((kilograms - grams).abs() < 0.1);
    assert_eq!(of(9.6, "cm"), None, "a length is no weight");
    assert_eq!(of(0.0, "kg"), None);
    let bmi = growth(Indicator::Bmi, Sex::Male);
    assert_eq!(bmi.percentile(&entry(16.0, "kg", 365)), None);
}

#[test]
fn where_the_tables_end_nothing_is_said() {
    let weight = growth(Indicator::Weight, Sex::Female);
    assert!(weight.percentile(&entry(30.0, "kg", 3650)).is_some());
    assert_eq!(
        weight.percentile(&entry(32.0, "kg", 3690)),
        None,
        "WHO gives weights until ten"
    );
    let height = growth(Indicator::Height, Sex::Female);
    assert!(height.percentile(&entry(163.0, "cm", 6900)).is_some());
    assert_eq!(height.percentile(&entry(163.0, "cm", 7000)), None);
    let head = growth(Indicator::Head, Sex::Female);
    assert_eq!(head.percentile(&entry(50.0, "cm", 1900)), None);
    let mut unborn = entry(3.0, "kg", 0);
    unborn.when = sampan::record::model::When::of_text(Some("2009-12-31"));
    assert_eq!(weight.percentile(&unborn), None);
    unborn.when = sampan::record::model::When::of_text(Some("2010-02"));
    assert_eq!(
        weight.percentile(&unborn),
        None,
        "the age must be known to the day"
    );
}

#[test]
fn only_of_a_child_whose_sex_and_birth_are_known() {
    let today = NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day");
    let of = |patient: Json| {
        let page = page("Patient", &[patient]);
        child(&page.typed::<Patient>()[0], today)
    };
    let known = |day| Child::Yes {
        sex: Sex::Female,
        birth: NaiveDate::parse_from_str(day, "%Y-%m-%d").expect("a day"),
    };
    assert_eq!(
        of(json!({"gender": "female", "birthDate": "2020-02-29"})),
        known("2020-02-29")
    );
    assert_eq!(
        of(json!({"gender": "female", "birthDate": "2007-06-02"})),
        known("2007-06-02")
    );
    assert_eq!(
        of(json!({"gender": "female", "birthDate": "2007-06-01"})),
        Child::No
    );
    for gender in [json!("other"), json!("unknown"), Json::Null] {
        let patient = json!({"gender": gender, "birthDate": "2020-02-29"});
        assert_eq!(of(patient), Child::Lacking("record.growth_no_sex"));
    }
    for birth in [json!("2020"), json!("2020-02"), Json::Null] {
        let patient = json!({"gender": "male", "birthDate": birth});
        assert_eq!(of(patient), Child::Lacking("record.growth_no_birth"));
    }
}

#[test]
fn measures_of_growth_are_known_by_their_codes() {
    let of = |code: &str| Indicator::of_series(&format!("http://loinc.org|{code}"));
    assert_eq!(of("29463-7"), Some(Indicator::Weight));
    assert_eq!(of("8306-3"), Some(Indicator::Height));
    assert_eq!(of("9843-4"), Some(Indicator::Head));
    assert_eq!(of("39156-5"), Some(Indicator::Bmi));
    assert_eq!(of("8867-4"), None);
    assert_eq!(Indicator::of_series("http://example.org|29463-7"), None);
}

/// The lines lie in order, the middle one is WHO's median, and they are drawn on the scale of the values.
#[test]
fn lines_are_drawn_in_the_unit_of_the_chart() {
    let growth = growth(Indicator::Weight, Sex::Male);
    let entries = [entry(21.164, "[lb_av]", 365), entry(7.38, "[lb_av]", 0)];
    let series = Series::of(&entries, &Units::default()).expect("a series");
    let scale = growth.scale(&entries[0], 21.164).expect("pounds");
    assert!((scale - 2.204_62).abs() < 1e-4);
    let curves = |from: i64, to: i64| -> Vec<Curve> {
        LINES
            .into_iter()
            .map(|(label, deviations)| Curve {
                label,
                points: [from, to]
                    .into_iter()
                    .filter_map(|ms| Some((ms, growth.line(deviations, ms)? * scale)))
                    .collect(),
            })
            .collect()
    };
    let chart = Chart::of(&series, i64::MIN, i64::MAX, curves).expect("a chart");
    let ends: Vec<f64> = chart.curves.iter().map(|(_, _, end)| *end).collect();
    assert_eq!(ends.len(), 5);
    assert!(ends.is_sorted_by(|below, above| below > above), "{ends:?}");
    let at_birth = growth.line(0.0, series.points[0].ms).expect("a median");
    assert!((at_birth - 3.3464).abs() < 1e-9);
    assert!(
        chart
            .curves
            .iter()
            .all(|(_, points, _)| points.contains(' '))
    );
}

#[test]
fn a_table_that_is_not_ours_is_refused() {
    for table in ["", "[]", "{\"male\": 1}", "{\"male\": [[1, 2, 3]]}"] {
        assert_eq!(
            Growth::of(Indicator::Weight, Sex::Male, birth(), table),
            None,
            "{table}"
        );
    }
}
