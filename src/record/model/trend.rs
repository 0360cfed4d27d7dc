//! What changed since the time before, and the line of the last values.

use super::chart::tenth;
use super::{Number, Value, When};

/// The value before, and in which direction things went.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    pub previous: Value,
    pub when: When,
    /// `None` where the two can't be compared: unlike units, bounds, words.
    pub change: Option<Change>,
}

/// A direction. Higher is neither better nor worse here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Higher,
    Lower,
    Same,
    /// Of a blood pressure, one number went another way than the other.
    Mixed,
}

impl Change {
    /// From one value to a later one.
    pub fn between(earlier: &Value, later: &Value) -> Option<Self> {
        let (earlier, later) = (earlier.numbers(), later.numbers());
        if earlier.is_empty() || earlier.len() != later.len() {
            return None;
        }
        let steps: Option<Vec<Change>> = earlier
            .into_iter()
            .zip(later)
            .map(|(a, b)| step(a, b))
            .collect();
        let steps = steps?;
        let first = *steps.first()?;
        Some(if steps.iter().all(|step| *step == first) {
            first
        } else {
            Change::Mixed
        })
    }
}

fn step(earlier: &Number, later: &Number) -> Option<Change> {
    if !earlier.is_like(later) {
        return None;
    }
    // Two numbers that read the same are the same to the reader.
    Some(
        if earlier.digits == later.digits || earlier.number == later.number {
            Change::Same
        } else if later.number > earlier.number {
            Change::Higher
        } else {
            Change::Lower
        },
    )
}

/// The width of a [`Line`]'s box, in units of its SVG.
pub const LINE_WIDTH: f64 = 120.0;
/// The height of a [`Line`]'s box.
pub const LINE_HEIGHT: f64 = 32.0;
const LINE_MARGIN: f64 = 3.0;
/// More points than this crowd the line.
const LINE_POINTS: usize = 24;

/// The last values of one unit, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The `points` of one SVG polyline for each part: two for a blood pressure.
    pub points: Vec<String>,
    pub count: usize,
    /// The least and the greatest value, in the order of the parts.
    pub least: Value,
    pub greatest: Value,
}

impl Line {
    /// The line of values with their moments in milliseconds, the newest first. Those unlike the newest are left out;
    /// `None` where fewer than three remain.
    pub fn of(values: &[(i64, &Value)]) -> Option<Self> {
        let (_, newest) = values.first()?;
        let parts = newest.numbers().len();
        let mut alike: Vec<(i64, Vec<&Number>, &Value)> = values
            .iter()
            .filter(|(_, value)| Change::between(value, newest).is_some())
            .take(LINE_POINTS)
            .map(|(ms, value)| (*ms, value.numbers(), *value))
            .collect();
        alike.reverse();
        if parts == 0 || alike.len() < 3 {
            return None;
        }
        let by_first = |a: &&(i64, Vec<&Number>, &Value), b: &&(i64, Vec<&Number>, &Value)| {
            a.1[0].number.total_cmp(&b.1[0].number)
        };
        let least = alike.iter().min_by(by_first)?.2.clone();
        let greatest = alike.iter().max_by(by_first)?.2.clone();
        let all = || {
            alike
                .iter()
                .flat_map(|(_, numbers, _)| numbers.iter().map(|number| number.number))
        };
        let bottom = all().fold(f64::INFINITY, f64::min);
        let top = all().fold(f64::NEG_INFINITY, f64::max);
        let (start, end) = (alike.first()?.0, alike.last()?.0);
        let x = |ms: i64| place((ms - start) as f64, (end - start) as f64, LINE_WIDTH);
        // Up is more, and SVG counts downwards.
        let y = |value: f64| LINE_HEIGHT - place(value - bottom, top - bottom, LINE_HEIGHT);
        let points = (0..parts)
            .map(|part| {
                let dots = alike
                    .iter()
                    .map(|(ms, numbers, _)| point(x(*ms), y(numbers[part].number)));
                dots.collect::<Vec<_>>().join(" ")
            })
            .collect();
        Some(Self {
            points,
            count: alike.len(),
            least,
            greatest,
        })
    }
}

/// A share of a length, within the margins; the middle where there is no span.
fn place(share: f64, span: f64, length: f64) -> f64 {
    let share = if span > 0.0 { share / span } else { 0.5 };
    LINE_MARGIN + share * (length - 2.0 * LINE_MARGIN)
}

fn point(x: f64, y: f64) -> String {
    [&tenth(x), ",", &tenth(y)].concat()
}
