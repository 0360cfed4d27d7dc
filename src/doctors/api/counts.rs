//! How many doctors each option of a filter would leave, where the server counts them honestly.

use super::Asking;
use super::searches::{by_codes, by_person};
use crate::doctors::query::{Gender, Query};
use crate::fhir::{Page, Search, ignored_params};

/// What was counted for one query.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    query: Query,
    /// Parameter, value, and how many doctors it leaves besides the query's other filters.
    options: Vec<(&'static str, String, u32)>,
}

impl Counted {
    /// How many doctors are left if `name` has this value and all else is as in `draft`; `None` where that wasn't counted.
    pub fn of(&self, draft: &Query, name: &str, value: &str) -> Option<u32> {
        let mut options = self.options.iter();
        let (name, _, count) = options.find(|it| it.0 == name && it.1 == value)?;
        (draft.without(name) == self.query.without(name)).then_some(*count)
    }
}

impl Asking {
    /// Counts the options of gender and, of these, languages, all in one batch. `None` where a count would mislead or cost
    /// much: words or filters are in force that the device checks, or the server takes no batch, gives no totals, or drops
    /// what it is asked.
    pub async fn counts(&self, languages: &[&str]) -> Option<Counted> {
        let query = &self.query;
        let checked_here = ["near", "within", "mode", "when", "new", "fee", "stars"];
        let by_server = checked_here.iter().all(|name| query.value(name).is_none());
        if !by_server || !query.text.is_empty() || !self.client.takes_batches() {
            return None;
        }
        let genders = Gender::ALL
            .iter()
            .map(|it| ("gender", it.word().to_owned()));
        let spoken = languages.iter().map(|tag| ("lang", (*tag).to_owned()));
        let options: Vec<(&'static str, String)> = genders.chain(spoken).collect();
        let searches: Vec<Search> = options.iter().map(|it| count(query, it)).collect();
        let pages = self.client.batch(&searches).await.ok()?;
        let totals = searches.iter().zip(&pages);
        let totals = totals.map(|(search, page)| total(search, page.as_ref().ok()?));
        let counted = options.into_iter().zip(totals);
        let counted = counted.filter_map(|((name, value), total)| Some((name, value, total?)));
        let mut options: Vec<(&'static str, String, u32)> = counted.collect();
        for name in ["gender", "lang"] {
            if !narrows(&options, name) {
                options.retain(|it| it.0 != name);
            }
        }
        Some(Counted {
            query: query.clone(),
            options,
        })
    }
}

/// The search that counts the doctors whom this option leaves.
fn count(query: &Query, (name, value): &(&'static str, String)) -> Search {
    let mut query = query.clone();
    query.set(name, value);
    by_person(by_codes(&query), &query, "practitioner.").param("_summary", "count")
}

/// A count that was narrowed as asked, as far as the server tells.
fn total(search: &Search, page: &Page) -> Option<u32> {
    page.total
        .filter(|_| ignored_params(search, page).is_none_or(|ignored| ignored.is_empty()))
}

/// Whether the options of a parameter differ: a server that doesn't know it counts all doctors each time, or none.
fn narrows(options: &[(&'static str, String, u32)], name: &str) -> bool {
    let mut own = options.iter().filter(|it| it.0 == name).map(|it| it.2);
    let first = own.next();
    own.any(|count| Some(count) != first)
}
