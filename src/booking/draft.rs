//! What a patient has chosen and typed on the way to a booking.
//!
//! It outlives the page, so that Back, a lost race, another language or a detour to the doctor's profile lose nothing;
//! a sign-in neither, since it goes along sealed. A reason for a visit is health data: only a demonstration notes it in the tab,
//! for a reload.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::session;

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

/// Gives what was typed before signing in to the patient who has signed in, and sees to it that what is typed goes along.
/// `patient` is empty for nobody.
pub fn take_over(patient: &str) {
    session::carry_with(export);
    if let Some(text) = session::carried() {
        import(&text);
    }
    if patient.is_empty() {
        return;
    }
    let own = [patient, "/"].concat();
    DRAFTS.with_borrow_mut(|drafts| {
        // What another patient typed is not for this one's eyes.
        drafts.retain(|(key, _)| key.starts_with('/') || key.starts_with(&own));
        let nobodys: Vec<_> = drafts
            .extract_if(.., |(key, _)| key.starts_with('/'))
            .collect();
        for (key, draft) in nobodys {
            let key = [patient, &key].concat();
            let known = drafts.iter().any(|(known, _)| *known == key);
            // A form that was only opened isn't worth more than what was typed before.
            if !known || !draft.reason.trim().is_empty() {
                drafts.retain(|(known, _)| *known != key);
                drafts.push((key, draft));
            }
        }
    });
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

/// All drafts as text; nothing where there are none.
pub fn export() -> Option<String> {
    DRAFTS.with_borrow(|drafts| {
        let all: Vec<Value> = drafts
            .iter()
            .map(|(key, draft)| {
                json!({"key": key, "mode": draft.mode, "reason": draft.reason, "attempt": draft.attempt})
            })
            .collect();
        (!all.is_empty()).then(|| Value::from(all).to_string())
    })
}

/// Undoes [`export`]. Each draft stays with the patient whose it was.
pub fn import(text: &str) {
    let all: Value = serde_json::from_str(text).unwrap_or_default();
    for kept in all.as_array().into_iter().flatten() {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let Some((patient, role)) = kept["key"].as_str().and_then(|key| key.split_once('/')) else {
            continue;
        };
        edit(patient, role, |draft| {
            draft.mode = text(&kept["mode"]);
            draft.reason = text(&kept["reason"]).unwrap_or_default();
            draft.attempt = text(&kept["attempt"][0]).zip(text(&kept["attempt"][1]));
        });
    }
}

/// Forgets the draft of a patient with a doctor: it has become an appointment.
pub fn forget(patient: &str, role: &str) {
    let key = key(patient, role);
    DRAFTS.with_borrow_mut(|drafts| drafts.retain(|(known, _)| *known != key));
}
