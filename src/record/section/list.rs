//! The list of a section: newest first, read as it is scrolled, and only what is near the eyes is in the page.

use crate::view::keyed;
use crate::view::prelude::*;

use super::listing::{Block, List, State};
use super::place::Filter;
use super::{Setting, index, raw, units};
use crate::i18n::{current, day_of, t, t_n};
use crate::platform::watch_sight;
use crate::record::chapter_words::{remarks, title};
use crate::record::entry::{Detail, cover_switch, entry_view};
use crate::record::model::{Chapter, Entry, allergy_state};
use crate::record::shelf::{Found, Shelf};
use crate::record::words;
use crate::router::{History, use_navigate};
use crate::ui::{BackLink, Icon, Page, Skeleton, error_words};

/// The list with its search.
pub fn page(setting: &Setting) -> View {
    let list = List::new();
    let (filter, begun) = (setting.filter, setting.clone());
    Effect::new(move |before: Option<Filter>| {
        let now = filter.get();
        list.words.set(now.words.clone());
        list.flagged.set(now.flagged);
        if before
            .as_ref()
            .is_none_or(|before| before.period != now.period)
        {
            list.begin(Shelf::new(
                begun.client.clone(),
                begun.patient.clone(),
                current().tag,
                &begun.chapters,
                now.period.clone(),
            ));
        } else if before.as_ref() != Some(&now) {
            list.sift();
        }
        now
    });
    let chapter = setting.chapter();
    let title = setting.title.clone();
    let kinds = Memo::new(move |_| {
        list.blocks.track();
        list.all.with_value(|all| index::kinds(all))
    });
    let search = search_form(setting, list);
    view! {
        <BackLink href="/record" label=t("record.title")/>
        <Page title>
            {search}
            {measured(chapter).then(|| view! { {cover_switch()}{units::form()} })}
            {move || list_remarks(chapter, list)}
            {measured(chapter).then(|| index::view(chapter, kinds))}
            <div class="stack">
                {keyed(move || list.blocks.get(), |block| block.number, move |block| block_view(chapter, block))}
            </div>
            {move || (list.state.get() == State::Reading && list.blocks.with(Vec::is_empty)).then(|| view! { <Skeleton/> })}
            {end(list)}
        </Page>
    }
}

/// Whether a chapter holds numbers.
fn measured(chapter: Option<Chapter>) -> bool {
    matches!(chapter, Some(Chapter::Vitals | Chapter::Labs))
}

/// What must be known of the list as a whole.
fn list_remarks(chapter: Option<Chapter>, list: List) -> View {
    let shown = list
        .blocks
        .with(|blocks| blocks.iter().map(|block| block.items.len()).sum::<usize>());
    let whole = list.state.get() == State::Done;
    let unreadable = list.unreadable.get();
    let refused = list.refused.get();
    let about = chapter
        .filter(|_| whole && !list.is_narrowed())
        .map(|chapter| {
            let (known, allergies) = list.all.with_value(|all| {
                let entries: Vec<Entry> = all
                    .iter()
                    .map(|found| found.entry.clone())
                    .take(500)
                    .collect();
                (entries.len(), allergy_state(&entries))
            });
            remarks(chapter, allergies, known, list.cut.get(), known)
        });
    view! {
        {about}
        {raw::unreadable(&unreadable)}
        {refused.into_iter().map(|chapter| view! {
            <p class="quiet">{t("record.refused")}" "{title(chapter)}</p>
        }).collect_view()}
        {list.disordered.get().then(|| view! { <p class="quiet small">{t("record.disordered")}</p> })}
        <p class="quiet small">
            {t_n("record.shown", shown, &[])}
            {(!whole).then(|| [" · ", &t("record.more_left")].concat())}
        </p>
    }
}

/// The foot of the list: reads on when it comes near, or when asked.
fn end(list: List) -> View {
    let foot = NodeRef::new();
    let near = RwSignal::new(false);
    watch_sight(foot, "600px", move |seen, _| {
        let _ = near.try_set(seen);
    });
    Effect::new(move |_| {
        // Each time a reading has ended with the foot still near.
        if near.get() && list.state.get() == State::Idle && !list.is_narrowed() {
            list.read();
        }
    });
    let label = move || match list.state.get() {
        State::Reading => t("ui.loading"),
        _ if list.is_narrowed() => t("record.look_further"),
        _ => t("record.show_more"),
    };
    view! {
        <div node_ref=foot class="stack-tight">
            <div role="alert">{move || match list.state.get() {
                State::Failed(error) => Some(view! { <p>{error_words(&error).title}</p> }),
                _ => None,
            }}</div>
            {move || (list.state.get() != State::Done).then(|| view! {
                <p class="actions">
                    <button type="button" class="button secondary" on:click=move |_| list.read()>{label}</button>
                </p>
            })}
        </div>
    }
}

