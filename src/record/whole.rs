//! All of a record, collected for the files of its owner.

use super::api::{name_medicines, patient_search};
use super::model::Chapter;
use crate::fhir::datatypes::display_name;
use crate::fhir::{Client, Error, Page, Resource, url};

/// As many entries of one chapter as a file holds.
const EXPORTED: usize = 10_000;

/// All that is on record, for the files of its owner.
#[derive(Clone)]
pub struct Whole {
    /// The patient's id.
    pub id: String,
    pub patient: Option<Resource>,
    /// The International Patient Summary that the server makes itself, where it does.
    pub summary: Option<Resource>,
    pub pages: Vec<(Chapter, Page)>,
    /// Chapters that couldn't be read, or not to their end.
    pub missing: Vec<Chapter>,
}

impl Whole {
    /// The patient's name.
    pub fn name(&self, language: &str) -> Option<String> {
        display_name(self.patient.as_ref()?.root(), language)
    }
}

/// Collects the whole record, one chapter after the other.
///
/// # Errors
/// Where the patient can't be read, or the server can't be reached. A chapter that is refused is told to be missing.
pub async fn whole(client: Client, patient: String) -> Result<Whole, Error> {
    let person = client.search(&patient_search(&patient)).await?;
    let made = client
        .operation(&["Patient/", &url::encode(&patient), "/$summary"].concat())
        .await;
    let is_document =
        |made: &Resource| made.kind() == "Bundle" && made.root().str("type") == Some("document");
    let mut whole = Whole {
        patient: person.entries.into_iter().next(),
        summary: made.ok().filter(is_document),
        id: patient,
        pages: Vec::new(),
        missing: Vec::new(),
    };
    for chapter in Chapter::ALL {
        let found = match client
            .search_all(&chapter.search(&whole.id), EXPORTED)
            .await
        {
            Err(Error::Rejected { .. }) => {
                client
                    .search_all(&chapter.plain_search(&whole.id), EXPORTED)
                    .await
            }
            other => other,
        };
        match found {
            Ok(mut page) => {
                name_medicines(&client, &mut page).await;
                if page.next.is_some() {
                    whole.missing.push(chapter);
                }
                whole.pages.push((chapter, page));
            }
            Err(error @ (Error::Offline | Error::Timeout)) => return Err(error),
            Err(_) => whole.missing.push(chapter),
        }
    }
    Ok(whole)
}
