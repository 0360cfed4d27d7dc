//! A hospital without a FHIR server, which publishes its free times as files: SMART Scheduling Links
//! (docs/scheduling-links.md). An app of its own in a chunk of its own: no other patient pays for it.
//!
//! The files are read as a stream, line by line, by `wire`; `model` keeps the little that is needed, and chooses.

mod card;
mod form;
pub mod model;
mod notes;
mod page;
mod reading;
mod times;
mod wire;
mod words;

use std::sync::Arc;

use crate::app;
use crate::config::{BadConfig, ConfigError};
use crate::i18n::{t, t_with, tell_miles};
use crate::platform::{boot_text, boot_value, load, take_over};
use crate::rooms;
use crate::router::Route;
use crate::session::{Session, use_session};
use crate::ui::{Page, loaded};
use crate::view::prelude::*;

use model::site::Site;
use page::Search;

/// The site as its views know it.
type TheSite = Arc<Site>;

/// Draws the app for `config.json`, or the page that says what is wrong with that. `before` is why it isn't one with a FHIR server.
pub fn start(before: ConfigError) -> View {
    let text = load(
        || (),
        |()| async {
            let text = boot_value("config").map(boot_text);
            // It was read before: this is the same text again.
            Ok(match text {
                Some(text) => text.await.unwrap_or_default(),
                None => String::new(),
            })
        },
    );
    (move || Some(app_of(&text.state().ready()?, before.clone()))).into_view()
}

fn app_of(text: &str, before: ConfigError) -> View {
    match Site::parse(text, app::is_secure(), before) {
        Ok(site) => {
            tell_miles(site.config.country.in_miles());
            let session = Session::over_fetch(site.config.clone());
            provide_context::<TheSite>(Arc::new(site));
            // One page, so no places to go to.
            app::app(session, || View::Nothing, room)
        }
        Err(error) => view! { <BadConfig error/> },
    }
}

/// The pages that there are here.
fn room(route: Route) -> View {
    match route {
        Route::Home | Route::Doctors => with_words(|| view! { <Search/> }),
        Route::Settings => rooms::settings(),
        Route::Connect => rooms::connect(),
        Route::Unknown => rooms::not_found(),
        _ => with_words(|| view! { <NotHere/> }),
    }
}

/// Draws a page once its words are there, which another language must fetch first.
fn with_words(draw: fn() -> View) -> View {
    let words = load(|| (), |()| rooms::later_words());
    loaded(words, move |()| {
        words::install();
        take_over();
        draw()
    })
}

/// A page that needs a server: a doctor's, a booking, appointments, a record, the sign-in.
#[component]
fn NotHere() -> View {
    let name = use_session().config.brand.name.clone();
    view! {
        <Page title=t("links.not_here_title")>
            <p>{t_with("links.not_here_text", &[("hospital", &name)])}</p>
            <p class="actions"><a class="button" href="/doctors">{t("links.title")}</a></p>
        </Page>
    }
}
