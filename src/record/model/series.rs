//! One kind of measurement over time: what of it can be drawn on one scale.

use super::convert::Units;
use super::{Entry, Number, Reading, Usual, Value, Weight};

/// On which side of what is usual a value lies, as its flag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Inside,
    Above,
    Below,
    /// Flagged, without a side.
    Outside,
}

/// A value that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When, in milliseconds since 1970.
    pub ms: i64,
    /// One number; two for a blood pressure, the systolic first.
    pub numbers: Vec<Number>,
    pub side: Side,
    /// Which of the entries it is of.
    pub entry: usize,
}

/// The values of one kind that share a unit, the oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub points: Vec<Point>,
    /// For reading; `None` for mere numbers.
    pub unit: Option<String>,
    /// What is usual by the newest value's only reference range; either end may be open.
    pub band: Option<(Option<f64>, Option<f64>)>,
    /// Values that can't be drawn with the others: words, bounds, other units, no date.
    pub left_out: usize,
}

impl Series {
    /// The series that the newest entry belongs to, of entries of one kind with the newest first, in the units that the
    /// patient wants. `None` where there is nothing to draw.
    pub fn of(entries: &[Entry], units: &Units) -> Option<Self> {
        let all: Vec<(usize, Value)> = entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| Some((at, drawn(entry.readings.first()?, units)?)))
            .collect();
        let (newest, scale) = all.first()?;
        let mut points: Vec<Point> = all
            .iter()
            .filter(|(_, value)| shares_scale(value, scale))
            .filter_map(|(at, value)| point(*at, &entries[*at], value))
            .collect();
        points.sort_by_key(|point| point.ms);
        let band = entries[*newest]
            .readings
            .first()
            .and_then(|reading| band(reading, scale, units));
        Some(Self {
            left_out: entries.len() - points.len(),
            unit: scale
                .numbers()
                .first()
                .and_then(|number| number.unit.clone()),
            points,
            band,
        })
    }

    /// The points from one moment to another, both included.
    pub fn between(&self, from: i64, to: i64) -> &[Point] {
        let start = self.points.partition_point(|point| point.ms < from);
        let end = self.points.partition_point(|point| point.ms <= to);
        self.points.get(start..end).unwrap_or_default()
    }
}

/// Nothing in medicine is measured in numbers as large.
const LARGEST: f64 = 1e15;

/// The value as it would be drawn: in the wished units, and no mere bound.
fn drawn(reading: &Reading, units: &Units) -> Option<Value> {
    let value = &reading.value;
    let numbers = value.numbers();
    let fits = |number: &&Number| number.bound.is_none() && number.number.abs() < LARGEST;
    let drawable = !numbers.is_empty() && numbers.iter().all(fits);
    drawable.then(|| value.in_units(units).unwrap_or_else(|| value.clone()))
}

fn shares_scale(value: &Value, scale: &Value) -> bool {
    let (value, scale) = (value.numbers(), scale.numbers());
    value.len() == scale.len()
        && value
            .iter()
            .zip(scale)
            .all(|(one, other)| one.has_unit_of(other))
}

fn point(at: usize, entry: &Entry, value: &Value) -> Option<Point> {
    Some(Point {
        ms: entry.when.date()?.start_ms(),
        numbers: value.numbers().into_iter().cloned().collect(),
        side: side(entry.readings.first()?),
        entry: at,
    })
}

fn side(reading: &Reading) -> Side {
    let flag = reading
        .flags
        .iter()
        .find(|flag| flag.weight > Weight::Plain);
    match flag.map(|flag| flag.icon) {
        None => Side::Inside,
        Some(Some("up")) => Side::Above,
        Some(Some("down")) => Side::Below,
        Some(_) => Side::Outside,
    }
}

/// A range that holds for some people only, or one of several, is no band: it is told in words beside the value.
fn band(reading: &Reading, scale: &Value, units: &Units) -> Option<(Option<f64>, Option<f64>)> {
    let [parts] = reading.usual.as_slice() else {
        return None;
    };
    let [Usual::Between(range)] = parts.as_slice() else {
        return None;
    };
    let range = range.in_units(units).unwrap_or_else(|| (**range).clone());
    let Value::Range(low, high) = range else {
        return None;
    };
    let scale = scale.numbers();
    let alike = |end: &Number| scale.iter().all(|number| number.has_unit_of(end));
    if !low.iter().chain(&high).all(alike) {
        return None;
    }
    let number = |end: Option<Number>| end.map(|end| end.number);
    Some((number(low), number(high)))
}
