//! The geometry of a chart, in the units of its SVG.

use chrono::{Datelike, Months, NaiveDate};

use super::series::{Point, Series, Side};
use crate::native::number_text;

pub const WIDTH: f64 = 360.0;
pub const HEIGHT: f64 = 220.0;
/// Room for the labels of the scale, and of the dates.
pub const START: f64 = 44.0;
pub const END: f64 = 8.0;
pub const TOP: f64 = 10.0;
pub const BOTTOM: f64 = 26.0;
/// More dots than this hide the line; those outside of what is usual are always there.
const MOST_DOTS: usize = 60;
const MOST_ZEROS: u32 = 20;
const DAY: i64 = 86_400_000;

/// A period with its values, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The `points` of one polyline for each number of a value.
    pub lines: Vec<String>,
    /// From one number of a value to the other, for blood pressures: x, y of the upper, y of the lower.
    pub bars: Vec<(f64, f64, f64)>,
    pub dots: Vec<Dot>,
    /// Lines to compare with: the name, the `points` of the polyline, and where it ends.
    pub curves: Vec<(&'static str, String, f64)>,
    /// The reference band: its upper edge and its height.
    pub band: Option<(f64, f64)>,
    /// The scale: y and the number there.
    pub rungs: Vec<(f64, String)>,
    /// The dates: x and the moment there in milliseconds since 1970.
    pub dates: Vec<(f64, i64)>,
    /// How exact the dates need to be told.
    pub step: Step,
}

/// A line to compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub label: &'static str,
    /// Milliseconds since 1970 and the value there, in the unit of the series.
    pub points: Vec<(i64, f64)>,
}

/// One value's mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    pub side: Side,
}

/// The distance of the dates on the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Days,
    Months,
    Years,
}

impl Chart {
    /// Draws the values from one moment to another (milliseconds since 1970), and the curves of that stretch; `None` where
    /// there are no values.
    pub fn of(
        series: &Series,
        from: i64,
        to: i64,
        curves: impl Fn(i64, i64) -> Vec<Curve>,
    ) -> Option<Self> {
        let points = series.between(from, to);
        let numbers = || {
            points
                .iter()
                .flat_map(|point| point.numbers.iter().map(|number| number.number))
        };
        let (first, last) = (points.first()?.ms, points.last()?.ms);
        let (start, end) = if first == last {
            (first - DAY, last + DAY)
        } else {
            (first, last)
        };
        let edges = series
            .band
            .into_iter()
            .flat_map(|(low, high)| low.into_iter().chain(high));
        let curves = curves(start, end);
        let lined = curves
            .iter()
            .flat_map(|curve| curve.points.iter().map(|(_, value)| *value));
        let scale = Scale::over(numbers().chain(edges).chain(lined));
        let x =
            |ms: i64| START + (ms - start) as f64 / (end - start) as f64 * (WIDTH - START - END);
        let y = |value: f64| scale.y(value);
        let parts = points.first()?.numbers.len();
        let line = |part: usize| {
            let spots = points.iter().filter_map(|point| {
                let number = point.numbers.get(part)?;
                Some([&tenth(x(point.ms)), ",", &tenth(y(number.number))].concat())
            });
            spots.collect::<Vec<_>>().join(" ")
        };
        let curve = |curve: &Curve| {
            let spots = curve.points.iter();
            let spots = spots.map(|(ms, value)| [&tenth(x(*ms)), ",", &tenth(y(*value))].concat());
            let (_, last) = curve.points.last()?;
            Some((curve.label, spots.collect::<Vec<_>>().join(" "), y(*last)))
        };
        let (step, dates) = dates(start, end);
        Some(Self {
            lines: (0..parts).map(line).collect(),
            bars: points.iter().filter_map(|point| bar(point, x, y)).collect(),
            dots: dots(points, x, y),
            curves: curves.iter().filter_map(curve).collect(),
            band: series.band.map(|(low, high)| {
                let upper = high.map_or(TOP, y).max(TOP);
                let lower = low.map_or(HEIGHT - BOTTOM, y).min(HEIGHT - BOTTOM);
                (upper, lower - upper)
            }),
            rungs: scale.rungs(),
            dates: dates.into_iter().map(|ms| (x(ms), ms)).collect(),
            step,
        })
    }
}

fn bar(point: &Point, x: impl Fn(i64) -> f64, y: impl Fn(f64) -> f64) -> Option<(f64, f64, f64)> {
    let [above, below] = point.numbers.as_slice() else {
        return None;
    };
    Some((x(point.ms), y(above.number), y(below.number)))
}

