//! Doctors by their ids: those whom somebody has saved, and those to compare.

use std::sync::Arc;

use super::searches::with_includes;
use super::{Asking, Found, Left, Steps};
use crate::doctors::model::{Checks, Compared, MOST_SAVED, Profile, order};
use crate::fhir::{Error, Page, Search};

impl Asking {
    /// The doctors of these ids who are still in the directory, in the order asked for.
    ///
    /// # Errors
    /// Of the first request that nothing can be shown without.
    pub async fn picked(&self, ids: &[String]) -> Result<Found, Error> {
        if ids.is_empty() {
            return Ok(Found::default());
        }
        let page = self.by_ids(ids).await?;
        let mut found = self.gather(page, Some(Steps::ALL), &Left::after(1)).await?;
        order(&mut found.rows, &self.query, &self.rules, self.now);
        Ok(found)
    }

    /// All that is known of these doctors, in their order, for a page that shows them side by side; whoever isn't in the
    /// directory is left out.
    ///
    /// # Errors
    /// Where the directory can't be reached.
    pub async fn compared(&self, ids: &[String]) -> Result<Vec<Compared>, Error> {
        let mut page = self.by_ids(ids).await?;
        self.complete(&mut page).await;
        let mut profiles = Profile::all(&page, &self.language, self.client.base(), self.now);
        profiles.retain(|profile| ids.contains(&profile.doctor.id));
        profiles.sort_by_key(|profile| ids.iter().position(|id| *id == profile.doctor.id));
        let doctors: Vec<Arc<_>> = profiles
            .iter()
            .map(|profile| Arc::new(profile.doctor.clone()))
            .collect();
        let checks = self.checks_of(&profiles).await;
        // Without these the rest can still be compared.
        let details = self
            .details(&doctors, &Left::after(1))
            .await
            .unwrap_or_default();
        let mut details = details.into_iter();
        let compared = profiles
            .into_iter()
            .zip(checks)
            .map(|(profile, checks)| Compared {
                profile,
                checks,
                detail: details.next(),
            });
        Ok(compared.collect())
    }

    /// Up to `most` other doctors of the query's specialty, at the nearest places where it has one, the best match first.
    ///
    /// # Errors
    /// Of the first request that nothing can be shown without.
    pub async fn similar(self, to: &str, most: usize) -> Result<Found, Error> {
        let answer = self.search(None).await?;
        let mut found = answer.found;
        found.rows.retain(|row| row.doctor.id != to);
        found.rows.truncate(most);
        found.more = None;
        Ok(found)
    }

    async fn by_ids(&self, ids: &[String]) -> Result<Page, Error> {
        let search = Search::new("PractitionerRole").ids(ids);
        let mut page = self
            .client
            .search(&with_includes(search.count(MOST_SAVED as u32)))
            .await?;
        page.entries
            .retain(|role| ids.iter().any(|id| id == role.id()));
        Ok(page)
    }

    /// The checks of their qualifications, in one search; `None` where they can't be told.
    async fn checks_of(&self, profiles: &[Profile]) -> Vec<Option<Checks>> {
        let people = profiles
            .iter()
            .filter_map(|it| it.doctor.practitioner.clone());
        let people: Vec<String> = people.collect();
        let search = Search::new("VerificationResult")
            .any("target", &people)
            .count(100);
        let page = match people.is_empty() {
            true => None,
            false => self.client.search(&search).await.ok(),
        };
        let of = |profile: &Profile| {
            let person = profile.doctor.practitioner.as_deref()?;
            Some(Checks::of(page.as_ref()?, person))
        };
        profiles.iter().map(of).collect()
    }
}
