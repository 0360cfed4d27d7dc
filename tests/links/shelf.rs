use proptest::prelude::*;
use sampan::fhir::FhirDate;
use sampan::links::model::manifest::Kind;
use sampan::links::model::offer::{Availability, Time};
use sampan::links::model::shelf::{Line, MOST, Shelf, TIMES};
use serde_json::json;

use super::{EXTENSION, NOW, location, schedule, slot, take};

fn shelf() -> Shelf {
    let mut shelf = Shelf::new("en", NOW);
    assert_eq!(
        take(
            &mut shelf,
            Kind::Location,
            &location("0", "Clinic Boston", "Boston", "MA")
        ),
        Line::Kept
    );
    assert_eq!(
        take(&mut shelf, Kind::Schedule, &schedule("10", &["Location/0"])),
        Line::Kept
    );
    shelf
}

/// An instant so many minutes from NOW.
fn at(minutes: i64) -> String {
    let date = FhirDate::of_epoch_ms(NOW + minutes * 60_000).expect("an instant");
    date.as_str().to_owned()
}

fn times(shelf: &Shelf) -> &[Time] {
    &shelf.services["10"].times
}

#[test]
fn the_specifications_own_shapes_are_read() {
    let mut shelf = shelf();
    let coarse = slot(
        "20",
        "10",
        "2021-03-01T14:00:00.000Z",
        "2021-03-01T23:00:00.000Z",
    );
    assert_eq!(take(&mut shelf, Kind::Slot, &coarse), Line::Kept);
    // Its example of a Slot has an offset without minutes.
    let fine = slot(
        "789",
        "10",
        "2021-03-10T15:00:00-05",
        "2021-03-10T15:20:00-05",
    );
    assert_eq!(take(&mut shelf, Kind::Slot, &fine), Line::Kept);
    let [first, second] = times(&shelf) else {
        panic!("two times")
    };
    assert_eq!(first.start, NOW + 14 * 3_600_000);
    assert_eq!((first.offset, first.capacity), (None, Some(100)));
    assert!(first.is_coarse() && !second.is_coarse());
    assert_eq!(
        first.link.as_deref(),
        Some("https://ehr-portal.example.org/bookings?slot=1000000")
    );
    assert_eq!(first.phone.as_deref(), Some("000-000-0000"));
    assert_eq!(
        (second.start, second.offset),
        (NOW + 9 * 86_400_000 + 20 * 3_600_000, Some(-300))
    );
    let spot = &shelf.spots["0"];
    assert_eq!(spot.place.phone.as_deref(), Some("413-000-0000"));
    assert_eq!(
        spot.page.as_deref(),
        Some("https://pharmacy.example.com/location/00")
    );
    assert_eq!(spot.address, ["123 Summer St", "Boston MA 02114"]);
    let names = [
        "Immunization",
        "COVID-19 Immunization Appointment",
        "Moderna COVID-19 Vaccine",
    ];
    assert_eq!(shelf.services["10"].names, names);
}

#[test]
fn an_aggregator_may_say_only_that_there_are_times() {
    let mut shelf = shelf();
    for (code, said) in [
        ("some", Some(Availability::Some)),
        ("none", Some(Availability::None)),
        ("unknown", Some(Availability::Unknown)),
        ("x", None),
    ] {
        let mut one = schedule("11", &["Location/0"]);
        one["extension"] =
            json!([{"url": format!("{EXTENSION}/has-availability"), "valueCode": code}]);
        take(&mut shelf, Kind::Schedule, &one);
        assert_eq!(shelf.services["11"].availability, said);
    }
}

