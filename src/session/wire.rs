//! The requests of a sign-in, over any transport.

use serde_json::Value;

use super::model::{Failure, Server};
use crate::fhir::{Error, Request, Response, Transport};

/// Milliseconds until an answer must be there.
const TIMEOUT: u32 = 20_000;

/// Finds out how to sign in at a FHIR server: SMART's own document, else the CapabilityStatement.
///
/// # Errors
/// Those of [`Server::of_configuration`], and [`Failure::Wire`].
pub async fn discover(
    transport: &dyn Transport,
    base: &str,
    issuer: Option<&str>,
) -> Result<Server, Failure> {
    let said = get(
        transport,
        [base, "/.well-known/smart-configuration"].concat(),
    )
    .await?;
    match said {
        Some(said) => Server::of_configuration(&said, base, issuer),
        None => match get(transport, [base, "/metadata"].concat()).await? {
            Some(said) => Server::of_capability(&said, base, issuer),
            None => Err(Failure::NoSignIn),
        },
    }
}

/// Posts a form to a token endpoint and gives its JSON.
///
/// # Errors
/// What the server reported (RFC 6749 section 5.2), and [`Failure::Wire`].
pub async fn post(transport: &dyn Transport, url: &str, form: String) -> Result<Value, Failure> {
    let request = Request {
        method: "POST",
        url: url.to_owned(),
        headers: vec![
            ("accept", "application/json".to_owned()),
            (
                "content-type",
                "application/x-www-form-urlencoded".to_owned(),
            ),
        ],
        body: Some(form),
        timeout: TIMEOUT,
    };
    let answer = transport.send(request).await.map_err(Failure::Wire)?;
    let said: Option<Value> = serde_json::from_str(&answer.body).ok();
    match said {
        _ if answer.status >= 500 => Err(Failure::Wire(Error::of_response(&answer))),
        Some(said) if is_success(&answer) => Ok(said),
        // The answer to a revocation has no body.
        None if is_success(&answer) && answer.body.is_empty() => Ok(Value::Null),
        Some(said) => Err(Failure::of_code(said["error"].as_str().unwrap_or_default())),
        None => Err(Failure::Server),
    }
}

/// A document; `None` where the server has none.
async fn get(transport: &dyn Transport, url: String) -> Result<Option<Value>, Failure> {
    let request = Request {
        method: "GET",
        url,
        headers: vec![("accept", "application/json".to_owned())],
        body: None,
        timeout: TIMEOUT,
    };
    let answer = transport.send(request).await.map_err(Failure::Wire)?;
    if answer.status >= 500 {
        return Err(Failure::Wire(Error::of_response(&answer)));
    }
    let said: Option<Value> = serde_json::from_str(&answer.body).ok();
    Ok(said.filter(|said| is_success(&answer) && said.is_object()))
}

fn is_success(answer: &Response) -> bool {
    (200..300).contains(&answer.status)
}
