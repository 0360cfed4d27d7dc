//! `cargo xtask ratings`: works out the published ratings from the reviews, as a hospital's batch job does.
//!
//! A run looks at the doctors whose reviews changed since the last run that came to its end, and reads all reviews of one
//! of them at a time. A report that says the same already isn't written. So a run that is cut short or started twice does
//! no harm: the next one does what is left.

pub mod means;
mod people;
mod private;
pub mod report;
mod store;
pub mod tally;
#[cfg(test)]
mod tests;

use crate::fhir::Server;
use crate::flags::Flags;
use crate::say::say;
use anyhow::{Context, Result};
use report::MEASURE;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::{Which, each};
use tally::Reviews;

pub use store::{Store, the_one};

/// The one resource that remembers until when all is worked out.
const BOOKMARK: &str = "https://sampan.health/fhir/NamingSystem/ratings-bookmark";
const UNTIL: &str = "https://sampan.health/fhir/StructureDefinition/ratings-until";
/// A transaction may become visible a little after the time that it bears.
const OVERLAP: chrono::Duration = chrono::Duration::minutes(5);
/// What a run did.
#[derive(Debug, Default, PartialEq)]
pub struct Done {
    /// Doctors whose reviews were looked at.
    pub doctors: usize,
    /// Reports that were written, of those.
    pub written: usize,
    /// Other reports that were written, as the mean of the specialty had moved.
    pub moved: usize,
    /// Reports of hospitals that were written.
    pub hospitals: usize,
}

/// `cargo xtask ratings`
pub fn run(flags: &Flags) -> Result<()> {
    let base = flags
        .text("--fhir")
        .context("--fhir URL says which server")?;
    let done = work(&Server::new(base), flags.has("--all"), &today()?)?;
    say(format!(
        "ratings: {} doctors looked at, {} reports written, {} brought up to their specialty, {} of hospitals written",
        done.doctors, done.written, done.moved, done.hospitals
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
        ..Done::default()
    };
    for doctor in &doctors {
        let written = publish(store, doctor, today);
        done.written += usize::from(written.with_context(|| format!("the ratings of {doctor}"))?);
    }
    if !doctors.is_empty() {
        (done.moved, done.hospitals) = means::settle(store, today)?;
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
    let names = people::names(store, &reviews.people())?;
    let tally = reviews.tally(|person| names.get(person).cloned().unwrap_or_default());
    if tally.is_empty() {
        return Ok(false);
    }
    let role = store.get(doctor)?.unwrap_or_default();
    let subject = json!({"reference": doctor, "display": role["practitioner"]["display"]});
    let reporter = Some(&role["organization"]).filter(|it| it.is_object());
    let report = report::report(&without_nulls(subject), reporter, &tally);
    let which = Which {
        measure: MEASURE,
        element: "subject",
        whom: doctor,
    };
    store::write(store, which, today, |known| {
        let mut report = report.clone();
        // Of all doctors, so of no concern here: `means` sees to it.
        let kept = known.and_then(report::specialty_group);
        if let (Some(kept), Some(groups)) = (kept, report["group"].as_array_mut()) {
            groups.push(kept.clone());
        }
        Some(report)
    })
}

fn without_nulls(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    value
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
