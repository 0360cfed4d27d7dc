//! Measurements over time: what is drawn together, and where.

use proptest::prelude::*;
use sampan::fhir::types::Observation;
use sampan::fhir::{Resource, Typed};
use sampan::record::model::chart::{
    BOTTOM, Chart, END, HEIGHT, START, Step, TOP, WIDTH, nearest, place,
};
use sampan::record::model::convert::Units;
use sampan::record::model::series::{Series, Side};
use sampan::record::model::{Entry, codes_like, measurements};
use serde_json::{Value as Json, json};

fn weight(at: &str, value: f64, unit: &str, more: Json) -> Json {
    let mut all = json!({"resourceType": "Observation", "id": at, "status": "final", "effectiveDateTime": at,
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "valueQuantity": {"value": value, "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"}});
    if let (Json::Object(all), Json::Object(more)) = (&mut all, more) {
        all.extend(more);
    }
    all
}

fn entries(all: &[Json]) -> Vec<Entry> {
    let all: Vec<Observation> = all
        .iter()
        .map(|one| Observation::wrap(Resource::parse(one.clone()).expect("a resource")))
        .collect();
    measurements(&all, "en")
}

fn series(all: &[Json], units: &str) -> Series {
    Series::of(&entries(all), &Units::of_text(units)).expect("a series")
}

fn numbers(series: &Series) -> Vec<f64> {
    let all = series.points.iter().flat_map(|point| &point.numbers);
    all.map(|number| number.number).collect()
}

#[test]
fn unlike_units_are_never_joined() {
    let all = [
        weight("2020-01-01", 70.0, "kg", json!({})),
        weight("2021-01-01", 150.0, "[lb_av]", json!({})),
        weight("2022-01-01", 72.0, "kg", json!({})),
        weight("2023-01-01", 73.0, "stone", json!({})),
        weight("2024-01-01", 74.0, "kg", json!({})),
    ];
    let sent = series(&all, "");
    assert_eq!((numbers(&sent), sent.left_out), (vec![70.0, 72.0, 74.0], 2));
    // The patient's wish makes pounds and kilograms alike, and nothing else.
    let wished = series(&all, "[lb_av]");
    assert_eq!(numbers(&wished), [154.3, 150.0, 158.7, 163.1]);
    assert_eq!((wished.left_out, wished.unit.as_deref()), (1, Some("lb")));
}

#[test]
fn what_is_no_plain_number_stays_in_the_table() {
    let bound = json!({"valueQuantity": {"value": 1, "comparator": "<", "code": "kg"}});
    let absurd = json!({"valueQuantity": {"value": 1e300, "code": "kg"}});
    let undated = json!({"effectiveDateTime": "some day"});
    let words = json!({"valueQuantity": null, "valueString": "heavy"});
    let all = [
        weight("2020-01-01", 70.0, "kg", json!({})),
        weight("2020-01-02", 1.0, "kg", bound),
        weight("2020-01-03", 1.0, "kg", absurd),
        weight("2020-01-04", 1.0, "kg", undated),
        weight("2020-01-05", 1.0, "kg", words),
    ];
    let series = series(&all, "");
    assert_eq!((numbers(&series), series.left_out), (vec![70.0], 4));
}

#[test]
fn a_flag_has_a_side_and_a_range_a_band() {
    let range = |low: f64, high: f64| json!({"referenceRange": [{"low": {"value": low, "code": "kg"}, "high": {"value": high, "code": "kg"}}]});
    let flagged = json!({"interpretation": [{"coding": [{"code": "A"}]}]});
    let all = [
        weight("2020-01-01", 40.0, "kg", range(50.0, 60.0)),
        weight("2020-01-02", 61.0, "kg", range(50.0, 60.0)),
        weight("2020-01-03", 55.0, "kg", range(50.0, 60.0)),
        weight("2020-01-04", 55.0, "kg", flagged),
        weight("2020-01-05", 55.0, "kg", range(52.0, 58.0)),
    ];
    let found = series(&all, "");
    let sides: Vec<Side> = found.points.iter().map(|point| point.side).collect();
    assert_eq!(
        sides,
        [
            Side::Below,
            Side::Above,
            Side::Inside,
            Side::Outside,
            Side::Inside
        ]
    );
    assert_eq!(
        found.band,
        Some((Some(52.0), Some(58.0))),
        "that of the newest"
    );
    let wished = series(&all, "[lb_av]").band;
    assert_eq!(wished, Some((Some(114.6), Some(127.9))));
    // A range in another unit, or for some people only, is no band.
    let mut other = range(1.0, 2.0);
    other["referenceRange"][0]["low"]["code"] = "stone".into();
    assert_eq!(
        series(&[weight("2020-01-01", 55.0, "kg", other)], "").band,
        None
    );
    let mut some = range(1.0, 2.0);
    some["referenceRange"][0]["appliesTo"] = json!([{"text": "pregnant"}]);
    assert_eq!(
        series(&[weight("2020-01-01", 55.0, "kg", some)], "").band,
        None
    );
}

