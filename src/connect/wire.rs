//! How a page sends the requests of the checks, and finds out why one has had no answer.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCredentials, RequestInit};

use super::model::{Answer, Ask, Pending, Silence, Wire};
use crate::fhir::{Browser, Error, FhirDate, Request, Transport};
use crate::platform::{call, now_ms, uuid};
use crate::view::prelude::*;

/// Milliseconds until an answer must be there.
const TIMEOUT: u32 = 20_000;
const DAY: i64 = 86_400_000;

/// Requests by `fetch`.
pub struct PageWire {
    /// The Content-Security-Policy has refused something.
    refused: Rc<Cell<bool>>,
    listener: Option<WindowListenerHandle>,
}

impl PageWire {
    /// A wire that has sent nothing yet.
    pub fn new() -> Self {
        let refused = Rc::new(Cell::new(false));
        let flag = send_wrapper::SendWrapper::new(refused.clone());
        let listener =
            window_event_listener_untyped("securitypolicyviolation", move |_| flag.set(true));
        Self {
            refused,
            listener: Some(listener),
        }
    }
}

impl Drop for PageWire {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            listener.remove();
        }
    }
}

impl Wire for PageWire {
    fn send(&self, ask: Ask) -> Pending<Result<Answer, Silence>> {
        let refused = self.refused.clone();
        Box::pin(async move {
            refused.set(false);
            let url = ask.url.clone();
            let answer = Browser.send(Request {
                method: ask.method,
                url: ask.url,
                headers: ask.headers,
                body: ask.body,
                timeout: TIMEOUT,
            });
            let error = match answer.await {
                Ok(answer) => {
                    return Ok(Answer {
                        status: answer.status,
                        body: answer.body,
                        etag: answer.etag.is_some(),
                    });
                }
                Err(error) => error,
            };
            Err(match error {
                Error::Offline => Silence::Offline,
                Error::Timeout => Silence::Timeout,
                _ => why(&url, &refused).await,
            })
        })
    }

    fn clock(&self) -> f64 {
        now_ms() as f64
    }

    fn instant(&self, days: u32) -> String {
        let date = FhirDate::of_epoch_ms(now_ms() + i64::from(days) * DAY);
        date.map_or_else(String::new, |date| date.as_str().to_owned())
    }

    fn uuid(&self) -> String {
        uuid()
    }

    fn site(&self) -> Option<String> {
        window().location().origin().ok()
    }
}

/// `fetch` gives no reason. A request that asks for no answer (`no-cors`) arrives wherever there is a server.
async fn why(url: &str, refused: &Cell<bool>) -> Silence {
    let reached = reached(url).await.is_some();
    // The browser tells of its policy a little later than of the failure.
    Browser.sleep(100).await;
    if refused.get() {
        Silence::Policy
    } else if reached {
        Silence::Cors
    } else {
        Silence::Down
    }
}

async fn reached(url: &str) -> Option<()> {
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    for (key, value) in [
        ("mode", "no-cors"),
        ("cache", "no-store"),
        ("referrerPolicy", "no-referrer"),
    ] {
        Reflect::set(&init, &key.into(), &value.into()).ok()?;
    }
    let fetching: Promise = call(&window(), "fetch", &[&url.into(), &init])?
        .dyn_into()
        .ok()?;
    JsFuture::from(fetching).await.ok().map(drop)
}
