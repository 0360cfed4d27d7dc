//! One kind of measurement over time: its chart, the sentence that says the trend, and all values as a table.

use std::cmp::Ordering;

use crate::view::prelude::*;

use super::growth::{Beside, beside};
use super::{Setting, chart, units};
use crate::fhir::Page as Found;
use crate::fhir::types::Observation;
use crate::i18n::{current, t, t_n, t_with};
use crate::platform::load;
use crate::record::api;
use crate::record::chapter_words::title;
use crate::record::entry::item_href;
use crate::record::model::series::{Point, Series};
use crate::record::model::{Chapter, Entry, Number, codes_like, measurements};
use crate::record::words;
use crate::ui::{BackLink, Page, loaded_page};

/// The page of all values of one kind (`system|code`).
pub fn page(setting: &Setting, kind: String) -> View {
    let (client, patient) = (setting.client.clone(), setting.patient.clone());
    let chapter = setting.chapter().unwrap_or(Chapter::Labs);
    let wanted = kind.clone();
    let fetch = move |kind: String| {
        let (client, patient) = (client.clone(), patient.clone());
        async move {
            let beside = beside(&client, &patient, &kind);
            let values = api::series(client.clone(), patient.clone(), kind.clone());
            let (values, beside) = futures::join!(values, beside);
            values.map(|values| (values, beside))
        }
    };
    let owner = setting.patient.clone();
    let body = loaded_page(
        load(move || kind.clone(), fetch),
        "record.title",
        move |(found, beside)| series_view(chapter, found, beside, &wanted, &owner),
    );
    view! { <BackLink href=setting.list_href() label=setting.title.clone()/>{body} }
}

fn series_view(
    chapter: Chapter,
    found: &Found,
    beside: &Beside,
    kind: &str,
    patient: &str,
) -> View {
    let codes = codes_like(kind);
    let of_kind = |one: &Observation| {
        let code = one.measured().code();
        codes.iter().any(|(system, wanted)| {
            code.codings().any(|coding| {
                coding.code() == Some(wanted) && (system.is_none() || coding.system() == *system)
            })
        })
    };
    let own = |one: &Observation| {
        let subject = one.root().reference("subject");
        subject
            .and_then(|subject| subject.id_of("Patient"))
            .is_none_or(|id| id == patient)
    };
    let observations = found.typed::<Observation>().into_iter();
    let observations: Vec<Observation> = observations
        .filter(|one| of_kind(one) && own(one))
        .collect();
    let entries = measurements(&observations, &current().tag);
    let name = entries.first().and_then(|entry| entry.name.as_ref());
    let name = name.map_or_else(|| title(chapter), words::word);
    let series = Series::of(&entries, &words::units());
    let drawn = series.filter(|series| series.points.len() > 1).map(|series| {
        view! {
            <p class="reading-more">{sentence(&series, &entries)}</p>
            {(series.left_out > 0).then(|| view! { <p class="quiet small">{t_n("record.left_out", series.left_out, &[])}</p> })}
            {chart::view(chapter, &name, series, &entries, beside)}
        }
    });
    let cut = found.next.is_some();
    let parts = vec![
        cut.then(
            || view! { <p class="quiet small">{t_n("record.newest_only", entries.len(), &[])}</p> },
        )
        .into_view(),
        beside.told(entries.first()).into_view(),
        drawn.into_view(),
        units::form(),
        table(chapter, &name, &entries, beside),
    ];
    view! { <Page title=name>{parts}</Page> }
}

