//! The frame of every page: its title and heading, announced and focused on arrival.

use crate::view::prelude::*;

use crate::i18n::t;
use crate::platform::{announce, focus_main_heading, set_title};
use crate::session::use_session;
use crate::ui::Icon;

/// Whether a page has been shown before this one: the first one must not steal the focus.
#[derive(Clone, Copy)]
pub struct Visited(pub StoredValue<bool>);

/// A page with its `h1`. On arrival it sets the document's title, announces it and moves focus to the heading,
/// which no browser does for an app in one page.
#[component]
pub fn Page(
    #[prop(into)] title: String,
    /// Hides the heading from sight where the design has another focus (it stays for screen readers).
    #[prop(optional)]
    quiet_heading: bool,
    children: Children,
) -> View {
    set_title(&title, &use_session().config.brand.name);
    if let Some(Visited(visited)) = use_context::<Visited>() {
        if visited.get_value() {
            announce(&title);
            focus_main_heading();
        }
        visited.set_value(true);
    }
    view! {
        <h1 class:visually-hidden=quiet_heading>{title}</h1>
        {children()}
    }
}

/// The way to the page above, at the top of a page.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(optional, into)] label: Option<String>) -> View {
    view! {
        <a class="back-link" href=href>
            <Icon name="back"/>
            {label.unwrap_or_else(|| t("ui.back"))}
        </a>
    }
}
