//! What a patient has chosen and typed on the way to a booking.
//!
//! It outlives the page, so that Back, a lost race, another language or a detour to the doctor's profile lose nothing. A
//! reload and a sign-in neither: it is kept sealed in the tab (`session::sealed`).

use std::cell::{Cell, RefCell};

use serde_json::{Value, json};

use super::model::intake::Answers;
use super::paper::Paper;
use crate::session::{Session, sealed};

/// The names under which drafts and the files to go with them are kept in the tab. A file is large: it is sealed only
/// when it changes.
const DRAFTS: &str = "drafts";
const FILES: &str = "files";

/// One patient's unfinished booking with one doctor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The code of the chosen kind of visit.
    pub mode: Option<String>,
    /// In the patient's own words.
    pub reason: String,
    pub notes: String,
    /// The number to call.
    pub phone: String,
    /// Whether the patient has been there before.
    pub returning: Option<bool>,
    /// When it will be paid.
    pub payment: Option<String>,
    /// What the clinic asked.
    pub answers: Answers,
    /// A photo or document to bring along.
    pub paper: Option<Paper>,
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

    fn has_words(&self) -> bool {
        let typed = [&self.reason, &self.notes, &self.phone];
        typed.iter().any(|text| !text.trim().is_empty())
            || !self.answers.is_empty()
            || self.paper.is_some()
    }

    fn to_value(&self) -> Value {
        json!({
            "mode": self.mode, "reason": self.reason, "notes": self.notes, "phone": self.phone,
            "returning": self.returning, "payment": self.payment, "answers": self.answers.to_value(),
            "attempt": self.attempt,
        })
    }

    fn of(value: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let field = |name: &str| text(&value[name]);
        Self {
            mode: field("mode"),
            reason: field("reason").unwrap_or_default(),
            notes: field("notes").unwrap_or_default(),
            phone: field("phone").unwrap_or_default(),
            returning: value["returning"].as_bool(),
            payment: field("payment"),
            answers: Answers::from_value(&value["answers"]),
            paper: None,
            attempt: text(&value["attempt"][0]).zip(text(&value["attempt"][1])),
        }
    }
}

thread_local! {
    static ALL: RefCell<Vec<(String, Draft)>> = const { RefCell::new(Vec::new()) };
    static RESTORED: Cell<bool> = const { Cell::new(false) };
}

fn key(owner: &str, role: &str) -> String {
    [owner, "/", role].concat()
}

/// By what name the drafts for a patient are kept: the one who has signed in, then whom it is for. Empty for nobody.
pub fn owner_of(session: &Session) -> String {
    match (session.own_patient(), session.patient()) {
        (Some(own), Some(patient)) if own != patient => [&own, "/", &patient].concat(),
        (own, patient) => own.or(patient).unwrap_or_default(),
    }
}

/// The draft of an owner ([`owner_of`]) with a doctor (the id of the PractitionerRole); an empty one at first.
pub fn draft(owner: &str, role: &str) -> Draft {
    let key = key(owner, role);
    ALL.with_borrow(|drafts| {
        let known = drafts.iter().find(|(known, _)| *known == key);
        known.map(|(_, draft)| draft.clone()).unwrap_or_default()
    })
}

/// Changes the draft of an owner with a doctor, and gives what `change` gives.
pub fn edit<T>(owner: &str, role: &str, change: impl FnOnce(&mut Draft) -> T) -> T {
    let key = key(owner, role);
    ALL.with_borrow_mut(|drafts| {
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

/// Gives what was typed before signing in to whoever has signed in. `owner` is empty for nobody.
pub fn take_over(owner: &str) {
    if owner.is_empty() {
        return;
    }
    let own = [owner.split('/').next().unwrap_or_default(), "/"].concat();
    ALL.with_borrow_mut(|drafts| {
        // What another patient typed is not for this one's eyes.
        drafts.retain(|(key, _)| key.starts_with('/') || key.starts_with(&own));
        let nobodys: Vec<_> = drafts
            .extract_if(.., |(key, _)| key.starts_with('/'))
            .collect();
        for (key, draft) in nobodys {
            let key = [owner, &key].concat();
            let known = drafts.iter().any(|(known, _)| *known == key);
            // A form that was only opened isn't worth more than what was typed before.
            if !known || draft.has_words() {
                drafts.retain(|(known, _)| *known != key);
                drafts.push((key, draft));
            }
        }
    });
}

/// Whether somebody who isn't signed in any more has written something to this doctor in this tab.
pub fn waits_for_somebody(role: &str) -> bool {
    let end = ["/", role].concat();
    ALL.with_borrow(|drafts| {
        let mut others = drafts
            .iter()
            .filter(|(key, _)| key.len() > end.len() && key.ends_with(&end));
        others.any(|(_, draft)| draft.has_words())
    })
}

/// All drafts as text; empty where nothing was chosen or typed. Without the files.
pub fn export() -> String {
    text_of(|draft| (*draft != Draft::default()).then(|| draft.to_value()))
}

fn export_files() -> String {
    text_of(|draft| Some(draft.paper.as_ref()?.to_value()))
}

fn text_of(part: impl Fn(&Draft) -> Option<Value>) -> String {
    ALL.with_borrow(|drafts| {
        let all = drafts.iter();
        let all = all.filter_map(|(key, draft)| Some(json!({"key": key, "value": part(draft)?})));
        let all: Vec<Value> = all.collect();
        match all.is_empty() {
            true => String::new(),
            false => Value::from(all).to_string(),
        }
    })
}

/// Undoes [`export`]. Each draft stays with the patient whose it was; one that is there already stays as it is.
pub fn import(text: &str) {
    for (key, value) in values(text) {
        ALL.with_borrow_mut(|drafts| {
            if !drafts.iter().any(|(known, _)| *known == key) {
                drafts.push((key, Draft::of(&value)));
            }
        });
    }
}

fn values(text: &str) -> Vec<(String, Value)> {
    let all: Value = serde_json::from_str(text).unwrap_or_default();
    let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
    let keyed = |one: &Value| {
        let key = one.get("key")?.as_str().filter(|key| key.contains('/'))?;
        Some((key.to_owned(), one.get("value")?.clone()))
    };
    all.iter().filter_map(keyed).collect()
}

/// Takes back what the tab kept over a reload, once.
pub async fn restore() {
    if RESTORED.replace(true) {
        return;
    }
    if let Some(text) = sealed::kept(DRAFTS).await {
        import(&text);
    }
    if let Some(text) = sealed::kept(FILES).await {
        for (key, value) in values(&text) {
            if let Some((owner, role)) = key.rsplit_once('/') {
                edit(owner, role, |draft| {
                    draft.paper = draft.paper.take().or_else(|| Paper::of(&value));
                });
            }
        }
    }
}

/// Keeps all drafts in the tab as they are now.
pub fn keep() {
    sealed::keep(DRAFTS, export());
}

/// Keeps the files in the tab as they are now.
pub fn keep_files() {
    sealed::keep(FILES, export_files());
}

/// Forgets the draft of an owner with a doctor: it has become an appointment.
pub fn forget(owner: &str, role: &str) {
    let key = key(owner, role);
    ALL.with_borrow_mut(|drafts| drafts.retain(|(known, _)| *known != key));
}
