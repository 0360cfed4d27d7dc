//! A search: by codes, or by a name.

use std::sync::Arc;

use super::searches::{PAGE, by_codes, by_person, with_includes};
use super::{Answer, Asking, Found, Left, More, ReadAs, Steps};
use crate::doctors::model::{Named, order};
use crate::doctors::understand::Readings;
use crate::fhir::{Error, Page, Search};

impl Asking {
    /// A search that [`Query::is_plain`](crate::doctors::Query::is_plain): all that a first visit needs. The server's order.
    ///
    /// # Errors
    /// Of the request.
    pub async fn plain(self) -> Result<Answer, Error> {
        let left = Left::after(1);
        let found = self.gather(self.of_codes().await?, None, &left).await?;
        Ok(self.answered(found, ReadAs::Codes, Vec::new()))
    }

    /// Any search, its answer in the order asked for. `readings` help with Chinese names, where they are there.
    ///
    /// # Errors
    /// Of the first request that nothing can be shown without.
    pub async fn search(self, readings: Option<&Readings>) -> Result<Answer, Error> {
        let mut answer = match self.query.text.is_empty() {
            true => self.by_codes(&Left::after(0)).await?,
            false => self.by_name(readings).await?,
        };
        let Asking {
            query, rules, now, ..
        } = &answer.asking;
        order(&mut answer.found.rows, query, rules, *now);
        Ok(answer)
    }

    pub(super) fn answered(self, found: Found, read_as: ReadAs, hospitals: Vec<Named>) -> Answer {
        Answer {
            found,
            asked: self.query.clone(),
            meaning: Arc::default(),
            asking: self,
            read_as,
            hospitals,
            nearby: false,
        }
    }

    /// The doctors that come after those found.
    pub async fn more(&self, more: &More) -> Result<Found, Error> {
        let (More::Roles(page) | More::People(page)) = more;
        match self.client.next(page).await? {
            Some(next) => self.gather(next, Some(Steps::ALL), &Left::after(1)).await,
            None => Ok(Found::default()),
        }
    }

    /// By codes and filters, at the nearest places first where there is a place to be near.
    pub(super) async fn by_codes(self, left: &Left) -> Result<Answer, Error> {
        let details = if self.query.needs_details() { 2 } else { 0 };
        // The places, and those who work there.
        let nearby = match self.query.near {
            Some(from) if left.has(2 + details) => {
                left.took(1);
                self.nearby(from).await
            }
            _ => None,
        };
        if let Some(places) = nearby {
            let search = by_codes(&self.query).any("location", &places);
            left.took(1);
            let found = self
                .gather(self.filtered(search).await?, Some(Steps::ALL), left)
                .await?;
            let last = self.query.within.is_some() || !left.has(1 + self.query.deciding());
            if !found.rows.is_empty() || last {
                return Ok(Answer {
                    nearby: true,
                    ..self.answered(found, ReadAs::Codes, Vec::new())
                });
            }
        }
        left.took(1);
        let found = self
            .gather(self.of_codes().await?, Some(Steps::ALL), left)
            .await?;
        Ok(self.answered(found, ReadAs::Codes, Vec::new()))
    }

    async fn of_codes(&self) -> Result<Page, Error> {
        self.filtered(by_codes(&self.query)).await
    }

    /// A search for roles with the filters that servers know. One without chains is asked without: every doctor is
    /// checked here anyway.
    pub(super) async fn filtered(&self, search: Search) -> Result<Page, Error> {
        let search = with_includes(search.count(PAGE));
        let mut chained = by_person(search.clone(), &self.query, "practitioner.");
        // One place that waits, as each is a copy of the client's code.
        loop {
            let answer = self.client.search(&chained).await;
            let refused = matches!(answer, Err(Error::Rejected { .. } | Error::Unsupported));
            if !refused || chained == search {
                return answer;
            }
            chained.clone_from(&search);
        }
    }
}
