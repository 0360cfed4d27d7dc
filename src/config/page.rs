//! The page for the hospital's web team when `config.json` is wrong.

use crate::view::prelude::*;

use super::ConfigError;
use crate::i18n::{t, t_with};
use crate::platform::{boot_value, take_over};
use crate::ui::{Notice, Tone, tel};

/// What is wrong with the file, and where, under words for a patient.
#[component]
pub fn BadConfig(error: ConfigError) -> View {
    take_over();
    let phone = boot_value("phone").and_then(|phone| phone.as_string());
    view! {
        <main id="main" class="page">
            <h1>{t("setup.title")}</h1>
            <p>{t("setup.patient")}</p>
            <Notice tone=Tone::Warning>
                <p class="notice-title">{t("setup.web_team")}</p>
                <p dir="ltr"><code>{error.text()}</code></p>
            </Notice>
            <p class="actions">
                <button type="button" class="button" on:click=|_| { let _ = location().reload(); }>{t("shell.reload")}</button>
                {phone.map(|phone| view! {
                    <a class="button secondary" href=tel(&phone)>{t_with("ui.call", &[("phone", &phone)])}</a>
                })}
            </p>
        </main>
    }
}
