//! The person who has signed in, and the transport that renews their token.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::fhir::{Browser, Error, Pending, Request, Response, Transport};

/// Who has signed in, and who of those in their care is looked after: in memory only. Clones share it.
#[derive(Clone, Default)]
pub struct Person(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    token: Option<String>,
    patient: Option<String>,
    opened: Option<String>,
}

impl Person {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The access token, for the patient's own server only.
    pub fn token(&self) -> Option<String> {
        self.known().token.clone()
    }

    /// The id of the Patient that the sign-in is for.
    pub fn patient(&self) -> Option<String> {
        self.known().patient.clone()
    }

    /// The id of the Patient whose record was opened instead of it, if another's was.
    pub fn opened(&self) -> Option<String> {
        self.known().opened.clone()
    }

    /// Opens another's record; `None` is one's own.
    pub fn open(&self, patient: Option<String>) {
        self.known().opened = patient;
    }

    /// Lets somebody in. Whose record is open stays for the same person, since a renewed token enters too.
    pub fn enter(&self, token: String, patient: String) {
        let mut known = self.known();
        if known.patient.as_ref() != Some(&patient) {
            known.opened = None;
        }
        known.token = Some(token);
        known.patient = Some(patient);
    }

    /// Forgets who was there.
    pub fn leave(&self) {
        *self.known() = Known::default();
    }
}

/// Gives a new access token, or none where that isn't to be had.
pub type Renew = Rc<dyn Fn() -> Pending<Option<String>>>;

thread_local! {
    static RENEW: RefCell<Option<Renew>> = const { RefCell::new(None) };
}

/// Says how a token is renewed, from now on.
pub fn renew_with(renew: Option<Renew>) {
    RENEW.set(renew);
}

/// The browser's transport for the patient's own server: a request that is told 401 is sent once more with a new token.
/// It was refused, so nothing was done, and even a write may be repeated.
pub struct Renewing;

impl Transport for Renewing {
    fn send(&self, mut request: Request) -> Pending<Result<Response, Error>> {
        Box::pin(async move {
            let answer = Browser.send(request.clone()).await;
            if !matches!(&answer, Ok(response) if response.status == 401) {
                return answer;
            }
            let Some(renewing) = RENEW.with_borrow(|renew| renew.as_ref().map(|renew| renew()))
            else {
                return answer;
            };
            let Some(token) = renewing.await else {
                return answer;
            };
            for (name, value) in &mut request.headers {
                if *name == "authorization" {
                    *value = ["Bearer ", &token].concat();
                }
            }
            Browser.send(request).await
        })
    }

    fn sleep(&self, ms: u32) -> Pending<()> {
        Browser.sleep(ms)
    }

    fn random(&self) -> f64 {
        Browser.random()
    }
}
