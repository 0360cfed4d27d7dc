//! Fetching what comes after the first answer, for the doctors on a page.

use leptos::prelude::*;

use super::api::Asking;
use super::model::Row;
use super::query::Query;
use crate::i18n::{current, zoned_date};
use crate::platform::{Load, load, now_ms};
use crate::session::use_session;

/// What requests need to know, here and now.
pub fn asking(query: Query) -> Asking {
    let client = use_session().directory;
    Asking {
        client,
        query,
        language: current().tag,
        now: now_ms(),
        day_of: zoned_date,
    }
}

/// Fills in the details of rows that have none yet, now and whenever more rows come.
///
/// Returns whether the last try failed, for saying so.
pub fn fill_in(rows: RwSignal<Vec<Row>>, asking: StoredValue<Asking>) -> Signal<bool> {
    let missing = move || {
        rows.with(|rows| {
            rows.iter()
                .filter(|row| row.detail.is_none())
                .map(|row| row.doctor.id.clone())
                .collect::<Vec<_>>()
        })
    };
    let loader = load(missing, move |ids| {
        let asking = Asking {
            now: now_ms(),
            ..asking.get_value()
        };
        let doctors: Vec<_> = rows.with_untracked(|rows| {
            rows.iter()
                .filter(|row| ids.contains(&row.doctor.id))
                .map(|row| row.doctor.clone())
                .collect()
        });
        async move {
            let details = asking.details(&doctors).await?;
            let _ = rows.try_update(|rows| {
                for (doctor, detail) in doctors.iter().zip(details) {
                    if let Some(row) = rows.iter_mut().find(|row| row.doctor.id == doctor.id) {
                        row.detail = Some(detail);
                    }
                }
            });
            Ok(())
        }
    });
    let state = loader.state();
    Signal::derive(move || state.with(|state| matches!(state, Load::Failed(_))))
}
