//! Changing whom a patient has chosen as their doctor.

use serde_json::Value;

use crate::fhir::types::Patient;
use crate::fhir::{Client, Error};

/// How often somebody else may have changed the record meanwhile before we give up.
const TRIES: usize = 3;

/// Puts the list that `change` makes of the Patient as it stands into `Patient.generalPractitioner`. Gives the list as it
/// was. Nothing else of the record changes, and nothing that somebody else wrote meanwhile is lost (If-Match).
///
/// # Errors
/// [`Error::Forbidden`] where a patient may not; [`Error::Conflict`] where the record keeps changing.
pub async fn choose(
    client: &Client,
    patient: &str,
    change: impl Fn(&Patient) -> Value,
) -> Result<Value, Error> {
    let mut tried = 0;
    loop {
        let current: Patient = client.read_as(patient).await?;
        let before = current.value()["generalPractitioner"].clone();
        let list = change(&current);
        let mut edited = current.with("generalPractitioner", list);
        // FHIR knows no empty list (R4, 2.6.2).
        if let Some(fields) = edited.as_object_mut()
            && fields["generalPractitioner"]
                .as_array()
                .is_none_or(Vec::is_empty)
        {
            fields.remove("generalPractitioner");
        }
        tried += 1;
        match client.update(edited, current.version()).await {
            Err(Error::Conflict) if tried < TRIES => {}
            answer => return answer.map(|_| before),
        }
    }
}
