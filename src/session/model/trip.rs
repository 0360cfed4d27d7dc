//! The way to the authorization server and back: the request, what must be kept meanwhile, and whether to believe
//! the answer.

use serde_json::{Value, json};

use super::{Failure, Server};
use crate::fhir::url::{encode, query_pairs};

/// Milliseconds that a sign-in may take.
const PATIENCE: i64 = 30 * 60_000;

/// What is kept in the tab until the patient is back: PKCE's verifier, and nothing of value without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    pub server: Server,
    /// SHA-256 of `state`, base64url.
    pub state_hash: String,
    /// RFC 7636 section 4.1.
    pub verifier: String,
    pub nonce: String,
    /// The scopes asked for.
    pub scope: String,
    /// Where to go afterwards, a path of this app.
    pub next: String,
    /// When it began, in milliseconds since 1970.
    pub began: i64,
}

impl Trip {
    /// As text for the tab's storage.
    pub fn to_text(&self) -> String {
        json!({
            "server": self.server.to_json(), "state_hash": self.state_hash, "verifier": self.verifier,
            "nonce": self.nonce, "scope": self.scope, "next": self.next, "began": self.began,
        })
        .to_string()
    }

    /// Undoes [`Trip::to_text`].
    pub fn from_text(text: &str) -> Option<Self> {
        let kept: Value = serde_json::from_str(text).ok()?;
        let field = |name: &str| kept.get(name)?.as_str().map(str::to_owned);
        Some(Self {
            server: Server::from_json(&kept["server"])?,
            state_hash: field("state_hash")?,
            verifier: field("verifier")?,
            nonce: field("nonce")?,
            scope: field("scope")?,
            next: field("next")?,
            began: kept["began"].as_i64()?,
        })
    }

    /// The code of an answer, if the answer is to this trip. `state_hash` is the hash of the answer's state.
    ///
    /// # Errors
    /// [`Failure::Unasked`] for another's state (which is checked first: a forged error is no error of ours),
    /// [`Failure::WrongServer`] for another issuer (RFC 9207 section 2.4), [`Failure::Expired`] after half an hour, and
    /// what the server reported.
    pub fn code<'a>(
        &self,
        answer: &'a Answer,
        state_hash: &str,
        now: i64,
    ) -> Result<&'a str, Failure> {
        if state_hash != self.state_hash {
            return Err(Failure::Unasked);
        }
        match (&answer.issuer, &self.server.issuer) {
            (Some(said), Some(expected)) if said == expected => {}
            (None, _) if !self.server.names_itself => {}
            _ => return Err(Failure::WrongServer),
        }
        if let Some(error) = &answer.error {
            return Err(Failure::of_code(error));
        }
        if now - self.began > PATIENCE {
            return Err(Failure::Expired);
        }
        answer.code.as_deref().ok_or(Failure::Server)
    }
}

/// The parameters that the authorization server sent the browser back with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub state: String,
    pub code: Option<String>,
    pub issuer: Option<String>,
    pub error: Option<String>,
}

impl Answer {
    /// Reads the query of `/callback`, with or without its `?`. A parameter that stands there twice counts as absent
    /// (RFC 6749 section 3.1).
    pub fn of_query(query: &str) -> Self {
        let pairs = query_pairs(&["?", query.trim_start_matches('?')].concat());
        let one = |name: &str| {
            let mut found = pairs.iter().filter(|(key, _)| key == name);
            let first = found.next().map(|(_, value)| value.clone());
            first.filter(|value| !value.is_empty() && found.next().is_none())
        };
        Self {
            state: one("state").unwrap_or_default(),
            code: one("code"),
            issuer: one("iss"),
            error: one("error"),
        }
    }
}

/// The address to send the patient to (SMART App Launch 2.2, section 2.1.10.1). `challenge` is the S256 hash of the
/// trip's verifier, `launch` the context that a portal passed.
pub fn authorize_url(
    trip: &Trip,
    state: &str,
    challenge: &str,
    client: &str,
    redirect: &str,
    aud: &str,
    launch: Option<&str>,
) -> String {
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", client),
        ("redirect_uri", redirect),
        ("scope", trip.scope.as_str()),
        ("state", state),
        ("nonce", trip.nonce.as_str()),
        ("aud", aud),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    fields.extend(launch.map(|launch| ("launch", launch)));
    let mark = if trip.server.authorize.contains('?') {
        "&"
    } else {
        "?"
    };
    [&trip.server.authorize, mark, &form(&fields)].concat()
}

/// The body that turns a code into tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
pub fn exchange_form(code: &str, verifier: &str, client: &str, redirect: &str) -> String {
    form(&[
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect),
        ("client_id", client),
        ("code_verifier", verifier),
    ])
}

/// The body that renews an access token (RFC 6749 section 6).
pub fn refresh_form(refresh: &str, client: &str) -> String {
    form(&[
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("client_id", client),
    ])
}

/// `application/x-www-form-urlencoded`.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| [name, "=", &encode(value)].concat())
        .collect();
    pairs.join("&")
}

/// Whether the `iss` of a launch is our own FHIR server; a portal of another one must not borrow our sign-in.
pub fn same_server(iss: &str, base: &str) -> bool {
    iss.trim_end_matches('/') == base.trim_end_matches('/')
}
