//! What a patient has chosen and typed on the way to a booking.
//!
//! It outlives the page, so that Back, a lost race, another language or a detour to the doctor's profile lose nothing;
//! as a note of the tab, a reload and a sign-in neither. A reason for a visit is health data: it goes with the tab.

use std::cell::RefCell;

use serde_json::{Value, json};

/// One patient's unfinished booking with one doctor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The code of the chosen kind of visit.
    pub mode: Option<String>,
    /// In the patient's own words.
    pub reason: String,
    /// The Slot of the latest attempt and its mark: a second try at the same slot must bear the same mark.
    attempt: Option<(String, String)>,
}

impl Draft {
    /// The mark for an attempt at a slot: the one it had before, else `fresh`.
    pub fn mark(&mut self, slot: &str, fresh: impl FnOnce() -> String) -> String {
        match &self.attempt {
            Some((tried, mark)) if tried == slot => mark.clone(),
            _ => {
                let mark = fresh();
                self.attempt = Some((slot.to_owned(), mark.clone()));
                mark
            }
        }
    }
}

thread_local! {
    static DRAFTS: RefCell<Vec<(String, Draft)>> = const { RefCell::new(Vec::new()) };
}

fn key(patient: &str, role: &str) -> String {
    [patient, "/", role].concat()
}

/// The draft of a patient with a doctor (the id of the PractitionerRole); an empty one at first.
pub fn draft(patient: &str, role: &str) -> Draft {
    let key = key(patient, role);
    DRAFTS
        .with_borrow(|drafts| {
            drafts
                .iter()
                .find(|(known, _)| *known == key)
                .map(|(_, draft)| draft.clone())
        })
        .unwrap_or_default()
}

/// Changes the draft of a patient with a doctor, and gives what `change` gives.
pub fn edit<T>(patient: &str, role: &str, change: impl FnOnce(&mut Draft) -> T) -> T {
    let key = key(patient, role);
    DRAFTS.with_borrow_mut(|drafts| {
        let at = drafts
            .iter()
            .position(|(known, _)| *known == key)
            .unwrap_or(drafts.len());
        if at == drafts.len() {
            drafts.push((key, Draft::default()));
        }
        change(&mut drafts[at].1)
    })
}

/// What all drafts hold that was chosen and typed, as text; empty where there is nothing.
pub fn written() -> String {
    DRAFTS.with_borrow(|drafts| {
        let all: Vec<Value> = drafts
            .iter()
            .filter(|(_, draft)| draft.mode.is_some() || !draft.reason.is_empty())
            .map(|(key, draft)| json!({"key": key, "mode": draft.mode, "reason": draft.reason}))
            .collect();
        match all.is_empty() {
            true => String::new(),
            false => Value::Array(all).to_string(),
        }
    })
}

/// Takes back what [`written`] gave. A draft that is there already stays.
pub fn take_back(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    DRAFTS.with_borrow_mut(|drafts| {
        for one in list {
            let text = |name: &str| Some(one.get(name)?.as_str()?.to_owned());
            let Some(key) = text("key") else { continue };
            if drafts.iter().any(|(known, _)| *known == key) {
                continue;
            }
            let draft = Draft {
                mode: text("mode"),
                reason: text("reason").unwrap_or_default(),
                attempt: None,
            };
            drafts.push((key, draft));
        }
    });
}

/// Forgets the draft of a patient with a doctor: it has become an appointment.
pub fn forget(patient: &str, role: &str) {
    let key = key(patient, role);
    DRAFTS.with_borrow_mut(|drafts| drafts.retain(|(known, _)| *known != key));
}
