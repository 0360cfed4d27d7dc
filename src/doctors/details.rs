//! Fetching what comes after the first answer, for the doctors on a page.

use super::api::{Asking, Left};
use super::arrived::arrived;
use super::list::Listing;
use super::query::Sort;
use crate::i18n::t;
use crate::platform::{Load, Loader, load, now_ms};
use crate::view::prelude::*;

/// Fills in the details of a list's rows that have none yet, now and whenever more rows come. What it gives can be asked
/// again after a failure.
pub fn fill_in(listing: Listing) -> Loader<()> {
    let Listing {
        list,
        asking,
        failed,
        waiting,
        ..
    } = listing;
    let missing = move || {
        list.with(|list| {
            let bare = list.rows.iter().filter(|row| row.detail.is_none());
            bare.map(|row| row.doctor.id.clone()).collect::<Vec<_>>()
        })
    };
    let loader = load(missing, move |ids| {
        let asking = Asking {
            now: now_ms(),
            ..asking.get_value()
        };
        let doctors: Vec<_> = list.with_untracked(|list| {
            let wanted = list.rows.iter().filter(|row| ids.contains(&row.doctor.id));
            wanted.map(|row| row.doctor.clone()).collect()
        });
        async move {
            let details = asking.details(&doctors, &Left::after(1)).await?;
            let _ = list.try_update(|list| {
                list.draw = Some(arrived);
                for (doctor, detail) in doctors.iter().zip(details) {
                    let mut rows = list.rows.iter_mut();
                    if let Some(row) = rows.find(|row| row.doctor.id == doctor.id) {
                        row.detail = Some(detail);
                    }
                }
                // The first doctors of a visit stand as the server sent them until all is known that decides.
                // Those that a search brought with all their details stand in order already.
                let by_score = asking.query.sort == Sort::Best && !doctors.is_empty();
                if by_score && is_untouched() {
                    listing.order(list);
                } else if by_score {
                    let _ = waiting.try_set(true);
                }
            });
            Ok(())
        }
    });
    Effect::new(move |_| failed.set(matches!(loader.state(), Load::Failed(_))));
    loader
}

/// Whether nobody has begun to read the list: then its order may still change.
fn is_untouched() -> bool {
    let scrolled = window().scroll_y().unwrap_or_default() > 40.0;
    let focus = document().active_element();
    let inside = focus.and_then(|it| it.closest(".doctor-card").ok().flatten());
    !scrolled && inside.is_none()
}

/// Says that ratings and free times couldn't be had, and asks for them once more when told to.
pub fn details_failed(again: impl Fn() + 'static) -> View {
    view! {
        <p class="quiet">
            {t("doctors.details_failed")} " "
            <button type="button" class="link-button" on:click=move |_| again()>{t("ui.try_again")}</button>
        </p>
    }
}
