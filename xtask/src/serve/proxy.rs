//! `/fhir`: the backend behind the app's own origin.

use super::carers::{self, About, Carer};
use super::files::takes_brotli;
use super::{Access, guard};
use crate::pack::brotli;
use anyhow::{Context, Result, bail};
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, Response as HttpResponse, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};
use std::time::Duration;

/// Larger bodies are refused; a record's Bundle is a few megabytes.
const MAX_BODY: usize = 64 << 20;

/// Headers that belong to one connection (RFC 9110, 7.6.1) or that we set ourselves.
const OWN: &[HeaderName] = &[
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// An answer's head and its body.
type Answer = (axum::http::response::Parts, Vec<u8>);

#[derive(Clone)]
pub struct Proxy {
    base: String,
    agent: ureq::Agent,
    access: Access,
}

impl Proxy {
    /// A proxy to the FHIR server with this base.
    pub fn new(base: &str, access: Access) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(5)))
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Self {
            base: base.trim_end_matches('/').to_owned(),
            agent: config.new_agent(),
            access,
        }
    }

    /// Passes a request on and the answer back. A backend that can't be reached is a 502 with an OperationOutcome.
    pub async fn forward(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = match axum::body::to_bytes(body, MAX_BODY).await {
            Ok(body) => body,
            Err(error) => return unavailable(&format!("the request's body: {error}")),
        };
        let proxy = self.clone();
        // ureq blocks; the few requests of one developer or of the tests each have a thread to block.
        let done = tokio::task::spawn_blocking(move || proxy.exchange(&parts, &body)).await;
        match done {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => unavailable(&format!("{error:#}")),
            Err(error) => unavailable(&error.to_string()),
        }
    }

    fn exchange(&self, parts: &Parts, body: &Bytes) -> Result<Response> {
        let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
        let rest = path.strip_prefix("/fhir").unwrap_or(path);
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let target = format!("{}{rest}", self.base);
        let (head, content) = match &self.access {
            Access::AsSent => self.ask(parts, body, target, bearer)?,
            Access::Service(service) => self.ask(parts, body, target, Some(&of_token(service)))?,
            Access::SignedIn { issuer, .. } if rest == "/.well-known/smart-configuration" => {
                self.ask(parts, body, format!("{issuer}{rest}"), bearer)?
            }
            Access::SignedIn { service, .. } => match bearer {
                None if !guard::is_open(&parts.method, rest, body) => return Ok(unauthorized()),
                None => {
                    let (head, content) =
                        self.ask(parts, body, target, Some(&of_token(service)))?;
                    (head, guard::open_part(&content))
                }
                Some(bearer) => match self.ask_signed_in(parts, body, rest, bearer)? {
                    Ok(answer) => answer,
                    Err(why) => return Ok(forbidden(&why)),
                },
            },
        };
        let host = parts
            .headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or("localhost");
        let public = format!("http://{host}/fhir");

        let mut response = HttpResponse::new(());
        *response.status_mut() = head.status;
        copy_headers(&head.headers, response.headers_mut(), &self.base, &public);
        let content = self.readdress(&head.headers, content, &public);
        let content = shrink(&parts.headers, response.headers_mut(), content)?;
        Ok(response.map(|()| Body::from(content)))
    }

    /// What somebody who has signed in is answered, or why they may not ask that.
    fn ask_signed_in(
        &self,
        parts: &Parts,
        body: &Bytes,
        rest: &str,
        bearer: &str,
    ) -> Result<Result<Answer, String>> {
        let Access::SignedIn {
            service, tokens, ..
        } = &self.access
        else {
            bail!("nobody signs in here");
        };
        let target = format!("{}{rest}", self.base);
        let service = of_token(service);
        let carer = Carer::of(bearer, |path, own| {
            self.look(path, if own { bearer } else { &service })
        });
        let reads = parts.method == Method::GET || parts.method == Method::HEAD;
        if reads && carers::asks_for_relations(rest) {
            // Without anybody in their care it is for the FHIR server to say whether the token is one at all.
            let by = match carer.wards().next() {
                Some(_) => &service,
                None => bearer,
            };
            let (head, content) = self.ask(parts, body, target, Some(by))?;
            return Ok(Ok((head, carer.own_relations(&content))));
        }
        if !reads && carers::writes_about_relations(rest, body) {
            return Ok(Err("ask for one's relations with a GET of its own".into()));
        }
        let ward_token = |ward: &str| tokens.for_patient(ward).map(|token| of_token(&token));
        if !reads && !carers::is_batch_of_reads(body) {
            let see = |path: &str, theirs: bool| match theirs {
                false => self.look(path, &service),
                true => self
                    .look(path, bearer)
                    .filter(carers::is_found)
                    .or_else(|| {
                        let mut tokens = carer.wards().filter_map(|ward| ward_token(ward).ok());
                        tokens.find_map(|token| self.look(path, &token).filter(carers::is_found))
                    }),
            };
            let patients = carer.patients();
            let unless = parts.headers.get("if-none-exist");
            // One that is no text is none that we could know.
            let unless = unless.map(|it| it.to_str().unwrap_or_default());
            let request = (&parts.method, rest, unless);
            return Ok(match guard::check_writes(request, body, &patients, see) {
                Ok(()) => Ok(self.ask(parts, body, target, Some(bearer))?),
                Err(why) => Err(why),
            });
        }
        match carer.about(rest, body) {
            About::Own => Ok(Ok(self.ask(parts, body, target, Some(bearer))?)),
            About::Ward(ward) => Ok(Ok(self.ask(
                parts,
                body,
                target,
                Some(&ward_token(&ward)?),
            )?)),
            About::Several => Ok(Err("a batch is about one person".into())),
            // Whose it is stands in the answer alone, as with an id.
            About::Unsaid => {
                let own = self.ask(parts, body, target.clone(), Some(bearer))?;
                if !carers::is_nothing(own.0.status, &own.1) {
                    return Ok(Ok(own));
                }
                for ward in carer.wards() {
                    let token = ward_token(ward)?;
                    let theirs = self.ask(parts, body, target.clone(), Some(&token))?;
                    if !carers::is_nothing(theirs.0.status, &theirs.1) {
                        return Ok(Ok(theirs));
                    }
                }
                Ok(Ok(own))
            }
        }
    }

    /// Sends a request on with an `Authorization` header and reads the answer.
    fn ask(
        &self,
        parts: &Parts,
        body: &Bytes,
        target: String,
        authorization: Option<&str>,
    ) -> Result<Answer> {
        let mut request = axum::http::Request::builder()
            .method(&parts.method)
            .uri(target);
        for (name, value) in &parts.headers {
            let own = OWN.contains(name) || *name == header::AUTHORIZATION;
            if !own && name != header::ACCEPT_ENCODING {
                request = request.header(name, value);
            }
        }
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let answer = if body.is_empty() {
            self.agent.run(request.body(())?)
        } else {
            self.agent.run(request.body(&body[..])?)
        };
        let (head, mut content) = answer
            .with_context(|| format!("asking {}", self.base))?
            .into_parts();
        let content = content.with_config().limit(MAX_BODY as u64).read_to_vec()?;
        Ok((head, content))
    }

    /// What the server has at a path, asked with an `Authorization` header; nothing where it doesn't say.
    fn look(&self, path: &str, authorization: &str) -> Option<Value> {
        let mut answer = self
            .agent
            .get(format!("{}/{path}", self.base))
            .header(header::AUTHORIZATION, authorization)
            .header(header::ACCEPT, "application/fhir+json")
            .call()
            .ok()
            .filter(|answer| answer.status().is_success())?;
        serde_json::from_slice(&answer.body_mut().read_to_vec().ok()?).ok()
    }

    /// Makes a server's own links lead back through us, or the browser would follow them past the proxy.
    fn readdress(&self, headers: &HeaderMap, content: Vec<u8>, public: &str) -> Vec<u8> {
        if !is_json(headers) {
            return content;
        }
        match String::from_utf8(content) {
            Ok(text) => readdressed(&text, &self.base, public).into_bytes(),
            Err(error) => error.into_bytes(),
        }
    }
}

