//! The browser's transport: `fetch`, with the boot script's head start.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, JsString, Math, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, window,
};

use super::error::{Error, Flaw};
use super::transport::{MAX_BODY, Pending, Request, Response, Transport};

/// Sends requests with `fetch`: no cookies, no referrer. Dropping a pending one aborts it.
pub struct Browser;

impl Transport for Browser {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        Box::pin(async move {
            if let Some(early) = take_early(&request) {
                match within(request.timeout, early).await {
                    // A head start that stumbled is no error yet: the request below is the real one.
                    Err(Error::Cors | Error::Cancelled) => {}
                    answer => return answer,
                }
            }
            let abort = Abort(AbortController::new().map_err(failure)?);
            let started = start(&request, &abort.0).map_err(failure)?;
            within(request.timeout, started).await
        })
    }

    fn sleep(&self, ms: u32) -> Pending<()> {
        Box::pin(TimeoutFuture::new(ms))
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

/// Takes over the response that the boot script asked for before this code was here, if it is to the same URL:
/// `globalThis.__sampan.first = {url, response}`. Only once: a body can be read only once.
fn take_early(request: &Request) -> Option<Promise> {
    if request.method != "GET" {
        return None;
    }
    let boot = get(&js_sys::global(), "__sampan")?;
    let first = get(&boot, "first")?;
    if get(&first, "url")?.as_string()? != request.url {
        return None;
    }
    Reflect::set(&boot, &"first".into(), &JsValue::NULL).ok()?;
    get(&first, "response")?.dyn_into().ok()
}

fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &key.into()).ok()?;
    (!value.is_null() && !value.is_undefined()).then_some(value)
}

fn start(request: &Request, abort: &AbortController) -> Result<Promise, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    // Health data must not lie in the browser's cache, and an old answer must not decide a booking.
    init.set_cache(RequestCache::NoStore);
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&abort.signal()));
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    let window = window().ok_or(JsValue::NULL)?;
    Ok(window.fetch_with_str_and_init(&request.url, &init))
}

/// What a rejected `fetch` means. It gives no reason, so that a page can't spy on other sites.
fn failure(thrown: JsValue) -> Error {
    let name = get(&thrown, "name").and_then(|name| name.as_string());
    if name.as_deref() == Some("AbortError") {
        Error::Cancelled
    } else if window().is_some_and(|window| !window.navigator().on_line()) {
        Error::Offline
    } else {
        Error::Cors
    }
}

/// Waits for the whole answer, at most `ms` milliseconds.
async fn within(ms: u32, started: Promise) -> Result<Response, Error> {
    let mut answer: Pending<_> = Box::pin(receive(started));
    let mut timer = TimeoutFuture::new(ms);
    poll_fn(|context| match answer.as_mut().poll(context) {
        Poll::Pending => Pin::new(&mut timer)
            .poll(context)
            .map(|()| Err(Error::Timeout)),
        ready => ready,
    })
    .await
}

async fn receive(started: Promise) -> Result<Response, Error> {
    let response = JsFuture::from(started).await.map_err(failure)?;
    let response: web_sys::Response = response.unchecked_into();
    let headers = response.headers();
    let header = |name| headers.get(name).ok().flatten();
    let body = JsFuture::from(response.text().map_err(failure)?)
        .await
        .map_err(failure)?;
    let body: JsString = body.unchecked_into();
    if body.length() as usize > MAX_BODY {
        return Err(Error::Unreadable {
            detail: Flaw::TooLarge,
        });
    }
    Ok(Response {
        status: response.status(),
        retry_after: header("retry-after").and_then(|value| seconds_from_now(&value)),
        etag: header("etag"),
        location: header("location"),
        body: body.into(),
    })
}

/// `Retry-After` is a number of seconds or an HTTP date (RFC 9110 section 10.2.3).
fn seconds_from_now(value: &str) -> Option<u32> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(seconds);
    }
    let seconds = (Date::parse(value) - Date::now()) / 1000.0;
    (!seconds.is_nan()).then_some(seconds.max(0.0) as u32)
}

/// Aborts its request when it goes out of use; one that is done doesn't mind.
pub struct Abort(pub AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}
