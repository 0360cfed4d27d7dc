//! The doors of the lazy rooms. Six chunks for patients, each fetched when first entered: `doctors` for finding one; `visit` for a
//! doctor's page and everything about appointments; `record` for its summary, and `ask` for the summary's requests; `section`
//! for the rest of the record, the sign-in and the settings; and `home` with what a first search can do without. Not a chunk a page: the splitter makes a
//! file for every combination of chunks that share code, so that each new one doubles the files. `connect`, for a hospital's
//! web team, holds all others: so it adds one file and changes none of theirs. `links` is the app of a hospital without a server.
//!
//! A chunk that fails to load (a lost connection, an old tab after an upgrade) says so and can be asked for again.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use crate::view::prelude::*;
use wasm_split_helpers::SplitLoaderError;

use crate::config::ConfigError;
use crate::doctors::Rest;
use crate::fhir::Error;
use crate::i18n::{complete, current, is_complete, t};
use crate::platform::{Load, Loader, boot_text, call_boot, load, take_over};
use crate::record::api::Book;
use crate::record::copy::Copies;
use crate::session::{Session, use_session, vault};
use crate::ui::{Page, Skeleton};

/// A room's view, to be made once its chunk is there.
type Draw = fn() -> View;
/// The views of one chunk, in the order of its doors.
type Draws = &'static [Draw];
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

/// Declares the doors into one chunk: the routes' views, and the one function that the splitter cuts at.
macro_rules! doors {
    (@$enter:ident, $chunk:ident, $at:expr;) => {};
    (@$enter:ident, $chunk:ident, $at:expr; $(#[$doc:meta])* $name:ident $($rest:tt)*) => {
        $(#[$doc])*
        pub fn $name() -> View {
            room(|| Box::pin($enter()), $at, stringify!($chunk))
        }
        doors!(@$enter, $chunk, $at + 1; $($rest)*);
    };
    ($chunk:ident, $enter:ident, $draws:ident: $($(#[$doc:meta])* $name:ident => $view:path;)+ $(+ $more:ident)?) => {
        const $draws: Draws = &[$(|| $view(Default::default()),)+ $($more)?];
        split!($chunk, $enter -> Draws, $draws);
        doors!(@$enter, $chunk, 0; $($(#[$doc])* $name)+);
    };
}

doors!(home, enter_home, HOME:
    /// `/`
    home => crate::home::Home;
    /// Any path that names no page.
    not_found => crate::home::NotFound;
);
doors!(doctors, enter_doctors, DOCTORS:
    /// `/doctors`
    doctors => crate::doctors::Results;
);
doors!(visit, enter_visit, VISIT:
    /// `/doctors/{PractitionerRole id}`, `/doctors/saved` and `/doctors/compare`
    doctor => crate::doctors::DoctorPages;
    /// `/hospitals/{Organization id}`
    hospital => crate::doctors::Hospital;
    /// `/book/{Slot id}`
    book => crate::booking::Book;
    /// `/appointments`
    appointments => crate::booking::Appointments;
    /// `/appointments/{Appointment id}`
    appointment => crate::booking::AppointmentPage;
);
split!(record, enter_record -> Draws, RECORD);
const RECORD: Draws = &[|| crate::record::Summary(Default::default())];
split!(ask, enter_ask -> fn(Session), crate::record::asking::ask);

/// `/record`. Its requests, in a small chunk of their own, are on their way before the large one that shows the answer.
pub fn record() -> View {
    room(enter_summary, 0, "record")
}

fn enter_summary() -> Door<Draws> {
    let session = use_session();
    Box::pin(async move {
        // Without it the room asks by itself.
        if let Ok(ask) = Box::pin(enter_ask()).await {
            ask(session);
        }
        enter_record().await
    })
}

doors!(section, enter_section, SECTION:
    /// `/record/{section}`
    record_section => crate::record::Section;
    /// `/settings`
    settings => crate::settings::Settings;
    /// `/sign-in`
    sign_in => crate::session::SignIn;
    /// `/callback`
    callback => crate::session::Callback;
);
doors!(connect, enter_connect, CONNECT:
    /// `/connect`
    connect => crate::connect::Connect;
    + all_others
);

/// What the other chunks are made of, for the one that holds them; but not `doctors`, which shares with the others alone
/// what these have too. Never called.
fn all_others() -> View {
    let rest = (Rest::PARTS, Copies::PARTS, WIND_UP, NEXT_APPOINTMENT);
    std::hint::black_box(([HOME, VISIT, RECORD, SECTION], rest));
    View::Nothing
}

/// Draws what there is for a `config.json` that names no FHIR server.
type Serverless = fn(ConfigError) -> View;

/// What a chunk holds besides its own, so that what it shares with them needs no files of its own.
type Held = &'static (Draws, Draws, Rest);

// It holds all that a search is made of, of which it uses much: so it changes none of a first search's files.
split!(links, enter_serverless -> (Serverless, Held), (crate::links::start, &(DOCTORS, HOME, Rest::PARTS)));

/// The app of a hospital that publishes files alone, or the page that says what is wrong with its `config.json`.
///
/// # Errors
/// [`Error::Offline`] where the chunk or its words can't be had.
pub async fn serverless() -> Result<Serverless, Error> {
    let (start, _) = with_words(Box::pin(enter_serverless())).await?;
    Ok(start)
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

const NEXT_APPOINTMENT: Draw = || crate::booking::NextAppointment(Default::default());
split!(visit, enter_next_appointment -> Draw, NEXT_APPOINTMENT);

/// The patient's next appointment, for Home: nothing until its chunk is there, nor when it can't be had.
pub fn next_appointment() -> View {
    let loader = load(|| (), |()| with_words(Box::pin(enter_next_appointment())));
    (move || loader.state().ready().map(|draw| draw())).into_view()
}

/// Puts right what a patient left by half.
type WindUp = fn(Session) -> Pin<Box<dyn Future<Output = ()>>>;

const WIND_UP: WindUp = crate::booking::wind_up;
split!(visit, enter_wind_up -> WindUp, WIND_UP);

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
    if let Ok(rest) = &rest
        && !HAS_SEARCH.replace(true)
    {
        (rest.prepare)();
    }
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
pub fn later_words() -> Pin<Box<dyn Future<Output = Result<(), Error>>>> {
    let language = current();
    let words = (!is_complete()).then(|| call_boot("laterMessages", &language.tag));
    Box::pin(async move {
        let Some(words) = words else { return Ok(()) };
        let text = boot_text(words.ok_or(Error::Offline)?).await;
        let text = text.ok_or(Error::Offline)?;
        complete(&language, &text).map_err(|_| Error::Offline)
    })
}

/// Fetches a chunk and shows one of its views.
fn room(enter: fn() -> Door<Draws>, at: usize, chunk: &'static str) -> View {
    let enter = move |()| {
        let door = enter();
        async move {
            // The packer puts their words into the first file (`xtask/src/pack/locales.rs`).
            match ["home", "doctors"].contains(&chunk) {
                true => fetched(door).await,
                false => with_words(door).await,
            }
        }
    };
    let loader = load(|| (), enter);
    let show = move || match loader.state() {
        Load::Loading => view! { <Skeleton/> },
        Load::Ready(draws) => {
            take_over();
            draws.get(at).map(|draw| draw()).into_view()
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
