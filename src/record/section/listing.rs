//! What a list has read so far, and how it reads on.

use std::sync::Arc;

use serde_json::Value;

use crate::fhir::Error;
use crate::i18n::t_n;
use crate::native::lowercase;
use crate::platform::{announce, painted};
use crate::record::model::{Chapter, Weight};
use crate::record::shelf::{Found, Shelf};
use crate::record::words;
use crate::view::prelude::*;

/// Entries that are drawn, or not, together.
const BLOCK: usize = 10;
/// Entries that are read at a time.
const READ: usize = 60;
/// How often a narrowed list reads on by itself before it asks.
const PATIENCE: u32 = 5;

#[derive(Clone)]
pub struct Block {
    pub number: usize,
    pub items: Arc<Vec<Found>>,
}

/// How reading stands.
#[derive(Clone, PartialEq)]
pub enum State {
    Idle,
    Reading,
    Done,
    Failed(Error),
}

/// What has been read. Copies are the same list.
#[derive(Clone, Copy)]
pub struct List {
    shelf: StoredValue<Option<Shelf>, LocalStorage>,
    pub all: StoredValue<Vec<Found>, LocalStorage>,
    pub blocks: RwSignal<Vec<Block>, LocalStorage>,
    pub state: RwSignal<State>,
    /// Remarks on the whole: entries that couldn't be read, chapters that were refused, and whether there is more.
    pub unreadable: RwSignal<Vec<Value>, LocalStorage>,
    pub refused: RwSignal<Vec<Chapter>>,
    pub disordered: RwSignal<bool>,
    pub cut: RwSignal<bool>,
    /// What is being looked for, as typed.
    pub words: RwSignal<String>,
    pub flagged: RwSignal<bool>,
    /// Counts the beginnings: what was asked for an earlier one is dropped.
    round: StoredValue<u32>,
    next_number: StoredValue<usize>,
}

impl List {
    pub fn new() -> Self {
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

    pub fn begin(self, shelf: Shelf) {
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

    pub fn is_narrowed(self) -> bool {
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
    pub fn sift(self) {
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
    pub fn read(self) {
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
                for some in found.chunks(BLOCK) {
                    // A frame for each, and one for the reading itself, so that scrolling goes on meanwhile.
                    painted().await;
                    // The reader may have left, or begun anew.
                    if self.round.try_get_value() != Some(round) {
                        return;
                    }
                    shown += self.add(some.to_vec());
                }
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
