//! Signing in (`src/session/`) on the host: what is asked, what is believed, and what is refused.

#[path = "../support/wire.rs"]
mod wire;

mod answers;
mod bonds;
mod grants;
mod scopes;
mod servers;
mod texts;

use sampan::session::model::{Server, Trip};
use serde_json::{Value, json};

pub const BASE: &str = "https://fhir.example/r4";
pub const ISSUER: &str = "https://login.example";
pub const NOW: i64 = 1_900_000_000_000;

/// A server's `.well-known/smart-configuration`, as it should be.
pub fn configuration() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://login.example/authorize",
        "token_endpoint": "https://login.example/token",
        "revocation_endpoint": "https://login.example/revoke",
        "end_session_endpoint": "https://login.example/end",
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "capabilities": ["permission-v2"],
    })
}

pub fn server() -> Server {
    Server::of_configuration(&configuration(), BASE, Some(ISSUER)).expect("a good server")
}

pub fn trip() -> Trip {
    Trip {
        server: server(),
        state_hash: "hash-of-the-state".into(),
        verifier: "verifier".into(),
        nonce: "nonce".into(),
        scope:
            "openid launch/patient online_access patient/*.rs patient/Appointment.cu user/Slot.u"
                .into(),
        next: "/book/slot-1?step=check".into(),
        began: NOW - 60_000,
    }
}
