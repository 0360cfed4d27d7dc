//! `fetch`, played by a script of ours.

use js_sys::Reflect;
use sampan::fhir::{Browser, Error, Request, Transport};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

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
