//! The client of the app on the host: over a plain HTTP client against a real server, or over a script of answers.

#![allow(dead_code)] // Each test binary uses its own part of this.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use sampan::fhir::{Client, Error, Flaw, MAX_BODY, Pending, Request, Response, Transport};

/// Runs a future to its end on this thread.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// A client of the server that `SAMPAN_FHIR` names; without it, says that the test is skipped.
pub fn server() -> Option<Client> {
    let base = std::env::var("SAMPAN_FHIR").ok();
    if base.is_none() {
        println!("skipped: SAMPAN_FHIR names no server");
    }
    Some(Client::new(&base?, Arc::new(Http::default()), None))
}

/// Requests over a real network. Each blocks its thread until it is done.
pub struct Http(ureq::Agent);

impl Default for Http {
    fn default() -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        Self(config.build().into())
    }
}

impl Transport for Http {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        let answer = exchange(&self.0, request);
        Box::pin(async { answer })
    }

    fn sleep(&self, ms: u32) -> Pending<()> {
        std::thread::sleep(Duration::from_millis(ms.into()));
        Box::pin(async {})
    }

    fn random(&self) -> f64 {
        0.5
    }
}

fn exchange(agent: &ureq::Agent, request: Request) -> Result<Response, Error> {
    let mut built = ureq::http::Request::builder()
        .method(request.method)
        .uri(&request.url);
    for (name, value) in request.headers {
        built = built.header(name, value);
    }
    let timeout = Duration::from_millis(request.timeout.into());
    let answer = match request.body {
        Some(body) => agent.run(timed(agent, built.body(body).expect("a request"), timeout)),
        None => agent.run(timed(agent, built.body(()).expect("a request"), timeout)),
    };
    let mut answer = answer.map_err(failure)?;
    let header = |name| Some(answer.headers().get(name)?.to_str().ok()?.to_owned());
    let (retry_after, etag, location) = (header("retry-after"), header("etag"), header("location"));
    Ok(Response {
        status: answer.status().as_u16(),
        retry_after: retry_after.and_then(|seconds| seconds.parse().ok()),
        etag,
        location,
        body: answer
            .body_mut()
            .with_config()
            .limit(MAX_BODY as u64)
            .read_to_string()
            .map_err(failure)?,
    })
}

fn timed<B: ureq::AsSendBody>(
    agent: &ureq::Agent,
    request: ureq::http::Request<B>,
    timeout: Duration,
) -> ureq::http::Request<B> {
    agent
        .configure_request(request)
        .timeout_global(Some(timeout))
        .build()
}

fn failure(error: ureq::Error) -> Error {
    match error {
        ureq::Error::Timeout(_) => Error::Timeout,
        ureq::Error::BodyExceedsLimit(_) => Error::Unreadable {
            detail: Flaw::TooLarge,
        },
        _ => Error::Cors,
    }
}

/// Answers from a script, one for each request, and keeps what was asked. Waiting takes no time.
#[derive(Default)]
pub struct Script {
    answers: Mutex<VecDeque<Result<Response, Error>>>,
    asked: Mutex<Vec<Request>>,
    waited: Mutex<Vec<u32>>,
}

impl Script {
    /// A script of these answers; whatever is asked after them breaks the test.
    pub fn new(answers: impl IntoIterator<Item = Result<Response, Error>>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            ..Self::default()
        })
    }

    /// A client of `https://fhir.example/r4` that is answered from this script.
    pub fn client(self: &Arc<Self>) -> Client {
        Client::new("https://fhir.example/r4/", self.clone(), None)
    }

    /// What was asked so far: method and URL.
    pub fn asked(&self) -> Vec<String> {
        let asked = self.requests();
        asked
            .iter()
            .map(|request| format!("{} {}", request.method, request.url))
            .collect()
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.asked.lock().expect("no panic").clone()
    }

    /// The waits so far, in milliseconds.
    pub fn waited(&self) -> Vec<u32> {
        self.waited.lock().expect("no panic").clone()
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        let answer = self.answers.lock().expect("no panic").pop_front();
        let answer = answer
            .unwrap_or_else(|| panic!("not in the script: {} {}", request.method, request.url));
        self.asked.lock().expect("no panic").push(request);
        Box::pin(async { answer })
    }

    fn sleep(&self, ms: u32) -> Pending<()> {
        self.waited.lock().expect("no panic").push(ms);
        Box::pin(async {})
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// An answer of this status and body.
pub fn answer(status: u16, body: impl ToString) -> Result<Response, Error> {
    Ok(Response {
        status,
        body: body.to_string(),
        ..Response::default()
    })
}
