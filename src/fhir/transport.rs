//! How a request leaves the machine. The client is the same everywhere; only this differs: `fetch` in a browser, a
//! plain HTTP client or a fake in the tests.

use std::future::Future;
use std::pin::Pin;

use super::error::Error;

/// The largest body that is read, in bytes (a browser counts UTF-16 units); beyond it a phone would stall.
pub const MAX_BODY: usize = 20_000_000;

/// A future of the one thread that a browser page has. Dropping it cancels what it was doing.
pub type Pending<T> = Pin<Box<dyn Future<Output = T>>>;

/// One HTTP request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// Absolute.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// JSON text.
    pub body: Option<String>,
    /// Milliseconds until the whole answer must be there.
    pub timeout: u32,
}

/// One HTTP answer, of any status. A browser hides headers of another origin unless the server exposes them, so every
/// header is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` in seconds from now, whichever form the server used.
    pub retry_after: Option<u32>,
    /// `ETag` as sent, such as `W/"3"`.
    pub etag: Option<String>,
    /// `Location` as sent.
    pub location: Option<String>,
    /// The body as text.
    pub body: String,
}

/// Sends requests and tells time for the client.
pub trait Transport: Send + Sync {
    /// Sends one request. Fails with [`Error::Offline`], [`Error::Cors`], [`Error::Timeout`], [`Error::Cancelled`] or
    /// an answer too large; every status that comes back is a success here.
    fn send(&self, request: Request) -> Pending<Result<Response, Error>>;

    /// Resolves after `ms` milliseconds.
    fn sleep(&self, ms: u32) -> Pending<()>;

    /// A random number from 0 up to 1, for jitter only.
    fn random(&self) -> f64;
}
