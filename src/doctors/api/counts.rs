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
        let genders: Vec<&str> = Gender::ALL.iter().map(|it| it.word()).collect();
        let asked: [(&'static str, &[&str]); 2] = [("gender", &genders), ("lang", languages)];
        // Of each parameter first without it, which tells whether it narrows anything.
        let searches = asked.iter().flat_map(|(name, values)| {
            let values = [""].into_iter().chain(values.iter().copied());
            values.map(|value| count(query, name, value))
        });
        let searches: Vec<Search> = searches.collect();
        let pages = self.client.batch(&searches).await.ok()?;
        let totals = searches.iter().zip(&pages);
        let mut totals = totals.map(|(search, page)| total(search, page.as_ref().ok()?));
        let mut options = Vec::new();
        for (name, values) in asked {
            let all = totals.next().flatten();
            let own: Vec<Option<u32>> = totals.by_ref().take(values.len()).collect();
            if all.is_some_and(|all| narrows(all, &own)) {
                let counted = values.iter().zip(own);
                options.extend(
                    counted.filter_map(|(value, count)| Some((name, (*value).to_owned(), count?))),
                );
            }
        }
        Some(Counted {
            query: query.clone(),
            options,
        })
    }
}

/// The search that counts the doctors who are left if the parameter `name` has this value.
fn count(query: &Query, name: &str, value: &str) -> Search {
    let mut query = query.clone();
    query.set(name, value);
    by_person(by_codes(&query), &query, "practitioner.").param("_summary", "count")
}

/// A count that was narrowed as asked, as far as the server tells.
fn total(search: &Search, page: &Page) -> Option<u32> {
    page.total
        .filter(|_| ignored_params(search, page).is_none_or(|ignored| ignored.is_empty()))
}

/// Whether options tell some of `all` doctors from others: a server that doesn't know the parameter counts all of them each
/// time, or none.
fn narrows(all: u32, options: &[Option<u32>]) -> bool {
    let told = || options.iter().flatten();
    told().any(|count| *count < all) && told().any(|count| *count > 0)
}
