//! Reading answers, with no more than they need.

use serde_json::Value;

use super::super::url;
use super::run::Outcome;
use super::{Answer, Silence, Verdict};

pub(super) use url::{encode, is_secure, origin};

/// Where a check ends before its answer could be judged: the outcome, and a detail.
pub(super) type Trouble = (&'static str, String);

/// Text under a key; empty where there is none.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The elements under a key.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The resource in an answer.
pub(super) fn resource(answer: Result<Answer, Silence>) -> Result<Value, Trouble> {
    let answer = answer.map_err(|silence| (silence_word(silence), String::new()))?;
    let status = answer.status.to_string();
    match answer.status {
        200..=299 => {}
        401 | 403 => return Err(("unauthorized", status)),
        500.. if answer.status != 501 => return Err(("server_error", status)),
        _ => return Err(("refused", status)),
    }
    match serde_json::from_str::<Value>(&answer.body) {
        Ok(value) if !text(&value, "resourceType").is_empty() => Ok(value),
        _ if answer.body.trim_start().starts_with('<') => Err(("html", status)),
        _ => Err(("not_fhir", status)),
    }
}

/// The outcome that a silence is told by.
pub(super) fn silence_word(silence: Silence) -> &'static str {
    match silence {
        Silence::Offline => "offline",
        Silence::Policy => "policy",
        Silence::NoHost => "no_host",
        Silence::Certificate => "certificate",
        Silence::Down => "down",
        Silence::Timeout => "timeout",
        Silence::Cors => "cors_none",
    }
}

/// A page of search results.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Resources of the type that was searched for.
    pub matches: Vec<Value>,
    /// Resources of other types that came along.
    pub others: Vec<Value>,
    pub next: Option<String>,
    pub total: Option<u64>,
    /// Names and values that the server says it used; none where it doesn't say.
    pub used: Option<Vec<(String, String)>>,
}

/// Reads the results of a search for `kind`.
pub(super) fn found(answer: Result<Answer, Silence>, kind: &str) -> Result<Found, Trouble> {
    let bundle = resource(answer)?;
    if text(&bundle, "resourceType") != "Bundle" {
        return Err(("refused", text(&bundle, "resourceType").to_owned()));
    }
    let link = |relation: &str| {
        let mut links = list(&bundle, "link").iter();
        let link = links.find(|link| text(link, "relation") == relation)?;
        link["url"].as_str()
    };
    let resources = list(&bundle, "entry")
        .iter()
        .map(|entry| &entry["resource"]);
    let resources =
        resources.filter(|it| !matches!(text(it, "resourceType"), "" | "OperationOutcome"));
    let (matches, others) = resources
        .cloned()
        .partition(|it| text(it, "resourceType") == kind);
    Ok(Found {
        matches,
        others,
        next: link("next").map(str::to_owned),
        total: bundle["total"].as_u64(),
        used: link("self").map(url::query_pairs),
    })
}

/// A trouble as the outcome of a check; `refused` is a search that the server doesn't have.
pub(super) fn failed(verdict: Verdict, (outcome, detail): Trouble) -> (Outcome, String) {
    ((verdict, outcome), detail)
}
