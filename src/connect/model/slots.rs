//! Calendars and free times; sign-in; the record.

use serde_json::Value;

use super::findings::Verdict::{Bad, Good, Less};
use super::hops::Said;
use super::own::{encode, failed, found, is_secure, list, origin, text};
use super::run::{Outcome, Run};
use super::searches::{Directory, NOBODY};

/// How far ahead free times are looked for, in days.
const AHEAD: u32 = 60;

/// What the record asks for by the patient (`docs/backend.md`, the health record).
const RECORD: [&str; 13] = [
    "AllergyIntolerance",
    "Appointment",
    "CarePlan",
    "Condition",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "Goal",
    "Immunization",
    "MedicationRequest",
    "Observation",
    "Procedure",
    "ServiceRequest",
];

impl Run<'_> {
    pub(super) async fn times(&mut self, directory: &Directory) {
        let path = ["Schedule?_count=100&actor=", &directory.actors().join(",")].concat();
        let schedules = match found(self.get(&path).await, "Schedule") {
            Ok(page) => page.matches,
            Err((outcome, detail)) => return self.tell("schedules", (Less, outcome), &detail),
        };
        let count = schedules.len().to_string();
        if schedules.is_empty() {
            return self.tell("schedules", (Less, "schedules_none"), &count);
        }
        self.tell("schedules", (Good, "schedules_good"), &count);
        let ids = schedules
            .iter()
            .map(|it| ["Schedule/", text(it, "id")].concat());
        let ids = ids.collect::<Vec<_>>().join(",");
        let (from, until) = (self.wire.instant(0), self.wire.instant(AHEAD));
        let span = |schedules: &str| {
            let dates = ["&start=ge", &encode(&from), "&start=lt", &encode(&until)].concat();
            [
                "Slot?schedule=",
                schedules,
                "&status=free",
                &dates,
                "&_sort=start&_count=100",
            ]
            .concat()
        };
        let slots = match found(self.get(&span(&ids)).await, "Slot") {
            Ok(page) => page.matches,
            Err((outcome, detail)) => return self.tell("slots", (Less, outcome), &detail),
        };
        let count = slots.len().to_string();
        let outcome = if slots.is_empty() {
            (Less, "slots_none")
        } else if slots.iter().any(|slot| text(slot, "status") != "free") {
            (Less, "slots_busy")
        } else {
            (Good, "slots_good")
        };
        self.tell("slots", outcome, &count);
        let nobody = span(&["Schedule/", NOBODY].concat());
        self.finds_none("slot_filter", Bad, &nobody).await;
    }

    /// Where a patient signs in (SMART App Launch 2.0, section 2.1: `.well-known/smart-configuration`).
    pub(super) async fn sign_in(&mut self, capability: &Value) {
        let answer = self.get(".well-known/smart-configuration").await;
        let config: Value = match answer {
            Ok(answer) if answer.status == 200 => {
                serde_json::from_str(&answer.body).unwrap_or_default()
            }
            _ => Value::Null,
        };
        let (outcome, detail) = match smart(&config, &self.base) {
            Some(found) => found,
            None if oauth_uris(capability) => ((Less, "sign_in_metadata"), String::new()),
            None => ((Less, "sign_in_none"), String::new()),
        };
        self.tell("sign_in", outcome, &detail);
    }

    /// Whether a record is kept from strangers, and searched by its patient.
    pub(super) async fn record(&mut self, capability: &Value) {
        let path = ["Observation?_count=1&category=vital-signs&patient=", NOBODY].concat();
        let (outcome, detail) = match found(self.get(&path).await, "Observation") {
            Ok(_) => ((Less, "record_open"), String::new()),
            Err(("unauthorized", status)) => ((Good, "record_guarded"), status),
            Err(trouble) => failed(Less, trouble),
        };
        self.tell("record", outcome, &detail);
        if capability.is_null() {
            return;
        }
        let said = Said(capability);
        let missing = RECORD.iter().filter(|kind| !said.does(kind, "search-type"));
        let missing: Vec<&str> = missing.copied().collect();
        match missing.is_empty() {
            true => self.tell("record_types", (Good, "record_types_good"), ""),
            false => self.tell(
                "record_types",
                (Less, "record_types_some"),
                &missing.join(", "),
            ),
        }
    }
}

/// What a smart-configuration offers; none where it is none.
fn smart(config: &Value, base: &str) -> Option<(Outcome, String)> {
    let ends = ["authorization_endpoint", "token_endpoint"].map(|key| text(config, key));
    if ends.iter().any(|end| end.is_empty()) {
        return None;
    }
    if let Some(end) = ends.iter().find(|end| !is_secure(end)) {
        return Some(((Bad, "sign_in_plain"), (*end).to_owned()));
    }
    let methods = list(config, "code_challenge_methods_supported");
    if !methods.is_empty() && !methods.iter().any(|it| it == "S256") {
        return Some(((Bad, "sign_in_no_pkce"), String::new()));
    }
    let other = ends.iter().find(|end| origin(end) != origin(base));
    Some(match other {
        Some(end) => ((Good, "sign_in_other"), origin(end).unwrap_or_default()),
        None => ((Good, "sign_in_good"), String::new()),
    })
}

/// Whether the CapabilityStatement names the endpoints, as SMART 1 had it.
fn oauth_uris(capability: &Value) -> bool {
    let extensions = list(Said(capability).security(), "extension");
    extensions
        .iter()
        .any(|it| text(it, "url").ends_with("/oauth-uris"))
}
