//! Free times, grouped as a person reads a calendar.

use super::is_mode;
use crate::fhir::types::Slot;

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeSlot {
    /// The id of the Slot.
    pub id: String,
    /// Milliseconds since 1970.
    pub start: i64,
    /// Milliseconds since 1970.
    pub end: i64,
    /// Which of the doctor's places, by its number in a list that is kept beside.
    pub place: usize,
    /// The kind of visit it is for; `None` where it is for any.
    pub mode: Option<String>,
}

impl FreeSlot {
    /// How long it takes, in minutes; 0 where nobody says it.
    pub fn minutes(&self) -> i64 {
        (self.end - self.start) / MINUTE
    }
}

/// The kind of visit that a slot is for, a code as [`mode`](super::mode) has it; `None` where it doesn't say.
pub fn slot_mode(slot: &Slot) -> Option<&str> {
    let mut concepts = slot.services().chain(slot.appointment_type());
    concepts.find_map(|concept| {
        let mut codings = concept.codings();
        codings.find(is_mode)?.code()
    })
}

/// Which times somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The code of a kind of visit; `None` is any.
    pub mode: Option<String>,
    /// Minutes; `None` is any.
    pub minutes: Option<i64>,
}

impl Wanted {
    /// Whether a time is one of them. A time that is for any kind of visit fits each.
    pub fn fits(&self, slot: &FreeSlot) -> bool {
        let mode = self.mode.is_none() || slot.mode.is_none() || self.mode == slot.mode;
        mode && self.minutes.is_none_or(|minutes| minutes == slot.minutes())
    }
}

/// The kinds of visit among times, each once; empty where there is no choice.
pub fn kinds_of(slots: &[FreeSlot]) -> Vec<String> {
    let mut kinds: Vec<String> = slots.iter().filter_map(|slot| slot.mode.clone()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let any = slots.iter().any(|slot| slot.mode.is_none());
    match kinds.len() + usize::from(any) {
        0 | 1 => Vec::new(),
        _ => kinds,
    }
}

/// The lengths of times in minutes, the shortest first; empty where there is no choice.
pub fn lengths_of(slots: &[FreeSlot]) -> Vec<i64> {
    let mut lengths: Vec<i64> = slots.iter().map(FreeSlot::minutes).collect();
    lengths.sort_unstable();
    lengths.dedup();
    match lengths.len() {
        1 => Vec::new(),
        _ => lengths,
    }
}

/// The times of one day, by the clocks of the clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Days since 1970-01-01.
    pub day: i64,
    /// In the order of their first times; never empty, nor is any of them.
    pub parts: Vec<Part>,
}

/// Times of one part of a day at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub part: PartOfDay,
    pub place: usize,
    pub slots: Vec<FreeSlot>,
}

/// Until noon, until six, and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Afternoon,
    Evening,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Groups times by day and part of day, the earliest first. `offset` tells how many minutes east of UTC the clinic's
/// clocks are at a time.
pub fn group(slots: &[FreeSlot], offset: impl Fn(&FreeSlot) -> i32) -> Vec<Day> {
    let mut slots: Vec<&FreeSlot> = slots.iter().collect();
    slots.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
    let mut days: Vec<Day> = Vec::new();
    for slot in slots {
        let local = slot.start + i64::from(offset(slot)) * MINUTE;
        let number = local.div_euclid(DAY);
        let at = days
            .iter()
            .position(|day| day.day == number)
            .unwrap_or_else(|| {
                days.push(Day {
                    day: number,
                    parts: Vec::new(),
                });
                days.len() - 1
            });
        put(&mut days[at].parts, part_of_day(local), slot);
    }
    // Two places on both sides of a date line can take turns.
    days.sort_by_key(|day| day.day);
    days
}

fn put(parts: &mut Vec<Part>, part: PartOfDay, slot: &FreeSlot) {
    match parts
        .iter_mut()
        .find(|known| known.part == part && known.place == slot.place)
    {
        Some(known) => known.slots.push(slot.clone()),
        None => parts.push(Part {
            part,
            place: slot.place,
            slots: vec![slot.clone()],
        }),
    }
}

fn part_of_day(local: i64) -> PartOfDay {
    match local.rem_euclid(DAY) / HOUR {
        0..12 => PartOfDay::Morning,
        12..18 => PartOfDay::Afternoon,
        _ => PartOfDay::Evening,
    }
}

/// The `count` times that start nearest to `at` (milliseconds since 1970), the earliest first.
pub fn nearest(slots: &[FreeSlot], at: i64, count: usize) -> Vec<FreeSlot> {
    let mut near = slots.to_vec();
    near.sort_by_key(|slot| (slot.start.abs_diff(at), slot.start));
    near.truncate(count);
    near.sort_by_key(|slot| slot.start);
    near
}
