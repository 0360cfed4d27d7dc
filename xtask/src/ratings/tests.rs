//! The job against a server in memory: again, changed, withdrawn, moderated, cut short.

use super::{Store, Written, work};
use crate::seed::json::url;
use anyhow::{Result, bail};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

const TODAY: &str = "2026-11-22";
const ROLES: [&str; 3] = [
    "PractitionerRole/r1",
    "PractitionerRole/r2",
    "PractitionerRole/r3",
];

/// Pages hold two; each write is a second later than the one before; it can die at one request.
#[derive(Default)]
struct Memory {
    all: RefCell<BTreeMap<String, Value>>,
    clock: Cell<u32>,
    asked: Cell<usize>,
    dies_at: Cell<Option<usize>>,
    writes: Cell<usize>,
    most_held: Cell<usize>,
}

impl Memory {
    fn with(resources: impl IntoIterator<Item = Value>) -> Self {
        let memory = Self::default();
        for role in ROLES {
            let id = role.split('/').nth(1).unwrap();
            memory.store(&json!({"resourceType": "PractitionerRole", "id": id, "organization": {"display": "Heron Bay"}}));
        }
        resources.into_iter().for_each(|it| memory.store(&it));
        memory
    }

    fn store(&self, resource: &Value) {
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

    fn reports(&self) -> Vec<Value> {
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

    fn report_of(&self, role: &str) -> Value {
        self.reports()
            .into_iter()
            .find(|it| it["subject"]["reference"] == role)
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
        self.most_held.set(self.most_held.get().max(page.len()));
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

fn review(id: &str, role: &str, stars: u32, comment: &str) -> Value {
    json!({
        "resourceType": "QuestionnaireResponse", "id": id, "status": "completed",
        "identifier": {"system": "https://sampan.health/fhir/NamingSystem/review", "value": format!("Appointment/{id}")},
        "questionnaire": "https://sampan.health/fhir/Questionnaire/patient-experience|1",
        "subject": {"reference": role}, "source": {"reference": "Patient/p1"}, "author": {"reference": "Patient/p1"},
        "authored": format!("2026-10-{:02}T10:00:00Z", 1 + id.len()), "language": "en",
        "item": [
            {"linkId": "overall", "answer": [{"valueInteger": stars}]},
            {"linkId": "staff", "answer": [{"valueInteger": 2}]},
            {"linkId": "recommend", "answer": [{"valueBoolean": stars > 3}]},
            {"linkId": "comment", "answer": [{"valueString": comment}]},
        ],
    })
}

fn some() -> Vec<Value> {
    vec![
        json!({"resourceType": "Patient", "id": "p1", "name": [{"text": "Lin Mei", "family": "Lin"}]}),
        review("a", ROLES[0], 5, "Kind."),
        review("bb", ROLES[0], 4, "I am Mei and liked it."),
        review("ccc", ROLES[0], 2, ""),
        review("dddd", ROLES[1], 1, "Late."),
        json!({"resourceType": "QuestionnaireResponse", "id": "intake", "questionnaire": "https://other.example/q", "subject": {"reference": ROLES[2]}}),
    ]
}

fn run(memory: &Memory) -> (usize, usize) {
    let done = work(memory, false, TODAY).unwrap();
    (done.doctors, done.written)
}

fn count(report: &Value, code: &str) -> u64 {
    let all = report["group"][0]["population"].as_array().unwrap();
    let one = all
        .iter()
        .find(|it| it["code"]["coding"][0]["code"] == code)
        .unwrap();
    one["count"].as_u64().unwrap()
}

#[test]
fn a_report_says_what_the_reviews_say() {
    let memory = Memory::with(some());
    assert_eq!(run(&memory), (2, 2));
    let report = memory.report_of(ROLES[0]);
    assert_eq!(count(&report, "measure-population"), 3);
    assert_eq!(
        report["group"][0]["measureScore"]["value"].to_string(),
        "3.67"
    );
    assert_eq!(report["group"][3]["code"]["coding"][0]["code"], "staff");
    assert_eq!(
        report["group"][3]["measureScore"]["value"].to_string(),
        "2.00"
    );
    // Nobody was asked about access: no score, and no division by nothing.
    assert_eq!(report["group"][1]["measureScore"], Value::Null);
    let recommend: Vec<&Value> = report["group"][5]["population"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["count"])
        .collect();
    assert_eq!(recommend, [&json!(3), &json!(2)]);
    assert_eq!(
        report["period"],
        json!({"start": "2026-10-02", "end": "2026-10-04"})
    );
    assert_eq!(report["reporter"]["display"], "Heron Bay");
    // One comment names its author.
    assert_eq!(count(&report, "withheld"), 1);
    assert_eq!(report["extension"].as_array().unwrap().len(), 1);
    assert!(!report.to_string().contains("Mei") && !report.to_string().contains("Patient/"));
}

#[test]
fn again_changes_nothing_and_looks_at_what_is_new_alone() {
    let memory = Memory::with(some());
    run(&memory);
    let (before, writes) = (memory.reports(), memory.writes.get());
    // The overlap looks again at the very last.
    assert!(run(&memory).0 <= 1);
    assert_eq!(
        (memory.reports(), memory.writes.get()),
        (before.clone(), writes)
    );
    assert_eq!(work(&memory, true, "2027-01-01").unwrap().written, 0);
    assert_eq!(memory.reports(), before);
    memory.store(&review("new", ROLES[2], 5, ""));
    let (doctors, written) = run(&memory);
    assert!(doctors <= 2 && written == 1, "{doctors} {written}");
    assert_eq!(memory.reports().len(), 3);
}

#[test]
fn what_is_changed_withdrawn_or_moderated_counts_so() {
    let memory = Memory::with(some());
    run(&memory);
    let mut changed = review("a", ROLES[0], 1, "Not so kind after all.");
    changed["status"] = "amended".into();
    memory.store(&changed);
    let mut withdrawn = review("bb", ROLES[0], 4, "");
    withdrawn["status"] = "entered-in-error".into();
    withdrawn["item"] = Value::Null;
    memory.store(&withdrawn);
    let tag = |code: &str| json!([{"system": "https://sampan.health/fhir/CodeSystem/review-moderation", "code": code}]);
    let mut removed = review("ccc", ROLES[0], 2, "");
    removed["meta"]["tag"] = tag("removed");
    memory.store(&removed);
    let mut flagged = review("eeeee", ROLES[0], 3, "Rude words.");
    flagged["meta"]["tag"] = tag("flagged");
    memory.store(&flagged);
    assert_eq!(run(&memory).1, 1);
    let report = memory.report_of(ROLES[0]);
    let counts = [
        "measure-population",
        "measure-population-exclusion",
        "flagged",
        "withdrawn",
    ]
    .map(|code| count(&report, code));
    assert_eq!(counts, [2, 1, 1, 1]);
    assert_eq!(
        report["group"][0]["measureScore"]["value"].to_string(),
        "2.00"
    );
    let text = report.to_string();
    assert!(
        text.contains("after all") && !text.contains("Rude"),
        "{text}"
    );
}

#[test]
fn two_reviews_of_one_visit_count_once() {
    let memory = Memory::with(some());
    let mut twice = review("a", ROLES[0], 1, "Later.");
    twice["id"] = "zz".into();
    twice["authored"] = "2026-10-30T10:00:00Z".into();
    memory.store(&twice);
    run(&memory);
    let report = memory.report_of(ROLES[0]);
    assert_eq!(count(&report, "measure-population"), 3);
    assert_eq!(
        report["group"][0]["measureScore"]["value"].to_string(),
        "2.33"
    );
}

#[test]
fn the_last_review_of_a_doctor_withdrawn_leaves_a_report_of_none() {
    let memory = Memory::with(some());
    run(&memory);
    let mut withdrawn = review("dddd", ROLES[1], 1, "");
    withdrawn["status"] = "entered-in-error".into();
    memory.store(&withdrawn);
    assert_eq!(run(&memory).1, 1);
    let report = memory.report_of(ROLES[1]);
    assert_eq!(
        (
            count(&report, "measure-population"),
            count(&report, "withdrawn")
        ),
        (0, 1)
    );
    assert_eq!(report["group"][0]["measureScore"], Value::Null);
}

/// However often and wherever it dies, the run after it leaves what one undisturbed run leaves.
#[test]
fn cut_short_anywhere_the_next_run_does_what_is_left() {
    let undisturbed = Memory::with(some());
    run(&undisturbed);
    let steps = undisturbed.asked.get();
    assert!(steps > 10);
    for at in 1..=steps {
        let memory = Memory::with(some());
        memory.dies_at.set(Some(at));
        assert!(work(&memory, false, TODAY).is_err(), "at {at}");
        memory.dies_at.set(None);
        run(&memory);
        assert_eq!(memory.reports(), undisturbed.reports(), "cut short at {at}");
        let writes = memory.writes.get();
        run(&memory);
        assert_eq!(memory.writes.get(), writes, "cut short at {at}");
    }
}

/// The demo's published ratings are what the job makes of the demo's reviews.
#[test]
fn the_demo_needs_no_run() {
    let today = TODAY.parse().unwrap();
    let doctor = crate::seed::doctor(1, 1);
    let (report, reviews) = crate::seed::ratings::of(&doctor, today);
    let memory = Memory::with(reviews);
    let [_, role] = doctor.resources(today);
    memory.store(&role);
    memory.store(&report.unwrap());
    assert_eq!(run(&memory), (1, 0));
    assert_eq!(count(&memory.reports()[0], "measure-population"), 412);
}
