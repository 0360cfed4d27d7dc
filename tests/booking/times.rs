//! Free times grouped by day: the law is that no time is lost, doubled or moved to another day.

use proptest::prelude::*;
use sampan::booking::model::{
    FreeSlot, PartOfDay, Wanted, group, kinds_of, lengths_of, nearest, overlapping,
};
use sampan::fhir::types::Appointment;
use sampan::fhir::{FhirDate, Resource, Typed};
use serde_json::json;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn slot(number: usize, start: i64, place: usize) -> FreeSlot {
    FreeSlot {
        id: format!("slot-{number}"),
        start,
        end: start + 15 * MINUTE,
        place,
        mode: None,
    }
}

/// 2026-11-23T10:30:00Z.
const MONDAY: i64 = 1_795_429_800_000;

fn days(offset_hours: i32) -> Vec<i64> {
    let slots = [slot(0, MONDAY, 0), slot(1, MONDAY + 12 * HOUR, 0)];
    let grouped = group(&slots, |_| offset_hours * 60);
    grouped.iter().map(|day| day.day).collect()
}

#[test]
fn the_day_is_the_clinics_on_both_sides_of_the_date_line() {
    let monday = MONDAY / DAY;
    assert_eq!(days(0), [monday]);
    // Kiritimati: 00:30 on Tuesday and noon after it.
    assert_eq!(days(14), [monday + 1]);
    // Baker Island: 22:30 on Sunday, 10:30 on Monday.
    assert_eq!(days(-12), [monday - 1, monday]);
}

#[test]
fn a_day_falls_into_its_parts_and_places() {
    let at = |hours: i64| MONDAY - MONDAY.rem_euclid(DAY) + hours * HOUR;
    let slots = [
        slot(0, at(18), 0),
        slot(1, at(12), 0),
        slot(2, at(11), 1),
        slot(3, at(9), 0),
        slot(4, at(17), 0),
    ];
    let days = group(&slots, |_| 0);
    let found: Vec<_> = days[0]
        .parts
        .iter()
        .map(|part| (part.part, part.place, part.slots.len()))
        .collect();
    assert_eq!(
        found,
        [
            (PartOfDay::Morning, 0, 1),
            (PartOfDay::Morning, 1, 1),
            (PartOfDay::Afternoon, 0, 2),
            (PartOfDay::Evening, 0, 1),
        ]
    );
}

#[test]
fn the_nearest_times_are_offered_in_the_order_of_the_day() {
    let slots: Vec<FreeSlot> = (0..10)
        .map(|number| slot(number, MONDAY + number as i64 * HOUR, 0))
        .collect();
    let near = nearest(&slots, MONDAY + 4 * HOUR + MINUTE, 3);
    let ids: Vec<_> = near.iter().map(|slot| slot.id.as_str()).collect();
    assert_eq!(ids, ["slot-3", "slot-4", "slot-5"]);
}

#[test]
fn filters_are_offered_only_where_times_differ() {
    let mut slots = [slot(0, MONDAY, 0), slot(1, MONDAY + HOUR, 0)];
    assert_eq!(kinds_of(&slots), Vec::<String>::new());
    assert_eq!(lengths_of(&slots), Vec::<i64>::new());
    slots[1].mode = Some("VR".into());
    slots[1].end += 15 * MINUTE;
    assert_eq!(kinds_of(&slots), ["VR"]);
    assert_eq!(lengths_of(&slots), [15, 30]);

    let wanted = |mode: Option<&str>, minutes| Wanted {
        mode: mode.map(str::to_owned),
        minutes,
    };
    let fitting = |wanted: Wanted| -> Vec<usize> {
        (0..2)
            .filter(|number| wanted.fits(&slots[*number]))
            .collect()
    };
    assert_eq!(fitting(wanted(None, None)), [0, 1]);
    // The first is for any kind of visit.
    assert_eq!(fitting(wanted(Some("VR"), None)), [0, 1]);
    assert_eq!(fitting(wanted(Some("AMB"), None)), [0]);
    assert_eq!(fitting(wanted(None, Some(30))), [1]);
}

fn visit(id: &str, status: &str, start: i64, end: i64) -> Appointment {
    let at = |ms| {
        FhirDate::of_epoch_ms(ms)
            .expect("a date")
            .as_str()
            .to_owned()
    };
    let value = json!({"resourceType": "Appointment", "id": id, "status": status,
        "start": at(start), "end": at(end)});
    Appointment::wrap(Resource::parse(value).expect("a resource"))
}

#[test]
fn only_what_still_holds_gets_in_the_way() {
    let hour = |hours: i64| MONDAY + hours * HOUR;
    let all = [
        visit("before", "booked", hour(-1), hour(0)),
        visit("into", "booked", hour(-1), hour(0) + MINUTE),
        visit("off", "cancelled", hour(0), hour(1)),
        visit("asked", "proposed", hour(0), hour(1)),
        visit("within", "booked", hour(0) + MINUTE, hour(0) + 2 * MINUTE),
        visit("around", "booked", hour(-9), hour(9)),
        visit("point", "booked", hour(0), hour(0)),
        visit("after", "booked", hour(1), hour(2)),
    ];
    let found = |but| -> Vec<&str> {
        let found = overlapping(&all, hour(0), hour(1), but);
        found.iter().map(|one| one.id()).collect()
    };
    assert_eq!(found(None), ["into", "asked", "within", "around", "point"]);
    assert_eq!(found(Some("around")), ["into", "asked", "within", "point"]);
}

proptest! {
    #[test]
    fn two_visits_get_in_each_others_way_or_neither_does(
        a in 0..500i64, b in 0..500i64, long in 1..90i64, other in 1..90i64,
    ) {
        let at = |minutes: i64| MONDAY + minutes * MINUTE;
        let one = [visit("one", "booked", at(a), at(a + long))];
        let two = [visit("two", "booked", at(b), at(b + other))];
        let first = overlapping(&one, at(b), at(b + other), None).len();
        let second = overlapping(&two, at(a), at(a + long), None).len();
        prop_assert_eq!(first, second);
        prop_assert_eq!(first == 1, a < b + other && b < a + long);
    }

    #[test]
    fn every_time_is_in_one_group_in_order(
        starts in prop::collection::vec((0..60 * DAY, 0..3usize), 0..80),
        offsets in prop::array::uniform3(-12 * 60..=14 * 60i32),
    ) {
        let slots: Vec<FreeSlot> =
            starts.iter().enumerate().map(|(number, (start, place))| slot(number, MONDAY + start, *place)).collect();
        let days = group(&slots, |slot| offsets[slot.place]);

        let mut ids: Vec<String> = Vec::new();
        for day in &days {
            prop_assert!(!day.parts.is_empty());
            for part in &day.parts {
                prop_assert!(!part.slots.is_empty());
                prop_assert!(part.slots.is_sorted_by_key(|slot| slot.start));
                for slot in &part.slots {
                    let local = slot.start + i64::from(offsets[slot.place]) * MINUTE;
                    prop_assert_eq!(local.div_euclid(DAY), day.day);
                    prop_assert_eq!(slot.place, part.place);
                    ids.push(slot.id.clone());
                }
            }
            let firsts: Vec<i64> = day.parts.iter().map(|part| part.slots[0].start).collect();
            prop_assert!(firsts.is_sorted());
        }
        prop_assert!(days.is_sorted_by(|a, b| a.day < b.day));
        ids.sort();
        let mut all: Vec<String> = slots.into_iter().map(|slot| slot.id).collect();
        all.sort();
        prop_assert_eq!(ids, all);
    }
}
