//! How a booking and a lost race really go, tried on resources of its own: a Schedule that is no doctor's, a Slot years
//! ahead that is never free, and Appointments that are only proposed. All are removed at the end, whatever happened.

use serde_json::{Value, json};

use super::findings::Verdict::{Bad, Good, Less};
use super::own::{found, list, resource, text};
use super::run::Run;
use super::{Answer, Silence};

/// Far enough ahead that no calendar shows it, in days.
const YEARS: u32 = 3_650;
const SYSTEM: &str = "urn:ietf:rfc:3986";
const NOTE: &str = "Connection test of Sampan. May be removed.";

/// What the trial has made, to be removed.
#[derive(Default)]
struct Made {
    /// `Type/id`, in the order in which they were made.
    keys: Vec<String>,
    /// The identifiers of the Appointments, which may be there without our knowing.
    marks: Vec<String>,
}

pub(super) async fn run(run: &mut Run<'_>) {
    let mut made = Made::default();
    attempt(run, &mut made).await;
    clean(run, made).await;
}

async fn attempt(run: &mut Run<'_>, made: &mut Made) {
    let schedule = json!({
        "resourceType": "Schedule", "active": false, "comment": NOTE,
        "actor": [{"display": NOTE}],
    });
    let Some(schedule) = create(run, made, schedule).await else {
        return;
    };
    let slot = json!({
        "resourceType": "Slot", "status": "busy-unavailable", "comment": NOTE,
        "schedule": {"reference": reference(&schedule)},
        "start": run.wire.instant(YEARS), "end": run.wire.instant(YEARS + 1),
    });
    let Some(mut slot) = create(run, made, slot).await else {
        return;
    };
    if text(&slot["meta"], "versionId").is_empty() {
        slot = resource(run.get(&reference(&slot)).await).unwrap_or(slot);
    }
    let version = text(&slot["meta"], "versionId").to_owned();
    if version.is_empty() {
        return run.tell("transaction", (Bad, "version_none"), "");
    }
    let first = mark(run, made);
    match done(
        run.send("POST", "", None, Some(booking(&slot, &version, &first)))
            .await,
    ) {
        Done::All => run.tell("transaction", (Good, "transaction_good"), ""),
        Done::Some(status) => run.tell("transaction", (Bad, "transaction_part"), &status),
        Done::None(status) => run.tell("transaction", (Less, "transaction_none"), &status),
    }
    if appointments(run, &first).await == Some(1) {
        race(run, made, &slot, &version).await;
    }
    guard(run, &slot, &version).await;
    once(run, made).await;
}

/// Somebody else comes with the version of before: that must fail as a whole.
async fn race(run: &mut Run<'_>, made: &mut Made, slot: &Value, version: &str) {
    let second = mark(run, made);
    let answer = done(
        run.send("POST", "", None, Some(booking(slot, version, &second)))
            .await,
    );
    let outcome = match (answer, appointments(run, &second).await) {
        (Done::None(status), Some(0)) => ((Good, "conflict_good"), status),
        (Done::All, _) => ((Bad, "conflict_missed"), String::new()),
        (Done::None(status) | Done::Some(status), Some(1..)) => ((Less, "conflict_split"), status),
        (Done::None(status) | Done::Some(status), _) => ((Less, "conflict_unclear"), status),
    };
    run.tell("conflict", outcome.0, &outcome.1);
}

/// `PUT` with the version of before.
async fn guard(run: &mut Run<'_>, slot: &Value, version: &str) {
    // One change more, so that the version is an old one whatever the transaction did.
    let path = reference(slot);
    let _ = run.send("PUT", &path, None, Some(changed(slot, "1"))).await;
    let header = Some(("if-match", if_match(version)));
    let answer = run
        .send("PUT", &path, header, Some(changed(slot, "2")))
        .await;
    let (outcome, status) = match &answer {
        Ok(answer) if matches!(answer.status, 400 | 409 | 412) => {
            ((Good, "guard_good"), answer.status)
        }
        Ok(answer) if answer.status < 300 => ((Bad, "guard_none"), answer.status),
        Ok(answer) => ((Less, "guard_other"), answer.status),
        Err(_) => ((Less, "guard_other"), 0),
    };
    run.tell("version_guard", outcome, &status.to_string());
}

/// `If-None-Exist` with a mark that is there already.
async fn once(run: &mut Run<'_>, made: &mut Made) {
    let mark = mark(run, made);
    let query = ["identifier=", SYSTEM, "|", &mark].concat();
    let mut made_new = 0;
    for _ in 0..2 {
        let header = Some(("if-none-exist", query.clone()));
        let answer = run
            .send(
                "POST",
                "Appointment",
                header,
                Some(appointment(None, &mark)),
            )
            .await;
        if let Ok(answer) = answer
            && answer.status == 201
        {
            made_new += 1;
            made.keys.extend(key_of(&answer));
        }
    }
    let outcome = match made_new {
        1 => (Good, "once_good"),
        0 => (Less, "once_refused"),
        _ => (Less, "once_ignored"),
    };
    run.tell("once", outcome, "");
}

