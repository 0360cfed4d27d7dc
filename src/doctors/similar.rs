//! Other doctors of the same specialty, on a doctor's page: asked for when a reader comes near.

use super::asking::asking;
use super::card::DoctorList;
use super::details::fill_in;
use super::list::Listing;
use super::model::{Doctor, MOST_COMPARED, compare_url};
use super::query::{Position, Query};
use crate::i18n::{t, t_with};
use crate::platform::{Load, load, watch_sight};
use crate::ui::{ErrorView, Skeleton};
use crate::view::prelude::*;

/// How many are shown.
const MOST: usize = 3;

/// Doctors of the same specialty near this one's place. Nothing where the directory gives this one no specialty's code.
pub fn similar(doctor: &Doctor) -> Option<View> {
    let query = Query {
        specialty: Some(doctor.specialty_codes.first()?.clone()),
        near: doctor
            .places
            .iter()
            .find_map(|place| place.position)
            .and_then(|(latitude, longitude)| Position::new(latitude, longitude)),
        ..Query::default()
    };
    let (near_eyes, node) = (RwSignal::new(false), NodeRef::new());
    watch_sight(node, "400px", move |near, _| {
        if near {
            near_eyes.set(true);
        }
    });
    let id = doctor.id.clone();
    let wanted = query.clone();
    let loader = load(
        move || near_eyes.get(),
        move |wanted_now| {
            let (asking, id) = (asking(wanted.clone()), id.clone());
            async move {
                match wanted_now {
                    true => asking.similar(&id, MOST).await,
                    false => std::future::pending().await,
                }
            }
        },
    );
    let (query, own) = (StoredValue::new(query), doctor.id.clone());
    let body = move || match loader.state() {
        // Nothing is on its way before a reader comes near.
        Load::Loading => near_eyes
            .get()
            .then(|| view! { <Skeleton cards=1/> })
            .into_view(),
        Load::Failed(error) => view! { <ErrorView error retry=move || loader.reload()/> },
        Load::Ready(found) if found.rows.is_empty() => {
            view! { <p class="quiet">{t("similar.none")}</p> }
        }
        Load::Ready(found) => {
            let found = found.as_ref().clone();
            let mut picks = vec![own.clone()];
            picks.extend(found.rows.iter().map(|row| row.doctor.id.clone()));
            picks.truncate(MOST_COMPARED);
            let near = query.with_value(|query| query.near);
            let listing = Listing::new(asking(query.get_value()), found);
            fill_in(listing);
            view! {
                <p class="quiet small">{t("similar.how")}</p>
                <DoctorList listing near/>
                <p class="actions">
                    <a class="button secondary" href=compare_url(&picks)>{t("similar.compare")}</a>
                    <a class="button secondary" href=query.with_value(Query::to_url)>{t("similar.all")}</a>
                </p>
            }
        }
    };
    let specialty = doctor.specialties.first().cloned().unwrap_or_default();
    Some(view! {
        <section class="section" aria-labelledby="similar" node_ref=node>
            <h2 id="similar">{t_with("similar.title", &[("specialty", &specialty)])}</h2>
            {body}
        </section>
    })
}
