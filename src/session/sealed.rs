//! What was typed and isn't sent yet, kept over a reload and over the way to the hospital's login and back.
//!
//! It may tell of health, so it lies in the tab's storage encrypted, under a key that no script can read (WebCrypto, not
//! extractable) and that IndexedDB keeps. The text goes with its tab; the key goes when somebody signs out, and with it
//! whatever copies a browser made of the text, such as those that bring back closed tabs. See docs/decisions/0006.
//! A text that is to outlive its tab lies sealed in the same way in the device's storage (docs/decisions/0010).

use std::cell::RefCell;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use js_sys::{Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

use super::crypto;
use crate::platform::{
    call, forget_preference, now_ms, preference, set_preference, set_tab_note, tab_note,
};

/// The database, its only store, and the only key in it.
const DATABASE: &str = "sampan";
const STORE: &str = "keys";
const KEY: &str = "typed";
/// Milliseconds after which it isn't given back any more: a browser may bring back a tab of last week.
const FRESH: i64 = 12 * 3_600_000;

/// Where a sealed text lies.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Tab,
    Device,
}

impl Place {
    fn write(self, name: &str, note: &str) {
        match self {
            Place::Tab => set_tab_note(name, note),
            Place::Device if note.is_empty() => forget_preference(name),
            Place::Device => set_preference(name, note),
        }
    }
}

/// What is to be sealed: where, by which name, and the text.
type Wanted = (Place, &'static str, String);
type Sealing = Shared<LocalBoxFuture<'static, ()>>;

thread_local! {
    static WAITING: RefCell<Vec<Wanted>> = const { RefCell::new(Vec::new()) };
    static SEALING: RefCell<Option<Sealing>> = const { RefCell::new(None) };
    static KNOWN: RefCell<Option<CryptoKey>> = const { RefCell::new(None) };
}

/// Keeps a text under a name, in the place of the one before; an empty one forgets it. Where the browser can't encrypt
/// (a page without TLS) or keeps nothing, nothing is kept.
pub fn keep(name: &'static str, text: String) {
    keep_at(Place::Tab, name, text);
}

/// [`keep`] for a text that outlives its tab and goes when somebody signs out.
pub fn keep_on_device(name: &'static str, text: String) {
    keep_at(Place::Device, name, text);
}

/// Whether this browser can encrypt here.
pub fn can_seal() -> bool {
    crypto::subtle().is_some()
}

fn keep_at(place: Place, name: &'static str, text: String) {
    WAITING.with_borrow_mut(|waiting| {
        waiting.retain(|(_, known, _)| *known != name);
        waiting.push((place, name, text));
    });
    if SEALING.with_borrow(Option::is_some) {
        return;
    }
    let sealing = async {
        while let Some(wanted) = WAITING.with_borrow_mut(Vec::pop) {
            store(wanted).await;
        }
        SEALING.set(None);
    };
    let sealing = sealing.boxed_local().shared();
    SEALING.set(Some(sealing.clone()));
    spawn_local(sealing);
}

/// Waits until everything is kept that is to be kept.
pub async fn settled() {
    if let Some(sealing) = SEALING.with_borrow(Clone::clone) {
        sealing.await;
    }
}

/// What was kept under a name in this tab.
pub async fn kept(name: &str) -> Option<String> {
    let note = tab_note(name)?;
    let (time, sealed) = note.split_once('.')?;
    let age = now_ms() - time.parse::<i64>().ok()?;
    // A clock that was set back makes nothing stale.
    if age > FRESH {
        set_tab_note(name, "");
        return None;
    }
    crypto::unseal(&key(false).await?, &label(name, time), sealed).await
}

/// What was kept under a name on this device, however long ago.
pub async fn kept_on_device(name: &str) -> Option<String> {
    let note = preference(name)?;
    let (time, sealed) = note.split_once('.')?;
    crypto::unseal(&key(false).await?, &label(name, time), sealed).await
}

/// Throws the key away: what was sealed with it, in whatever tab, can't be read by anybody any more.
pub fn shred() {
    KNOWN.set(None);
    WAITING.with_borrow_mut(Vec::clear);
    factory().and_then(|factory| call(&factory, "deleteDatabase", &[&DATABASE.into()]));
}

async fn store((place, name, text): Wanted) {
    let time = now_ms().to_string();
    let sealed = match (text.is_empty(), key(!text.is_empty()).await) {
        (false, Some(key)) => crypto::seal(&key, &label(name, &time), &text).await,
        _ => None,
    };
    let note = sealed.map_or(String::new(), |sealed| [&time, ".", &sealed].concat());
    place.write(name, &note);
}

fn label(name: &str, time: &str) -> String {
    [name, "@", time].concat()
}

/// The key; where there is none yet, a new one if it is `wanted`.
async fn key(wanted: bool) -> Option<CryptoKey> {
    if let Some(known) = KNOWN.with_borrow(Clone::clone) {
        return Some(known);
    }
    let database = open().await?;
    let mut found = read(&database).await;
    if found.is_none() && wanted {
        let made = crypto::key().await?;
        // Another tab may have been faster: `add` replaces nothing.
        let _ = write(&database, &made).await;
        found = read(&database).await;
    }
    call(&database, "close", &[]);
    KNOWN.set(found.clone());
    found
}

async fn read(database: &JsValue) -> Option<CryptoKey> {
    let store = store_of(database, "readonly")?;
    let request = call(&store, "get", &[&KEY.into()])?;
    answer(&request).await?.dyn_into().ok()
}

async fn write(database: &JsValue, key: &CryptoKey) -> Option<JsValue> {
    let store = store_of(database, "readwrite")?;
    answer(&call(&store, "add", &[key, &KEY.into()])?).await
}

fn store_of(database: &JsValue, mode: &str) -> Option<JsValue> {
    let transaction = call(database, "transaction", &[&STORE.into(), &mode.into()])?;
    call(&transaction, "objectStore", &[&STORE.into()])
}

async fn open() -> Option<JsValue> {
    let request = call(&factory()?, "open", &[&DATABASE.into(), &1.into()])?;
    let made = request.clone();
    let make = move || {
        if let Ok(database) = Reflect::get(&made, &"result".into()) {
            call(&database, "createObjectStore", &[&STORE.into()]);
        }
    };
    let make = Closure::once_into_js(make);
    Reflect::set(&request, &"onupgradeneeded".into(), &make).ok()?;
    answer(&request).await
}

fn factory() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()
}

/// The result of one of IndexedDB's requests.
async fn answer(request: &JsValue) -> Option<JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        let _ = Reflect::set(request, &"onsuccess".into(), &done);
        let _ = Reflect::set(request, &"onerror".into(), &failed);
    });
    JsFuture::from(promise).await.ok()?;
    Reflect::get(request, &"result".into()).ok()
}
