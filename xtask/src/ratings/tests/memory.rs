//! A server in memory.

use crate::fhir::Written;
use crate::ratings::Store;
use crate::seed::json::url;
use anyhow::{Result, bail};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

pub const ROLES: [&str; 3] = [
    "PractitionerRole/r1",
    "PractitionerRole/r2",
    "PractitionerRole/r3",
];

/// Pages hold two; each write is a second later than the one before; it can die at one request.
#[derive(Default)]
pub struct Memory {
    pub all: RefCell<BTreeMap<String, Value>>,
    pub clock: Cell<u32>,
    pub asked: Cell<usize>,
    pub dies_at: Cell<Option<usize>>,
    pub writes: Cell<usize>,
}

impl Memory {
    pub fn with(resources: impl IntoIterator<Item = Value>) -> Self {
        let memory = Self::default();
        for role in ROLES {
            let id = role.split('/').nth(1).unwrap();
            memory.store(&json!({"resourceType": "PractitionerRole", "id": id, "organization": {"display": "Heron Bay"}}));
        }
        resources.into_iter().for_each(|it| memory.store(&it));
        memory
    }

    pub fn store(&self, resource: &Value) {
        let clock = self.clock.get() + 1;
        self.clock.set(clock);
        let mut stored = resource.clone();
        // Hours apart, so that no bookmark's overlap hides that it isn't moved.
        stored["meta"]["lastUpdated"] =
            format!("2026-11-{:02}T{:02}:00:00Z", 1 + clock / 24, clock % 24).into();
        stored["meta"]["versionId"] = clock.to_string().into();
        self.all.borrow_mut().insert(url(&stored), stored);
    }

    fn ask(&self) -> Result<()> {
        self.asked.set(self.asked.get() + 1);
        if self.dies_at.get() == Some(self.asked.get()) {
            bail!("cut short");
        }
        Ok(())
    }

    pub fn reports(&self) -> Vec<Value> {
        let all = self.all.borrow();
        let reports = all
            .values()
            .filter(|it| it["resourceType"] == "MeasureReport");
        reports
            .map(|it| {
                let mut it = it.clone();
                it["meta"] = Value::Null;
                it["id"] = Value::Null;
                it
            })
            .collect()
    }

    /// Of a doctor, or of a hospital.
    pub fn report_of(&self, whom: &str) -> Value {
        self.reports()
            .into_iter()
            .find(|it| it["identifier"][0]["value"] == whom)
            .unwrap_or_default()
    }
}

impl Store for Memory {
    fn get(&self, path: &str) -> Result<Option<Value>> {
        self.ask()?;
        let (place, query) = path.split_once('?').unwrap_or((path, ""));
        if query.is_empty() {
            return Ok(self.all.borrow().get(place).cloned());
        }
        let of = |name: &str| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(&format!("{name}=")))
        };
        let fits = |it: &&Value| {
            let since = of("_lastUpdated").map(|it| it.trim_start_matches("ge").to_owned());
            it["resourceType"] == place
                && of("subject").is_none_or(|role| it["subject"]["reference"] == role)
                && of("_id").is_none_or(|ids| ids.split(',').any(|id| it["id"] == id))
                && of("identifier").is_none_or(|token| {
                    let token = percent_encoding::percent_decode_str(token).decode_utf8_lossy();
                    it["identifier"][0]["system"] == token.split('|').next().unwrap()
                })
                && since.is_none_or(|since| {
                    it["meta"]["lastUpdated"].as_str().unwrap() >= since.as_str()
                })
        };
        let from: usize = of("page").map_or(0, |page| page.parse().unwrap());
        let all = self.all.borrow();
        let found: Vec<&Value> = all.values().filter(fits).collect();
        let page: Vec<Value> = found
            .iter()
            .skip(from)
            .take(2)
            .map(|it| json!({"resource": it}))
            .collect();
        let rest: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.starts_with("page="))
            .collect();
        let next = json!([{"relation": "next", "url": format!("{place}?{}&page={}", rest.join("&"), from + 2)}]);
        let link = if found.len() > from + 2 {
            next
        } else {
            json!([])
        };
        Ok(Some(
            json!({"resourceType": "Bundle", "type": "searchset", "entry": page, "link": link}),
        ))
    }

    fn put(&self, resource: &Value, version: Option<&str>) -> Result<Written> {
        self.ask()?;
        let known = self
            .all
            .borrow()
            .get(&url(resource))
            .cloned()
            .unwrap_or_default();
        if version.is_some() && known["meta"]["versionId"].as_str() != version {
            return Ok(Written::Conflict);
        }
        self.writes.set(self.writes.get() + 1);
        self.store(resource);
        Ok(Written::Done)
    }

    fn post(&self, resource: &Value, _: &str) -> Result<()> {
        self.ask()?;
        self.writes.set(self.writes.get() + 1);
        let mut made = resource.clone();
        made["id"] = format!("made-{}", self.clock.get()).into();
        self.store(&made);
        Ok(())
    }
}