#[test]
fn only_free_times_to_come_are_kept() {
    let mut shelf = shelf();
    let with = |status: &str, start: i64, end: i64| {
        let mut one = slot("1", "10", &at(start), &at(end));
        one["status"] = status.into();
        one
    };
    for (status, start, end) in [
        ("busy", 60, 80),
        ("busy-tentative", 60, 80),
        ("entered-in-error", 60, 80),
        ("free", -40, -20),
        ("free", -10, 10),
    ] {
        assert_eq!(
            take(&mut shelf, Kind::Slot, &with(status, start, end)),
            Line::Passed,
            "{status} {start}"
        );
    }
    // A long one that has begun can still be used.
    assert_eq!(
        take(&mut shelf, Kind::Slot, &with("free", -60, 300)),
        Line::Kept
    );
    // Of no schedule here, at no certain time.
    assert_eq!(
        take(&mut shelf, Kind::Slot, &slot("2", "99", &at(60), &at(80))),
        Line::Passed
    );
    assert_eq!(
        take(
            &mut shelf,
            Kind::Slot,
            &slot("3", "10", "2021-03-05", "2021-03-05")
        ),
        Line::Passed
    );
    assert_eq!(times(&shelf).len(), 1);
}

#[test]
fn odd_lines_are_counted_and_cost_nothing_else() {
    let mut shelf = shelf();
    let lines: [&[u8]; 7] = [
        b"hello",
        b"{\"resourceType\":\"Slot\"",
        b"<html>",
        b"[]",
        b"{\"resourceType\":\"Schedule\",\"id\":\"1\"}",
        b"{\"resourceType\":\"Slot\"}",
        b"\xFF\xFE",
    ];
    for line in lines {
        assert_eq!(shelf.take(Kind::Slot, line), Line::Odd, "{line:?}");
    }
    assert_eq!(
        take(&mut shelf, Kind::Slot, &slot("1", "10", &at(60), &at(80))),
        Line::Kept
    );
}

#[test]
fn a_hundred_thousand_lines_leave_a_handful() {
    let mut shelf = shelf();
    take(&mut shelf, Kind::Schedule, &schedule("11", &["Location/0"]));
    let mut most = 0;
    for n in 0..100_000_i64 {
        // In no order, as a database gives them.
        let start = 60 + (n * 7919) % 40_000;
        let id = if n % 2 == 0 { "10" } else { "11" };
        let line = format!(
            r#"{{"resourceType":"Slot","id":"{n}","schedule":{{"reference":"Schedule/{id}"}},"status":"{}","start":"{}","end":"{}"}}"#,
            if n % 3 == 0 { "busy" } else { "free" },
            at(start),
            at(start + 20)
        );
        shelf.take(Kind::Slot, line.as_bytes());
        most = most.max(shelf.kept());
    }
    assert_eq!(most, 3 + 2 * TIMES);
    assert!(shelf.services["10"].more);
    let starts: Vec<i64> = times(&shelf).iter().map(|time| time.start).collect();
    assert!(starts.is_sorted());
    assert!(starts[0] < NOW + 120 * 60_000, "the soonest are kept");
}

#[test]
fn there_is_an_end_to_places_too() {
    let mut shelf = Shelf::new("en", NOW);
    for n in 0..MOST + 10 {
        take(
            &mut shelf,
            Kind::Location,
            &json!({"resourceType": "Location", "id": n.to_string(), "name": "x"}),
        );
    }
    assert_eq!(shelf.kept(), MOST);
    assert!(shelf.overfull);
}

proptest! {
    /// Whatever the order of the lines, and however often one comes, the soonest are kept.
    #[test]
    fn the_soonest_are_kept(minutes in prop::collection::vec(1i64..20_000, 1..60)) {
        let mut shelf = shelf();
        for (n, minutes) in minutes.iter().enumerate() {
            take(&mut shelf, Kind::Slot, &slot(&n.to_string(), "10", &at(*minutes), &at(minutes + 20)));
        }
        let mut expected: Vec<i64> = minutes.iter().map(|it| NOW + it * 60_000).collect();
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(shelf.services["10"].more, expected.len() > TIMES);
        expected.truncate(TIMES);
        let kept: Vec<i64> = times(&shelf).iter().map(|time| time.start).collect();
        prop_assert_eq!(kept, expected);
    }
}
