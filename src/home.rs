//! `/`: the first page.

use std::rc::Rc;

use crate::view::prelude::*;

use crate::doctors::{Offers, SPECIALTIES, SearchBox, specialty_name, suggestions};
use crate::i18n::t;
use crate::rooms::{next_appointment, rest_of_results};
use crate::session::use_session;
use crate::ui::{Icon, Page, tel};

/// Specialties that are shown at once.
const COMMON: usize = 8;

/// `/`
#[component]
pub fn Home() -> View {
    // The words of what is offered come after the page; a search from here then has all that it needs.
    let rest = rest_of_results(RwSignal::new(true));
    let emergency = use_session().config.country.emergency.clone();
    let specialty = |code: &&str| {
        view! { <li><a href=["/doctors?specialty=", code].concat()>{specialty_name(code)}<Icon name="forward"/></a></li> }
    };
    let (common, others) = SPECIALTIES.split_at(COMMON);
    view! {
        <Page title=t("shell.title")>
            <SearchBox offers=Rc::new(|| Some(suggestions as Offers))/>
            {next_appointment()}
            {move || rest.state().ready().map(|rest| (rest.saved)())}
            <section class="stack-tight" aria-labelledby="specialties">
                <h2 id="specialties">{t("home.specialties")}</h2>
                <ul class="link-list">{common.iter().map(specialty).collect_view()}</ul>
                <details class="all-specialties">
                    <summary>{t("home.all_specialties")}</summary>
                    <ul class="link-list">{others.iter().map(specialty).collect_view()}</ul>
                </details>
            </section>
            <p class="emergency">
                <Icon name="warning"/>
                <span>{t("home.emergency")} " " <a href=tel(&emergency)><bdi dir="ltr">{emergency.clone()}</bdi></a></span>
            </p>
        </Page>
    }
}

/// A path that names no page.
#[component]
pub fn NotFound() -> View {
    view! {
        <Page title=t("app.not_found_title")>
            <p>{t("app.not_found_text")}</p>
            <p class="actions"><a class="button" href="/">{t("app.to_home")}</a></p>
        </Page>
    }
}
