//! What the token endpoint gave, checked against what was asked.

use serde_json::Value;

use super::{Failure, from_base64url};

/// Milliseconds by which the device's clock and the server's may differ.
const SKEW: i64 = 5 * 60_000;

/// The tokens of somebody who has signed in, and their context. They never leave memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub access: String,
    /// Seconds until `access` ends; absent where the server doesn't say.
    pub expires_in: Option<u32>,
    pub refresh: Option<String>,
    /// The scopes granted; absent where they are those asked for.
    pub scope: Option<String>,
    /// The id of the Patient whose record is open (SMART App Launch 2.2, section 3.3).
    pub patient: String,
    /// Who has signed in, as `Patient/1` or `RelatedPerson/2`.
    pub fhir_user: Option<String>,
}

/// What an ID token must say (OpenID Connect Core 1.0, section 3.1.3.7).
pub struct Expected<'a> {
    pub client: &'a str,
    pub issuer: Option<&'a str>,
    pub nonce: &'a str,
    /// Milliseconds since 1970 by the device.
    pub now: i64,
}

impl Grant {
    /// Reads a token response (RFC 6749 section 5.1, with SMART's launch context).
    ///
    /// The signature of the ID token isn't checked: it comes from the token endpoint itself, over TLS (OpenID Connect
    /// Core, section 3.1.3.7, 6). It decides nothing but whether this answer is to our question.
    ///
    /// # Errors
    /// [`Failure::NoPatient`] without a patient, [`Failure::Unasked`] for another's nonce or client,
    /// [`Failure::WrongServer`] for another issuer, [`Failure::Clock`] for an ID token from another time.
    pub fn of_response(said: &Value, expected: &Expected) -> Result<Self, Failure> {
        let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
        let bearer = text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
        let access = text("access_token")
            .filter(|token| bearer && is_token(token))
            .ok_or(Failure::Server)?;
        let id_token = text("id_token");
        let claims = id_token
            .as_deref()
            .map(|token| claims(token).ok_or(Failure::Server))
            .transpose()?;
        if let Some(claims) = &claims {
            expected.check(claims)?;
        }
        Ok(Self {
            access,
            expires_in: said
                .get("expires_in")
                .and_then(Value::as_u64)
                .and_then(|seconds| seconds.try_into().ok()),
            refresh: text("refresh_token"),
            scope: text("scope"),
            patient: text("patient")
                .filter(|id| is_id(id))
                .ok_or(Failure::NoPatient)?,
            fhir_user: text("fhirUser")
                .or_else(|| claims?.get("fhirUser")?.as_str().map(str::to_owned)),
        })
    }

    /// What a refresh changes (RFC 6749 section 6): a new access token, and a new refresh token where they rotate. The
    /// patient stays who it was.
    ///
    /// # Errors
    /// [`Failure::Server`] without a token, [`Failure::WrongServer`] where the patient is another one.
    pub fn renewed(&self, said: &Value) -> Result<Self, Failure> {
        let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
        if text("patient").is_some_and(|patient| patient != self.patient) {
            return Err(Failure::WrongServer);
        }
        Ok(Self {
            access: text("access_token")
                .filter(|token| is_token(token))
                .ok_or(Failure::Server)?,
            expires_in: said
                .get("expires_in")
                .and_then(Value::as_u64)
                .and_then(|seconds| seconds.try_into().ok()),
            refresh: text("refresh_token").or_else(|| self.refresh.clone()),
            ..self.clone()
        })
    }
}

impl Expected<'_> {
    fn check(&self, claims: &Value) -> Result<(), Failure> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let for_us = match &claims["aud"] {
            Value::Array(all) => all.iter().any(|one| one == self.client),
            one => one == self.client,
        };
        if text("nonce") != Some(self.nonce) || !for_us {
            return Err(Failure::Unasked);
        }
        if self
            .issuer
            .is_some_and(|issuer| text("iss") != Some(issuer))
        {
            return Err(Failure::WrongServer);
        }
        let time = |name: &str| {
            claims
                .get(name)
                .and_then(Value::as_f64)
                .map(|seconds| (seconds * 1000.0) as i64)
        };
        let ended = time("exp").is_none_or(|end| end + SKEW < self.now);
        let begins_later = time("iat").is_some_and(|begin| begin > self.now + SKEW);
        if ended || begins_later {
            return Err(Failure::Clock);
        }
        Ok(())
    }
}

/// The claims of a JWT (RFC 7519), unverified.
fn claims(token: &str) -> Option<Value> {
    let payload = from_base64url(token.split('.').nth(1)?)?;
    serde_json::from_slice(&payload).ok()
}

/// What may stand in an `Authorization` header (RFC 6750 section 2.1), so that no token breaks out of it.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The form of a FHIR id.
fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}