/// A block is in the page while it is near; else its place is held open.
fn block_view(chapter: Option<Chapter>, block: Block) -> View {
    let place = NodeRef::new();
    // New blocks are at the end of what is being read.
    let near = RwSignal::new(true);
    let height = RwSignal::new(0.0);
    watch_sight(place, "1500px", move |seen, measured| {
        if !seen && near.try_get_untracked() == Some(true) {
            let _ = height.try_set(measured);
        }
        if near.try_get_untracked() != Some(seen) {
            let _ = near.try_set(seen);
        }
    });
    let items = block.items;
    let hold = move || {
        (!near.get()).then(|| [crate::native::number_text(height.get()), "px".into()].concat())
    };
    view! {
        <div node_ref=place class="record-block" style:block-size=hold>
            {move || near.get().then(|| items_view(chapter, &items))}
        </div>
    }
}

/// What was measured on one day belongs together; the rest is one list.
fn items_view(chapter: Option<Chapter>, items: &[Found]) -> View {
    let by_day = matches!(
        chapter,
        None | Some(Chapter::Vitals | Chapter::Labs | Chapter::Findings)
    );
    if !by_day {
        return entry_list(chapter, items, Detail::Full);
    }
    let day = |found: &Found| found.entry.when.date().map(day_of);
    let days = items.chunk_by(|a, b| day(a) == day(b)).map(|items| {
        let first = items.first();
        let date = first.and_then(|found| words::when(&found.entry.when));
        view! {
            <section class="stack-tight">
                <h2 class="record-day">{date.unwrap_or_else(|| t("record.undated"))}</h2>
                {entry_list(chapter, items, Detail::FullOfDay)}
            </section>
        }
    });
    view! { <div class="stack">{days.collect::<Vec<_>>()}</div> }
}

fn entry_list(chapter: Option<Chapter>, items: &[Found], detail: Detail) -> View {
    let items: Vec<View> = items
        .iter()
        .map(|found| {
            let view = entry_view(found.chapter, &found.entry, detail);
            match chapter {
                Some(_) => view,
                None => view! { <li class="entry-of"><p class="quiet small">{title(found.chapter)}</p><ul>{view}</ul></li> },
            }
        })
        .collect();
    view! { <ul class="entries card">{items}</ul> }
}

/// The search over the list. Typing narrows at once; sending keeps it in the address.
fn search_form(setting: &Setting, list: List) -> View {
    let navigate = use_navigate();
    let (path, filter) = (setting.path.clone(), setting.filter);
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    Effect::new(move |_| {
        filter.with(|filter| {
            from.set(filter.period.from.clone().unwrap_or_default());
            to.set(filter.period.to.clone().unwrap_or_default());
        });
    });
    let send = move || {
        let day = |day: RwSignal<String>| Some(day.get_untracked()).filter(|day| !day.is_empty());
        let wanted = Filter {
            words: list.words.get_untracked(),
            period: crate::record::shelf::Period {
                from: day(from),
                to: day(to),
            },
            flagged: list.flagged.get_untracked(),
        };
        navigate(
            &[path.as_str(), &wanted.to_hash()].concat(),
            History::Replace,
        );
    };
    let send = Callback::new(move |()| send());
    let flags = measured(setting.chapter()) || setting.chapter().is_none();
    let is_open =
        filter.with_untracked(|filter| filter.period != Default::default() || filter.flagged);
    view! {
        <form class="search" role="search" on:submit=move |event| { event.prevent_default(); send.run(()); }>
            <label for="record-q">{t("record.search_label")}</label>
            <div class="search-row">
                <input id="record-q" type="search" autocomplete="off" maxlength="100" prop:value=move || list.words.get()
                    on:input=move |event| { list.words.set(event_target_value(&event)); list.sift(); }/>
                <button class="button" type="submit"><Icon name="search"/><span class="visually-hidden">{t("shell.search_button")}</span></button>
            </div>
            <details open=is_open>
                <summary>{t("record.narrow")}</summary>
                <div class="stack-tight">
                    <div class="record-dates">
                        {day_field("record-from", "record.from", from, send)}
                        {day_field("record-to", "record.to", to, send)}
                    </div>
                    {flags.then(|| view! {
                        <label class="choice">
                            <input type="checkbox" prop:checked=move || list.flagged.get()
                                on:change=move |event| { list.flagged.set(event_target_checked(&event)); send.run(()); }/>
                            <span>{t("record.flagged_only")}</span>
                        </label>
                    })}
                </div>
            </details>
        </form>
    }
}

fn day_field(
    id: &'static str,
    label: &'static str,
    day: RwSignal<String>,
    send: Callback<()>,
) -> View {
    view! {
        <div class="field">
            <label for=id>{t(label)}</label>
            <input id=id type="date" prop:value=move || day.get()
                on:change=move |event| { day.set(event_target_value(&event)); send.run(()); }/>
        </div>
    }
}
