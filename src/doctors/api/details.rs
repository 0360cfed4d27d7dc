//! What comes after the first answer: ratings and next free times.

use std::sync::Arc;

use super::Asking;
use super::searches::{first_slots, schedules};
use crate::doctors::model::{Detail, Doctor, DoctorSchedule, NextFree, schedules_by_doctor};
use crate::fhir::Error;
use crate::reviews::scores;

/// How often free times are asked for, at most, to reach every doctor of a page.
const ROUNDS: usize = 4;

impl Asking {
    /// The ratings and next free times of doctors, in their order: one batch, then a search or a few;
    /// one batch more where no ratings are published.
    ///
    /// # Errors
    /// Where the server can't be reached at all; what it merely can't tell is in the details.
    pub async fn details(&self, doctors: &[Arc<Doctor>]) -> Result<Vec<Detail>, Error> {
        if doctors.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<&str> = doctors.iter().map(|doctor| doctor.id.as_str()).collect();
        let (ratings, answers) = scores(&self.client, &ids, &[schedules(doctors)]).await?;
        let own = answers
            .into_iter()
            .next()
            .and_then(Result::ok)
            .map(|page| schedules_by_doctor(doctors, &page));
        let next = match own {
            Some(own) => self.next_free(&own).await,
            None => vec![NextFree::Unknown; doctors.len()],
        };
        let both = ratings.into_iter().zip(next);
        Ok(both.map(|(rating, next)| Detail { rating, next }).collect())
    }

    /// One search gives the next free times of all, soonest first; those it doesn't reach are asked for again.
    async fn next_free(&self, own: &[Vec<DoctorSchedule>]) -> Vec<NextFree> {
        let known =
            |schedules: &Vec<DoctorSchedule>| schedules.is_empty().then_some(NextFree::Phone);
        let mut next: Vec<Option<NextFree>> = own.iter().map(known).collect();
        for _ in 0..ROUNDS {
            let open = own.iter().zip(&next).filter(|(_, next)| next.is_none());
            let schedules: Vec<&DoctorSchedule> =
                open.flat_map(|(schedules, _)| schedules).collect();
            if schedules.is_empty() {
                break;
            }
            let Ok(page) = self.client.search(&first_slots(&schedules, self.now)).await else {
                break;
            };
            for (schedules, next) in own.iter().zip(&mut next).filter(|(_, next)| next.is_none()) {
                *next = NextFree::of(&page, schedules, self.now);
            }
        }
        next.into_iter()
            .map(|next| next.unwrap_or(NextFree::Unknown))
            .collect()
    }
}
