//! A search: by codes, or by a name.

use std::sync::Arc;

use super::searches::{PAGE, by_codes, by_person, with_includes};
use super::{Answer, Asking, Found, More, ReadAs, Steps};
use crate::doctors::model::{Named, order};
use crate::doctors::understand::Readings;
use crate::fhir::{Error, Page, Search};

impl Asking {
    /// A search that [`Query::is_plain`](crate::doctors::Query::is_plain): all that a first visit needs. The server's order.
    ///
    /// # Errors
    /// Of the request.
    pub async fn plain(self) -> Result<Answer, Error> {
        let found = self.gather(self.of_codes().await?, None).await?;
        Ok(self.answered(found, ReadAs::Codes, Vec::new()))
    }

    /// Any search, its answer in the order asked for. `readings` help with Chinese names, where they are there.
    ///
    /// # Errors
    /// Of the first request that nothing can be shown without.
    pub async fn search(self, readings: Option<&Readings>) -> Result<Answer, Error> {
        let mut answer = match self.query.text.is_empty() {
            true => self.by_codes().await?,
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
            Some(next) => self.gather(next, Some(Steps::ALL)).await,
            None => Ok(Found::default()),
        }
    }

    /// By codes and filters, at the nearest places first where there is a place to be near.
    pub(super) async fn by_codes(self) -> Result<Answer, Error> {
        if let Some(places) = self.nearby().await {
            let search = by_codes(&self.query).any("location", &places);
            let found = self
                .gather(self.filtered(search).await?, Some(Steps::ALL))
                .await?;
            if !found.rows.is_empty() || self.query.within.is_some() {
                return Ok(Answer {
                    nearby: true,
                    ..self.answered(found, ReadAs::Codes, Vec::new())
                });
            }
        }
        let found = self
            .gather(self.of_codes().await?, Some(Steps::ALL))
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
