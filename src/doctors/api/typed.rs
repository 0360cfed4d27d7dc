//! A search by a name, of a person or a hospital.

use super::searches::{alike, by_codes, hospitals, people, people_in_role, sounding};
use super::{Answer, Asking, Found, Left, ReadAs, Steps};
use crate::doctors::model::Named;
use crate::doctors::understand::{Readings, is_slip};
use crate::doctors::words::{name_words, spellings};
use crate::fhir::datatypes::HumanName;
use crate::fhir::types::Practitioner;
use crate::fhir::{Error, Page, Resource, Search, Typed, ignored_params};
use crate::native::plain;

/// The most people of a resembling name.
const ALIKE: usize = 20;

impl Asking {
    /// One batch asks for people and hospitals of the name, and for names that resemble it or sound so.
    pub(super) async fn by_name(self, readings: Option<&Readings>) -> Result<Answer, Error> {
        let words = name_words(&self.query.text);
        let left = Left::after(1);
        let mut searches = vec![people_in_role(&self.query, &words), hospitals(&self.query)];
        searches.extend(self.resembling(&words, readings));
        let mut answers = self.client.batch(&searches).await?.into_iter();
        let answer = answers.next().unwrap_or(Err(Error::NotFound));
        let people = self.verified(answer, &words, &left).await?;
        // Hospitals and resembling names are an extra here: without them the names still stand.
        let hospitals: Vec<Named> = match answers.next() {
            Some(Ok(page)) => page
                .entries
                .iter()
                .filter_map(|it| Named::of(it.root(), &self.language))
                .collect(),
            _ => Vec::new(),
        };
        let found = self.gather(people, Some(Steps::ALL), &left).await?;
        // Whoever has the name and doesn't fit a filter took the requests that another reading would need.
        if !is_empty(&found) || !left.has(1 + self.query.deciding()) {
            return Ok(self.answered(found, ReadAs::Name, hospitals));
        }
        if !hospitals.is_empty() {
            let found = self.of_hospitals(&hospitals, &left).await?;
            return Ok(self.answered(found, ReadAs::Hospital, hospitals));
        }
        let mut alike: Vec<Resource> = Vec::new();
        for person in answers.flatten().flat_map(|page| page.entries) {
            let is_known = alike.iter().any(|known| known.key() == person.key());
            if alike.len() < ALIKE && !is_known && resembles(&person, &words, readings) {
                alike.push(person);
            }
        }
        if !alike.is_empty() {
            // The pages that follow hold few of them among many others.
            let page = Page {
                kind: Practitioner::TYPE.into(),
                entries: alike,
                ..Page::default()
            };
            let mut found = self.gather(page, Some(Steps::ALL), &left).await?;
            if !is_empty(&found) || !left.has(1 + self.query.deciding()) {
                found.rows.iter_mut().for_each(|row| row.alike = true);
                return Ok(self.answered(found, ReadAs::Alike, hospitals));
            }
        }
        let others = Self {
            query: self.query.with_text(""),
            ..self
        };
        // Nobody of that name: those who fit the rest, if there is any rest.
        if others.query.specialty.is_some() || others.query.near.is_some() {
            return Ok(Answer {
                read_as: ReadAs::NoName,
                ..others.by_codes(&left).await?
            });
        }
        Ok(others.answered(found, ReadAs::Name, hospitals))
    }

    /// The people as far as the server can be believed: it may know no `_has`, or drop what it doesn't know.
    async fn verified(
        &self,
        answer: Result<Page, Error>,
        words: &[String],
        left: &Left,
    ) -> Result<Page, Error> {
        let search = people(&self.query, words);
        let mut page = match answer {
            Err(Error::Rejected { .. } | Error::Unsupported)
                if search != people_in_role(&self.query, words) =>
            {
                left.took(1);
                self.client.search(&search).await?
            }
            answer => answer?,
        };
        let ignored = ignored_params(&search, &page).unwrap_or_default();
        if ignored.iter().any(|it| it == "name") {
            page.entries.retain(|person| is_named(person, words));
        }
        Ok(page)
    }

    async fn of_hospitals(&self, hospitals: &[Named], left: &Left) -> Result<Found, Error> {
        let ids: Vec<String> = hospitals
            .iter()
            .map(|hospital| ["Organization/", &hospital.id].concat())
            .collect();
        let page = self.filtered(by_codes(&self.query).any("organization", &ids));
        left.took(1);
        self.gather(page.await?, Some(Steps::ALL), left).await
    }

    /// Searches for people whose name is written otherwise: in characters instead of pinyin or the other way round, or with
    /// a slip. "Garica" may be either.
    fn resembling(&self, words: &[String], readings: Option<&Readings>) -> Vec<Search> {
        let spellings = readings.and_then(|readings| {
            let read = || {
                let [name] = words else { return None };
                let words = readings.romanised(name)?;
                Some(words.into_iter().map(|word| vec![word]).collect())
            };
            readings.spellings(words).or_else(read)
        });
        // Short words are syllables more often than slips.
        let least = if spellings.is_some() { 6 } else { 4 };
        let long = |word: &&String| word.is_ascii() && word.len() >= least;
        let longest = words.iter().filter(long).max_by_key(|word| word.len());
        let sounding = spellings.map(|it| sounding(&it));
        sounding
            .into_iter()
            .chain(longest.map(|it| alike(it)))
            .collect()
    }
}

fn is_empty(found: &Found) -> bool {
    found.rows.is_empty() && found.more.is_none()
}

fn names(person: &Resource) -> Vec<String> {
    let names = person.root().list("name");
    names.filter_map(|name| HumanName(name).text()).collect()
}

/// Whether each of the words is in one of a person's names.
fn is_named(person: &Resource, words: &[String]) -> bool {
    let names = plain(&names(person).join(" "));
    let written = |word: &String| {
        let mut all = spellings(word).into_iter();
        all.any(|word| names.contains(&plain(&word)))
    };
    words.iter().all(written)
}

/// Whether a person's name sounds like the words, or differs from them by slips only.
fn resembles(person: &Resource, words: &[String], readings: Option<&Readings>) -> bool {
    let names = names(person);
    let sounds = |name: &String| readings.is_some_and(|readings| readings.sounds(name, words));
    if names.iter().any(sounds) {
        return true;
    }
    let all = plain(&names.join(" "));
    let own: Vec<&str> = all.split_whitespace().collect();
    let romanised = |word: &String| match readings {
        Some(readings) => readings
            .romanised(word)
            .unwrap_or_else(|| vec![word.clone()]),
        None => vec![word.clone()],
    };
    let fits = |word: String| {
        let word = plain(&word);
        own.iter().any(|own| *own == word || is_slip(own, &word))
    };
    words.iter().flat_map(romanised).all(fits)
}
