//! What only a browser can answer: dates and words through `Intl`, loading over time, and `fetch`.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use leptos::prelude::*;
use sampan::fhir::{Browser, Error, Request, Transport};
use sampan::i18n::{self, DateStyle, Language};
use sampan::platform::{Load, Loader, load};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn speak(language: &str) {
    let messages = r#"{"visits": {"zero": "z", "one": "o {n}", "two": "t", "few": "f {n}", "many": "m {n}", "other": "x {n} {who}"}, "plain": "Call {phone}"}"#;
    i18n::install(Language::new(language), messages).unwrap();
}

fn ms(instant: &str) -> i64 {
    let ms = js_sys::Date::parse(instant);
    assert!(!ms.is_nan(), "{instant}");
    ms as i64
}

// Words, dates and numbers

#[wasm_bindgen_test]
fn dates_read_as_in_their_language() {
    let at = ms("2024-03-05T13:30:00Z");
    speak("en");
    assert_eq!(i18n::format_date(at, Some("UTC"), DateStyle::Year), "2024");
    let day = i18n::format_date(at, Some("UTC"), DateStyle::Day);
    assert!(
        day.contains("March") && day.contains('5') && day.contains("2024"),
        "{day}"
    );
    assert!(i18n::format_date(at, Some("UTC"), DateStyle::Weekday).contains("Tuesday"));
    speak("zh-Hans");
    assert_eq!(
        i18n::format_date(at, Some("UTC"), DateStyle::Day),
        "2024年3月5日"
    );
    assert!(i18n::format_date(at, Some("UTC"), DateStyle::Weekday).contains("星期二"));
    speak("ar");
    let day = i18n::format_date(at, Some("UTC"), DateStyle::Day);
    assert!(day.contains("مارس"), "{day}");
    assert!(
        day.contains("2024") && !day.contains('٢'),
        "Western digits, as on the ward: {day}"
    );
}

#[wasm_bindgen_test]
fn times_are_the_zones() {
    speak("en");
    let at = ms("2024-03-05T13:30:00Z");
    assert!(
        i18n::format_time(at, Some("Asia/Shanghai")).contains("9:30"),
        "{}",
        i18n::format_time(at, Some("Asia/Shanghai"))
    );
    assert!(i18n::format_time(at, Some("Asia/Kolkata")).contains("7:00"));
    assert_eq!(i18n::zone_name(at, "Asia/Shanghai"), "China Standard Time");
    assert!(!i18n::device_zone().is_empty());
}

#[wasm_bindgen_test]
fn a_day_is_no_instant() {
    speak("en");
    let day = i18n::format_day("2024-03-05", DateStyle::Day);
    assert!(
        day.contains('5') && day.contains("March"),
        "no zone moves it: {day}"
    );
    assert_eq!(i18n::format_day("soon", DateStyle::Day), "soon");
}

#[wasm_bindgen_test]
fn a_day_differs_across_the_date_line() {
    let at = ms("2026-01-01T10:30:00Z");
    assert_eq!(
        i18n::zoned_date(at, Some("Pacific/Kiritimati")),
        "2026-01-02"
    );
    assert_eq!(i18n::zoned_date(at, Some("UTC")), "2026-01-01");
    assert_eq!(
        i18n::zoned_date(at, Some("Pacific/Pago_Pago")),
        "2025-12-31"
    );
}

#[wasm_bindgen_test]
fn offsets_follow_the_clock_changes() {
    for (instant, zone, minutes) in [
        ("2026-03-29T00:59:59Z", "Europe/Berlin", 60),
        ("2026-03-29T01:00:00Z", "Europe/Berlin", 120),
        ("2026-10-25T00:59:59Z", "Europe/Berlin", 120),
        ("2026-10-25T01:00:00Z", "Europe/Berlin", 60),
        ("2026-03-08T06:59:00Z", "America/New_York", -300),
        ("2026-03-08T07:00:00Z", "America/New_York", -240),
        // Half an hour, in the south.
        ("2026-04-04T14:59:00Z", "Australia/Lord_Howe", 660),
        ("2026-04-04T15:00:00Z", "Australia/Lord_Howe", 630),
        ("2026-07-01T12:34:56Z", "Asia/Kolkata", 330),
        ("2026-07-01T12:34:56Z", "Asia/Shanghai", 480),
        ("2026-07-01T12:34:56Z", "Pacific/Kiritimati", 840),
        ("2026-07-01T12:34:56Z", "Pacific/Pago_Pago", -660),
        ("1969-12-31T23:59:59Z", "Asia/Tokyo", 540),
        ("2026-12-31T23:30:00Z", "Asia/Shanghai", 480),
    ] {
        assert_eq!(
            i18n::zone_offset_minutes(ms(instant), Some(zone)),
            minutes,
            "{instant} in {zone}"
        );
    }
}

