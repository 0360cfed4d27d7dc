//! The order of doctors.

use std::sync::Arc;

use crate::directory::NOW;
use crate::model::one;
use proptest::prelude::*;
use sampan::config::Weights;
use sampan::doctors::model::{
    Detail, Doctor, Factor, NextFree, Place, Row, Rules, order, score, total,
};
use sampan::doctors::query::{Position, Query, Sort};
use sampan::reviews::Aggregate;

const DAY: i64 = 86_400_000;
const WEIGHTS: Weights = Weights {
    fit: 40,
    soon: 25,
    near: 15,
    rating: 20,
};
const RULES: Rules = Rules {
    threshold: 10,
    weights: WEIGHTS,
};

fn row(id: &str, next: Option<i64>, rating: Option<(f64, u32)>) -> Row {
    let next = next.map_or(NextFree::Full, |ms| NextFree::At { ms, location: None });
    let rating = rating.map(|(mean, count)| Aggregate {
        mean: Some(mean),
        count,
        ..Aggregate::default()
    });
    let doctor = Doctor {
        id: id.to_owned(),
        specialty_codes: vec!["1".to_owned()],
        ..Doctor::default()
    };
    Row {
        doctor: Arc::new(doctor),
        detail: Some(Detail { rating, next }),
        alike: false,
    }
}

/// The same row with another doctor.
fn with(row: &Row, change: impl FnOnce(&mut Doctor)) -> Row {
    let mut doctor = (*row.doctor).clone();
    change(&mut doctor);
    Row {
        doctor: Arc::new(doctor),
        ..row.clone()
    }
}

fn at(row: &Row, place: (f64, f64)) -> Row {
    let place = Place {
        position: Some(place),
        ..Place::default()
    };
    with(row, |doctor| doctor.places = vec![place])
}

fn ids(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.doctor.id.as_str()).collect()
}

fn ordered(rows: &[Row], query: &Query) -> Vec<Row> {
    let mut rows = rows.to_vec();
    order(&mut rows, query, &RULES, NOW);
    rows
}

fn points(row: &Row, query: &Query) -> f64 {
    total(&score(row, query, &WEIGHTS, NOW))
}

fn heart() -> Query {
    Query {
        specialty: Some("1,2".into()),
        near: Position::new(31.2, 121.5),
        ..Query::default()
    }
}

#[test]
fn what_the_order_goes_by_is_missing_last() {
    let rows = [
        row("a", None, Some((5.0, 3))),
        row("b", Some(20), Some((4.1, 40))),
        row("c", Some(10), None),
        row("d", Some(10), Some((4.6, 12))),
    ];
    let sorted = |sort| {
        let query = Query {
            sort,
            ..Query::default()
        };
        ordered(&rows, &query)
    };
    assert_eq!(ids(&sorted(Sort::Soonest)), ["c", "d", "b", "a"]);
    // Five stars of three reviews are no score.
    assert_eq!(ids(&sorted(Sort::Rated)), ["d", "b", "a", "c"]);
}

#[test]
fn the_nearest_of_several_places_counts() {
    let mut far = one("en");
    far.id = "far".into();
    far.places[0].position = Some((31.9, 121.5));
    let mut both = one("en");
    both.id = "both".into();
    both.places.push(far.places[0].clone());
    let unknown = Doctor {
        id: "unknown".into(),
        ..Doctor::default()
    };
    let row = |doctor: Doctor| Row {
        doctor: Arc::new(doctor),
        detail: None,
        alike: false,
    };
    let query = Query {
        near: Position::new(31.228, 121.522),
        sort: Sort::Nearest,
        ..Query::default()
    };
    assert_eq!(
        ids(&ordered(&[row(unknown), row(far), row(both)], &query)),
        ["both", "far", "unknown"]
    );
}

/// The sum that docs/ranking.md works out.
#[test]
fn the_example_of_the_documentation_is_right() {
    let mut doctor = at(&row("a", Some(NOW + DAY), Some((4.8, 90))), (31.2, 121.5));
    if let Some(rating) = doctor
        .detail
        .as_mut()
        .and_then(|detail| detail.rating.as_mut())
    {
        rating.prior = Some(4.3);
    }
    let parts = score(&doctor, &heart(), &WEIGHTS, NOW);
    let points: Vec<(Factor, String)> = parts
        .iter()
        .map(|part| (part.factor, format!("{:.2}", part.points())))
        .collect();
    let expected = [
        (Factor::Fit, "40.00"),
        (Factor::Soon, "18.75"),
        (Factor::Near, "15.00"),
        (Factor::Rating, "18.75"),
    ];
    assert_eq!(
        points,
        expected.map(|(factor, points)| (factor, points.to_owned()))
    );
    let text = include_str!("../../docs/ranking.md");
    assert!(
        text.contains("40 + 18.75 + 15 + 18.75 = 92.5"),
        "docs/ranking.md"
    );
}

