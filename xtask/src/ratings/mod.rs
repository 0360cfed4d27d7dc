//! `cargo xtask ratings`: works out the published ratings from the reviews, as a hospital's batch job does.
//!
//! A run looks at the doctors whose reviews changed since the last run that came to its end, and reads all reviews of one
//! of them at a time. A report that says the same already isn't written. So a run that is cut short or started twice does
//! no harm: the next one does what is left.

mod private;
pub mod report;
pub mod tally;
#[cfg(test)]
mod tests;

use crate::fhir::{Server, Written};
use crate::flags::Flags;
use crate::say::say;
use anyhow::{Context, Result, bail};
use report::{IDENTIFIER, MEASURE};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use tally::Reviews;

/// The one resource that remembers until when all is worked out.
const BOOKMARK: &str = "https://sampan.health/fhir/NamingSystem/ratings-bookmark";
const UNTIL: &str = "https://sampan.health/fhir/StructureDefinition/ratings-until";
/// A transaction may become visible a little after the time that it bears.
const OVERLAP: chrono::Duration = chrono::Duration::minutes(5);
/// Patients whose names are asked for at once: their ids stand in the address.
const NAMES_AT_ONCE: usize = 50;

/// What the job needs of a FHIR server.
pub trait Store {
    /// What a GET of a path below the base, or of a `next` link, answers; none where it isn't there.
    fn get(&self, path: &str) -> Result<Option<Value>>;
    /// Replaces a resource as long as `version` is the latest.
    fn put(&self, resource: &Value, version: Option<&str>) -> Result<Written>;
    /// Makes a resource unless the search `unless` finds one.
    fn post(&self, resource: &Value, unless: &str) -> Result<()>;
}

/// What a run did.
#[derive(Debug, Default, PartialEq)]
pub struct Done {
    /// Doctors whose reviews were looked at.
    pub doctors: usize,
    /// Reports that were written, of those.
    pub written: usize,
}

/// `cargo xtask ratings`
pub fn run(flags: &Flags) -> Result<()> {
    let base = flags
        .text("--fhir")
        .context("--fhir URL says which server")?;
    let done = work(&Server::new(base), flags.has("--all"), &today()?)?;
    say(format!(
        "ratings: {} doctors looked at, {} reports written",
        done.doctors, done.written
    ));
    Ok(())
}

fn today() -> Result<String> {
    Ok(chrono::Utc::now().date_naive().to_string())
}

/// Brings all reports up to the reviews; `all` looks at every doctor with reviews, whenever they changed.
pub fn work(store: &impl Store, all: bool, today: &str) -> Result<Done> {
    let bookmark = bookmark(store)?;
    let since = bookmark.as_ref().filter(|_| !all).and_then(until);
    let (doctors, last) = changed(store, since.as_deref())?;
    let mut done = Done {
        doctors: doctors.len(),
        written: 0,
    };
    for doctor in &doctors {
        let written = publish(store, doctor, today);
        done.written += usize::from(written.with_context(|| format!("the ratings of {doctor}"))?);
    }
    // Only now: a run that was cut short is done again from where it began.
    if let Some(last) = last {
        remember(store, bookmark, &last)?;
    }
    Ok(done)
}

/// The doctors with reviews that changed since then, and the time of the last change. Holds ids, no reviews.
fn changed(store: &impl Store, since: Option<&str>) -> Result<(BTreeSet<String>, Option<String>)> {
    let mut path = "QuestionnaireResponse?_elements=questionnaire,subject&_count=500".to_owned();
    if let Some(since) = since {
        path += &format!("&_lastUpdated=ge{since}");
    }
    let (mut doctors, mut last) = (BTreeSet::new(), None::<String>);
    each(store, path, |response| {
        let doctor = response["subject"]["reference"]
            .as_str()
            .unwrap_or_default();
        if tally::is_review(response) && doctor.starts_with("PractitionerRole/") {
            doctors.insert(doctor.to_owned());
        }
        let updated = response["meta"]["lastUpdated"].as_str().map(str::to_owned);
        last = last.take().max(updated);
    })?;
    Ok((doctors, last))
}

/// Works out and writes the report of one doctor; whether there was anything to write.
fn publish(store: &impl Store, doctor: &str, today: &str) -> Result<bool> {
    let mut reviews = Reviews::default();
    let path = format!("QuestionnaireResponse?subject={doctor}&_count=200");
    each(store, path, |response| {
        if response["subject"]["reference"] == doctor {
            reviews.add(response);
        }
    })?;
    let names = names(store, &reviews.people())?;
    let tally = reviews.tally(|person| names.get(person).cloned().unwrap_or_default());
    if tally.is_empty() {
        return Ok(false);
    }
    let role = store.get(doctor)?.unwrap_or_default();
    let subject = json!({"reference": doctor, "display": role["practitioner"]["display"]});
    let reporter = Some(&role["organization"]).filter(|it| it.is_object());
    let report = report::report(&without_nulls(subject), reporter, &tally);
    // Somebody else may be at it: what they wrote is looked at, and the reviews decide.
    for _ in 0..3 {
        let Some(known) = published(store, doctor)? else {
            let mut report = report.clone();
            report["date"] = today.into();
            store.post(&report, &the_one(IDENTIFIER, doctor))?;
            return Ok(true);
        };
        if same(&known, &report) {
            return Ok(false);
        }
        let mut next = report.clone();
        next["id"] = known["id"].clone();
        next["date"] = today.into();
        let version = known["meta"]["versionId"].as_str();
        if store.put(&next, version)? == Written::Done {
            return Ok(true);
        }
    }
    bail!("somebody else keeps writing this report")
}