#[wasm_bindgen_test]
fn plurals_follow_the_language() {
    for (language, expected) in [
        (
            "en",
            [(0, "other"), (1, "one"), (2, "other"), (11, "other")],
        ),
        (
            "zh-Hans",
            [(0, "other"), (1, "other"), (2, "other"), (11, "other")],
        ),
        ("ar", [(0, "zero"), (1, "one"), (2, "two"), (11, "many")]),
    ] {
        speak(language);
        for (n, category) in expected {
            assert_eq!(i18n::plural_category(n), category, "{n} in {language}");
        }
    }
    assert_eq!(i18n::plural_category(3), "few");
    assert_eq!(i18n::plural_category(100), "other");
    assert_eq!(i18n::t_n("visits", 3, &[]), "f 3");
    assert_eq!(i18n::t_n("visits", 1200, &[("who", "Ana")]), "x 1,200 Ana");
}

#[wasm_bindgen_test]
fn messages_are_filled_and_a_missing_one_shows_its_key() {
    speak("en");
    assert_eq!(i18n::t_with("plain", &[("phone", "120")]), "Call 120");
    assert_eq!(i18n::t("no.such"), "no.such");
    assert!(i18n::install(Language::new("ar"), "[]").is_err());
    assert_eq!(
        i18n::current().tag,
        "en",
        "a bad file leaves the language as it was"
    );
}

#[wasm_bindgen_test]
fn numbers_money_and_distance() {
    speak("en");
    assert_eq!(i18n::format_number(4.25, 1), "4.3");
    assert_eq!(i18n::format_money(80.0, "CNY"), "¥80");
    assert_eq!(i18n::format_money(80.5, "CNY"), "¥80.50");
    assert_eq!(
        i18n::format_money(80.0, "guilders"),
        "80.00 guilders",
        "a currency that is none stays as sent"
    );
    assert_eq!(i18n::format_distance(2.34), "2.3 km");
    assert_eq!(i18n::format_distance(12.4), "12 km");
    assert_eq!(i18n::language_name("zh").as_deref(), Some("Chinese"));
    assert_eq!(i18n::language_name("not a tag"), None);
    speak("zh-Hans");
    assert_eq!(i18n::language_name("en").as_deref(), Some("英语"));
    assert_eq!(
        i18n::compare("李", "王"),
        Ordering::Less,
        "by pinyin: Li before Wang"
    );
}

// Loading

/// A load whose key is the milliseconds its answer takes, and what its state has been.
struct Probe {
    key: RwSignal<u32>,
    loader: Loader<u32>,
    states: Rc<RefCell<Vec<Load<u32>>>>,
    fetches: Rc<RefCell<Vec<u32>>>,
    unmount: Box<dyn FnOnce()>,
}

async fn probe(first: u32) -> Probe {
    let (states, fetches) = (Rc::default(), Rc::default());
    let made = Rc::new(RefCell::new(None));
    let element: web_sys::HtmlElement = document().create_element("div").unwrap().unchecked_into();
    let handle = leptos::mount::mount_to(element, {
        let (states, fetches, made) = (Rc::clone(&states), Rc::clone(&fetches), Rc::clone(&made));
        move || {
            let key = RwSignal::new(first);
            let loader = load(
                move || key.get(),
                move |wait| {
                    let fetches: Rc<RefCell<Vec<u32>>> = Rc::clone(&fetches);
                    async move {
                        TimeoutFuture::new(wait).await;
                        fetches.borrow_mut().push(wait);
                        if wait == 13 {
                            Err(Error::Timeout)
                        } else {
                            Ok(wait)
                        }
                    }
                },
            );
            Effect::new(move |_| {
                let states: &RefCell<Vec<Load<u32>>> = &states;
                states.borrow_mut().push(loader.state().get());
            });
            *made.borrow_mut() = Some((key, loader));
        }
    });
    TimeoutFuture::new(1).await;
    let (key, loader) = made.take().unwrap();
    Probe {
        key,
        loader,
        states,
        fetches,
        unmount: Box::new(move || drop(handle)),
    }
}

