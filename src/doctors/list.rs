//! The list of doctors on a page, as its parts share it.

use super::api::{Asking, Found, More};
use super::model::{Row, add, order};
use super::query::Sort;
use crate::view::prelude::*;

/// The doctors shown, and what the list rests on.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub rows: Vec<Row>,
    /// How many there are in all, where the server says it and no filter of ours changed it.
    pub total: Option<u32>,
    /// How many more doctors were looked at and didn't fit.
    pub left_out: usize,
    /// Entries that couldn't be read.
    pub unreadable: usize,
    pub more: Option<More>,
    /// How a card's details are drawn, once that code is there.
    pub draw: Option<DrawDetail>,
}

/// Draws the rating and the next free time of a doctor, and why they stand where they do.
pub type DrawDetail = fn(&Row, &Asking) -> View;

/// A list on the page and what it was asked with.
#[derive(Clone, Copy)]
pub struct Listing {
    pub list: RwSignal<List>,
    pub asking: StoredValue<Asking>,
    /// Whether ratings and free times couldn't be had.
    pub failed: RwSignal<bool>,
    /// Whether the doctors still stand as the server sent them, since somebody reads them already.
    pub waiting: RwSignal<bool>,
    /// Whether only the nearest places were searched.
    pub nearby: bool,
}

impl Listing {
    /// A list of the doctors found, in their order.
    pub fn new(asking: Asking, found: Found) -> Self {
        let list = List {
            rows: found.rows,
            total: found.total,
            left_out: found.left_out,
            unreadable: found.unreadable,
            more: found.more,
            draw: None,
        };
        Self {
            list: RwSignal::new(list),
            asking: StoredValue::new(asking),
            failed: RwSignal::new(false),
            waiting: RwSignal::new(false),
            nearby: false,
        }
    }

    /// Adds doctors in the order asked for. The best matches of a later page come after those who are being read; in an
    /// order that everybody can see on the cards each goes to their place.
    pub fn add(&self, found: Found) {
        self.list.update(|list| {
            list.total = found.total;
            list.left_out += found.left_out;
            list.unreadable += found.unreadable;
            list.more = found.more;
            let best = self
                .asking
                .with_value(|asking| asking.query.sort == Sort::Best);
            let mut rows = found.rows;
            if best {
                self.sort(&mut rows);
            }
            add(&mut list.rows, rows);
            if !best {
                self.sort(&mut list.rows);
            }
        });
    }

    /// Puts the doctors in the order asked for.
    pub fn order(&self, list: &mut List) {
        self.sort(&mut list.rows);
    }

    fn sort(&self, rows: &mut Vec<Row>) {
        self.asking
            .with_value(|asking| order(rows, &asking.query, &asking.rules, asking.now));
    }
}
