//! The room's requests, each of them bounded. `docs/backend.md` lists them.

mod counts;
mod details;
mod gather;
mod left;
mod my_doctor;
mod nearby;
mod pages;
mod picked;
mod search;
mod searches;
mod typed;

use std::sync::Arc;

use super::model::{Named, Row, Rules};
use super::query::Query;
use super::understand::Meaning;
use crate::fhir::{Client, Page};

pub use counts::Counted;
pub use gather::Steps;
pub use left::Left;
pub use my_doctor::{Changed, choose};
pub use searches::roles;

/// A search for doctors and what its requests need to know besides.
#[derive(Clone)]
pub struct Asking {
    pub client: Client,
    /// The query in force, with codes in the place of the words that were understood; its text is a name.
    pub query: Query,
    /// BCP 47 tag of the reader's language.
    pub language: String,
    /// Milliseconds since 1970.
    pub now: i64,
    /// Minutes that a zone is east of UTC at an instant.
    pub offset: fn(i64, Option<&str>) -> i32,
    /// What the order goes by.
    pub rules: Rules,
}

/// Doctors found, and how to go on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub rows: Vec<Row>,
    /// How many there are in all, where the server says it and no filter of ours changed it.
    pub total: Option<u32>,
    /// How many more doctors were looked at and didn't fit a filter that the server left to us.
    pub left_out: usize,
    /// Entries that couldn't be read.
    pub unreadable: usize,
    pub more: Option<More>,
}

/// Where the next page is. Holds a link alone, no data.
#[derive(Clone, Debug, PartialEq)]
pub enum More {
    Roles(Page),
    /// Pages of people, whose roles are a second step.
    People(Page),
}

/// How a name among the typed words was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// There was none: codes alone.
    Codes,
    Name,
    /// Nobody has just that name: those whose name resembles or sounds like it.
    Alike,
    /// Nobody has that name, but a hospital does: its doctors.
    Hospital,
    /// Nobody and nothing has that name: those who fit the other words.
    NoName,
}

/// The answer to a search.
#[derive(Clone)]
pub struct Answer {
    pub found: Found,
    /// The query as the address has it; the one in force is `asking`'s.
    pub asked: Query,
    pub meaning: Arc<Meaning>,
    pub asking: Asking,
    pub read_as: ReadAs,
    /// Hospitals that the words name.
    pub hospitals: Vec<Named>,
    /// Whether only the places nearest to the one asked for were searched.
    pub nearby: bool,
}
