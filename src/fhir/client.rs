//! The client: sends searches, reads and writes to one server, and turns every answer into a result.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::bundle::{Page, not_what_was_asked};
use super::capability::Capability;
use super::error::{Error, read};
use super::resource::{Resource, Typed, key};
use super::search::Search;
use super::transaction::{EntryOutcome, Transaction, TransactionError, if_match, judge};
use super::transport::{Request, Response, Transport};
use super::url;

/// Repeats of a safe request, after the first try.
const REPEATS: u32 = 2;
/// The longest `Retry-After` that is waited out in silence, in seconds.
const PATIENCE: u32 = 10;
/// The wait before the first repeat, in milliseconds; it doubles with each.
const BACKOFF: u32 = 400;
/// Pages that a search follows by itself.
const MOST_PAGES: usize = 50;
/// Milliseconds until a read or search must be answered.
pub(super) const READ_TIMEOUT: u32 = 20_000;
/// Milliseconds until a write must be answered.
const WRITE_TIMEOUT: u32 = 40_000;

/// Gives the current access token, if somebody is signed in. It is asked for every request.
pub type Bearer = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// A client of one FHIR server. Cheap to clone: clones share what they learned about the server.
///
/// Dropping a future that one of its methods returned cancels the request: a superseded search needs no more.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) base: String,
    pub(super) transport: Arc<dyn Transport>,
    bearer: Option<Bearer>,
    /// Batches were refused once: GETs take their place.
    pub(super) no_batch: AtomicBool,
    capability: Mutex<Option<Capability>>,
}

impl Client {
    /// A client for the server at `base`, an absolute URL, with or without a slash at its end.
    pub fn new(base: &str, transport: Arc<dyn Transport>, bearer: Option<Bearer>) -> Self {
        Self {
            inner: Arc::new(Inner {
                base: base.trim_end_matches('/').to_owned(),
                transport,
                bearer,
                no_batch: AtomicBool::new(false),
                capability: Mutex::new(None),
            }),
        }
    }

    /// The base of the server, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// Whether both are clones of one client.
    pub fn is(&self, other: &Client) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// The absolute URL of a path on this server.
    pub fn url(&self, path: &str) -> String {
        [self.base(), "/", path].concat()
    }

    /// Reads one resource. An unknown id is [`Error::NotFound`].
    pub async fn read(&self, kind: &str, id: &str) -> Result<Resource, Error> {
        let answer = self
            .get(self.url(&[kind, "/", &url::encode(id)].concat()))
            .await?;
        match answer.kind() {
            found if found == kind => Ok(answer),
            other => Err(not_what_was_asked(&answer, other)),
        }
    }

    /// Reads one resource as type `T`.
    pub async fn read_as<T: Typed>(&self, id: &str) -> Result<T, Error> {
        self.read(T::TYPE, id).await.map(T::wrap)
    }

    /// Runs an operation that only reads (FHIR R4 section 3.2.0.1), by its path below the base.
    pub async fn operation(&self, path: &str) -> Result<Resource, Error> {
        self.get(self.url(path)).await
    }

    /// The first page of a search. A server that doesn't know the type is [`Error::Unsupported`].
    pub async fn search(&self, search: &Search) -> Result<Page, Error> {
        match self.get(self.url(&search.path())).await {
            Ok(answer) => Page::of(answer, search.kind()),
            Err(Error::NotFound) => Err(Error::Unsupported),
            Err(error) => Err(error),
        }
    }

    /// The page after this one; `None` where this is the last. A link to another origin is [`Error::ForeignOrigin`].
    pub async fn next(&self, page: &Page) -> Result<Option<Page>, Error> {
        let Some(link) = &page.next else {
            return Ok(None);
        };
        let next = url::resolve(self.base(), link);
        if url::origin(&next).is_none() || url::origin(&next) != url::origin(self.base()) {
            return Err(Error::ForeignOrigin);
        }
        let answer = self.get(next).await?;
        Page::of(answer, &page.kind).map(Some)
    }

    /// A search with its following pages in one, until there are `enough` entries. Where more are left, `next` says so.
    pub async fn search_all(&self, search: &Search, enough: usize) -> Result<Page, Error> {
        let mut page = self.search(search).await?;
        // Bounded, so that a server whose pages lead in circles can't keep a phone busy for ever.
        for _ in 0..MOST_PAGES {
            if page.entries.len() >= enough {
                break;
            }
            let Some(following) = self.next(&page).await? else {
                break;
            };
            let stuck = following.next == page.next;
            page.append(following);
            if stuck {
                // The last page of some leads to itself.
                page.next = None;
            }
        }
        Ok(page)
    }

    /// Runs a transaction. Success means that every entry was done. It is never repeated by itself: after a failure,
    /// search for what was meant before trying again.
    pub async fn transaction(
        &self,
        transaction: &Transaction,
    ) -> Result<Vec<EntryOutcome>, TransactionError> {
        let request = self.request(
            "POST",
            self.inner.base.clone(),
            Some(transaction.to_bundle().to_string()),
        );
        let response = self.fetch(request, false).await?;
        judge(&read(&response.body)?, transaction.len())
    }

