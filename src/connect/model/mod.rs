//! What a patient needs of a FHIR server, as a list of checks: a request, and what its answer means.
//!
//! Plain Rust over JSON that knows nothing else of the app, since `cargo xtask connect` runs the very same checks.

mod abilities;
mod findings;
mod hops;
mod own;
mod report;
mod run;
mod searches;
mod slots;
mod trial;

use std::future::Future;
use std::pin::Pin;

pub use abilities::{ABILITIES, State, state};
pub use findings::{Finding, Verdict, worst};
pub use report::{advice, report, said};
pub use run::{Part, Wish, check, tidy};

/// A future of one thread.
pub type Pending<T> = Pin<Box<dyn Future<Output = T>>>;

/// A request to send.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Absolute.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// JSON text.
    pub body: Option<String>,
}

/// An answer of any status.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
    /// Whether the page may read an `ETag`.
    pub etag: bool,
}

/// Why there was no answer that a page may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// This device has no network.
    Offline,
    /// The site's own Content-Security-Policy doesn't name the server.
    Policy,
    /// The name of the server leads nowhere.
    NoHost,
    /// The certificate isn't valid; only the command can tell.
    Certificate,
    /// Nobody answers. In a browser also what `NoHost` and `Certificate` are.
    Down,
    /// Nobody answers in time.
    Timeout,
    /// The server answers, and its CORS doesn't let the site have the answer.
    Cors,
}

/// How requests leave the machine: `fetch` on the page, a plain HTTP client in the command.
pub trait Wire {
    /// Sends one request.
    fn send(&self, ask: Ask) -> Pending<Result<Answer, Silence>>;
    /// Milliseconds on any clock.
    fn clock(&self) -> f64;
    /// The FHIR instant so many days from now.
    fn instant(&self, days: u32) -> String;
    /// A new random UUID.
    fn uuid(&self) -> String;
    /// The origin of the site whose pages will ask; none where there is no site.
    fn site(&self) -> Option<String>;
}
