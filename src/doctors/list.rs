//! The list of doctors on a page, as its parts share it.

use super::api::{Asking, Found, More};
use super::model::{Detail, Doctor, Row, add, order};
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

/// Draws the rating and the next free time of a doctor.
pub type DrawDetail = fn(&Doctor, &Detail) -> View;

/// A list on the page and what it was asked with.
#[derive(Clone, Copy)]
pub struct Listing {
    pub list: RwSignal<List>,
    pub asking: StoredValue<Asking>,
    /// Whether ratings and free times couldn't be had.
    pub failed: RwSignal<bool>,
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
        }
    }

    /// Adds doctors and puts all in the order asked for; one with fewer reviews than `threshold` has no score to go by.
    pub fn add(&self, found: Found, threshold: u32) {
        self.list.update(|list| {
            list.total = found.total;
            list.left_out += found.left_out;
            list.unreadable += found.unreadable;
            list.more = found.more;
            add(&mut list.rows, found.rows);
            self.asking.with_value(|asking| {
                order(&mut list.rows, &asking.query, threshold);
            });
        });
    }
}
