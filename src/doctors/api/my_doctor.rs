//! Changing whom a patient has chosen as their doctor.

use serde_json::Value;

use crate::fhir::types::Patient;
use crate::fhir::{Client, Error};

/// How often somebody else may have changed the record meanwhile before we give up.
const TRIES: usize = 3;
const LIST: &str = "generalPractitioner";

/// `Patient.generalPractitioner` before and after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub before: Value,
    pub after: Value,
}

/// Puts the list that `change` makes of the Patient as it stands into `Patient.generalPractitioner`; `None` calls it off.
/// Nothing else of the record changes, and nothing that somebody else wrote meanwhile is lost (If-Match).
///
/// # Errors
/// [`Error::Forbidden`] where a patient may not; [`Error::Conflict`] where it was called off, or the record keeps changing.
pub async fn choose(
    client: &Client,
    patient: &str,
    change: impl Fn(&Patient) -> Option<Value>,
) -> Result<Changed, Error> {
    let mut tried = 0;
    loop {
        let current: Patient = client.read_as(patient).await?;
        let before = list_of(&current);
        let after = change(&current).ok_or(Error::Conflict)?;
        let mut edited = current.with(LIST, after.clone());
        // FHIR knows no empty list (R4, 2.6.2).
        if let Some(fields) = edited.as_object_mut()
            && after.as_array().is_none_or(Vec::is_empty)
        {
            fields.remove(LIST);
        }
        tried += 1;
        match client.update(edited, current.version()).await {
            Err(Error::Conflict) if tried < TRIES => {}
            answer => return answer.map(|_| Changed { before, after }),
        }
    }
}

impl Changed {
    /// What undoes the change: the list as it was, unless somebody has changed it since.
    pub fn undone(&self, patient: &Patient) -> Option<Value> {
        let is_ours = keys(&list_of(patient)) == keys(&self.after);
        is_ours.then(|| self.before.clone())
    }
}

/// Type and id of each reference: a server may store it in another form.
fn keys(list: &Value) -> Vec<Vec<&str>> {
    let all = list.as_array().into_iter().flatten();
    all.filter_map(|it| it["reference"].as_str())
        .map(|it| it.rsplit('/').take(2).collect())
        .collect()
}

/// The list as it stands; an empty one where there is none.
fn list_of(patient: &Patient) -> Value {
    match &patient.value()[LIST] {
        Value::Null => Value::Array(Vec::new()),
        list => list.clone(),
    }
}