/// A token as an `Authorization` header.
fn of_token(token: &str) -> String {
    format!("Bearer {token}")
}

fn readdressed(json: &str, base: &str, public: &str) -> String {
    ["/", "?", "\""].iter().fold(json.to_owned(), |text, end| {
        text.replace(&format!("\"{base}{end}"), &format!("\"{public}{end}"))
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.contains("json"))
}

fn copy_headers(from: &HeaderMap, to: &mut HeaderMap, base: &str, public: &str) {
    for (name, value) in from {
        if OWN.contains(name) {
            continue;
        }
        let link = matches!(*name, header::LOCATION | header::CONTENT_LOCATION);
        let moved = value
            .to_str()
            .ok()
            .filter(|_| link)
            .and_then(|at| at.strip_prefix(base));
        let moved = moved.and_then(|rest| HeaderValue::from_str(&format!("{public}{rest}")).ok());
        to.append(name, moved.unwrap_or_else(|| value.clone()));
    }
    // Another origin may ask, as it would a real FHIR server.
    to.entry(header::ACCESS_CONTROL_ALLOW_ORIGIN)
        .or_insert(HeaderValue::from_static("*"));
}

/// Compresses what is worth it, as real servers and CDNs do; measurements would mislead otherwise.
fn shrink(request: &HeaderMap, response: &mut HeaderMap, content: Vec<u8>) -> Result<Vec<u8>> {
    let packed = response.contains_key(header::CONTENT_ENCODING);
    if content.len() < 1024 || packed || !is_json(response) || !takes_brotli(request) {
        return Ok(content);
    }
    response.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    response.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    brotli(&content, 4)
}

/// A 502 that FHIR clients can read.
pub fn unavailable(why: &str) -> Response {
    let why = format!("The FHIR server can't be reached: {why}");
    refusal(StatusCode::BAD_GATEWAY, "transient", &why)
}

fn unauthorized() -> Response {
    let why = "This needs a sign-in.";
    refusal(StatusCode::UNAUTHORIZED, "login", why)
}

fn forbidden(why: &str) -> Response {
    refusal(StatusCode::FORBIDDEN, "forbidden", why)
}

/// An answer of our own, as an OperationOutcome.
fn refusal(status: StatusCode, code: &str, why: &str) -> Response {
    let outcome = json!({
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "fatal", "code": code, "diagnostics": why}],
    });
    let mut response = Response::new(Body::from(outcome.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/fhir+json"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_servers_own_links_are_readdressed() {
        let json = r#"{"a":"http://fhir:1/r4/Patient?x","b":"http://fhir:1/r4","c":"http://fhir:1/r4b","d":"see http://fhir:1/r4/x"}"#;
        assert_eq!(
            readdressed(json, "http://fhir:1/r4", "http://me/fhir"),
            r#"{"a":"http://me/fhir/Patient?x","b":"http://me/fhir","c":"http://fhir:1/r4b","d":"see http://fhir:1/r4/x"}"#
        );
    }

    #[test]
    fn a_dead_backend_is_an_operation_outcome() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let port = crate::system::free_port().unwrap();
        let proxy = Proxy::new(&format!("http://127.0.0.1:{port}"), Access::AsSent);
        let request = Request::builder()
            .uri("/fhir/metadata")
            .body(Body::empty())
            .unwrap();
        let response = runtime.block_on(proxy.forward(request));
        assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
        let body = runtime
            .block_on(axum::body::to_bytes(response.into_body(), MAX_BODY))
            .unwrap();
        let outcome: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(outcome["resourceType"], "OperationOutcome");
    }
}