    /// Replaces a resource, only while `version` is still the current one; [`Error::Conflict`] otherwise.
    pub async fn update(
        &self,
        resource: Value,
        version: Option<&str>,
    ) -> Result<EntryOutcome, Error> {
        let url = self.url(&key(&resource));
        let mut request = self.request("PUT", url, Some(resource.to_string()));
        if let Some(version) = version {
            request.headers.push(("if-match", if_match(version)));
        }
        self.fetch(request, false)
            .await
            .map(|response| written(&response))
    }

    /// Makes a resource. The id may be missing from the outcome where the server hides it; search for an identifier then.
    pub async fn create(&self, resource: Value) -> Result<EntryOutcome, Error> {
        self.create_if(resource, None).await
    }

    /// Makes a resource unless a search, such as `identifier=…`, finds it (conditional create, FHIR R4 section 3.1.0.8.1).
    pub async fn create_once(&self, resource: Value, unless: &str) -> Result<EntryOutcome, Error> {
        self.create_if(resource, Some(unless.to_owned())).await
    }

    async fn create_if(
        &self,
        resource: Value,
        unless: Option<String>,
    ) -> Result<EntryOutcome, Error> {
        let kind = resource
            .get("resourceType")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let mut request = self.request("POST", self.url(kind), Some(resource.to_string()));
        let unless = unless.map(|unless| ("if-none-exist", unless));
        request.headers.extend(unless);
        self.fetch(request, false)
            .await
            .map(|response| written(&response))
    }

    /// Runs an operation on a type, such as `Appointment/$hold`, with its Parameters (FHIR R4 section 3.2.0). Never
    /// repeated by itself. An answer may be a Bundle, a resource, or Parameters with it.
    pub async fn operate(&self, path: &str, parameters: Value) -> Result<Resource, Error> {
        let request = self.request("POST", self.url(path), Some(parameters.to_string()));
        let response = self.fetch(request, false).await?;
        read(&response.body)
    }

    /// What the server says it can do, asked once.
    pub async fn capability(&self) -> Result<Capability, Error> {
        let known = self
            .inner
            .capability
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = Capability(self.read_metadata().await?);
        *self
            .inner
            .capability
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
        Ok(found)
    }

    async fn read_metadata(&self) -> Result<Resource, Error> {
        let answer = self.get(self.url("metadata")).await?;
        match answer.kind() {
            "CapabilityStatement" => Ok(answer),
            other => Err(not_what_was_asked(&answer, other)),
        }
    }

    async fn get(&self, url: String) -> Result<Resource, Error> {
        let response = self.fetch(self.request("GET", url, None), true).await?;
        read(&response.body)
    }

    pub(super) fn request(
        &self,
        method: &'static str,
        url: String,
        body: Option<String>,
    ) -> Request {
        let mut headers = vec![("accept", "application/fhir+json".to_owned())];
        if body.is_some() {
            headers.push(("content-type", "application/fhir+json".to_owned()));
        }
        if let Some(token) = self.inner.bearer.as_ref().and_then(|bearer| bearer()) {
            headers.push(("authorization", ["Bearer ", &token].concat()));
        }
        Request {
            method,
            url,
            headers,
            timeout: if method == "GET" {
                READ_TIMEOUT
            } else {
                WRITE_TIMEOUT
            },
            body,
        }
    }

    /// Sends a request; one that is `safe` to repeat is tried again where that helps.
    pub(super) async fn fetch(&self, request: Request, safe: bool) -> Result<Response, Error> {
        let mut tried = 0;
        loop {
            let answer = self.inner.transport.send(request.clone()).await;
            let error = match answer {
                Ok(response) if (200..300).contains(&response.status) => return Ok(response),
                Ok(response) => (Error::of_response(&response), response.retry_after),
                Err(error) => (error, None),
            };
            match self.pause(&error.0, error.1, tried) {
                Some(ms) if safe => self.inner.transport.sleep(ms).await,
                _ => return Err(error.0),
            }
            tried += 1;
        }
    }

    /// Milliseconds to wait before trying again; `None` where that is no use or would take too long.
    fn pause(&self, error: &Error, retry_after: Option<u32>, tried: u32) -> Option<u32> {
        // A timeout has cost the patient much already.
        let repeats = if *error == Error::Timeout { 1 } else { REPEATS };
        if tried >= repeats || !error.is_retryable() {
            return None;
        }
        match retry_after {
            Some(seconds) if seconds > PATIENCE => None,
            Some(seconds) => Some(seconds * 1000),
            None => {
                let longest = BACKOFF << tried;
                // From half of it to all: spread out, yet never at once.
                Some(longest / 2 + (f64::from(longest / 2) * self.inner.transport.random()) as u32)
            }
        }
    }
}

fn written(response: &Response) -> EntryOutcome {
    EntryOutcome::written(
        response.status,
        response.location.as_deref(),
        response.etag.as_deref(),
        read(&response.body).ok(),
    )
}
