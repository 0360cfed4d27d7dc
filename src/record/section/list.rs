//! The list of a section: newest first, read as it is scrolled, and only what is near the eyes is in the page.

use std::sync::Arc;

use crate::view::keyed;
use crate::view::prelude::*;
use serde_json::Value;

use super::place::Filter;
use super::{Setting, index, raw, units};
use crate::fhir::Error;
use crate::i18n::{current, day_of, t, t_n};
use crate::native::lowercase;
use crate::platform::{announce, watch_sight};
use crate::record::chapter_words::{remarks, title};
use crate::record::entry::{Detail, cover_switch, entry_view};
use crate::record::model::{Chapter, Entry, Weight, allergy_state};
use crate::record::shelf::{Found, Shelf};
use crate::record::words;
use crate::router::{History, use_navigate};
use crate::ui::{BackLink, Icon, Page, Skeleton, error_words};

/// Entries that are drawn, or not, together.
const BLOCK: usize = 20;
/// Entries that are read at a time.
const READ: usize = 60;
/// How often a narrowed list reads on by itself before it asks.
const PATIENCE: u32 = 5;

#[derive(Clone)]
struct Block {
    number: usize,
    items: Arc<Vec<Found>>,
}

/// How reading stands.
#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Reading,
    Done,
    Failed(Error),
}

/// What has been read. Copies are the same list.
#[derive(Clone, Copy)]
struct List {
    shelf: StoredValue<Option<Shelf>, LocalStorage>,
    all: StoredValue<Vec<Found>, LocalStorage>,
    blocks: RwSignal<Vec<Block>, LocalStorage>,
    state: RwSignal<State>,
    /// Remarks on the whole: entries that couldn't be read, chapters that were refused, and whether there is more.
    unreadable: RwSignal<Vec<Value>, LocalStorage>,
    refused: RwSignal<Vec<Chapter>>,
    disordered: RwSignal<bool>,
    cut: RwSignal<bool>,
    /// What is being looked for, as typed.
    words: RwSignal<String>,
    flagged: RwSignal<bool>,
    /// Counts the beginnings: what was asked for an earlier one is dropped.
    round: StoredValue<u32>,
    next_number: StoredValue<usize>,
}

impl List {
    fn new() -> Self {
        Self {
            shelf: StoredValue::new_local(None),
            all: StoredValue::new_local(Vec::new()),
            blocks: RwSignal::new_local(Vec::new()),
            state: RwSignal::new(State::Idle),
            unreadable: RwSignal::new_local(Vec::new()),
            refused: RwSignal::new(Vec::new()),
            disordered: RwSignal::new(false),
            cut: RwSignal::new(false),
            words: RwSignal::new(String::new()),
            flagged: RwSignal::new(false),
            round: StoredValue::new(0),
            next_number: StoredValue::new(0),
        }
    }

    fn begin(self, shelf: Shelf) {
        self.round.update_value(|round| *round += 1);
        self.shelf.set_value(Some(shelf));
        self.all.set_value(Vec::new());
        self.blocks.set(Vec::new());
        self.unreadable.set(Vec::new());
        self.state.set(State::Idle);
        self.read();
    }

    /// Whether an entry is being looked for.
    fn wants(self) -> impl Fn(&Found) -> bool {
        let words: Vec<String> = self.words.with_untracked(|words| {
            let words = words.split_whitespace();
            words.map(lowercase).collect()
        });
        let flagged = self.flagged.get_untracked();
        move |found: &Found| {
            let fits = !flagged || found.entry.weight() > Weight::Plain;
            fits && (words.is_empty() || {
                let text = lowercase(&words::all_text(&found.entry));
                words.iter().all(|word| text.contains(word.as_str()))
            })
        }
    }

    fn is_narrowed(self) -> bool {
        self.flagged.get_untracked() || self.words.with_untracked(|words| !words.trim().is_empty())
    }

    fn blocks_of(self, items: Vec<Found>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            let number = self.next_number.get_value();
            self.next_number.set_value(number + 1);
            let items = Arc::new(items.by_ref().take(BLOCK).collect());
            blocks.push(Block { number, items });
        }
        blocks
    }

    /// Looks anew through what has been read, and reads on where that is little.
    fn sift(self) {
        let wants = self.wants();
        let fitting = self.all.with_value(|all| {
            all.iter()
                .filter(|found| wants(found))
                .cloned()
                .collect::<Vec<_>>()
        });
        let few = fitting.len() < BLOCK;
        self.blocks.set(self.blocks_of(fitting));
        if few {
            self.read();
        }
    }

    /// Reads on, unless that is under way.
    fn read(self) {
        let Some(Some(mut shelf)) = self.shelf.try_update_value(Option::take) else {
            return;
        };
        self.state.set(State::Reading);
        let round = self.round.get_value();
        leptos::task::spawn_local(async move {
            let mut shown = 0;
            let mut answer = Ok(());
            for _ in 0..PATIENCE {
                let found = match shelf.take(READ).await {
                    Ok(found) => found,
                    Err(error) => {
                        answer = Err(error);
                        break;
                    }
                };
                // The reader may have left, or begun anew.
                if self.round.try_get_value() != Some(round) {
                    return;
                }
                shown += self.add(found);
                if shown >= BLOCK || shelf.is_done() || !self.is_narrowed() {
                    break;
                }
            }
            if self.round.try_get_value() == Some(round) {
                self.rest(shelf, answer);
            }
        });
    }

    fn add(self, found: Vec<Found>) -> usize {
        let wants = self.wants();
        let fitting: Vec<Found> = found.iter().filter(|found| wants(found)).cloned().collect();
        let count = fitting.len();
        self.all.update_value(|all| all.extend(found));
        let more = self.blocks_of(fitting);
        if !more.is_empty() {
            self.blocks.update(|blocks| blocks.extend(more));
        }
        count
    }

    fn rest(self, shelf: Shelf, answer: Result<(), Error>) {
        self.unreadable.set(shelf.unreadable.clone());
        self.refused
            .set(shelf.refused.iter().map(|(chapter, _)| *chapter).collect());
        self.disordered.set(shelf.disordered);
        self.cut.set(shelf.cut);
        self.state.set(match answer {
            Err(error) => State::Failed(error),
            Ok(()) if shelf.is_done() => State::Done,
            Ok(()) => State::Idle,
        });
        self.shelf.set_value(Some(shelf));
        announce(&t_n("record.shown", self.shown(), &[]));
    }

    fn shown(self) -> usize {
        self.blocks
            .with_untracked(|blocks| blocks.iter().map(|block| block.items.len()).sum())
    }
}

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
    let search = search_form(setting, list);
    view! {
        <BackLink href="/record" label=t("record.title")/>
        <Page title>
            {search}
            {measured(chapter).then(|| view! { {cover_switch()}{units::form()} })}
            {move || list_remarks(chapter, list)}
            {measured(chapter).then(|| index::view(chapter, move || {
                list.blocks.track();
                list.all.with_value(|all| index::kinds(all))
            }))}
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