#[wasm_bindgen_test]
async fn a_superseded_answer_never_shows() {
    let probe = probe(80).await;
    probe.key.set(10);
    TimeoutFuture::new(160).await;
    let mut states = probe.states.take();
    states.dedup();
    assert_eq!(states, [Load::Loading, Load::Ready(10)]);
    assert_eq!(
        *probe.fetches.borrow(),
        [10],
        "the slow one was stopped, not just ignored"
    );
    assert_eq!(probe.loader.state().get_untracked().ready(), Some(&10));
}

#[wasm_bindgen_test]
async fn an_error_can_be_tried_again() {
    let probe = probe(13).await;
    TimeoutFuture::new(60).await;
    assert_eq!(
        probe.loader.state().get_untracked(),
        Load::Failed(Error::Timeout)
    );
    probe.loader.reload();
    TimeoutFuture::new(60).await;
    assert_eq!(*probe.fetches.borrow(), [13, 13]);
    probe.key.set(13);
    TimeoutFuture::new(60).await;
    assert_eq!(
        probe.fetches.borrow().len(),
        2,
        "the same key asks for nothing"
    );
}

#[wasm_bindgen_test]
async fn a_fetch_ends_with_its_view() {
    let Probe {
        fetches, unmount, ..
    } = probe(40).await;
    unmount();
    TimeoutFuture::new(100).await;
    assert_eq!(*fetches.borrow(), Vec::<u32>::new());
}

// Fetch

/// Replaces `fetch` by a script of ours, which logs its calls in `calls`, and gives it back at the end.
struct FakeFetch;

impl FakeFetch {
    /// `answer` is JavaScript: a function of the URL and the init that gives a promise.
    fn new(answer: &str) -> Self {
        let script = format!(
            "globalThis.realFetch ??= globalThis.fetch;
             globalThis.calls = [];
             globalThis.fetch = (url, init) => {{ calls.push({{ url, init }}); return ({answer})(url, init); }};
             globalThis.__sampan = undefined;"
        );
        js_sys::eval(&script).unwrap();
        Self
    }

    fn calls(&self) -> u32 {
        number("calls.length")
    }
}

impl Drop for FakeFetch {
    fn drop(&mut self) {
        js_sys::eval("globalThis.fetch = globalThis.realFetch; globalThis.__sampan = undefined;")
            .unwrap();
    }
}

fn number(script: &str) -> u32 {
    js_sys::eval(script).unwrap().as_f64().unwrap() as u32
}

fn truth(script: &str) -> bool {
    js_sys::eval(script).unwrap().is_truthy()
}

fn get(url: &str, timeout: u32) -> Request {
    Request {
        method: "GET",
        url: url.into(),
        headers: vec![("accept", "application/fhir+json".into())],
        body: None,
        timeout,
    }
}

const SILENT: &str = "(url, init) => new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)))";
const PATIENT: &str = "https://fhir.example/Patient/1";

#[wasm_bindgen_test]
async fn an_answer_comes_with_its_status_and_headers() {
    let fake = FakeFetch::new(
        "async () => new Response('{}', {status: 429, headers: {'Retry-After': '7', ETag: 'W/\"3\"'}})",
    );
    let answer = Browser.send(get(PATIENT, 1000)).await.unwrap();
    assert_eq!(
        (answer.status, answer.retry_after, answer.body.as_str()),
        (429, Some(7), "{}")
    );
    assert_eq!(answer.etag.as_deref(), Some("W/\"3\""));
    assert_eq!(fake.calls(), 1);
    assert!(truth(
        "calls[0].init.credentials === 'omit' && calls[0].init.referrerPolicy === 'no-referrer'"
    ));
    assert!(truth(
        "calls[0].init.headers.get('accept') === 'application/fhir+json'"
    ));
}

#[wasm_bindgen_test]
async fn a_retry_after_may_be_a_date() {
    let _fake = FakeFetch::new(
        "async () => new Response('', {status: 503, headers: {'Retry-After': new Date(Date.now() + 30500).toUTCString()}})",
    );
    let seconds = Browser
        .send(get(PATIENT, 1000))
        .await
        .unwrap()
        .retry_after
        .unwrap();
    assert!((28..=31).contains(&seconds), "{seconds}");
}

#[wasm_bindgen_test]
async fn silence_is_a_timeout_and_is_given_up() {
    let _fake = FakeFetch::new(SILENT);
    assert_eq!(Browser.send(get(PATIENT, 30)).await, Err(Error::Timeout));
    assert!(truth("calls[0].init.signal.aborted"));
}

