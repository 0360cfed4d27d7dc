//! The doors of the lazy rooms. Four chunks, each fetched when first entered: `doctors` for finding one, `visit` for a
//! doctor's page and everything about appointments, `record` with the sign-in, which leads there, and `home` for what a first search can do without. Not a chunk a page: the splitter makes a file for every
//! combination of chunks that share code, so that each new one doubles the files.
//!
//! A chunk that fails to load (a lost connection, an old tab after an upgrade) says so and can be asked for again.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use wasm_split_helpers::SplitLoaderError;

use crate::doctors::{Named, Query};
use crate::fhir::{Error, Pending};
use crate::i18n::{self, t};
use crate::platform::{Load, load, own_text, take_over};
use crate::ui::{Page, Skeleton, loaded};

/// A room's view, to be made once its chunk is there.
type View = fn() -> AnyView;
type Door = Pin<Box<dyn Future<Output = Result<View, SplitLoaderError>>>>;

/// Declares a function that the splitter cuts at: what it gives is fetched with its chunk.
///
/// Without the feature `split`, which the packer turns on, everything is one piece: a wasm that hasn't passed through
/// the splitter, as the browser tests' hasn't, can't be loaded otherwise.
macro_rules! split {
    ($chunk:ident, $name:ident -> $given:ty, $value:expr) => {
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($chunk, fallible)]
        fn $name() -> Result<$given, SplitLoaderError> {
            Ok($value)
        }

        #[cfg(not(feature = "split"))]
        async fn $name() -> Result<$given, SplitLoaderError> {
            Ok($value)
        }
    };
}

/// Declares a room's door: the route's view, and the function that the splitter cuts at.
macro_rules! door {
    ($(#[$doc:meta])* $name:ident, $enter:ident in $chunk:ident => $view:path) => {
        split!($chunk, $enter -> View, || $view().into_any());

        $(#[$doc])*
        pub fn $name() -> AnyView {
            room(|| Box::pin(fetched(Box::pin($enter()))))
        }
    };
}

door!(
    /// `/`
    home, enter_home in home => crate::home::Home
);
door!(
    /// `/doctors`
    doctors, enter_doctors in doctors => crate::doctors::Results
);
door!(
    /// `/doctors/{PractitionerRole id}`
    doctor, enter_doctor in visit => crate::doctors::Profile
);
door!(
    /// `/hospitals/{Organization id}`
    hospital, enter_hospital in visit => crate::doctors::Hospital
);
door!(
    /// `/book/{Slot id}`
    book, enter_book in visit => crate::booking::Book
);
door!(
    /// `/appointments`
    appointments, enter_appointments in visit => crate::booking::Appointments
);
door!(
    /// `/appointments/{Appointment id}`
    appointment, enter_appointment in visit => crate::booking::AppointmentPage
);
split!(record, enter_record -> View, || crate::record::Summary().into_any());
split!(record, enter_record_section -> View, || crate::record::Section().into_any());

/// `/record`
pub fn record() -> AnyView {
    room(|| Box::pin(with_record_words(Box::pin(enter_record()))))
}

/// `/record/{section}`
pub fn record_section() -> AnyView {
    room(|| Box::pin(with_record_words(Box::pin(enter_record_section()))))
}

/// The record's words come beside its chunk: nobody else needs them.
async fn with_record_words(door: Door) -> Result<View, Error> {
    let words = async {
        if i18n::knows("record.title") {
            return Ok(());
        }
        let words = own_text("record", &i18n::current().tag).await;
        words
            .and_then(|words| i18n::extend(&words).ok())
            .ok_or(Error::Offline)
    };
    let (words, view) = futures::future::join(words, fetched(door)).await;
    words.and(view)
}
door!(
    /// `/settings`
    settings, enter_settings in home => crate::settings::Settings
);

door!(
    /// `/sign-in`
    sign_in, enter_sign_in in record => crate::session::SignIn
);
door!(
    /// `/callback`
    callback, enter_callback in record => crate::session::Callback
);

split!(record, enter_account -> View, || crate::session::Account().into_any());

/// Who is signed in, for the settings: nothing until its chunk is there.
pub fn account() -> impl IntoView {
    let loader = load(|| (), |()| fetched(Box::pin(enter_account())));
    let state = loader.state();
    move || state.get().ready().map(|view| view())
}

split!(visit, enter_next_appointment -> View, || crate::booking::NextAppointment().into_any());

/// The patient's next appointment, for Home: nothing until its chunk is there, nor when it can't be had.
pub fn next_appointment() -> impl IntoView {
    let loader = load(|| (), |()| fetched(Box::pin(enter_next_appointment())));
    let state = loader.state();
    move || state.get().ready().map(|view| view())
}

/// A form that narrows a search, for the hospitals seen so far.
type FilterForm = fn(Query, Vec<Named>) -> AnyView;

split!(home, enter_filters -> FilterForm, crate::doctors::filter_form);

/// The form that narrows a search, when somebody opens it.
pub fn filters(query: Query, hospitals: Vec<Named>) -> AnyView {
    let loader = load(
        || (),
        |()| async { enter_filters().await.map_err(|_| Error::Offline) },
    );
    loaded(loader, move |form| form(query.clone(), hospitals.clone())).into_any()
}

/// Which kind of error doesn't matter here: the splitter tells no more than that it failed.
async fn fetched(door: Door) -> Result<View, Error> {
    door.await.map_err(|_| Error::Offline)
}

/// Fetches a chunk and shows its view.
fn room(enter: fn() -> Pending<Result<View, Error>>) -> AnyView {
    let loader = load(|| (), move |()| enter());
    let state = loader.state();
    let show = move || match state.get() {
        Load::Loading => view! { <Skeleton/> }.into_any(),
        Load::Ready(view) => {
            take_over();
            view()
        }
        Load::Failed(_) => {
            take_over();
            view! { <Failed retry=move |()| loader.reload()/> }.into_any()
        }
    };
    show.into_any()
}

/// A room that couldn't be fetched, with its ways on.
#[component]
fn Failed(#[prop(into)] retry: Callback<()>) -> impl IntoView {
    view! {
        <Page title=t("app.room_failed_title")>
            <p>{t("app.room_failed_text")}</p>
            <p class="actions">
                <button type="button" class="button" on:click=move |_| retry.run(())>{t("ui.try_again")}</button>
                <button type="button" class="button secondary" on:click=|_| { let _ = location().reload(); }>{t("shell.reload")}</button>
            </p>
        </Page>
    }
}
