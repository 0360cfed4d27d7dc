//! Just enough of a FHIR client to load data: read, search by id, and transactions.

use super::json::url;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::time::Duration;

/// A FHIR server that takes our transactions.
#[derive(Clone)]
pub struct Server {
    base: String,
    agent: ureq::Agent,
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
        }
    }

    /// What a GET of `path` answers; none when it is not there (404 or 410).
    pub fn get(&self, path: &str) -> Result<Option<Value>> {
        let url = format!("{}/{path}", self.base);
        let response = self
            .agent
            .get(&url)
            .header("Accept", "application/fhir+json")
            .call();
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

fn body(mut response: ureq::http::Response<ureq::Body>) -> Result<Value> {
    let text = response
        .body_mut()
        .with_config()
        .limit(200 << 20)
        .read_to_vec()?;
    serde_json::from_slice(&text).context("not JSON")
}
