//! Why a sign-in didn't come to its end. Only kinds: the words are in `session/pages.rs`.

use crate::fhir::Error;

/// What stood in the way.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The patient, or the hospital, said no (`access_denied`).
    Denied,
    /// Too much time has passed, or the code was used before.
    Expired,
    /// The answer belongs to no sign-in that this tab has begun: forged, replayed, or of another tab.
    Unasked,
    /// Another server answered, or was named, than the hospital's own.
    WrongServer,
    /// The hospital's server names no way to sign in, or none that is safe (PKCE with S256).
    NoSignIn,
    /// The account belongs to no patient's record.
    NoPatient,
    /// The device's clock and the hospital's are far apart.
    Clock,
    /// The browser keeps nothing for this site, not even until the way back.
    Storage,
    /// The browser opened no window for the sign-in.
    Popup,
    /// The hospital's sign-in reported an error (RFC 6749 section 4.1.2.1), or gave what can't be read.
    Server,
    /// No answer.
    Wire(Error),
}

impl Failure {
    /// The part of a message's key that stands for it.
    pub fn name(&self) -> &'static str {
        match self {
            Failure::Denied => "denied",
            Failure::Expired => "expired",
            Failure::Unasked => "unasked",
            Failure::WrongServer => "wrong_server",
            Failure::NoSignIn => "no_sign_in",
            Failure::NoPatient => "no_patient",
            Failure::Clock => "clock",
            Failure::Storage => "storage",
            Failure::Popup => "popup",
            Failure::Server => "server",
            Failure::Wire(_) => "wire",
        }
    }

    /// What an `error` of an authorization or token response stands for.
    pub fn of_code(error: &str) -> Self {
        match error {
            "access_denied" => Failure::Denied,
            // What a code is that was used before, or waited too long.
            "invalid_grant" | "login_required" | "interaction_required" => Failure::Expired,
            _ => Failure::Server,
        }
    }
}
