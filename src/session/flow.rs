//! The two halves of a sign-in: leaving for the authorization server, and coming back.

use leptos::prelude::window;

use super::model::{
    Ability, Answer, Expected, Failure, Grant, Trip, authorize_url, default_scope, exchange_form,
    withheld,
};
use super::{Session, crypto, needed, sealed, wire};
use crate::config::{Auth, Smart};
use crate::fhir::Browser;
use crate::platform::{below_base, now_ms};

/// A sign-in that is about to leave: what to keep, and where to go.
pub struct Departure {
    pub trip: Trip,
    pub url: String,
}

/// A sign-in that has come to its end.
pub struct Arrival {
    pub trip: Trip,
    pub grant: Grant,
    /// What was asked for and not granted.
    pub withheld: Vec<Ability>,
}

/// The config's SMART part. Pages that need it are shown only where it is there.
pub fn smart(session: &Session) -> Result<&Smart, Failure> {
    match &session.config.auth {
        Auth::Smart(smart) => Ok(smart),
        Auth::None { .. } => Err(Failure::NoSignIn),
    }
}

fn redirect() -> String {
    let origin = window().location().origin().unwrap_or_default();
    origin + &below_base("/callback")
}

/// Asks the server how to sign in and makes everything ready. `next` is a path of ours; `launch` a portal's context.
///
/// # Errors
/// Why it can't begin.
pub async fn depart(
    session: &Session,
    next: String,
    launch: Option<String>,
) -> Result<Departure, Failure> {
    let smart = smart(session)?;
    let base = session.record.base();
    let server = wire::discover(&Browser, base, smart.issuer.as_deref()).await?;
    let state = crypto::random()?;
    let verifier = crypto::random()?;
    let mut scope = smart
        .scope
        .clone()
        .unwrap_or_else(|| default_scope(server.v2).to_owned());
    if launch.is_some() {
        // The portal says whose record it is (SMART App Launch 2.2, section 3.2).
        scope = scope.replace("launch/patient", "launch");
    }
    let trip = Trip {
        server,
        state_hash: crypto::sha256(&state).await?,
        nonce: crypto::random()?,
        scope,
        next,
        began: now_ms(),
        verifier,
    };
    let challenge = crypto::sha256(&trip.verifier).await?;
    // The page ends here, and what was typed is to be there when the patient is back.
    sealed::settled().await;
    let mut url = authorize_url(
        &trip,
        &state,
        &challenge,
        &smart.client_id,
        &redirect(),
        base,
        launch.as_deref(),
    );
    if needed::locked() {
        // Whoever picked the device up must not be let in by the hospital's memory (OpenID Connect Core, section 3.1.2.1).
        url += "&prompt=login";
    }
    Ok(Departure { trip, url })
}

/// Believes an answer or not, and turns its code into tokens.
///
/// # Errors
/// Why nobody is signed in.
pub async fn arrive(
    session: &Session,
    trip: Option<Trip>,
    query: &str,
) -> Result<Arrival, Failure> {
    let smart = smart(session)?;
    let answer = Answer::of_query(query);
    let trip = trip.ok_or(Failure::Unasked)?;
    let state_hash = crypto::sha256(&answer.state).await?;
    let code = trip.code(&answer, &state_hash, now_ms())?;
    let form = exchange_form(code, &trip.verifier, &smart.client_id, &redirect());
    let said = wire::post(&Browser, &trip.server.token, form).await?;
    let expected = Expected {
        client: &smart.client_id,
        issuer: trip.server.issuer.as_deref(),
        nonce: &trip.nonce,
        now: now_ms(),
    };
    let grant = Grant::of_response(&said, &expected)?;
    let withheld = withheld(&trip.scope, grant.scope.as_deref(), grant.refresh.is_some());
    Ok(Arrival {
        trip,
        grant,
        withheld,
    })
}
