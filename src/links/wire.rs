//! Reading files as they come, so that no file is ever in memory as a whole.

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReferrerPolicy, RequestCredentials, RequestInit, Response,
};

use crate::fhir::{Abort, Error};
use crate::platform::{call, is_online};
use crate::view::prelude::window;

/// The longest that a file may say nothing, in milliseconds.
const SILENCE: u32 = 30_000;

/// A file on its way. Dropping it ends the request.
pub struct Stream {
    reader: JsValue,
    /// `Cache-Control` as sent.
    pub cache_control: Option<String>,
    _abort: Abort,
}

impl Stream {
    /// Asks for a file, without cookies and without telling where from. The browser's cache may answer for as long as the
    /// hospital allows it.
    ///
    /// # Errors
    /// Those of a request, and of a status that is no success.
    pub async fn open(url: &str, accept: &str) -> Result<Self, Error> {
        let abort = Abort(AbortController::new().map_err(failure)?);
        let headers = Headers::new().map_err(failure)?;
        headers.set("accept", accept).map_err(failure)?;
        let init = RequestInit::new();
        init.set_headers(&headers);
        init.set_credentials(RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&abort.0.signal()));
        let asked = window().fetch_with_str_and_init(url, &init);
        let response: Response = in_time(asked).await?.unchecked_into();
        if !response.ok() {
            return Err(Error::of_status(response.status(), None, String::new()));
        }
        let body = Reflect::get(&response, &"body".into()).map_err(failure)?;
        Ok(Self {
            reader: call(&body, "getReader", &[]).ok_or(Error::Cors)?,
            cache_control: response.headers().get("cache-control").ok().flatten(),
            _abort: abort,
        })
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// Where the connection breaks, or is silent for too long.
    pub async fn next(&self) -> Result<Option<Vec<u8>>, Error> {
        let read = call(&self.reader, "read", &[]).ok_or(Error::Cors)?;
        let read = in_time(read.unchecked_into()).await?;
        let field = |name: &str| Reflect::get(&read, &name.into()).unwrap_or_default();
        match field("done").is_truthy() {
            true => Ok(None),
            false => Ok(Some(Uint8Array::new(&field("value")).to_vec())),
        }
    }
}

async fn in_time(promise: Promise) -> Result<JsValue, Error> {
    match select(JsFuture::from(promise), TimeoutFuture::new(SILENCE)).await {
        Either::Left((answer, _)) => answer.map_err(failure),
        Either::Right(_) => Err(Error::Timeout),
    }
}

/// A browser gives no reason.
fn failure(_: JsValue) -> Error {
    match is_online() {
        true => Error::Cors,
        false => Error::Offline,
    }
}
