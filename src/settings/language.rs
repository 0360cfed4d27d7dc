//! The choice of language.

use crate::view::prelude::*;

use super::choice::{Choice, choices};
use crate::app::Redraw;
use crate::i18n::{self, Language, t};
use crate::platform::{announce, own_text, set_preference};
use crate::session::use_session;
use crate::ui::{Notice, Tone};

/// The languages that Sampan has words for, each with its name in that language: who needs it can't read the current one.
const NAMES: [(&str, &str); 3] = [
    ("en", "English"),
    ("zh-Hans", "简体中文"),
    ("ar", "العربية"),
];

/// The languages of the configuration.
#[component]
pub fn LanguageChoice() -> View {
    let redraw = expect_context::<Redraw>();
    let failed = RwSignal::new(false);
    let choose = move |tag: &'static str| {
        leptos::task::spawn_local(async move {
            match switch_language(tag).await {
                Some(()) => {
                    set_preference("language", tag);
                    redraw.0.update(|n| *n += 1);
                    announce(&t("settings.language_changed"));
                }
                None => failed.set(true),
            }
        });
    };
    let offered = use_session().config.locales.clone();
    let all = NAMES
        .into_iter()
        .filter(|(tag, _)| offered.iter().any(|offered| offered == tag));
    let all = all.map(|(value, name)| {
        let direction = Language::new(value).direction();
        let label = view! { <span lang=value dir=direction>{name}</span> };
        Choice { value, label }
    });
    let title = t("settings.language");
    view! {
        {choices("language", title, all.collect(), &i18n::current().tag, choose)}
        {move || failed.get().then(|| view! {
            <div role="alert"><Notice tone=Tone::Warning><p>{t("settings.language_failed")}</p></Notice></div>
        })}
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
