//! One entry, of whichever chapter.

use crate::view::prelude::*;

use super::model::{Chapter, Entry, Reading, Sensitive, Vital, When};
use super::model::{LINE_HEIGHT, LINE_WIDTH, Line};
use super::{private, words};
use crate::i18n::{t, t_n, t_with};
use crate::native::number_text;
use crate::ui::Icon;

/// How much of an entry is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// On the summary.
    Brief,
    /// On the chapter's page.
    Full,
    /// The same under a heading that already tells the day.
    FullOfDay,
    /// On the entry's own page, with the last digit.
    Whole,
    /// The same of a file from elsewhere, which has no pages.
    Foreign,
    /// On paper, with what is folded on the screen.
    Paper,
}

/// The facts that the summary has room for: without them an entry can't be used.
const BRIEF: [&str; 4] = [
    "record.how_to_take",
    "record.reaction",
    "record.with",
    "record.place",
];

/// An entry as an item of a list.
pub fn entry_view(chapter: Chapter, entry: &Entry, detail: Detail) -> View {
    let facts = entry.facts.iter().filter(|fact| match detail {
        Detail::Brief => BRIEF.contains(&fact.label),
        Detail::Full | Detail::FullOfDay | Detail::Paper => fact.label != "record.exact",
        Detail::Whole | Detail::Foreign => true,
    });
    let facts: Vec<View> = facts
        .map(|fact| {
            let class = match fact.label {
                "record.exact" => "small reading-more",
                _ => "small",
            };
            view! { <p class=class><span class="quiet">{t(fact.label)}" "</span><bdi>{words::fact(fact)}</bdi></p> }
        })
        .collect();
    let body = view! {
        {entry.readings.iter().map(reading_view).collect::<Vec<_>>()}
        {words::marks(entry.marks.iter())}
        {facts}
        {date_line(chapter, &entry.when, detail).map(|date| view! { <p class="quiet small">{date}</p> })}
    };
    let name = view! { <bdi>{words::name(entry)}</bdi> };
    // The page of an entry has its name as its heading.
    let name = match detail {
        Detail::Whole => None,
        Detail::Foreign => Some(view! { <p class="entry-name">{name}</p> }),
        _ => Some(
            view! { <p class="entry-name"><a href=item_href(chapter, &entry.key)>{name}</a></p> },
        ),
    };
    let all = view! { {name}{body} };
    let all = match detail {
        Detail::Whole | Detail::Paper => all,
        _ => folded(&entry.sensitive, all),
    };
    view! { <li class="entry" data-key=entry.key.clone()>{all}</li> }
}

fn date_line(chapter: Chapter, when: &When, detail: Detail) -> Option<String> {
    if detail == Detail::FullOfDay {
        return when.date().and_then(words::time);
    }
    let Some(text) = words::when(when) else {
        return Some(t("record.undated"));
    };
    let key = match (chapter, when) {
        (Chapter::Allergies | Chapter::Conditions, When::At(_)) => "record.recorded",
        (Chapter::Medicines, When::At(_)) => "record.prescribed",
        _ => return Some(text),
    };
    Some(t_with(key, &[("date", &text)]))
}

fn reading_view(reading: &Reading) -> View {
    let named = reading
        .name
        .as_ref()
        .map(|name| view! { <span class="quiet small"><bdi>{words::word(name)}</bdi></span> });
    view! {
        <div class="reading">
            {named}
            <span class="reading-value"><bdi>{words::value(&reading.value)}</bdi></span>
            {words::converted(&reading.value).map(|sent| view! { <span class="quiet small reading-more">{sent}</span> })}
            {words::marks(reading.flags.iter())}
            {words::usual(reading).map(|usual| view! { <span class="quiet small reading-more">{usual}</span> })}
        </div>
    }
}

/// What is sensitive is seen only by who opens it.
pub fn folded(sensitive: &Sensitive, content: View) -> View {
    match private::why_folded(sensitive) {
        Some(why) => view! { <details class="private"><summary>{why}</summary>{content}</details> },
        None => content,
    }
}

/// Covers all values of the record on the screen, for who reads in public; until the page is loaded anew.
pub fn cover_switch() -> View {
    let root = || document().document_element();
    let covered = RwSignal::new(root().is_some_and(|root| root.has_attribute(COVERED)));
    let turn = move |_| {
        covered.update(|covered| *covered = !*covered);
        if let Some(root) = root() {
            let _ = match covered.get_untracked() {
                true => root.set_attribute(COVERED, ""),
                false => root.remove_attribute(COVERED),
            };
        }
    };
    view! {
        <p class="record-cover">
            <button type="button" class="chip" aria-pressed=move || covered.get().to_string() on:click=turn>{t("record.cover")}</button>
        </p>
    }
}

/// The mark on the page's root by which `style/rooms/record.css` covers values.
const COVERED: &str = "data-covered";

/// The latest of one vital sign, as an item of a list.
pub fn vital_view(chapter: Chapter, vital: &Vital) -> View {
    let entry = &vital.latest;
    let href = match &entry.series {
        Some(series) if vital.count > 1 => series_href(chapter, series),
        _ => item_href(chapter, &entry.key),
    };
    let trend = vital.trend.as_ref().map(|trend| {
        view! { <p class="vital-trend small"><Icon name=words::trend_icon(trend)/><span>{words::trend(trend)}</span></p> }
    });
    let all = view! {
        <p class="entry-name"><a href=href><bdi>{words::name(entry)}</bdi></a></p>
        {entry.readings.iter().map(reading_view).collect::<Vec<_>>()}
        {words::marks(entry.marks.iter())}
        <p class="quiet small">{words::when(&entry.when).unwrap_or_else(|| t("record.undated"))}</p>
        {trend}
        {vital.line.as_ref().map(line_view)}
    };
    let all = folded(&entry.sensitive, all.into_view());
    view! { <li class="vital" data-key=entry.key.clone()>{all}</li> }
}

/// The last values as a line; the dot is the latest.
fn line_view(line: &Line) -> View {
    let label = t_n(
        "record.line",
        line.count,
        &[
            ("least", &words::value(&line.least)),
            ("greatest", &words::value(&line.greatest)),
        ],
    );
    let dots = line
        .points
        .iter()
        .filter_map(|points| points.rsplit(' ').next()?.split_once(','));
    let dots: Vec<View> = dots
        .map(|(x, y)| view! { <circle cx=x.to_owned() cy=y.to_owned() r="2.5"/> })
        .collect();
    let lines: Vec<View> = line
        .points
        .iter()
        .map(|points| view! { <polyline points=points.clone()/> })
        .collect();
    let size = [&number_text(LINE_WIDTH), " ", &number_text(LINE_HEIGHT)].concat();
    view! { <svg class="spark" viewBox=["0 0 ", &size].concat() role="img" aria-label=label>{lines}{dots}</svg> }
}

/// The address of one entry.
pub fn item_href(chapter: Chapter, key: &str) -> String {
    let id = key.rsplit('/').next().unwrap_or_default();
    [
        "/record/",
        chapter.slug(),
        "#item=",
        &crate::fhir::url::encode(id),
    ]
    .concat()
}

/// The address of all measurements of one kind.
pub fn series_href(chapter: Chapter, series: &str) -> String {
    [
        "/record/",
        chapter.slug(),
        "#series=",
        &crate::fhir::url::encode(series),
    ]
    .concat()
}