/// The report that stands.
fn published(store: &impl Store, doctor: &str) -> Result<Option<Value>> {
    let mut found = Vec::new();
    each(
        store,
        format!("MeasureReport?subject={doctor}&_count=50"),
        |report| {
            if report["measure"] == MEASURE && report["subject"]["reference"] == doctor {
                found.push(report.clone());
            }
        },
    )?;
    // Two would be one too many; which one is kept must not depend on the server's order.
    found.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    Ok(found.into_iter().next())
}

/// Whether a report says this already; what the server adds and the day it was made don't matter.
fn same(known: &Value, report: &Value) -> bool {
    let mut known = known.clone();
    if let Some(fields) = known.as_object_mut() {
        let of_the_server = ["id", "meta", "date", "text"];
        of_the_server
            .iter()
            .for_each(|name| drop(fields.remove(*name)));
    }
    alike(&known, report)
}

/// Equal, however a server spells its numbers: `4.50` is `4.5`.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let in_b = |(name, a): (&String, &Value)| b.get(name).is_some_and(|b| alike(a, b));
            a.len() == b.len() && a.iter().all(in_b)
        }
        _ => a == b,
    }
}

fn without_nulls(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    value
}

/// The search for what has this identifier.
fn the_one(system: &str, value: &str) -> String {
    let token = format!("{system}|{value}");
    format!(
        "identifier={}",
        percent_encoding::utf8_percent_encode(&token, percent_encoding::NON_ALPHANUMERIC)
    )
}

/// All names of these patients, by their reference.
fn names(store: &impl Store, people: &[String]) -> Result<HashMap<String, Vec<String>>> {
    let mut names = HashMap::new();
    let ids: Vec<&str> = people
        .iter()
        .filter_map(|it| it.strip_prefix("Patient/"))
        .collect();
    for some in ids.chunks(NAMES_AT_ONCE) {
        let path = format!(
            "Patient?_id={}&_elements=name&_count={NAMES_AT_ONCE}",
            some.join(",")
        );
        each(store, path, |patient| {
            let key = crate::seed::json::url(patient);
            names.insert(key, words_of(&patient["name"]));
        })?;
    }
    Ok(names)
}

/// Every word of a name, and the whole where it is written without spaces.
fn words_of(name: &Value) -> Vec<String> {
    match name {
        Value::String(text) => text.split_whitespace().map(str::to_owned).collect(),
        Value::Array(items) => items.iter().flat_map(words_of).collect(),
        Value::Object(fields) => {
            let told = ["text", "family", "given"]
                .iter()
                .filter_map(|it| fields.get(*it));
            told.flat_map(words_of).collect()
        }
        _ => Vec::new(),
    }
}

/// Goes through a search page by page.
fn each(store: &impl Store, path: String, mut take: impl FnMut(&Value)) -> Result<()> {
    let mut next = Some(path);
    while let Some(path) = next {
        let page = store
            .get(&path)?
            .with_context(|| format!("{path} can't be searched"))?;
        for entry in page["entry"].as_array().into_iter().flatten() {
            take(&entry["resource"]);
        }
        let mut links = page["link"].as_array().into_iter().flatten();
        let link = links.find(|link| link["relation"] == "next");
        next = link
            .and_then(|link| link["url"].as_str())
            .map(str::to_owned);
        if next.as_ref() == Some(&path) {
            bail!("the last page leads to itself: {path}");
        }
    }
    Ok(())
}

fn bookmark(store: &impl Store) -> Result<Option<Value>> {
    let mut found = None;
    each(
        store,
        format!("Basic?{}", the_one(BOOKMARK, "until")),
        |it| {
            found = Some(it.clone());
        },
    )?;
    Ok(found)
}

/// The time on a bookmark, a little earlier.
fn until(bookmark: &Value) -> Option<String> {
    let extensions = bookmark["extension"].as_array()?;
    let until = extensions.iter().find(|it| it["url"] == UNTIL)?["valueInstant"].as_str()?;
    let until = chrono::DateTime::parse_from_rfc3339(until).ok()? - OVERLAP;
    Some(until.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn remember(store: &impl Store, bookmark: Option<Value>, last: &str) -> Result<()> {
    let identifier = json!({"system": BOOKMARK, "value": "until"});
    let until = json!([{"url": UNTIL, "valueInstant": last}]);
    match bookmark {
        None => {
            let new = json!({
                "resourceType": "Basic", "identifier": [identifier], "extension": until,
                "code": {"text": "Ratings are worked out until then"},
            });
            store.post(&new, &the_one(BOOKMARK, "until"))
        }
        Some(known) if known["extension"] == until => Ok(()),
        Some(known) => {
            let version = known["meta"]["versionId"].as_str().map(str::to_owned);
            let mut next = known;
            next["extension"] = until;
            // Another run that came to its end has set its own; the next one sees what either left.
            store.put(&next, version.as_deref()).map(drop)
        }
    }
}
