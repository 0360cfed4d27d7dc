//! Home: the way in to everything.

use leptos::prelude::*;

use crate::i18n::t;
use crate::ui::Page;

/// `/`
#[component]
pub fn Home() -> impl IntoView {
    view! {
        <Page title=t("home.title")>
            <p>"…"</p>
        </Page>
    }
}
