//! The three faces of something fetched: on its way, there, or failed.

use leptos::prelude::*;

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
    let state = loader.state();
    // The view is bound to this thread, as everything of the browser's.
    let show = send_wrapper::SendWrapper::new(show);
    move || {
        state.with(|state| match state {
            Load::Loading => view! { <Skeleton/> }.into_any(),
            Load::Failed(error) => {
                view! { <ErrorView error=error.clone() retry=move |()| loader.reload()/> }
                    .into_any()
            }
            Load::Ready(value) => show(value),
        })
    }
}

/// As [`loaded`], for a page that has its heading from its data: an error, too, stands under one, the message `title`.
pub fn loaded_page<T: 'static>(
    loader: Loader<T>,
    title: &'static str,
    show: impl Fn(&T) -> AnyView + 'static,
) -> impl IntoView {
    let state = loader.state();
    let show = send_wrapper::SendWrapper::new(show);
    move || {
        state.with(|state| match state {
            Load::Loading => view! { <Skeleton/> }.into_any(),
            Load::Failed(error) => {
                let error = error.clone();
                view! { <Page title=t(title)><ErrorView error retry=move |()| loader.reload()/></Page> }
                    .into_any()
            }
            Load::Ready(value) => show(value),
        })
    }
}