#[test]
fn each_factor_counts_and_what_was_not_asked_counts_for_nobody() {
    let good = at(&row("good", Some(NOW), Some((4.9, 200))), (31.2, 121.5));
    for worse in [
        at(&row("x", Some(NOW + DAY), Some((4.9, 200))), (31.2, 121.5)),
        at(&row("x", Some(NOW), Some((4.8, 200))), (31.2, 121.5)),
        at(&row("x", Some(NOW), Some((4.9, 200))), (31.3, 121.5)),
        with(&good, |doctor| doctor.specialty_codes = vec!["2".into()]),
        Row {
            alike: true,
            ..good.clone()
        },
    ] {
        assert!(
            points(&good, &heart()) > points(&worse, &heart()),
            "{worse:?}"
        );
    }
    let factors: Vec<Factor> = score(&good, &Query::default(), &WEIGHTS, NOW)
        .iter()
        .map(|part| part.factor)
        .collect();
    assert_eq!(factors, [Factor::Soon, Factor::Rating]);
}

prop_compose! {
    fn any_row()(
        id in "[a-z]{1,4}",
        next in prop::option::of(0..60 * DAY),
        rating in prop::option::of((1.0..=5.0_f64, 1..500_u32)),
        place in prop::option::of((31.0..32.0_f64, 121.0..122.0_f64)),
        second in prop::bool::ANY,
        alike in prop::bool::ANY,
    ) -> Row {
        let row = row(&id, next.map(|ms| NOW + ms), rating);
        let row = place.map_or(row.clone(), |place| at(&row, place));
        let row = with(&row, |doctor| if second { doctor.specialty_codes = vec!["2".to_owned()] });
        Row { alike, ..row }
    }
}

proptest! {
    /// A better value of one factor never lowers a result.
    #[test]
    fn better_is_never_worse(row in any_row(), sooner in 0..30 * DAY, stars in 0.0..4.0_f64) {
        let query = heart();
        let before = points(&row, &query);
        let mut better = row.clone();
        if let Some(detail) = &mut better.detail {
            match &mut detail.next {
                NextFree::At { ms, .. } => *ms = (*ms - sooner).max(NOW),
                next => *next = NextFree::At { ms: NOW + sooner, location: None },
            }
        }
        prop_assert!(points(&better, &query) >= before);
        let mut better = row.clone();
        if let Some(rating) = better.detail.as_mut().and_then(|detail| detail.rating.as_mut()) {
            rating.mean = rating.mean.map(|mean| (mean + stars).min(5.0));
        }
        prop_assert!(points(&better, &query) >= before);
        prop_assert!(points(&at(&row, (31.2, 121.5)), &query) >= before);
        let named = Row { alike: false, ..row.clone() };
        prop_assert!(points(&named, &query) >= before);
        prop_assert!(points(&with(&row, |doctor| doctor.specialty_codes = vec!["1".into()]), &query) >= before);
    }

    /// Nothing but the four factors counts: no name, no photo, no fee, no hospital can be bought a place.
    #[test]
    fn nothing_else_counts(row in any_row(), text in "\\PC{0,20}") {
        let query = heart();
        let other = with(&row, |doctor| {
            doctor.name.clone_from(&text);
            doctor.photo = Some(text.clone());
            doctor.title = Some(text.clone());
            doctor.phone = Some(text.clone());
            doctor.takes_new_patients = Some(true);
            doctor.visits.clear();
            doctor.hospital = None;
        });
        prop_assert_eq!(points(&row, &query), points(&other, &query));
    }

    /// The same doctors come in the same order, however the server sent them.
    #[test]
    fn ties_break_the_same_way(rows in prop::collection::vec(any_row(), 0..12), turn in 0..12_usize) {
        let mut rows = rows;
        rows.sort_by(|a, b| a.doctor.id.cmp(&b.doctor.id));
        rows.dedup_by(|a, b| a.doctor.id == b.doctor.id);
        let mut turned = rows.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        turned.reverse();
        prop_assert_eq!(ordered(&rows, &heart()), ordered(&turned, &heart()));
    }
}
