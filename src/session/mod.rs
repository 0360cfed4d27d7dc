//! Who is signed in and whose record is open.
//!
//! For now the patient is the one that `config.json` names; sign-in will change what is behind this door, not the door.

use std::sync::Arc;

use leptos::prelude::*;

use crate::config::{Auth, Config};
use crate::fhir::{Browser, Client, url};

/// The servers, the configuration and the person, for any view or request.
#[derive(Clone)]
pub struct Session {
    pub config: Arc<Config>,
    /// The open directory: doctors, hospitals, free times. Never carries a token.
    pub directory: Client,
    /// The patient's own data.
    pub record: Client,
}

impl Session {
    /// A session with the servers that the configuration names, through the browser's `fetch`.
    pub fn over_fetch(config: Config) -> Self {
        let origin = window().location().origin().unwrap_or_default();
        let client =
            |base: &str| Client::new(&url::resolve(&origin, base), Arc::new(Browser), None);
        let directory = client(&config.directory_base);
        let record = client(&config.record_base);
        Self {
            config: Arc::new(config),
            directory,
            record,
        }
    }

    /// The id of the Patient whose record is open, if any.
    pub fn patient(&self) -> Option<String> {
        match &self.config.auth {
            Auth::None { patient } => patient.clone(),
            Auth::Smart { .. } => None,
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
