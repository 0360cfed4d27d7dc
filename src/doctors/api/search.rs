//! A search: by codes, or by what was typed.

use super::searches::{PAGE, by_codes, by_person, hospitals, people, roles, with_includes};
use super::{Answer, Asking, Found, More, ReadAs, Steps};
use crate::doctors::model::Named;
use crate::doctors::query::Query;
use crate::doctors::words::{is_specialty, name_words, specialties_named};
use crate::fhir::datatypes::HumanName;
use crate::fhir::{Error, Resource, ignored_params};
use crate::native::lowercase;

impl Asking {
    /// A search that [`Query::is_plain`]: all that a first visit needs.
    ///
    /// # Errors
    /// Of the first request that nothing can be shown without.
    pub async fn plain(self) -> Result<Answer, Error> {
        let found = self.by_codes(None).await?;
        Ok(self.answered(found, Vec::new()))
    }

    /// Any search. `names` are the specialties' codes and names in the reader's language.
    ///
    /// # Errors
    /// Of the first request that nothing can be shown without.
    pub async fn search(mut self, names: &[(String, String)]) -> Result<Answer, Error> {
        let text = self.query.text.clone();
        let offered = match self.query.specialty {
            None => specialties_named(&text, names),
            Some(_) => Vec::new(),
        };
        let exact = offered.iter().find(|code| {
            names
                .iter()
                .any(|(known, name)| known == *code && is_specialty(&text, name))
        });
        if let Some(code) = exact {
            self.query = Query {
                specialty: Some(code.clone()),
                text: String::new(),
                ..self.query
            };
        }
        if self.query.text.is_empty() {
            let found = self.by_codes(Some(Steps::ALL)).await?;
            return Ok(self.answered(found, Vec::new()));
        }
        let (found, hospitals, read_as) = self.by_text().await?;
        let nothing = found.rows.is_empty() && found.more.is_none() && hospitals.is_empty();
        if let (true, [only]) = (nothing, offered.as_slice()) {
            self.query = Query {
                specialty: Some(only.clone()),
                text: String::new(),
                ..self.query
            };
            let found = self.by_codes(Some(Steps::ALL)).await?;
            return Ok(self.answered(found, hospitals));
        }
        Ok(Answer {
            found,
            asking: self,
            read_as,
            hospitals,
            offered,
        })
    }

    fn answered(self, found: Found, hospitals: Vec<Named>) -> Answer {
        Answer {
            found,
            asking: self,
            read_as: ReadAs::Codes,
            hospitals,
            offered: Vec::new(),
        }
    }

    /// The doctors that come after those found.
    pub async fn more(&self, more: &More) -> Result<Found, Error> {
        let (More::Roles(page) | More::People(page)) = more;
        match self.client.next(page).await? {
            Some(next) => self.gather(next, Some(Steps::ALL)).await,
            None => Ok(Found::default()),
        }
    }

    async fn by_codes(&self, steps: Option<&Steps>) -> Result<Found, Error> {
        let page = match self.client.search(&roles(&self.query)).await {
            // A server without chains; every doctor is checked here anyway.
            Err(Error::Rejected { .. } | Error::Unsupported)
                if self.query.gender.is_some() || self.query.lang.is_some() =>
            {
                self.client
                    .search(&with_includes(by_codes(&self.query).count(PAGE)))
                    .await?
            }
            answer => answer?,
        };
        self.gather(page, steps).await
    }

    /// A name in two steps, since a chained search is slow where there are many: people first, then their roles.
    async fn by_text(&self) -> Result<(Found, Vec<Named>, ReadAs), Error> {
        let searches = [people(&self.query), hospitals(&self.query)];
        let mut answers = self.client.batch(&searches).await?.into_iter();
        let mut people = answers.next().unwrap_or(Err(Error::NotFound))?;
        if ignored_params(&searches[0], &people)
            .is_some_and(|ignored| ignored.iter().any(|it| it == "name"))
        {
            let words = name_words(&self.query.text);
            people.entries.retain(|person| is_named(person, &words));
        }
        let named: Vec<Named> = match answers.next() {
            Some(Ok(page)) => page
                .entries
                .iter()
                .filter_map(|it| Named::of(it.root(), &self.language))
                .collect(),
            // Hospitals are an extra here: without them the names still stand.
            _ => Vec::new(),
        };
        let found = self.gather(people, Some(Steps::ALL)).await?;
        if !found.rows.is_empty() || found.more.is_some() || named.is_empty() {
            return Ok((found, named, ReadAs::Name));
        }
        let ids: Vec<String> = named
            .iter()
            .map(|hospital| ["Organization/", &hospital.id].concat())
            .collect();
        let search = with_includes(by_codes(&self.query).any("organization", &ids).count(PAGE));
        let page = self
            .client
            .search(&by_person(search, &self.query, "practitioner."))
            .await?;
        let found = self.gather(page, Some(Steps::ALL)).await?;
        Ok((found, named, ReadAs::Hospital))
    }
}

/// Whether each of the words is in one of a person's names.
fn is_named(person: &Resource, words: &[String]) -> bool {
    let names: Vec<String> = person
        .root()
        .list("name")
        .filter_map(|name| HumanName(name).text())
        .collect();
    let names = lowercase(&names.join(" "));
    words.iter().all(|word| names.contains(&lowercase(word)))
}
