//! The three faces of something fetched: on its way, there, or failed.

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::fhir::Error;
use crate::i18n::t;
use crate::platform::{Load, Loader};
use crate::ui::{ErrorView, Page};

/// Grey shapes that hold the place of what is coming, and say so to a screen reader.
#[component]
pub fn Skeleton(
    /// How many cards.
    #[prop(default = 3)]
    cards: usize,
) -> impl IntoView {
    view! {
        <div class="skeletons" role="status">
            <span class="visually-hidden">{t("ui.loading")}</span>
            {(0..cards).map(|_| view! { <div class="skeleton card-skeleton"></div> }).collect_view()}
        </div>
    }
}

/// Shows a [`Loader`]: a skeleton while it loads, an error with its way on, or `show` of the value.
pub fn loaded<T: 'static>(
    loader: Loader<T>,
    show: impl Fn(&T) -> AnyView + 'static,
) -> impl IntoView {
    faces(loader, show, |error, retry| {
        view! { <ErrorView error retry/> }.into_any()
    })
}

/// As [`loaded`], for a page that has its heading from its data: an error, too, stands under one, the message `title`.
pub fn loaded_page<T: 'static>(
    loader: Loader<T>,
    title: &'static str,
    show: impl Fn(&T) -> AnyView + 'static,
) -> impl IntoView {
    faces(loader, show, move |error, retry| {
        view! { <Page title=t(title)><ErrorView error retry/></Page> }.into_any()
    })
}

fn faces<T: 'static>(
    loader: Loader<T>,
    show: impl Fn(&T) -> AnyView + 'static,
    fail: impl Fn(Error, Callback<()>) -> AnyView + 'static,
) -> impl IntoView {
    let state = loader.state();
    // The views are bound to this thread, as everything of the browser's.
    let views = SendWrapper::new((show, fail));
    move || {
        state.with(|state| match state {
            Load::Loading => view! { <Skeleton/> }.into_any(),
            Load::Failed(error) => {
                (views.1)(error.clone(), Callback::new(move |()| loader.reload()))
            }
            Load::Ready(value) => (views.0)(value),
        })
    }
}