#[wasm_bindgen_test]
async fn a_body_that_stalls_is_a_timeout_too() {
    let _fake = FakeFetch::new(
        "async () => new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array([123])); } }))",
    );
    assert_eq!(Browser.send(get(PATIENT, 30)).await, Err(Error::Timeout));
}

#[wasm_bindgen_test]
async fn a_dropped_request_is_aborted() {
    let _fake = FakeFetch::new(SILENT);
    let mut pending = Browser.send(get(PATIENT, 1000));
    assert!(futures::poll!(&mut pending).is_pending());
    assert!(!truth("calls[0].init.signal.aborted"));
    drop(pending);
    assert!(truth("calls[0].init.signal.aborted"));
}

#[wasm_bindgen_test]
async fn a_refusal_without_a_reason_is_told_from_being_offline() {
    let _fake = FakeFetch::new("() => Promise.reject(new TypeError('Failed to fetch'))");
    assert_eq!(Browser.send(get(PATIENT, 1000)).await, Err(Error::Cors));
    js_sys::eval(
        "Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true })",
    )
    .unwrap();
    let offline = Browser.send(get(PATIENT, 1000)).await;
    js_sys::eval("delete navigator.onLine").unwrap();
    assert_eq!(offline, Err(Error::Offline));
}

#[wasm_bindgen_test]
async fn the_boot_scripts_answer_is_used_once() {
    let fake = FakeFetch::new("async () => new Response('late')");
    early("Promise.resolve(new Response('early'))");
    let other = Browser
        .send(get("https://fhir.example/Patient/2", 1000))
        .await
        .unwrap();
    assert_eq!(
        (other.body.as_str(), fake.calls()),
        ("late", 1),
        "another request doesn't take it"
    );
    assert_eq!(
        Browser.send(get(PATIENT, 1000)).await.unwrap().body,
        "early"
    );
    assert_eq!(fake.calls(), 1);
    assert_eq!(Browser.send(get(PATIENT, 1000)).await.unwrap().body, "late");
    assert_eq!(fake.calls(), 2);
}

#[wasm_bindgen_test]
async fn a_boot_request_that_failed_is_asked_again() {
    let fake = FakeFetch::new("async () => new Response('late')");
    early("Promise.reject(new TypeError('Failed to fetch'))");
    assert_eq!(Browser.send(get(PATIENT, 1000)).await.unwrap().body, "late");
    assert_eq!(fake.calls(), 1);
}

#[wasm_bindgen_test]
async fn only_a_read_takes_the_boot_scripts_answer() {
    let fake = FakeFetch::new("async () => new Response('late')");
    early("Promise.resolve(new Response('early'))");
    let post = Request {
        method: "POST",
        body: Some("{}".into()),
        ..get(PATIENT, 1000)
    };
    assert_eq!(Browser.send(post).await.unwrap().body, "late");
    assert_eq!(fake.calls(), 1);
    assert!(truth("calls[0].init.body === '{}'"));
}

fn early(response: &str) {
    js_sys::eval(&format!(
        "globalThis.__sampan = {{ first: {{ url: '{PATIENT}', response: {response} }} }}"
    ))
    .unwrap();
    // A promise that nobody has taken yet must not count as an error.
    js_sys::eval("__sampan.first.response.catch(() => {})").unwrap();
    let boot = Reflect::get(&js_sys::global(), &JsValue::from("__sampan")).unwrap();
    assert!(boot.is_object());
}

#[wasm_bindgen_test]
fn a_zone_that_nobody_knows_reads_as_the_devices_own() {
    speak("en");
    let at = ms("2024-03-05T13:30:00Z");
    assert_eq!(
        i18n::format_time(at, Some("Mars/Olympus")),
        i18n::format_time(at, None)
    );
    assert!(!i18n::zone_name(at, "Mars/Olympus").is_empty());
    assert_eq!(
        i18n::zoned_date(at, Some("Mars/Olympus")),
        i18n::zoned_date(at, None)
    );
}

#[wasm_bindgen_test]
fn decimals_are_read_by_the_browser_as_rust_reads_them() {
    for text in [
        "6.30",
        "-0.5",
        "1e3",
        "1E-2",
        "007",
        ".5",
        "99.26789449354577",
    ] {
        let here = sampan::native::parse_number(text);
        assert_eq!(here, text.parse().ok(), "{text}");
    }
    for text in ["", "0x10", "1 2", "Infinity", "NaN", "e", "1,5", "--1"] {
        assert_eq!(sampan::native::parse_number(text), None, "{text}");
    }
    assert_eq!(sampan::native::number_text(0.84), "0.84");
}