fn dots(points: &[Point], x: impl Fn(i64) -> f64, y: impl Fn(f64) -> f64) -> Vec<Dot> {
    let crowded = points.len() > MOST_DOTS;
    let shown = points
        .iter()
        .filter(|point| !crowded || point.side != Side::Inside);
    let dots = shown.flat_map(|point| point.numbers.iter().map(move |number| (point, number)));
    dots.map(|(point, number)| Dot {
        x: x(point.ms),
        y: y(number.number),
        side: point.side,
    })
    .collect()
}

/// Which of the points lies nearest to a place on the chart: `share` is 0 at its start and 1 at its end.
pub fn nearest(points: &[Point], share: f64) -> Option<usize> {
    let (first, last) = (points.first()?.ms, points.last()?.ms);
    let inner = (share * WIDTH - START) / (WIDTH - START - END);
    let wanted = first as f64 + inner * (last - first) as f64;
    let distance = |point: &Point| (point.ms as f64 - wanted).abs();
    (0..points.len()).min_by(|a, b| distance(&points[*a]).total_cmp(&distance(&points[*b])))
}

/// Where one value lies: the x of it.
pub fn place(points: &[Point], at: usize) -> Option<f64> {
    let (first, last) = (points.first()?.ms, points.last()?.ms);
    let share = match last - first {
        0 => 0.5,
        span => (points.get(at)?.ms - first) as f64 / span as f64,
    };
    Some(START + share * (WIDTH - START - END))
}

/// A vertical scale with round numbers.
struct Scale {
    bottom: f64,
    step: f64,
    steps: u32,
}

impl Scale {
    fn over(numbers: impl Iterator<Item = f64>) -> Self {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for number in numbers {
            least = least.min(number);
            most = most.max(number);
        }
        if most <= least {
            let room = if least == 0.0 { 1.0 } else { least.abs() * 0.1 };
            (least, most) = (least - room, most + room);
        }
        let step = round_step((most - least) / 4.0);
        let bottom = (least / step).floor() * step;
        let steps = ((most - bottom) / step).ceil().max(1.0) as u32;
        Self {
            bottom,
            step,
            steps,
        }
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.bottom) / (self.step * f64::from(self.steps));
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    fn rungs(&self) -> Vec<(f64, String)> {
        (0..=self.steps)
            .map(|rung| {
                let value = self.bottom + self.step * f64::from(rung);
                // Without the crumbs of binary fractions.
                let grain = self.step / 10.0;
                let value = (value / grain).round() / (1.0 / grain);
                (self.y(value), number_text(value))
            })
            .collect()
    }
}

/// The round number (1, 2 or 5 and zeros) at or above a number.
fn round_step(least: f64) -> f64 {
    // Bounded: a record may hold any number.
    let mut ten = 1.0;
    for _ in 0..MOST_ZEROS {
        if ten > least {
            ten /= 10.0;
        } else if ten * 10.0 <= least {
            ten *= 10.0;
        }
    }
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|digit| digit * ten)
        .find(|step| *step >= least)
        .unwrap_or(10.0 * ten)
}

/// Round dates between two moments, five at most.
fn dates(start: i64, end: i64) -> (Step, Vec<i64>) {
    let days = (end - start) / DAY;
    let (step, months) = match days {
        0..=62 => (Step::Days, 0),
        63..=800 => (Step::Months, (days / 30 / 5 + 1) as u32),
        _ => (Step::Years, 12 * (days / 365 / 5 + 1) as u32),
    };
    let mut found = Vec::new();
    if step == Step::Days {
        let apart = days / 5 + 1;
        let mut at = start.div_euclid(DAY) * DAY + DAY;
        while at <= end {
            found.push(at);
            at += apart * DAY;
        }
        return (step, found);
    }
    let first = NaiveDate::from_epoch_days(start.div_euclid(DAY) as i32);
    let month = if step == Step::Years {
        1
    } else {
        first.map_or(1, |day| day.month())
    };
    let mut at = first.and_then(|day| NaiveDate::from_ymd_opt(day.year(), month, 1));
    while let Some(day) = at {
        let ms = i64::from(day.to_epoch_days()) * DAY;
        if ms > end {
            break;
        }
        if ms >= start {
            found.push(ms);
        }
        at = day.checked_add_months(Months::new(months));
    }
    (step, found)
}

/// A length with one decimal.
pub fn tenth(length: f64) -> String {
    number_text((length * 10.0).round() / 10.0)
}
