//! What was measured, each kind once, with its latest value and the way to all of its values.

use crate::view::prelude::*;

use crate::i18n::t_n;
use crate::record::entry::series_href;
use crate::record::model::{Chapter, Entry};
use crate::record::shelf::Found;
use crate::record::{private, words};

/// The newest entry of each kind that can be followed over time, of entries with the newest first.
pub fn kinds(all: &[Found]) -> Vec<(Chapter, Entry)> {
    let mut kinds: Vec<(Chapter, Entry)> = Vec::new();
    for found in all {
        let series = &found.entry.series;
        if series.is_some() && !kinds.iter().any(|(_, known)| known.series == *series) {
            kinds.push((found.chapter, found.entry.clone()));
        }
    }
    kinds
}

/// A list of kinds that opens in place.
pub fn view(chapter: Option<Chapter>, kinds: Memo<Vec<(Chapter, Entry)>>) -> View {
    let item = move |(chapter, entry): (Chapter, Entry)| {
        let href = series_href(chapter, entry.series.as_deref()?);
        let hidden = private::why_folded(&entry.sensitive);
        let open = entry.readings.first().filter(|_| hidden.is_none());
        let value = open.map(|reading| words::value(&reading.value));
        let name = hidden.unwrap_or_else(|| words::name(&entry));
        Some(view! {
            <li><a class="index-link" href=href><bdi>{name}</bdi><bdi class="reading-small">{value}</bdi></a></li>
        })
    };
    let open = chapter == Some(Chapter::Vitals);
    view! {
        {move || {
            let kinds = kinds.get();
            (!kinds.is_empty()).then(|| view! {
                <details open=open class="card">
                    <summary>{t_n("record.over_time", kinds.len(), &[])}</summary>
                    <ul class="index">{kinds.into_iter().filter_map(item).collect_view()}</ul>
                </details>
            })
        }}
    }
}
