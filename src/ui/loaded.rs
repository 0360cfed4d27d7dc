//! The three faces of something fetched: on its way, there, or failed.

use crate::view::prelude::*;

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
) -> View {
    view! {
        <div class="skeletons" role="status">
            <span class="visually-hidden">{t("ui.loading")}</span>
            {(0..cards).map(|_| view! { <div class="skeleton card-skeleton"></div> }).collect_view()}
        </div>
    }
}

/// Shows a [`Loader`]: a skeleton while it loads, an error with its way on, or `show` of the value.
pub fn loaded<T: 'static>(loader: Loader<T>, show: impl Fn(&T) -> View + 'static) -> View {
    faces(loader, show, |error, retry| {
        view! { <ErrorView error retry/> }
    })
}

/// As [`loaded`], for a page that has its heading from its data: an error, too, stands under one, the message `title`.
pub fn loaded_page<T: 'static>(
    loader: Loader<T>,
    title: &'static str,
    show: impl Fn(&T) -> View + 'static,
) -> View {
    faces(loader, show, move |error, retry| {
        view! { <Page title=t(title)><ErrorView error retry/></Page> }
    })
}

fn faces<T: 'static>(
    loader: Loader<T>,
    show: impl Fn(&T) -> View + 'static,
    fail: impl Fn(Error, Callback<()>) -> View + 'static,
) -> View {
    let face = move || match loader.state() {
        Load::Loading => view! { <Skeleton/> },
        Load::Failed(error) => fail(error, Callback::new(move |()| loader.reload())),
        Load::Ready(value) => show(&value),
    };
    face.into_view()
}
