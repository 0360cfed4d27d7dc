//! A file from another provider, read on the device beside one's own record.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;

use crate::fhir::Resource;
use crate::i18n::{current, t, t_n};
use crate::platform::read_file;
use crate::record::chapter_words::title;
use crate::record::entry::{Detail, entry_view};
use crate::record::model::Chapter;
use crate::record::model::export::open_file;
use crate::ui::{Notice, Tone};

/// A file from another provider, read here and sent nowhere.
pub fn view() -> View {
    let opened = RwSignal::new_local(None::<(Vec<Resource>, usize)>);
    let open = move |event: leptos::ev::Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        leptos::task::spawn_local(async move {
            if let Some(text) = match input {
                Some(input) => read_file(&input).await,
                None => None,
            } {
                let _ = opened.try_set(Some(open_file(&text)));
            }
        });
    };
    view! {
        <section class="card">
            <h2>{t("record.open_file")}</h2>
            <p id="open-about">{t("record.open_about")}</p>
            <div class="field">
                <label for="open-file">{t("record.open_choose")}</label>
                <input id="open-file" type="file" accept=".json,.ndjson,.txt,application/json,application/fhir+json" aria-describedby="open-about" on:change=open/>
            </div>
            <div role="status">{move || opened.with(|opened| opened.as_ref().map(|(resources, unreadable)| opened_view(resources, *unreadable)))}</div>
        </section>
    }
}

fn opened_view(resources: &[Resource], unreadable: usize) -> View {
    let tag = current().tag;
    let names = resources
        .iter()
        .filter(|resource| resource.kind() == "Patient");
    let names: Vec<String> = names
        .filter_map(|patient| crate::fhir::datatypes::display_name(patient.root(), &tag))
        .collect();
    let mut shown = 0;
    let parts: Vec<View> = Chapter::ALL
        .into_iter()
        .filter_map(|chapter| {
            let entries = chapter.entries_of(resources, &tag);
            shown += entries.len();
            let items: Vec<View> = entries
                .iter()
                .map(|entry| entry_view(chapter, entry, Detail::Foreign))
                .collect();
            (!items.is_empty()).then(|| {
                view! {
                    <details>
                        <summary>{title(chapter)}" ("{entries.len().to_string()}")"</summary>
                        <ul class="entries">{items}</ul>
                    </details>
                }
            })
        })
        .collect();
    let others = resources.len().saturating_sub(shown);
    view! {
        {names.into_iter().map(|name| view! { <p class="person-name">{t("record.open_whose")}" "<bdi>{name}</bdi></p> }).collect_view()}
        {parts}
        {(unreadable > 0).then(|| view! { <Notice tone=Tone::Warning><p>{t_n("record.unreadable", unreadable, &[])}</p></Notice> })}
        {(shown == 0).then(|| view! { <p>{t("record.open_none")}</p> })}
        {(others > 0).then(|| view! { <p class="quiet small">{t_n("record.open_others", others, &[])}</p> })}
    }
}
