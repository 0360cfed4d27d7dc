//! What the job asks of a FHIR server, and how a report is written without losing what somebody else wrote.

use super::report::IDENTIFIER;
use crate::fhir::Written;
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// What the job needs of a FHIR server.
pub trait Store {
    /// What a GET of a path below the base, or of a `next` link, answers; none where it isn't there.
    fn get(&self, path: &str) -> Result<Option<Value>>;
    /// Replaces a resource as long as `version` is the latest.
    fn put(&self, resource: &Value, version: Option<&str>) -> Result<Written>;
    /// Makes a resource unless the search `unless` finds one.
    fn post(&self, resource: &Value, unless: &str) -> Result<()>;
}

/// Which report is meant.
#[derive(Clone, Copy)]
pub struct Which<'a> {
    /// The canonical of its Measure.
    pub measure: &'a str,
    /// The element that says whom it is of: `subject` for a doctor, and `reporter` for a hospital, which R4 lets be no subject.
    pub element: &'a str,
    /// The reference to whom it is of.
    pub whom: &'a str,
}

/// Writes what `next` makes of the report that stands, and does so again where somebody else was faster: they are looked
/// at, and the reviews decide. Whether there was anything to write.
pub fn write(
    store: &impl Store,
    which: Which,
    today: &str,
    next: impl Fn(Option<&Value>) -> Option<Value>,
) -> Result<bool> {
    for _ in 0..3 {
        let known = published(store, which)?;
        let Some(mut report) = next(known.as_ref()) else {
            return Ok(false);
        };
        let Some(known) = known else {
            report["date"] = today.into();
            store.post(&report, &the_one(IDENTIFIER, which.whom))?;
            return Ok(true);
        };
        if same(&known, &report) {
            return Ok(false);
        }
        report["id"] = known["id"].clone();
        report["date"] = today.into();
        let version = known["meta"]["versionId"].as_str();
        if store.put(&report, version)? == Written::Done {
            return Ok(true);
        }
    }
    bail!("somebody else keeps writing this report")
}

/// The report that stands.
fn published(store: &impl Store, which: Which) -> Result<Option<Value>> {
    let Which {
        measure,
        element,
        whom,
    } = which;
    let mut found = Vec::new();
    let narrowed = match element {
        "subject" => format!("subject={whom}"),
        // Its doctors' reports name the same reporter.
        _ => the_one(IDENTIFIER, whom),
    };
    let path = format!("MeasureReport?{narrowed}&_count=50");
    each(store, path, |report| {
        if report["measure"] == measure && report[element]["reference"] == whom {
            found.push(report.clone());
        }
    })?;
    // Two would be one too many; which one is kept must not depend on the server's order.
    found.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    Ok(found.into_iter().next())
}

/// Whether two reports say the same; what the server adds and the day they were made don't matter.
fn same(known: &Value, report: &Value) -> bool {
    let bare = |report: &Value| {
        let mut report = report.clone();
        if let Some(fields) = report.as_object_mut() {
            let of_the_server = ["id", "meta", "date", "text"];
            fields.retain(|name, _| !of_the_server.contains(&name.as_str()));
        }
        report
    };
    alike(&bare(known), &bare(report))
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

/// The search for what has this identifier.
pub fn the_one(system: &str, value: &str) -> String {
    let token = format!("{system}|{value}");
    format!(
        "identifier={}",
        percent_encoding::utf8_percent_encode(&token, percent_encoding::NON_ALPHANUMERIC)
    )
}

/// Goes through a search page by page.
pub fn each(store: &impl Store, path: String, mut take: impl FnMut(&Value)) -> Result<()> {
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
