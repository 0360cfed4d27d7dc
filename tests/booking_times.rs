//! Free times grouped by day: the law is that no time is lost, doubled or moved to another day.

use proptest::prelude::*;
use sampan::booking::model::{FreeSlot, PartOfDay, group, nearest};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn slot(number: usize, start: i64, place: usize) -> FreeSlot {
    FreeSlot {
        id: format!("slot-{number}"),
        start,
        end: start + 15 * MINUTE,
        place,
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

proptest! {
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