/// What the line shows, in words: how many, first and last, the least and the greatest.
fn sentence(series: &Series, entries: &[Entry]) -> String {
    let points = &series.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let by = |a: &&Point, b: &&Point| number(a).total_cmp(&number(b));
    let least = points.iter().min_by(by).unwrap_or(first);
    let greatest = points.iter().max_by(by).unwrap_or(first);
    let value = |point: &Point| point_value(point, entries);
    let day = |point: &Point| words::day(&entries[point.entry].when);
    t_n(
        trend_key(first, last),
        points.len(),
        &[
            ("first", &value(first)),
            ("first_date", &day(first)),
            ("last", &value(last)),
            ("last_date", &day(last)),
            ("least", &value(least)),
            ("least_date", &day(least)),
            ("greatest", &value(greatest)),
            ("greatest_date", &day(greatest)),
        ],
    )
}

fn number(point: &Point) -> f64 {
    point.numbers.first().map_or(0.0, |number| number.number)
}

/// In which direction it went, where both numbers of a blood pressure went the same way.
fn trend_key(first: &Point, last: &Point) -> &'static str {
    match direction(&first.numbers, &last.numbers) {
        Some(Ordering::Less) => "record.series_higher",
        Some(Ordering::Greater) => "record.series_lower",
        Some(Ordering::Equal) => "record.series_same",
        None => "record.series_mixed",
    }
}

fn direction(first: &[Number], last: &[Number]) -> Option<Ordering> {
    let steps = first.iter().zip(last);
    let mut steps = steps.map(|(first, last)| first.number.total_cmp(&last.number));
    let step = steps.next()?;
    steps.all(|other| other == step).then_some(step)
}

/// The value of a point as it is told everywhere else.
pub fn point_value(point: &Point, entries: &[Entry]) -> String {
    let reading = entries
        .get(point.entry)
        .and_then(|entry| entry.readings.first());
    reading
        .map(|reading| words::value(&reading.value))
        .unwrap_or_default()
}

/// All values as a table: what the chart shows, for those who read or hear it.
fn table(chapter: Chapter, name: &str, entries: &[Entry], beside: &Beside) -> View {
    /// More rows than this are asked for.
    const ROWS: usize = 100;
    let all = RwSignal::new(false);
    let rows = entries
        .iter()
        .map(|entry| (entry.clone(), beside.percentile(entry)));
    let rows = StoredValue::new_local(rows.collect::<Vec<_>>());
    let count = entries.len();
    let compared = matches!(beside, Beside::Others(_));
    let row = move |(entry, percentile): &(Entry, Option<String>)| {
        let href = item_href(chapter, &entry.key);
        let when = words::when(&entry.when).unwrap_or_else(|| t("record.undated"));
        let time = entry.when.date().and_then(words::time);
        let readings = entry.readings.iter().map(|reading| {
            let usual = words::usual(reading);
            view! {
                <bdi>{words::value(&reading.value)}</bdi>
                {words::converted(&reading.value).map(|sent| view! { <br/><span class="quiet small">{sent}</span> })}
                {words::marks(reading.flags.iter())}
                {usual.map(|usual| view! { <p class="quiet small">{usual}</p> })}
            }
        });
        view! {
            <tr>
                <td><a href=href>{when}</a>{time.map(|time| view! { <br/><span class="quiet small">{time}</span> })}</td>
                <td>{readings.collect_view()}</td>
                {compared.then(|| view! { <td>{percentile.clone()}</td> })}
            </tr>
        }
    };
    let caption = t_with("record.table_of", &[("name", name)]);
    view! {
        <table class="record-table">
            <caption class="visually-hidden">{caption}</caption>
            <thead><tr><th scope="col">{t("record.date")}</th><th scope="col">{t("record.value")}</th>
            {compared.then(|| view! { <th scope="col">{t("record.growth_percentile")}</th> })}
        </tr></thead>
            <tbody>{move || {
                let most = if all.get() { usize::MAX } else { ROWS };
                rows.with_value(|rows| rows.iter().take(most).map(row).collect::<Vec<_>>())
            }}</tbody>
        </table>
        {move || (count > ROWS && !all.get()).then(|| view! {
            <p class="actions"><button type="button" class="button secondary" on:click=move |_| all.set(true)>{t_n("record.all_rows", count, &[])}</button></p>
        })}
    }
}
