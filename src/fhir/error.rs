//! What can go wrong between Sampan and a server. Only kinds: the words a patient reads are made in one place, in `ui`.

use super::resource::Resource;
use super::transport::Response;

/// Why a request gave no usable answer. `detail` is the server's own diagnostics, in the server's language, possibly
/// empty: it may be shown as a small print, never as the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The browser says there is no network.
    Offline,
    /// The browser gave no answer and no reason: refused by CORS, no such host, or a connection that broke.
    Cors,
    /// 401: no token, or one that has expired.
    Unauthorized,
    /// 403: signed in, but not allowed. `detail` often names the missing scope.
    Forbidden { detail: String },
    /// 404 or 410 for one resource or one page of results.
    NotFound,
    /// 409 or 412, also inside a Bundle: someone else changed it first.
    Conflict,
    /// 429. `retry_after` in seconds where the server said it and the browser may read it.
    TooMany { retry_after: Option<u32> },
    /// 5xx.
    Server { status: u16, detail: String },
    /// Any other 4xx, or an OperationOutcome with status 200 where a resource was due.
    Rejected { status: u16, detail: String },
    /// No whole answer in the time allowed.
    Timeout,
    /// An answer came that isn't the FHIR it should be.
    Unreadable { detail: Flaw },
    /// The server doesn't do this: 405, 501, or 404 on a search.
    Unsupported,
    /// A paging link leads to another origin; following it would hand the token to strangers.
    ForeignOrigin,
    /// Given up on purpose, such as by leaving the page.
    Cancelled,
}

/// In what way an answer can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing at all.
    Empty,
    /// A web page: a login form, a proxy's error, the app's own history fallback.
    Html,
    /// JSON that stops in the middle.
    Truncated,
    /// Neither JSON nor HTML.
    NotJson,
    /// JSON, but not the resource that was asked for.
    NotFhir,
    /// More than [`MAX_BODY`](super::transport::MAX_BODY).
    TooLarge,
}

impl Error {
    /// True where repeating the same safe request after a short wait may well succeed without anybody's help.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Error::Timeout
                | Error::TooMany { .. }
                | Error::Server {
                    status: 502..=504,
                    ..
                }
        )
    }

    /// The error that a status outside 2xx stands for (HTTP, and FHIR R4 section 3.1.0).
    pub fn of_response(response: &Response) -> Error {
        Error::of_status(
            response.status,
            response.retry_after,
            outcome_text(&response.body),
        )
    }

    /// The error of a status alone, as it also stands in an entry of a batch or transaction response.
    pub fn of_status(status: u16, retry_after: Option<u32>, detail: String) -> Error {
        match status {
            401 => Error::Unauthorized,
            403 => Error::Forbidden { detail },
            404 | 410 => Error::NotFound,
            405 | 501 => Error::Unsupported,
            409 | 412 => Error::Conflict,
            429 => Error::TooMany { retry_after },
            500.. => Error::Server { status, detail },
            _ => Error::Rejected { status, detail },
        }
    }
}

/// The diagnostics of a body that holds an OperationOutcome; empty for any other body.
fn outcome_text(body: &str) -> String {
    match read(body) {
        Ok(resource) if resource.kind() == "OperationOutcome" => resource.outcome_text(),
        _ => String::new(),
    }
}

/// Reads a body as one resource; what isn't one says in what way it isn't.
pub fn read(body: &str) -> Result<Resource, Error> {
    let detail = match serde_json::from_str(body) {
        Ok(value) => match Resource::parse(value) {
            Some(resource) => return Ok(resource),
            None => Flaw::NotFhir,
        },
        Err(error) => match body.trim_start().chars().next() {
            None => Flaw::Empty,
            Some('<') => Flaw::Html,
            Some('{') if error.is_eof() => Flaw::Truncated,
            Some(_) => Flaw::NotJson,
        },
    };
    Err(Error::Unreadable { detail })
}
