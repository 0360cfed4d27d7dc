//! A piece of a page that wears the look, in both themes.

use super::model::{Draft, TEXTS, Tried};
use crate::i18n::{current, t};
use crate::ui::Icon;
use crate::view::prelude::*;

/// Both samples; `src/brand/preview.js` dresses them by their ids.
pub fn samples(draft: RwSignal<Draft>, tried: RwSignal<Option<Tried>>) -> View {
    let both = [
        ("sample-light", "brand.light"),
        ("sample-dark", "brand.dark"),
    ];
    both.map(|(id, title)| sample(id, title, draft, tried))
        .collect_view()
}

fn sample(
    id: &'static str,
    title: &'static str,
    draft: RwSignal<Draft>,
    tried: RwSignal<Option<Tried>>,
) -> View {
    let logo = move || tried.with(|tried| tried.as_ref()?.text("logo"));
    let own = move |name: &'static str| {
        let path = ["texts.", name, ".", &current().tag].concat();
        let said = move || tried.with(|tried| tried.as_ref()?.text(&path));
        view! { {move || said().map(|text| view! { <p class="small">{text}</p> })} }
    };
    let [header, below @ ..] = TEXTS;
    view! {
        <section id=id class="brand-sample" aria-label=t(title)>
            <p class="brand">
                {move || match logo() {
                    Some(url) => view! { <img class="mark" src=url alt=""/> },
                    None => view! { <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><use href="#sampan-mark"/></svg> },
                }}
                <span>{move || draft.with(|draft| draft.get("name"))}</span>
            </p>
            {own(header)}
            <div class="card stack-tight">
                <p><strong>{t("brand.sample_title")}</strong></p>
                <p class="quiet">{t("brand.sample_quiet")}</p>
                <p class="tags">
                    <span class="tag good"><Icon name="check"/>{t("brand.sample_good")}</span>
                    <span class="tag warning"><Icon name="warning"/>{t("brand.sample_warning")}</span>
                </p>
                <p><span class="brand-link">{t("brand.sample_link")}</span></p>
                <p class="actions"><span class="button">{t("brand.sample_button")}</span><span class="button secondary">{t("brand.sample_second")}</span></p>
            </div>
            {below.map(own).collect_view()}
        </section>
    }
}
