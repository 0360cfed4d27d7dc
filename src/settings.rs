//! Settings: the language, and who is signed in.

use crate::view::prelude::*;

use crate::app::Redraw;
use crate::i18n::{self, Language, t};
use crate::platform::{announce, own_text, set_preference};
use crate::rooms;
use crate::session::use_session;
use crate::ui::{Notice, Page, Tone};

/// `/settings`
#[component]
pub fn Settings() -> View {
    let redraw = expect_context::<Redraw>();
    let failed = RwSignal::new(false);
    let choose = move |tag: String| {
        leptos::task::spawn_local(async move {
            match switch_language(&tag).await {
                Some(()) => {
                    set_preference("language", &tag);
                    redraw.0.update(|n| *n += 1);
                    announce(&t("settings.language_changed"));
                }
                None => failed.set(true),
            }
        });
    };
    let current = i18n::current().tag;
    let languages = use_session().config.locales.clone();
    view! {
        <Page title=t("settings.title")>
            <fieldset class="choices">
                <legend><h2>{t("settings.language")}</h2></legend>
                {languages.into_iter().map(|tag| {
                    let name = own_name(&tag);
                    let checked = tag == current;
                    let lang = tag.clone();
                    let direction = Language::new(&tag).direction();
                    view! {
                        <label class="choice">
                            <input type="radio" name="language" value=tag.clone() checked=checked on:change=move |_| choose(tag.clone())/>
                            <span lang=lang dir=direction>{name}</span>
                        </label>
                    }
                }).collect_view()}
            </fieldset>
            {rooms::account()}
            {move || failed.get().then(|| view! {
                <div role="alert"><Notice tone=Tone::Warning><p>{t("settings.language_failed")}</p></Notice></div>
            })}
        </Page>
    }
}

/// A language's name in that language: who needs it can't read the current one.
fn own_name(tag: &str) -> &'static str {
    match tag {
        "zh-Hans" => "简体中文",
        "ar" => "العربية",
        _ => "English",
    }
}

async fn switch_language(tag: &str) -> Option<()> {
    let messages = own_text("locales", tag).await?;
    i18n::install(Language::new(tag), &messages).ok()?;
    let root = document().document_element()?;
    root.set_attribute("lang", tag).ok()?;
    root.set_attribute("dir", Language::new(tag).direction())
        .ok()
}
