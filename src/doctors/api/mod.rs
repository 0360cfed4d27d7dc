//! The room's requests, each of them bounded. `docs/backend.md` lists them.

mod details;
mod gather;
mod pages;
mod search;
mod searches;

use super::model::{Named, Row};
use super::query::Query;
use crate::fhir::{Client, Page};

pub use gather::Steps;
pub use searches::roles;

/// A search for doctors and what its requests need to know besides.
#[derive(Clone)]
pub struct Asking {
    pub client: Client,
    /// The query in force; where typed words turned out to name a specialty, with that specialty in their place.
    pub query: Query,
    /// BCP 47 tag of the reader's language.
    pub language: String,
    /// Milliseconds since 1970.
    pub now: i64,
    /// The calendar day of an instant in a zone, as `YYYY-MM-DD`.
    pub day_of: fn(i64, Option<&str>) -> String,
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

/// How typed words were understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// There were none, or they are a specialty's name.
    Codes,
    Name,
    /// Nobody has that name, but a hospital does: its doctors.
    Hospital,
}

/// The answer to a search.
#[derive(Clone)]
pub struct Answer {
    pub found: Found,
    pub asking: Asking,
    pub read_as: ReadAs,
    /// Hospitals that the words name.
    pub hospitals: Vec<Named>,
    /// Codes of specialties that the words may mean.
    pub offered: Vec<String>,
}
