//! Settings: the language, how the page looks, units, the sign-in, and what the hospital keeps about it.

mod choice;
mod language;
mod look;

use crate::i18n::t;
use crate::privacy::Privacy;
use crate::record::copy::CopySettings;
use crate::record::{TopicChoice, unit_choice};
use crate::session::{Account, use_session};
use crate::ui::Page;
use crate::view::prelude::*;

use language::LanguageChoice;
use look::LookChoices;

/// `/settings`
#[component]
pub fn Settings() -> View {
    // Where there is no record, there are no units and topics of one (`links`).
    let record = use_session().config.has("record").then(|| {
        view! {
            <section class="section">
                <h2>{t("record.units")}</h2>
                {unit_choice()}
            </section>
            <TopicChoice/>
        }
    });
    view! {
        <Page title=t("settings.title")>
            <LanguageChoice/>
            <LookChoices/>
            {record}
            <Account/>
            <CopySettings/>
            <Privacy/>
        </Page>
    }
}
