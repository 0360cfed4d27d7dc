//! Choosing a photo or document to go with a visit.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;

use crate::booking::paper::{LONGEST, Paper, Refused, read};
use crate::i18n::{t, t_with};
use crate::platform::{announce, focus, uuid};
use crate::ui::Field;

/// A field for one file, and what was chosen.
#[component]
pub fn Bring(paper: RwSignal<Option<Paper>>) -> View {
    let refused = RwSignal::new(None::<Refused>);
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into().ok());
        let file = input.and_then(|input: web_sys::HtmlInputElement| input.files()?.get(0));
        let Some(file) = file else { return };
        refused.set(None);
        leptos::task::spawn_local(async move {
            let mark = ["urn:uuid:", &uuid()].concat();
            match read(&file, mark).await {
                Ok(read) => {
                    announce(&t_with("booking.paper_chosen", &[("name", &read.name)]));
                    let _ = paper.try_set(Some(read));
                }
                Err(why) => drop(refused.try_set(Some(why))),
            }
        });
    };
    let error = Signal::derive(move || {
        refused.get().map(|why| match why {
            Refused::TooLarge => t_with("booking.paper_too_large", &[("most", &size(LONGEST))]),
            Refused::OtherKind => t("booking.paper_other_kind"),
            Refused::Unreadable => t("booking.paper_unreadable"),
        })
    });
    let remove = move |_| {
        paper.set(None);
        focus("paper");
    };
    let chosen = Memo::new(move |_| {
        paper.with(|paper| paper.as_ref().map(|paper| (paper.name.clone(), paper.size)))
    });
    move || match chosen.get() {
        Some((name, bytes)) => view! {
            <div class="field">
                <p class="label">{t("booking.paper")}</p>
                <p class="row"><bdi>{name}</bdi><span class="quiet">{size(bytes)}</span>
                    <button type="button" class="link-button" on:click=remove>{t("booking.paper_remove")}</button>
                </p>
            </div>
        },
        None => view! {
            <Field id="paper" label=t("booking.paper") hint=t_with("booking.paper_hint", &[("most", &size(LONGEST))]) error>
                <input id="paper" type="file" accept="image/*,application/pdf" aria-describedby="paper-hint paper-error" on:change=choose/>
            </Field>
        },
    }
}

/// Bytes as a person reads them.
fn size(bytes: usize) -> String {
    let (number, key) = match bytes {
        0..1_000_000 => (bytes.div_ceil(1000), "booking.kilobytes"),
        _ => (bytes.div_ceil(1_000_000), "booking.megabytes"),
    };
    // keys: booking.kilobytes, booking.megabytes
    t_with(key, &[("n", &number.to_string())])
}
