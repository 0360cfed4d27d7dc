//! Just enough of a FHIR client for our own jobs: read, search, write one thing or many in a transaction.

use crate::ratings::Store;
use crate::seed::json::url;
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::time::Duration;

/// A FHIR server that takes our transactions.
#[derive(Clone)]
pub struct Server {
    base: String,
    agent: ureq::Agent,
    /// `Bearer …`, where the environment has a token.
    token: Option<String>,
}

/// What became of a guarded write.
#[derive(Debug, PartialEq)]
pub enum Written {
    Done,
    /// Somebody was faster.
    Conflict,
}

impl Server {
    /// The server at `base`, with or without a slash at its end.
    pub fn new(base: &str) -> Server {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build()
            .into();
        Server {
            base: base.trim_end_matches('/').to_owned(),
            agent,
            token: std::env::var("SAMPAN_TOKEN")
                .ok()
                .map(|token| format!("Bearer {token}")),
        }
    }

    /// What a GET of `path` answers; none when it is not there (404 or 410).
    pub fn get(&self, path: &str) -> Result<Option<Value>> {
        let url = self.address(path)?;
        let mut request = self
            .agent
            .get(&url)
            .header("Accept", "application/fhir+json");
        if let Some(token) = &self.token {
            request = request.header("Authorization", token);
        }
        let response = request.call();
        let response = response.with_context(|| format!("no answer from {url}"))?;
        match response.status().as_u16() {
            404 | 410 => Ok(None),
            200 => Ok(Some(body(response)?)),
            status => bail!(
                "{url} answered {status}: {}",
                body(response).unwrap_or_default()
            ),
        }
    }

    /// The address of a path below the base; a link of the server's must lead to the server.
    fn address(&self, path: &str) -> Result<String> {
        if !path.starts_with("http://") && !path.starts_with("https://") {
            return Ok(format!("{}/{path}", self.base));
        }
        let origin = |url: &str| url.split('/').take(3).collect::<Vec<_>>().join("/");
        ensure!(
            origin(path) == origin(&self.base),
            "a page of the answer is on another server: {path}"
        );
        Ok(path.to_owned())
    }

    /// Sends one resource, with headers besides the usual.
    fn send(
        &self,
        method: &str,
        path: &str,
        resource: &Value,
        header: Option<(&str, String)>,
    ) -> Result<u16> {
        let url = self.address(path)?;
        let mut request = match method {
            "PUT" => self.agent.put(&url),
            _ => self.agent.post(&url),
        };
        request = request.header("Content-Type", "application/fhir+json");
        if let Some(token) = &self.token {
            request = request.header("Authorization", token);
        }
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let response = request.send(&serde_json::to_vec(resource)?);
        let response = response.with_context(|| format!("no answer from {url}"))?;
        let status = response.status().as_u16();
        if !(200..300).contains(&status) && !matches!(status, 409 | 412) {
            bail!(
                "{method} {url} answered {status}: {:.1000}",
                body(response).unwrap_or_default().to_string()
            );
        }
        Ok(status)
    }

    /// Those of `ids` that the server has, with the elements asked for.
    pub fn existing(&self, kind: &str, ids: &[String], elements: &str) -> Result<Vec<Value>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let path = format!(
            "{kind}?_id={}&_elements={elements}&_count={}",
            ids.join(","),
            ids.len()
        );
        let bundle = self
            .get(&path)?
            .with_context(|| format!("{kind} can't be searched"))?;
        let entries = bundle["entry"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        Ok(entries
            .iter()
            .map(|entry| entry["resource"].clone())
            .collect())
    }

    /// Puts all of `resources` in one transaction: all or none.
    pub fn put_all(&self, resources: &[Value]) -> Result<()> {
        let entries = resources.iter().map(|resource| {
            json!({
                "resource": resource,
                "request": {"method": "PUT", "url": url(resource)},
            })
        });
        let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": entries.collect::<Value>()});
        let response = self
            .agent
            .post(&self.base)
            .header("Content-Type", "application/fhir+json")
            .header("Prefer", "return=minimal")
            .send(&serde_json::to_vec(&bundle)?)
            .with_context(|| format!("no answer from {}", self.base))?;
        let status = response.status();
        let answer = body(response).with_context(|| format!("the server answered {status}"))?;
        let entries = answer["entry"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let taken = |entry: &Value| {
            entry["response"]["status"]
                .as_str()
                .is_some_and(|it| it.starts_with('2'))
        };
        if !status.is_success() || entries.len() != resources.len() || !entries.iter().all(taken) {
            bail!(
                "a transaction of {} resources failed with {status}: {:.2000}",
                resources.len(),
                answer.to_string()
            );
        }
        Ok(())
    }
}

impl Store for Server {
    fn get(&self, path: &str) -> Result<Option<Value>> {
        Server::get(self, path)
    }

    fn put(&self, resource: &Value, version: Option<&str>) -> Result<Written> {
        let version = version.map(|version| ("If-Match", format!("W/\"{version}\"")));
        let status = self.send("PUT", &url(resource), resource, version)?;
        Ok(match status {
            409 | 412 => Written::Conflict,
            _ => Written::Done,
        })
    }

    fn post(&self, resource: &Value, unless: &str) -> Result<()> {
        let kind = resource["resourceType"].as_str().unwrap_or_default();
        let unless = Some(("If-None-Exist", unless.to_owned()));
        // 412: there are several already, and none is wanted.
        self.send("POST", kind, resource, unless).map(drop)
    }
}

fn body(mut response: ureq::http::Response<ureq::Body>) -> Result<Value> {
    let text = response
        .body_mut()
        .with_config()
        .limit(200 << 20)
        .read_to_vec()?;
    serde_json::from_slice(&text).context("not JSON")
}
