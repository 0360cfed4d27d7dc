//! The pages of one doctor and of one hospital.

use super::searches::{by_codes, roles, with_includes};
use super::{Asking, Found, Left};
use crate::doctors::model::{Checks, Hospital, Profile};
use crate::doctors::query::Query;
use crate::fhir::{Error, Search};
use crate::reviews::{Department, departments, departments_of};

/// How many roles are looked at to say which specialties a hospital has.
const SAMPLE: u32 = 200;

impl Asking {
    /// The page of one doctor.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown role, and for one that is out of use.
    pub async fn profile(&self, id: &str) -> Result<Profile, Error> {
        let mut page = self
            .client
            .search(&with_includes(Search::new("PractitionerRole").ids(&[id])))
            .await?;
        page.entries.retain(|role| role.id() == id);
        self.complete(&mut page).await;
        Profile::of(&page, &self.language, self.client.base(), self.now).ok_or(Error::NotFound)
    }

    /// What is known of the checks of a doctor's qualifications; `None` where this directory tells of none at all.
    ///
    /// # Errors
    /// Where it couldn't be told just now.
    pub async fn checks(&self, practitioner: &str) -> Result<Option<Checks>, Error> {
        let search = Search::new("VerificationResult")
            .any("target", &[practitioner])
            .count(50);
        match self.client.search(&search).await {
            Ok(page) => Ok(Some(Checks::of(&page, practitioner))),
            Err(
                Error::Unsupported
                | Error::Rejected { .. }
                | Error::Unauthorized
                | Error::Forbidden { .. },
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The page of one hospital, the first of its doctors, and what patients say of its departments, where it publishes that.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown hospital, and for one that is out of use.
    pub async fn hospital(
        &self,
        id: &str,
    ) -> Result<(Hospital, Found, Option<Vec<Department>>), Error> {
        let query = Query {
            hospital: Some(id.to_owned()),
            ..Query::default()
        };
        let searches = [
            Search::new("Organization").ids(&[id]),
            Search::new("Location")
                .reference("organization", "Organization", id)
                .count(100),
            roles(&query),
            by_codes(&query)
                .param("_elements", "specialty")
                .count(SAMPLE),
            departments_of(id),
        ];
        let mut answers = self.client.batch(&searches).await?.into_iter();
        let mut next = || answers.next().unwrap_or(Err(Error::NotFound));
        let (organizations, locations, roles, sample, reports) =
            (next()?, next().unwrap_or_default(), next()?, next(), next());
        let organization = organizations.entries.iter().find(|it| it.id() == id);
        let hospital = organization.and_then(|it| Hospital::of(it, &locations, &self.language));
        let mut hospital = hospital.ok_or(Error::NotFound)?;
        hospital.add_specialties(sample.as_ref().unwrap_or(&roles), &self.language);
        let here = Asking {
            query,
            ..self.clone()
        };
        let found = here.gather(roles, None, &Left::after(1)).await?;
        let rated = reports.ok().and_then(|page| departments(&page, id));
        Ok((hospital, found, rated))
    }
}
