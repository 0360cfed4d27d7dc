//! What comes after the first answer: ratings and next free times.

use std::sync::Arc;

use super::searches::{first_slots, schedules};
use super::{Asking, Left};
use crate::doctors::model::{Detail, Doctor, DoctorSchedule, NextFree, schedules_by_doctor};
use crate::fhir::{Error, Page, Search};
use crate::reviews::scores;

impl Asking {
    /// The ratings and next free times of doctors, in their order: one batch, then a search or a few as long as requests
    /// are `left`; one batch more where no ratings are published.
    ///
    /// # Errors
    /// Where the server can't be reached at all; what it merely can't tell is in the details.
    pub async fn details(
        &self,
        doctors: &[Arc<Doctor>],
        left: &Left,
    ) -> Result<Vec<Detail>, Error> {
        if doctors.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<&str> = doctors.iter().map(|doctor| doctor.id.as_str()).collect();
        // Free times go before ratings that aren't published, unless the ratings decide.
        let by_stars = self.query.stars.is_some() && self.query.when.is_none();
        let most = if by_stars { 2 } else { 3 };
        let scores = scores(&self.client, &ids, &[schedules(doctors)], left.has(most)).await?;
        left.took(scores.requests);
        let own = scores
            .others
            .into_iter()
            .next()
            .and_then(Result::ok)
            .map(|page| schedules_by_doctor(doctors, &page));
        let next = match own {
            Some(own) => self.next_free(&own, &self.windows(doctors), left).await,
            None => vec![NextFree::Unknown; doctors.len()],
        };
        let both = scores.scores.into_iter().zip(next);
        Ok(both.map(|(rating, next)| Detail { rating, next }).collect())
    }

    /// The spans of time in which a free time is looked for: from now on, where no other is wanted. Evenings and weekends
    /// are those of the first doctor's place; each doctor's are checked later.
    fn windows(&self, doctors: &[Arc<Doctor>]) -> Vec<(i64, Option<i64>)> {
        let Some(when) = self.query.when else {
            return vec![(self.now, None)];
        };
        let zone = doctors.iter().find_map(|doctor| doctor.zone(None));
        let windows = when.windows(self.now, (self.offset)(self.now, zone));
        let windows = windows.into_iter();
        windows.map(|(from, until)| (from, Some(until))).collect()
    }

    /// A search for each span gives the next free times of all, soonest first; those it doesn't reach are asked for again.
    async fn next_free(
        &self,
        own: &[Vec<DoctorSchedule>],
        windows: &[(i64, Option<i64>)],
        left: &Left,
    ) -> Vec<NextFree> {
        let known =
            |schedules: &Vec<DoctorSchedule>| schedules.is_empty().then_some(NextFree::Phone);
        let mut next: Vec<Option<NextFree>> = own.iter().map(known).collect();
        while left.has(1) {
            let open = own.iter().zip(&next).filter(|(_, next)| next.is_none());
            let schedules: Vec<&DoctorSchedule> =
                open.flat_map(|(schedules, _)| schedules).collect();
            if schedules.is_empty() {
                break;
            }
            let searches: Vec<Search> = windows
                .iter()
                .map(|window| first_slots(&schedules, *window))
                .collect();
            left.took(1);
            let Some(pages) = self.slots(&searches).await else {
                break;
            };
            for (schedules, next) in own.iter().zip(&mut next).filter(|(_, next)| next.is_none()) {
                *next = NextFree::first_of(&pages, schedules, self.now);
            }
        }
        next.into_iter()
            .map(|next| next.unwrap_or(NextFree::Unknown))
            .collect()
    }

    async fn slots(&self, searches: &[Search]) -> Option<Vec<Page>> {
        if let [only] = searches {
            return self.client.search(only).await.ok().map(|page| vec![page]);
        }
        let answers = self.client.batch(searches).await.ok()?;
        answers
            .into_iter()
            .collect::<Result<Vec<Page>, Error>>()
            .ok()
    }
}
