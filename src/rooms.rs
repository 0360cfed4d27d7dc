//! The doors of the lazy rooms. Five chunks, each fetched when first entered: `doctors` for finding one; `visit` for a
//! doctor's page and everything about appointments; `record` for its summary; `section` for the rest of the record, the
//! sign-in and the settings; and `home` with what a first search can do without. Not a chunk a page: the splitter makes a
//! file for every combination of chunks that share code, so that each new one doubles the files.
//!
//! A chunk that fails to load (a lost connection, an old tab after an upgrade) says so and can be asked for again.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use crate::view::prelude::*;
use wasm_split_helpers::SplitLoaderError;

use crate::config::{BadConfig, ConfigError};
use crate::doctors::Rest;
use crate::fhir::Error;
use crate::i18n::{complete, current, is_complete, t};
use crate::platform::{Load, Loader, boot_text, call_boot, load, take_over};
use crate::record::api::Book;
use crate::record::copy::Copies;
use crate::session::{Session, vault};
use crate::ui::{Page, Skeleton};

/// A room's view, to be made once its chunk is there.
type Draw = fn() -> View;
type Door<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

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
        split!($chunk, $enter -> Draw, || $view(Default::default()));

        $(#[$doc])*
        pub fn $name() -> View {
            room(|| Box::pin($enter()), stringify!($chunk))
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
door!(
    /// `/record`
    record, enter_record in record => crate::record::Summary
);
door!(
    /// `/record/{section}`
    record_section, enter_record_section in section => crate::record::Section
);
door!(
    /// `/settings`
    settings, enter_settings in section => crate::settings::Settings
);
door!(
    /// `/sign-in`
    sign_in, enter_sign_in in section => crate::session::SignIn
);
door!(
    /// `/callback`
    callback, enter_callback in section => crate::session::Callback
);

split!(section, enter_bad_config -> fn(ConfigError) -> View, |error| view! { <BadConfig error/> });

/// The page for when `config.json` is wrong.
///
/// # Errors
/// [`Error::Offline`] where the chunk or its words can't be had.
pub async fn bad_config() -> Result<fn(ConfigError) -> View, Error> {
    with_words(Box::pin(enter_bad_config())).await
}

split!(section, enter_copies -> Copies, Copies::PARTS);

/// The offer to read the copy of a summary, where one is kept on this device.
pub fn kept_copy() -> View {
    let fetch = |()| async {
        match vault::exists().await {
            true => with_words(Box::pin(enter_copies())).await.map(Some),
            false => Ok(None),
        }
    };
    let loader = load(|| (), fetch);
    let offer = move || {
        let copies = loader.state().ready()?;
        copies.as_ref().as_ref().map(|copies| (copies.offer)())
    };
    offer.into_view()
}

/// Brings the copy of a summary up to what was just read, where one is kept on this device.
pub fn renew_copy(patient: String, book: Book) {
    leptos::task::spawn_local(async move {
        if vault::exists().await
            && let Ok(copies) = fetched(Box::pin(enter_copies())).await
        {
            (copies.renew)(patient, book);
        }
    });
}

split!(visit, enter_next_appointment -> Draw, || crate::booking::NextAppointment(Default::default()));

/// The patient's next appointment, for Home: nothing until its chunk is there, nor when it can't be had.
pub fn next_appointment() -> View {
    let loader = load(|| (), |()| with_words(Box::pin(enter_next_appointment())));
    (move || loader.state().ready().map(|draw| draw())).into_view()
}

/// Puts right what a patient left by half.
type WindUp = fn(Session) -> Pin<Box<dyn Future<Output = ()>>>;

split!(visit, enter_wind_up -> WindUp, crate::booking::wind_up);

/// Puts right what a patient left by half, as far as it can be before they leave.
pub async fn wind_up(session: Session) {
    if let Ok(wind_up) = fetched(Box::pin(enter_wind_up())).await {
        wind_up(session).await;
    }
}

split!(home, enter_rest_of_search -> Rest, Rest::PARTS);

thread_local! {
    static HAS_SEARCH: Cell<bool> = const { Cell::new(false) };
}

/// Whether [`rest_of_search`] needs nothing to be fetched any more.
pub fn has_search() -> bool {
    HAS_SEARCH.get()
}

/// What a search needs beyond the first doctors by codes alone.
///
/// # Errors
/// [`Error::Offline`] where the chunk or its words can't be had.
pub async fn rest_of_search() -> Result<Rest, Error> {
    let rest = with_words(Box::pin(enter_rest_of_search())).await;
    HAS_SEARCH.set(rest.is_ok());
    rest
}

/// The same for a page that goes on without it; it isn't fetched before it is `wanted`.
pub fn rest_of_results(wanted: RwSignal<bool>) -> Loader<Rest> {
    let fetch = |wanted| async move {
        match wanted {
            true => rest_of_search().await,
            false => std::future::pending().await,
        }
    };
    load(move || wanted.get(), fetch)
}

/// Which kind of error doesn't matter here: the splitter tells no more than that it failed.
async fn fetched<T>(door: Door<T>) -> Result<T, Error> {
    door.await.map_err(|_| Error::Offline)
}

/// Fetches what is behind a door together with the messages of the later rooms.
async fn with_words<T>(door: Door<T>) -> Result<T, Error> {
    let words = later_words();
    let given = fetched(door).await?;
    words.await.map(|()| given)
}

/// Asks for the messages of the later rooms at once, and gives what puts them in force when they have come. Boxed, so that
/// its code is there once and not in each door.
fn later_words() -> Pin<Box<dyn Future<Output = Result<(), Error>>>> {
    let language = current();
    let words = (!is_complete()).then(|| call_boot("laterMessages", &language.tag));
    Box::pin(async move {
        let Some(words) = words else { return Ok(()) };
        let text = boot_text(words.ok_or(Error::Offline)?).await;
        let text = text.ok_or(Error::Offline)?;
        complete(&language, &text).map_err(|_| Error::Offline)
    })
}

/// Fetches a chunk and shows its view.
fn room(enter: fn() -> Door<Draw>, chunk: &'static str) -> View {
    let enter = move || async move {
        // The packer puts their words into the first file (`xtask/src/pack/locales.rs`).
        match ["home", "doctors"].contains(&chunk) {
            true => fetched(enter()).await,
            false => with_words(enter()).await,
        }
    };
    let loader = load(|| (), move |()| enter());
    let show = move || match loader.state() {
        Load::Loading => view! { <Skeleton/> },
        Load::Ready(draw) => {
            take_over();
            draw()
        }
        Load::Failed(_) => {
            take_over();
            view! { <Failed retry=move || loader.reload()/> }
        }
    };
    show.into_view()
}

/// A room that couldn't be fetched, with its ways on.
#[component]
fn Failed(#[prop(into)] retry: Callback<()>) -> View {
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
