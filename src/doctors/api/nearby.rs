//! The places nearest to where the patient is. Servers ignore `near` or take it for a box, and need not know where
//! somebody is: their places are fetched, and measured here.

use super::Asking;
use crate::doctors::model::Place;
use crate::doctors::query::{Position, Reach};
use crate::fhir::Search;

/// The most places that are looked at.
const LOOKED_AT: u32 = 500;
/// The most places whose doctors are asked for.
const NEAREST: usize = 30;

impl Asking {
    /// `Location/…` of the places nearest to there; `None` where nobody knows where the places are.
    pub(super) async fn nearby(&self, from: Position) -> Option<Vec<String>> {
        let search = Search::new("Location")
            .param("_elements", "name,position,status")
            .count(LOOKED_AT);
        let page = self.client.search(&search).await.ok()?;
        let measured = page.entries.iter().filter_map(|location| {
            let distance = Place::of(location, &self.language)?.distance(from)?;
            Some((distance, location.key()))
        });
        let most = self.query.within.map_or(f64::INFINITY, Reach::kilometres);
        let mut near: Vec<(f64, String)> = measured.filter(|it| it.0 <= most).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(NEAREST);
        (!near.is_empty()).then(|| near.into_iter().map(|(_, key)| key).collect())
    }
}
