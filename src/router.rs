//! The address bar as data: the URL holds every search and selection, so that Back, reload, share and embedding work.
//!
//! Our own, since `leptos_router` weighs 19 kB on the wire (docs/decisions/0004-own-router.md). A path names a page, which is
//! drawn anew when the path changes; query and hash are signals that a page may follow. Rooms read them here
//! and change them with [`navigate`]; plain links work by themselves.

use crate::platform::{below_base, within_base};
use crate::view::prelude::*;
use leptos::ev;
use wasm_bindgen::{JsCast, JsValue};

/// The pages, as `docs/architecture.md` lists them; hospitals link to their paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Home,
    Doctors,
    Doctor,
    Hospital,
    Book,
    Appointments,
    Appointment,
    Record,
    RecordSection,
    Settings,
    SignIn,
    Callback,
    Connect,
    Unknown,
}

impl Route {
    /// The page that a path names.
    pub fn of(path: &str) -> Self {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        match (segments.next(), segments.next(), segments.next()) {
            (None, ..) => Route::Home,
            (Some("doctors"), None, _) => Route::Doctors,
            (Some("doctors"), Some(_), None) => Route::Doctor,
            (Some("hospitals"), Some(_), None) => Route::Hospital,
            (Some("book"), Some(_), None) => Route::Book,
            (Some("appointments"), None, _) => Route::Appointments,
            (Some("appointments"), Some(_), None) => Route::Appointment,
            (Some("record"), None, _) => Route::Record,
            (Some("record"), Some(_), None) => Route::RecordSection,
            (Some("settings"), None, _) => Route::Settings,
            (Some("sign-in"), None, _) => Route::SignIn,
            (Some("callback"), None, _) => Route::Callback,
            (Some("connect"), None, _) => Route::Connect,
            _ => Route::Unknown,
        }
    }
}

/// Where the visitor is, without the path that the app stands below (`platform::base`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Path, still percent-encoded: `/doctors/role-1`.
    pub path: String,
    /// Query without its `?`, still percent-encoded.
    pub query: String,
    /// Fragment without its `#`, still percent-encoded. No server ever sees it: what a person typed belongs here.
    pub hash: String,
}

impl Place {
    fn here() -> Self {
        let location = window().location();
        let without = |text: Result<String, JsValue>, mark: char| {
            let text = text.unwrap_or_default();
            text.strip_prefix(mark).map_or(text.clone(), str::to_owned)
        };
        Self {
            path: within_base(&location.pathname().unwrap_or_default()).unwrap_or_default(),
            query: without(location.search(), '?'),
            hash: without(location.hash(), '#'),
        }
    }
}

#[derive(Clone, Copy)]
struct Router(RwSignal<Place>);

/// Whether a navigation leaves the present address behind in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// Back leads to the present page.
    Push,
    /// The new address takes the present one's place.
    Replace,
}

/// Follows the address bar and the links of the app this is called in.
pub fn provide_router() {
    let place = RwSignal::new(Place::here());
    provide_context(Router(place));
    let back = window_event_listener(ev::popstate, move |_| place.set(Place::here()));
    let link = window_event_listener(ev::click, move |event| {
        if let Some(href) = own_link(&event) {
            event.prevent_default();
            go(place, &href, History::Push);
        }
    });
    on_cleanup(move || {
        back.remove();
        link.remove();
    });
}

/// Goes to a path of the app, with its query and hash: `/doctors?specialty=1#q=wang`.
///
/// Made once in a view, called in its handlers.
pub fn use_navigate() -> impl Fn(&str, History) + Copy + Send + Sync + 'static {
    let Router(place) = expect_context();
    move |to, history| go(place, to, history)
}

/// Leads through the app even after the view it was made in has gone.
#[derive(Clone, Copy)]
pub struct Navigate(RwSignal<Place>);

impl Navigate {
    /// Goes to a path of the app.
    pub fn to(self, to: &str, how: History) {
        go(self.0, to, how);
    }
}

/// As [`use_navigate`], to be kept.
pub fn use_navigator() -> Navigate {
    let Router(place) = expect_context();
    Navigate(place)
}

/// The page that the path names.
pub fn use_route() -> Memo<(Route, String)> {
    let Router(place) = expect_context();
    Memo::new(move |_| place.with(|place| (Route::of(&place.path), place.path.clone())))
}

/// The query without its `?`, percent-encoded.
pub fn use_query() -> Memo<String> {
    let Router(place) = expect_context();
    Memo::new(move |_| place.with(|place| place.query.clone()))
}

/// The hash without its `#`, percent-encoded.
pub fn use_hash() -> Memo<String> {
    let Router(place) = expect_context();
    Memo::new(move |_| place.with(|place| place.hash.clone()))
}

/// The last segment of the path, decoded: the id or section that the page is about.
///
/// Not a signal: another id is another page.
pub fn use_id() -> String {
    let Router(place) = expect_context();
    place.with_untracked(|place| {
        let last = place
            .path
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        decode(last)
    })
}

/// The value of a name in a query or hash of the form `a=1&b=2`, decoded. Empty values count as absent.
pub fn value_of(pairs: &str, name: &str) -> Option<String> {
    pairs
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| decode(&value.replace('+', " ")))
        .filter(|value| !value.is_empty())
}

/// Percent-decodes; what isn't well-formed stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn go(place: RwSignal<Place>, to: &str, how: History) {
    let Ok(history) = window().history() else {
        return;
    };
    let before = place.get_untracked();
    let to = below_base(to);
    let to = to.as_str();
    let result = match how {
        History::Push => {
            keep_scroll(&history);
            history.push_state_with_url(&JsValue::NULL, "", Some(to))
        }
        History::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(to)),
    };
    if result.is_err() {
        // An address the browser refuses, or too many changes at once: let it try the plain way.
        let _ = window().location().set_href(to);
        return;
    }
    let after = Place::here();
    let other_page = after.path != before.path;
    place.set(after);
    if other_page {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Remembers in the history how far down the page is; on the way back src/boot.js scrolls there.
fn keep_scroll(history: &web_sys::History) {
    let y = window().scroll_y().unwrap_or_default();
    let _ = history.replace_state_with_url(&JsValue::from_f64(y), "", None);
}

/// The address of a plain click on a link that stays in the app; `None` for everything that is the browser's.
fn own_link(event: &web_sys::MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !plain {
        return None;
    }
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link: web_sys::HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let elsewhere = !link.target().is_empty() || link.has_attribute("download");
    let path = within_base(&link.pathname())?;
    let page = Route::of(&path) != Route::Unknown;
    let location = window().location();
    if elsewhere || link.origin() != location.origin().ok()? || !page {
        return None;
    }
    Some([path, link.search(), link.hash()].concat())
}