#[test]
fn codes_that_mean_the_same_are_followed_together() {
    let pressure = codes_like("http://loinc.org|55284-4");
    assert!(pressure.contains(&(Some("http://loinc.org"), "8480-6")) && pressure.len() == 5);
    assert_eq!(
        codes_like("http://loinc.org|718-7"),
        [(Some("http://loinc.org"), "718-7")]
    );
    assert_eq!(codes_like("|x"), [(None, "x")]);
    assert_eq!(
        codes_like("urn:other|85354-9"),
        [(Some("urn:other"), "85354-9")]
    );
}

#[test]
fn the_scale_has_round_numbers_and_the_axis_round_dates() {
    let all = [
        weight("2015-06-01", 54.9, "kg", json!({})),
        weight("2020-08-10", 66.9, "kg", json!({})),
        weight("2024-05-01", 59.4, "kg", json!({})),
    ];
    let chart =
        Chart::of(&series(&all, ""), i64::MIN, i64::MAX, |_, _| Vec::new()).expect("a chart");
    let rungs: Vec<&str> = chart
        .rungs
        .iter()
        .map(|(_, label)| label.as_str())
        .collect();
    assert_eq!(rungs, ["50", "55", "60", "65", "70"]);
    assert_eq!(chart.step, Step::Years);
    let years: Vec<i64> = chart
        .dates
        .iter()
        .map(|(_, ms)| 1970 + ms / 31_556_952_000)
        .collect();
    assert_eq!(years, [2017, 2019, 2021, 2023]);
    assert_eq!(
        (chart.lines.len(), chart.dots.len(), chart.bars.len()),
        (1, 3, 0)
    );
    // Small numbers keep their decimals and no crumbs.
    let small = [
        weight("2024-01-01", 0.1, "kg", json!({})),
        weight("2024-01-03", 0.3, "kg", json!({})),
    ];
    let chart =
        Chart::of(&series(&small, ""), i64::MIN, i64::MAX, |_, _| Vec::new()).expect("a chart");
    let rungs: Vec<&str> = chart
        .rungs
        .iter()
        .map(|(_, label)| label.as_str())
        .collect();
    assert_eq!(rungs, ["0.1", "0.15", "0.2", "0.25", "0.3"]);
    assert_eq!(chart.step, Step::Days);
}

#[test]
fn a_tap_finds_the_nearest_value() {
    let all = [
        weight("2024-01-01", 1.0, "kg", json!({})),
        weight("2024-01-02", 2.0, "kg", json!({})),
        weight("2024-01-11", 3.0, "kg", json!({})),
    ];
    let points = series(&all, "").points;
    for at in 0..points.len() {
        let x = place(&points, at).expect("a place");
        assert_eq!(nearest(&points, x / WIDTH), Some(at));
    }
    assert_eq!(
        (
            nearest(&points, 0.0),
            nearest(&points, 1.0),
            nearest(&[], 0.5)
        ),
        (Some(0), Some(2), None)
    );
}

#[test]
fn a_period_holds_what_lies_in_it() {
    let all = [
        weight("2024-01-01", 1.0, "kg", json!({})),
        weight("2024-01-02", 2.0, "kg", json!({})),
        weight("2024-01-03", 3.0, "kg", json!({})),
    ];
    let series = series(&all, "");
    let day = |at: usize| series.points[at].ms;
    assert_eq!(series.between(day(1), day(1)).len(), 1);
    assert_eq!(series.between(i64::MIN, day(1)).len(), 2);
    assert!(series.between(day(2) + 1, i64::MAX).is_empty());
    assert_eq!(
        Chart::of(&series, day(2) + 1, i64::MAX, |_, _| Vec::new()),
        None
    );
}

proptest! {
    /// Whatever the numbers, everything is drawn inside of the frame.
    #[test]
    fn nothing_is_drawn_outside(values in prop::collection::vec((0_i64..40_000, -1e9_f64..1e9), 1..80), scale in -12_i32..4) {
        let all: Vec<Json> = values.iter().map(|(day, value)| {
            let date = chrono::NaiveDate::from_epoch_days(*day as i32).unwrap();
            weight(&date.to_string(), value * 10_f64.powi(scale), "kg", json!({}))
        }).collect();
        let series = series(&all, "");
        let chart = Chart::of(&series, i64::MIN, i64::MAX, |_, _| Vec::new()).unwrap();
        let inside = |x: f64, y: f64| {
            (START - 0.1..=WIDTH - END + 0.1).contains(&x) && (TOP - 0.1..=HEIGHT - BOTTOM + 0.1).contains(&y)
        };
        prop_assert!(chart.dots.iter().all(|dot| inside(dot.x, dot.y)), "{:?}", chart.dots);
        prop_assert!(chart.rungs.len() >= 2 && chart.rungs.len() <= 7, "{:?}", chart.rungs);
        prop_assert!(chart.dates.len() <= 7, "{:?}", chart.dates);
        prop_assert!(chart.lines.iter().all(|line| !line.contains("NaN") && !line.contains("inf")));
    }
}
