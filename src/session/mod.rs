//! Who is signed in and whose record is open.
//!
//! This door is in every page: the session, the person, and the notice that asks to sign in. Pages of somebody's data bear
//! their name by [`Whose`], and [`family`] tells for whom else they can be opened. The sign-in itself (SMART
//! App Launch 2.x as a public client) comes when it is wanted, by [`SignIn`], [`Callback`] and [`Account`].

mod callback;
mod crypto;
mod family;
mod flow;
mod idle;
pub mod model;
mod needed;
mod person;
mod popup;
pub mod sealed;
mod sign_in;
mod sign_out;
mod signed;
mod storage;
mod tabs;
mod unsent;
pub mod vault;
mod whose;
pub mod wire;
mod words;

use std::sync::Arc;

use crate::view::prelude::*;

use crate::config::{Auth, Config};
use crate::fhir::{Client, url};

pub use callback::Callback;
pub use family::{Bond, Member, family, open_record};
pub use model::parts;
pub use needed::SignInNeeded;
pub use person::Person;
pub use sign_in::SignIn;
pub use sign_out::Account;
pub use signed::granted;
pub use unsent::{Unsent, keep_unsent};
pub use whose::{Whose, whose_class};

use person::Renewing;

/// The servers, the configuration and the person, for any view or request.
#[derive(Clone)]
pub struct Session {
    pub config: Arc<Config>,
    /// The open directory: doctors, hospitals, free times. Never carries a token.
    pub directory: Client,
    /// The patient's own data.
    pub record: Client,
    /// Who has signed in.
    pub person: Person,
}

impl Session {
    /// A session with the servers that the configuration names, through the browser's `fetch`.
    pub fn over_fetch(config: Config) -> Self {
        let origin = window().location().origin().unwrap_or_default();
        let base = |base: &str| url::resolve(&origin, base);
        let person = Person::default();
        let bearer = person.clone();
        Self {
            directory: Client::new(
                &base(&config.directory_base),
                Arc::new(crate::fhir::Browser),
                None,
            ),
            record: Client::new(
                &base(&config.record_base),
                Arc::new(Renewing),
                Some(Arc::new(move || bearer.token())),
            ),
            config: Arc::new(config),
            person,
        }
    }

    /// The id of the Patient whose record is open, if any: one's own, or that of somebody in one's care.
    pub fn patient(&self) -> Option<String> {
        self.person.opened().or_else(|| self.own_patient())
    }

    /// The id of the signed-in person's own Patient, or the one that they chose at the sign-in.
    pub fn own_patient(&self) -> Option<String> {
        match &self.config.auth {
            Auth::None { patient } => patient.clone(),
            Auth::Smart(_) => self.person.patient(),
        }
    }
}

/// The session of the app this view stands in.
///
/// # Panics
/// Outside of the app: a mistake of ours that any test of the view finds.
pub fn use_session() -> Session {
    expect_context::<Session>()
}
