//! Saving a doctor, at their card and on their page.

use super::store::{saved, toggle};
use crate::doctors::facts;
use crate::doctors::model::Doctor;
use crate::i18n::{t, t_n};
use crate::ui::Icon;
use crate::view::prelude::*;

/// Saves the doctor, or forgets them again.
pub fn save_button(doctor: &Doctor) -> View {
    let (id, name) = (doctor.id.clone(), facts::name(doctor));
    let is_saved = {
        let id = id.clone();
        Memo::new(move |_| saved().contains(&id))
    };
    let label = move || {
        t(if is_saved.get() {
            "saved.saved"
        } else {
            "saved.save"
        })
    };
    let hidden = [": ", &name].concat();
    let press = move |_| toggle(id.clone(), name.clone());
    view! {
        <button type="button" class="chip over-card save" class:on=move || is_saved.get() on:click=press>
            <Icon name="bookmark"/>
            <span>{label}<span class="visually-hidden">{hidden}</span></span>
        </button>
    }
}

/// The way to the saved doctors; nothing as long as there are none.
pub fn saved_link() -> View {
    let link = move || {
        let count = saved().len();
        (count > 0).then(|| {
            view! {
                <p><a class="chip" href="/doctors/saved"><Icon name="bookmark"/>{t_n("saved.link", count, &[])}</a></p>
            }
        })
    };
    link.into_view()
}
