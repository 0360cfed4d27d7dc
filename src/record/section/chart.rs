//! The chart of a series: a line (two for a blood pressure, with a bar between), the reference band, and a mark for every
//! value whose shape says on which side of the usual it lies. One value at a time is told exactly.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;

use super::growth::Beside;
use super::series::point_value;
use crate::i18n::{DateStyle, format_date, t, t_n, t_with};
use crate::native::number_text;
use crate::record::entry::item_href;
use crate::record::model::chart::{
    BOTTOM, Chart, Dot, END, HEIGHT, START, Step, TOP, WIDTH, nearest, place, tenth,
};
use crate::record::model::series::{Series, Side};
use crate::record::model::{Chapter, Entry};
use crate::record::words;

const DAY: i64 = 86_400_000;
/// The periods that can be chosen, in days back from the newest value; none for all.
const PERIODS: [(&str, Option<i64>); 4] = [
    ("record.period_all", None),
    ("record.period_five_years", Some(1827)),
    ("record.period_year", Some(366)),
    ("record.period_quarter", Some(92)),
];

/// A chart with its period and its exact value.
pub fn view(
    chapter: Chapter,
    name: &str,
    series: Series,
    entries: &[Entry],
    beside: &Beside,
) -> View {
    let newest = series.points.last().map_or(0, |point| point.ms);
    let oldest = series.points.first().map_or(0, |point| point.ms);
    let from = RwSignal::new(i64::MIN);
    let chosen = RwSignal::new(usize::MAX);
    let label = t_with("record.chart_of", &[("name", name)]);
    let unit = series.unit.clone();
    let has_band = series.band.is_some();
    let has_curves = matches!(beside, Beside::Others(_));
    let data = StoredValue::new_local((series, entries.to_vec()));
    let beside = beside.clone();
    let periods = PERIODS
        .into_iter()
        .filter(|(_, days)| days.is_none_or(|days| newest - oldest > days * DAY));
    let periods: Vec<View> = periods
        .map(|(label, days)| {
            let start = days.map_or(i64::MIN, |days| newest - days * DAY);
            let choose = move |_| {
                from.set(start);
                chosen.set(usize::MAX);
            };
            view! {
                <button type="button" class="chip" aria-pressed=move || (from.get() == start).to_string() on:click=choose>{t(label)}</button>
            }
        })
        .collect();
    let drawing = move || {
        data.with_value(|(series, entries)| {
            let curves = |start, end| beside.curves(series, entries, start, end);
            Chart::of(series, from.get(), i64::MAX, curves).map(|chart| drawing(&chart))
        })
    };
    let cursor = move || {
        data.with_value(|(series, _)| {
            let points = series.between(from.get(), i64::MAX);
            place(points, chosen.get().min(points.len().saturating_sub(1)))
        })
        .filter(|_| chosen.get() != usize::MAX)
        .map(|x| view! { <line class="chart-cursor" x1=tenth(x) x2=tenth(x) y1=tenth(TOP) y2=tenth(HEIGHT - BOTTOM)/> })
    };
    let count = move || data.with_value(|(series, _)| series.between(from.get(), i64::MAX).len());
    let tap = move |event: web_sys::MouseEvent| {
        let target = event
            .current_target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(target) = target {
            let frame = target.get_bounding_client_rect();
            let share = (f64::from(event.client_x()) - frame.left()) / frame.width().max(1.0);
            let found = data.with_value(|(series, _)| {
                nearest(series.between(from.get_untracked(), i64::MAX), share)
            });
            chosen.set(found.unwrap_or(usize::MAX));
        }
    };
    let at = move || chosen.get().min(count().saturating_sub(1));
    let told = move || {
        data.with_value(|(series, entries)| {
            let point = series.between(from.get(), i64::MAX).get(at())?;
            let entry = entries.get(point.entry)?;
            let when = words::when(&entry.when).unwrap_or_default();
            Some([point_value(point, entries), t("record.comma"), when].concat())
        })
    };
    let href = move || {
        data.with_value(|(series, entries)| {
            let point = series.between(from.get(), i64::MAX).get(at())?;
            Some(item_href(chapter, &entries.get(point.entry)?.key))
        })
    };
    view! {
        <figure class="chart card">
            {(periods.len() > 1).then(|| view! { <div class="tags" role="group" aria-label=t("record.period")>{periods}</div> })}
            <figcaption class="small quiet">
                {unit.map(|unit| t_with("record.chart_unit", &[("unit", &unit)]))}
                {has_band.then(|| [" ", &t("record.chart_band")].concat())}
                {has_curves.then(|| [" ", &t("record.chart_growth")].concat())}
            </figcaption>
            <svg class="chart-svg" viewBox=["0 0 ", &number_text(WIDTH), " ", &number_text(HEIGHT)].concat() role="img" aria-label=label on:click=tap>
                {drawing}
                {cursor}
            </svg>
            <label class="chart-slider">
                <span class="small">{t("record.chart_slide")}</span>
                <input type="range" dir="ltr" min="0" max=move || count().saturating_sub(1).to_string() prop:value=move || at().to_string()
                    aria-valuetext=told
                    on:input=move |event| chosen.set(event_target_value(&event).parse().unwrap_or(usize::MAX))/>
            </label>
            <p class="chart-value"><a href=move || href().unwrap_or_default()>{told}</a></p>
            <p class="small quiet">{move || t_n("record.chart_count", count(), &[])}</p>
        </figure>
    }
}