/// Removes all that was made, the last first; what can't be deleted is marked as an error.
async fn clean(run: &mut Run<'_>, mut made: Made) {
    for mark in std::mem::take(&mut made.marks) {
        let page = found(run.get(&of_mark(&mark)).await, "Appointment");
        let left = page.map(|page| page.matches).unwrap_or_default();
        made.keys.extend(left.iter().map(reference));
    }
    if made.keys.is_empty() {
        return;
    }
    made.keys.sort();
    made.keys.dedup();
    made.keys.sort_by_key(|key| match key.split('/').next() {
        Some("Appointment") => 0,
        Some("Slot") => 1,
        _ => 2,
    });
    let mut left = Vec::new();
    for key in &made.keys {
        let gone = run.send("DELETE", key, None, None).await;
        let gone = gone.is_ok_and(|it| matches!(it.status, 200..=299 | 404 | 410));
        if !gone && !retire(run, key).await {
            left.push(key.as_str());
        }
    }
    let count = made.keys.len().to_string();
    match left.is_empty() {
        true => run.tell("clean", (Good, "clean_good"), &count),
        false => run.tell("clean", (Bad, "clean_left"), &left.join(", ")),
    }
}

/// Marks what can't be deleted as an error; a Schedule is inactive already.
async fn retire(run: &mut Run<'_>, key: &str) -> bool {
    if key.starts_with("Schedule/") {
        return true;
    }
    let Ok(mut now) = resource(run.get(key).await) else {
        return false;
    };
    now["status"] = "entered-in-error".into();
    resource(run.send("PUT", key, None, Some(now)).await).is_ok()
}

/// Makes a resource and gives it as the server has it; where that fails the trial says so.
async fn create(run: &mut Run<'_>, made: &mut Made, wanted: Value) -> Option<Value> {
    let kind = text(&wanted, "resourceType").to_owned();
    let prefer = Some(("prefer", "return=representation".to_owned()));
    let answer = match run.is_same_origin() {
        true => run.send("POST", &kind, prefer, Some(wanted)).await,
        // No page may send `Prefer` to another origin unless its CORS says so.
        false => run.send("POST", &kind, None, Some(wanted)).await,
    };
    let key = answer.as_ref().ok().and_then(key_of);
    made.keys.extend(key.clone());
    let status = answer
        .as_ref()
        .map_or(0, |answer| answer.status)
        .to_string();
    match (resource(answer), key) {
        (Ok(it), Some(_)) if text(&it, "resourceType") == kind => Some(it),
        (_, Some(key)) => resource(run.get(&key).await).ok(),
        (_, None) => {
            run.tell("transaction", (Less, "trial_refused"), &status);
            None
        }
    }
}

/// `Type/id` of what an answer says was made.
fn key_of(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_str(&answer.body).ok()?;
    let made = (200..300).contains(&answer.status) && !text(&body, "id").is_empty();
    (made && text(&body, "resourceType") != "OperationOutcome").then(|| reference(&body))
}

fn reference(resource: &Value) -> String {
    [text(resource, "resourceType"), "/", text(resource, "id")].concat()
}

fn mark(run: &Run<'_>, made: &mut Made) -> String {
    let mark = ["urn:uuid:", &run.wire.uuid()].concat();
    made.marks.push(mark.clone());
    mark
}

fn of_mark(mark: &str) -> String {
    ["Appointment?identifier=", SYSTEM, "%7C", mark].concat()
}

/// How many Appointments have the mark; none where nobody can tell.
async fn appointments(run: &mut Run<'_>, mark: &str) -> Option<usize> {
    let page = found(run.get(&of_mark(mark)).await, "Appointment").ok()?;
    // A server that drops `identifier` shows others'.
    let is_ours = |it: &&Value| {
        list(it, "identifier")
            .iter()
            .any(|it| text(it, "value") == mark)
    };
    Some(page.matches.iter().filter(is_ours).count())
}

fn changed(slot: &Value, how: &str) -> Value {
    let mut slot = slot.clone();
    slot["comment"] = [NOTE, " ", how].concat().into();
    slot
}

fn appointment(slot: Option<&Value>, mark: &str) -> Value {
    let mut appointment = json!({
        "resourceType": "Appointment", "status": "proposed", "comment": NOTE,
        "identifier": [{"system": SYSTEM, "value": mark}],
        "participant": [{"actor": {"display": NOTE}, "status": "needs-action"}],
    });
    if let Some(slot) = slot {
        appointment["slot"] = json!([{"reference": reference(slot)}]);
        for key in ["start", "end"] {
            appointment[key] = slot[key].clone();
        }
    }
    appointment
}

/// The weak ETag of a version (FHIR R4 section 3.1.0.5).
fn if_match(version: &str) -> String {
    ["W/\"", version, "\""].concat()
}

/// What a booking is: the slot changed while it has this version, and an Appointment.
fn booking(slot: &Value, version: &str, mark: &str) -> Value {
    let version = if_match(version);
    json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"resource": changed(slot, mark),
         "request": {"method": "PUT", "url": reference(slot), "ifMatch": version}},
        {"fullUrl": mark, "resource": appointment(Some(slot), mark),
         "request": {"method": "POST", "url": "Appointment"}},
    ]})
}

/// What became of a transaction, with the status that tells it.
enum Done {
    All,
    Some(String),
    None(String),
}

fn done(answer: Result<Answer, Silence>) -> Done {
    let Ok(answer) = answer else {
        return Done::None(String::new());
    };
    let status = answer.status.to_string();
    if !(200..300).contains(&answer.status) {
        return Done::None(status);
    }
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let statuses = list(&body, "entry").iter();
    let statuses: Vec<&str> = statuses.map(|it| text(&it["response"], "status")).collect();
    let failed: Vec<&&str> = statuses.iter().filter(|it| !it.starts_with('2')).collect();
    match failed.first() {
        None if statuses.len() >= 2 => Done::All,
        None => Done::None(status),
        Some(first) if failed.len() == statuses.len() => Done::None((**first).to_owned()),
        Some(first) => Done::Some((**first).to_owned()),
    }
}
