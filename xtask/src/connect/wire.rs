//! How the command sends the requests of the checks. It asks as a browser would for a page of the site, and minds the
//! server's CORS as a browser does (Fetch standard, sections 3.2 and 4.8).

use super::model::{Answer, Ask, Pending, Silence, Wire};
use super::url;
use chrono::{SecondsFormat, Utc};
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, Request, Response};

/// Until an answer must be there.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The methods that cross to another origin without leave.
const SAFE_METHODS: [&str; 2] = ["GET", "POST"];

/// Requests by a plain HTTP client.
pub struct Http {
    agent: ureq::Agent,
    begun: Instant,
    /// The origin of the site that will ask.
    site: Option<String>,
    /// `Bearer …`, where the environment has a token.
    token: Option<String>,
}

impl Http {
    /// A wire from this machine, as if from a page of `site`, where there is one.
    pub fn new(site: Option<&str>) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(TIMEOUT))
            .allow_non_standard_methods(true)
            .build()
            .into();
        Self {
            agent,
            begun: Instant::now(),
            site: site.and_then(url::origin),
            token: std::env::var("SAMPAN_TOKEN")
                .ok()
                .map(|token| format!("Bearer {token}")),
        }
    }

    fn exchange(&self, ask: Ask) -> Result<Answer, Silence> {
        let foreign = self
            .site
            .as_deref()
            .filter(|site| url::origin(&ask.url).as_deref() != Some(*site));
        if let Some(site) = foreign
            && needs_leave(&ask)
        {
            self.ask_leave(site, &ask)?;
        }
        let mut request = Request::builder().method(ask.method).uri(&ask.url);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let own_token = ask.headers.iter().any(|(name, _)| *name == "authorization");
        if let Some(token) = self.token.as_deref().filter(|_| !own_token) {
            request = request.header("authorization", token);
        }
        if let Some(site) = foreign {
            request = request.header("origin", site);
        }
        let answer = match ask.body {
            Some(body) => self
                .agent
                .run(request.body(body).map_err(|_| Silence::Down)?),
            None => self.agent.run(request.body(()).map_err(|_| Silence::Down)?),
        };
        let mut answer = answer.map_err(|error| silence(&error))?;
        if let Some(site) = foreign
            && !allows(answer.headers(), site)
        {
            return Err(Silence::Cors);
        }
        let etag = answer.headers().contains_key("etag");
        Ok(Answer {
            status: answer.status().as_u16(),
            etag: etag
                && (foreign.is_none()
                    || lists(answer.headers(), "access-control-expose-headers", "etag")),
            body: body(&mut answer)?,
        })
    }

    /// What a browser asks first (CORS preflight).
    fn ask_leave(&self, site: &str, ask: &Ask) -> Result<(), Silence> {
        let wanted: Vec<&str> = unsafe_headers(ask).collect();
        let request = Request::builder()
            .method("OPTIONS")
            .uri(&ask.url)
            .header("origin", site)
            .header("access-control-request-method", ask.method)
            .header("access-control-request-headers", wanted.join(","))
            .body(());
        let answer = self.agent.run(request.map_err(|_| Silence::Down)?);
        let answer = answer.map_err(|error| silence(&error))?;
        let headers = answer.headers();
        let method = SAFE_METHODS.contains(&ask.method)
            || lists(headers, "access-control-allow-methods", ask.method);
        let named = wanted
            .iter()
            .all(|name| lists(headers, "access-control-allow-headers", name));
        match answer.status().is_success() && allows(headers, site) && method && named {
            true => Ok(()),
            false => Err(Silence::Cors),
        }
    }
}

/// The headers that need the server's leave.
fn unsafe_headers(ask: &Ask) -> impl Iterator<Item = &str> {
    let names = ask.headers.iter().map(|(name, _)| *name);
    names.filter(|name| *name != "accept")
}

fn needs_leave(ask: &Ask) -> bool {
    !SAFE_METHODS.contains(&ask.method) || unsafe_headers(ask).next().is_some()
}

/// Whether an answer may be read by pages of an origin.
fn allows(headers: &HeaderMap, site: &str) -> bool {
    let allowed = headers.get("access-control-allow-origin");
    allowed.is_some_and(|allowed| allowed == "*" || allowed == site)
}

/// Whether a header lists a name. A star stands for all but `authorization`.
fn lists(headers: &HeaderMap, header: &str, name: &str) -> bool {
    let values = headers
        .get_all(header)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut names = values.flat_map(|value| value.split(',')).map(str::trim);
    names.any(|it| it.eq_ignore_ascii_case(name) || (it == "*" && name != "authorization"))
}

fn body(answer: &mut Response<ureq::Body>) -> Result<String, Silence> {
    let read = answer
        .body_mut()
        .with_config()
        .limit(50 << 20)
        .lossy_utf8(true);
    read.read_to_string().map_err(|error| silence(&error))
}

fn silence(error: &ureq::Error) -> Silence {
    let words = error.to_string().to_lowercase();
    match error {
        ureq::Error::Timeout(_) => Silence::Timeout,
        ureq::Error::HostNotFound => Silence::NoHost,
        _ if words.contains("certificate") => Silence::Certificate,
        _ => Silence::Down,
    }
}

impl Wire for Http {
    fn send(&self, ask: Ask) -> Pending<Result<Answer, Silence>> {
        let answer = self.exchange(ask);
        Box::pin(async { answer })
    }

    fn clock(&self) -> f64 {
        self.begun.elapsed().as_secs_f64() * 1000.0
    }

    fn instant(&self, days: u32) -> String {
        let time = Utc::now() + chrono::Duration::days(days.into());
        time.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    fn uuid(&self) -> String {
        let random = fastrand::u128(..);
        // Version 4, variant 1 (RFC 9562, section 5.4).
        let marked = random & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{marked:032x}");
        let parts = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        parts.join("-")
    }

    fn site(&self) -> Option<String> {
        self.site.clone()
    }
}