fn drawing(chart: &Chart) -> View {
    let floor = HEIGHT - BOTTOM;
    let band = chart.band.map(|(y, height)| {
        view! { <rect class="chart-band" x=tenth(START) y=tenth(y) width=tenth(WIDTH - START - END) height=tenth(height.max(0.0))/> }
    });
    let rungs: Vec<View> = chart
        .rungs
        .iter()
        .map(|(y, label)| {
            view! {
                <line class="chart-rung" x1=tenth(START) x2=tenth(WIDTH - END) y1=tenth(*y) y2=tenth(*y)/>
                <text x=tenth(START - 6.0) y=tenth(*y + 4.0) text-anchor="end">{label.clone()}</text>
            }
        })
        .collect();
    let style = match chart.step {
        Step::Years => DateStyle::Year,
        Step::Months => DateStyle::MonthShort,
        Step::Days => DateStyle::DayShort,
    };
    let dates: Vec<View> = chart
        .dates
        .iter()
        .map(|(x, ms)| {
            let anchor = if *x > WIDTH - 40.0 { "end" } else { "middle" };
            view! {
                <line class="chart-rung" x1=tenth(*x) x2=tenth(*x) y1=tenth(floor) y2=tenth(floor + 4.0)/>
                <text x=tenth(*x) y=tenth(HEIGHT - 6.0) text-anchor=anchor>{format_date(*ms, Some("UTC"), style)}</text>
            }
        })
        .collect();
    let mut free = HEIGHT;
    let curves: Vec<View> = chart
        .curves
        .iter()
        .map(|(label, points, end)| {
            // The lines come from below; a name that would touch the one under it is left out.
            let named = free - end >= 9.0;
            if named {
                free = *end;
            }
            let name = named.then(|| view! { <text x=tenth(WIDTH - END - 2.0) y=tenth(end - 2.0) text-anchor="end">{*label}</text> });
            view! { <polyline class="chart-curve" points=points.clone()/>{name} }
        })
        .collect();
    let bars: Vec<View> = chart
        .bars
        .iter()
        .map(|(x, above, below)| {
            view! { <line class="chart-bar" x1=tenth(*x) x2=tenth(*x) y1=tenth(*above) y2=tenth(*below)/> }
        })
        .collect();
    let lines: Vec<View> = chart
        .lines
        .iter()
        .map(|points| view! { <polyline class="chart-line" points=points.clone()/> })
        .collect();
    let dots: Vec<View> = chart.dots.iter().map(dot).collect();
    view! { {band}{rungs}{dates}{curves}{bars}{lines}{dots} }
}

/// A circle within what is usual, a triangle that points to the side on which a value lies outside, a square where no side
/// is known: to be told apart without colours.
fn dot(dot: &Dot) -> View {
    let corner = |dx: f64, dy: f64| [&tenth(dot.x + dx), ",", &tenth(dot.y + dy)].concat();
    let shape = |corners: &[(f64, f64)]| {
        let points: Vec<String> = corners.iter().map(|(dx, dy)| corner(*dx, *dy)).collect();
        view! { <polygon class="chart-flag" points=points.join(" ")/> }
    };
    match dot.side {
        Side::Inside => {
            view! { <circle class="chart-dot" cx=tenth(dot.x) cy=tenth(dot.y) r="3"/> }
        }
        Side::Above => shape(&[(-5.0, 4.0), (5.0, 4.0), (0.0, -5.0)]),
        Side::Below => shape(&[(-5.0, -4.0), (5.0, -4.0), (0.0, 5.0)]),
        Side::Outside => shape(&[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)]),
    }
}
