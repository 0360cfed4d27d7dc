//! The shell: start, contexts, navigation and routes. Each room is a wasm chunk of its own.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;

use crate::config::{Config, ConfigError, Expected};
use crate::i18n::{self, Language, t};
use crate::platform::{self, boot_value};
use crate::rooms;
use crate::router::{Route, provide_router, use_route};
use crate::session::Session;
use crate::ui::{Icon, Visited};

/// Starts the app with what the boot script has begun to fetch.
pub fn start() {
    // Leptos can spawn only once something is mounted.
    wasm_bindgen_futures::spawn_local(async {
        let language = Language::new(&boot_string("language").unwrap_or_else(|| "en".into()));
        match fetched("messages").await {
            Some(messages) if i18n::install(language, &messages).is_ok() => {}
            // Without words there is no page to show; the boot script has some of its own.
            _ => return boot_failed("failed"),
        }
        let config = match fetched("config").await {
            Some(text) => Config::parse(&text, is_secure()),
            None => Err(ConfigError {
                field: String::new(),
                expected: Expected::File,
            }),
        };
        match config {
            Ok(config) => {
                i18n::tell_miles(config.country.in_miles());
                let session = Session::over_fetch(config);
                show(move || app(session.clone(), places, room));
            }
            Err(error) => match rooms::serverless().await {
                Ok(start) => show(move || start(error)),
                Err(_) => boot_failed("failed"),
            },
        }
    });
}

fn boot_string(name: &str) -> Option<String> {
    boot_value(name)?.as_string()
}

async fn fetched(name: &str) -> Option<String> {
    platform::boot_text(boot_value(name)?).await
}

/// Whether the page came by https.
pub fn is_secure() -> bool {
    location().protocol().is_ok_and(|scheme| scheme == "https:")
}

fn boot_failed(kind: &str) {
    let _ = platform::call_boot("fail", kind);
}

/// Draws a view beside the static shell, which goes as soon as there is a page to show (`platform::take_over`).
fn show(view: impl FnOnce() -> View + 'static) {
    match document()
        .get_element_by_id("app")
        .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok())
    {
        Some(root) => crate::view::mount(&root, view).forget(),
        None => boot_failed("failed"),
    }
}

/// Redraws the whole app, as for another language.
#[derive(Clone, Copy)]
pub struct Redraw(pub RwSignal<u32>);

/// An app: its `nav`, and its `page` for each route, drawn anew on [`Redraw`].
pub fn app(session: Session, nav: fn() -> View, page: fn(Route) -> View) -> View {
    provide_context(session);
    provide_context(Visited(StoredValue::new(false)));
    let redraw = Redraw(RwSignal::new(0));
    provide_context(redraw);
    let shell = move || {
        redraw.0.track();
        shell(nav, page)
    };
    shell.into_view()
}

fn shell(nav: fn() -> View, page: fn(Route) -> View) -> View {
    provide_router();
    let route = use_route();
    view! {
        <a class="skip-link" href="#main" on:click=skip_to_main>{t("ui.skip")}</a>
        <Header/>
        {nav()}
        <OfflineBanner/>
        <main id="main" class="page" tabindex="-1">{move || page(route.get().0)}</main>
    }
}

fn room(route: Route) -> View {
    match route {
        Route::Home => rooms::home(),
        Route::Doctors => rooms::doctors(),
        Route::Doctor => rooms::doctor(),
        Route::Hospital => rooms::hospital(),
        Route::Book => rooms::book(),
        Route::Appointments => rooms::appointments(),
        Route::Appointment => rooms::appointment(),
        Route::Record => rooms::record(),
        Route::RecordSection => rooms::record_section(),
        Route::Settings => rooms::settings(),
        Route::SignIn => rooms::sign_in(),
        Route::Callback => rooms::callback(),
        Route::Connect => rooms::connect(),
        Route::Unknown => rooms::not_found(),
    }
}

/// The hash belongs to the search, so the skip link moves the focus by hand.
fn skip_to_main(event: web_sys::MouseEvent) {
    event.prevent_default();
    platform::focus("main");
}

#[component]
fn Header() -> View {
    let brand = expect_context::<Session>().config.brand.clone();
    view! {
        <header class="bar">
            <div class="bar-inner">
                <a class="brand" href="/">
                    {match brand.logo {
                        Some(url) => view! { <img class="mark" src=url alt=""/> },
                        None => view! { <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><use href="#sampan-mark"/></svg> },
                    }}
                    <span>{brand.name}</span>
                </a>
                <a class="bar-link" href="/settings"><Icon name="language"/><span>{t("nav.settings")}</span></a>
            </div>
        </header>
    }
}

fn places() -> View {
    let here = use_route();
    let place = move |href: &'static str, icon: &'static str, label: &'static str| {
        let current = move || {
            let (_, here) = here.get();
            let inside = if href == "/" {
                here == "/"
            } else {
                here.starts_with(href)
            };
            inside.then_some("page")
        };
        view! {
            <li><a href=href aria-current=current><Icon name=icon/><span>{t(label)}</span></a></li>
        }
    };
    view! {
        <nav class="places" aria-label=t("nav.label")>
            <ul>
                {place("/", "home", "nav.home")}
                {place("/doctors", "doctors", "nav.doctors")}
                {place("/appointments", "calendar", "nav.appointments")}
                {place("/record", "record", "nav.record")}
            </ul>
        </nav>
    }
}

#[component]
fn OfflineBanner() -> View {
    let online = platform::online();
    view! {
        <div role="status">
            {move || (!online.get()).then(|| view! {
                <p class="offline-banner"><Icon name="wifi_off"/>{t("ui.offline_banner")}</p>
            })}
        </div>
    }
}
