//! From pages to rows: what is missing is fetched, what doesn't fit is left out, and no raw data is kept.

use std::pin::Pin;
use std::sync::Arc;

use super::searches::{by_codes, with_includes};
use super::{Asking, Found, Left, More};
use crate::doctors::model::{Detail, Doctor, NextFree, Row, add, doctors};
use crate::doctors::query::{Query, When};
use crate::fhir::types::{Practitioner, PractitionerRole};
use crate::fhir::{Error, Page, Search, Typed};

/// With so many found, no further page is asked for.
const ENOUGH: usize = 10;
/// The most roles of the people of one page of names.
const ROLES_OF_A_PAGE: u32 = 100;

/// What only some searches need. A first visit does without: its code comes in a later chunk (`src/rooms.rs`).
pub struct Steps {
    roles_of: RolesOf,
    details: Details,
    keeps: fn(&Asking, &Row) -> bool,
}

type RolesOf = for<'a> fn(&'a Asking, Page) -> Step<'a, Page>;
type Details = for<'a> fn(&'a Asking, &'a [Arc<Doctor>], &'a Left) -> Step<'a, Vec<Detail>>;

type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + 'a>>;

impl Steps {
    /// All steps.
    pub const ALL: &'static Steps = &Steps {
        roles_of: |asking, people| Box::pin(asking.roles_of(people)),
        details: |asking, doctors, left| Box::pin(asking.details(doctors, left)),
        keeps: Asking::fits_in_detail,
    };
}

impl Asking {
    /// Makes rows of a page, and of a few more where too few on it fit and requests are `left`.
    pub(super) async fn gather(
        &self,
        mut page: Page,
        steps: Option<&Steps>,
        left: &Left,
    ) -> Result<Found, Error> {
        let mut found = Found::default();
        loop {
            let next = rest(&page);
            let of_people = steps.filter(|_| page.kind == Practitioner::TYPE);
            found.unreadable += page.unreadable.len();
            found.total = page.total.filter(|_| of_people.is_none());
            let roles = match of_people {
                Some(steps) => {
                    left.took(1);
                    (steps.roles_of)(self, page).await?
                }
                None => page,
            };
            self.take(&mut found, roles, steps, left).await?;
            found.more = next.clone().map(|page| {
                if of_people.is_some() {
                    More::People(page)
                } else {
                    More::Roles(page)
                }
            });
            let cost = 1 + usize::from(of_people.is_some()) + self.query.deciding();
            let Some(next) = next.filter(|_| found.rows.len() < ENOUGH && left.has(cost)) else {
                break;
            };
            left.took(1);
            match self.client.next(&next).await {
                Ok(Some(following)) => page = following,
                // What is there is shown; "more" will say what is wrong.
                _ => break,
            }
        }
        if found.left_out > 0 {
            found.total = None;
        }
        Ok(found)
    }

    async fn take(
        &self,
        found: &mut Found,
        mut page: Page,
        steps: Option<&Steps>,
        left: &Left,
    ) -> Result<(), Error> {
        self.complete(&mut page).await;
        let all = doctors(&page, &self.language, self.client.base(), self.now);
        let looked_at = all.len();
        let fitting: Vec<Arc<Doctor>> = all
            .into_iter()
            .filter(|it| it.fits(&self.query))
            .map(Arc::new)
            .collect();
        let mut rows: Vec<Row> = fitting
            .iter()
            .map(|doctor| Row {
                doctor: doctor.clone(),
                detail: None,
                alike: false,
            })
            .collect();
        if let Some(steps) = steps.filter(|_| self.query.needs_details()) {
            for (row, detail) in rows
                .iter_mut()
                .zip((steps.details)(self, &fitting, left).await?)
            {
                row.detail = Some(detail);
            }
            rows.retain(|row| (steps.keeps)(self, row));
        }
        found.left_out += looked_at - rows.len();
        add(&mut found.rows, rows);
        Ok(())
    }

    /// Whether what is known besides fits: a free time when one is wanted, and the stars.
    fn fits_in_detail(&self, row: &Row) -> bool {
        let Query { when, stars, .. } = &self.query;
        let is_then = |when: &When| match row.detail.as_ref().map(|detail| &detail.next) {
            Some(NextFree::At { ms, location }) => {
                let zone = row.doctor.zone(location.as_deref());
                when.includes(*ms, self.now, (self.offset)(*ms, zone))
            }
            _ => false,
        };
        let has = |least: &u32| {
            let stars = row.stars(self.rules.threshold);
            stars.is_some_and(|stars| stars >= f64::from(*least))
        };
        when.as_ref().is_none_or(is_then) && stars.as_ref().is_none_or(has)
    }

    /// The roles of the people on a page, with those people among the inclusions.
    async fn roles_of(&self, people: Page) -> Result<Page, Error> {
        let ids: Vec<String> = people.entries.iter().map(|person| person.key()).collect();
        if ids.is_empty() {
            return Ok(Page::default());
        }
        let search = with_includes(by_codes(&self.query).any("practitioner", &ids));
        let search = search.count(ROLES_OF_A_PAGE);
        let mut page = self
            .client
            .search_all(&search, ROLES_OF_A_PAGE as usize)
            .await?;
        for person in people.entries {
            let url = self.client.url(&person.key());
            page.included.add(person, Some(&url));
        }
        Ok(page)
    }

    /// Fetches what a server left out of its inclusions. What can't be had is shown by the name in its reference.
    pub(super) async fn complete(&self, page: &mut Page) {
        let mut missing: Vec<(String, Vec<String>)> = Vec::new();
        for role in page.typed::<PractitionerRole>() {
            let references = role
                .practitioner()
                .into_iter()
                .chain(role.organization())
                .chain(role.locations());
            for reference in references {
                let (Some(text), Some(kind), Some(id)) =
                    (reference.text, reference.kind, reference.id)
                else {
                    continue;
                };
                // An absolute reference may lead to another server, whose ids aren't ours.
                if text.contains(':') || page.included.get(text).is_some() {
                    continue;
                }
                match missing.iter_mut().find(|(known, _)| known == kind) {
                    Some((_, ids)) if ids.iter().any(|known| known == id) => {}
                    Some((_, ids)) => ids.push(id.to_owned()),
                    None => missing.push((kind.to_owned(), vec![id.to_owned()])),
                }
            }
        }
        // One by one: few servers leave them out, and a batch would cost every first visit its code.
        for (kind, ids) in missing {
            let search = Search::new(&kind).ids(&ids).count(100);
            let answer = self.client.search(&search).await.unwrap_or_default();
            for resource in answer.entries {
                page.included.add(resource, None);
            }
        }
    }
}

/// The link to the following page, without the data of this one.
fn rest(page: &Page) -> Option<Page> {
    let next = page.next.clone()?;
    Some(Page {
        kind: page.kind.clone(),
        next: Some(next),
        ..Page::default()
    })
}
