//! The room's requests, each of them bounded. `docs/backend.md` lists them.

use std::sync::Arc;

use super::model::{
    Detail, Doctor, DoctorSchedule, Hospital, Named, NextFree, Profile, Row, SNOMED,
};
use super::model::{add, doctors, schedules_by_doctor};
use super::query::Query;
use super::words::{is_specialty, name_words, specialties_named};
use crate::fhir::datatypes::HumanName;
use crate::fhir::types::{Practitioner, PractitionerRole};
use crate::fhir::{Client, Error, FhirDate, Page, Resource, Search, Typed, ignored_params};
use crate::reviews::{Aggregate, reports_of};

/// Doctors a page.
const PAGE: u32 = 20;
/// How many pages are asked for at most to find some doctors who fit what the server can't filter by.
const PAGES_AT_ONCE: usize = 4;
/// With so many found, no further page is asked for.
const ENOUGH: usize = 10;
/// The most roles of the people of one page of names.
const ROLES_OF_A_PAGE: usize = 100;
/// The most hospitals offered for a text.
const HOSPITALS: u32 = 5;
/// How many roles are looked at to say which specialties a hospital has.
const SAMPLE: u32 = 200;

/// A search for doctors and what its requests need to know besides.
#[derive(Clone)]
pub struct Asking {
    pub client: Client,
    /// The query in force; where typed words turned out to name a specialty, with that specialty in their place.
    pub query: Query,
    /// BCP 47 tag of the reader's language.
    pub language: String,
    /// Milliseconds since 1970.
    pub now: i64,
    /// The calendar day of an instant in a zone, as `YYYY-MM-DD`.
    pub day_of: fn(i64, Option<&str>) -> String,
}

/// Doctors found, and how to go on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub rows: Vec<Row>,
    /// How many there are in all, where the server says it and no filter of ours changed it.
    pub total: Option<u32>,
    /// How many doctors were looked at for these rows: more than rows where the client filtered.
    pub looked_at: usize,
    /// Entries that couldn't be read.
    pub unreadable: usize,
    pub more: Option<More>,
}

/// Where the next page is. Holds a link alone, no data.
#[derive(Clone, Debug, PartialEq)]
pub enum More {
    Roles(Page),
    /// Pages of people, whose roles are a second step.
    People(Page),
}

/// How typed words were understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// There were none, or they are a specialty's name.
    Codes,
    Name,
    /// Nobody has that name, but a hospital does: its doctors.
    Hospital,
}

/// The answer to a search.
#[derive(Clone)]
pub struct Answer {
    pub found: Found,
    pub asking: Asking,
    pub read_as: ReadAs,
    /// Hospitals that the words name.
    pub hospitals: Vec<Named>,
    /// Codes of specialties that the words may mean.
    pub offered: Vec<String>,
}

/// The search for doctors by codes. A plain one must be, byte for byte, what `firstSearch` in `src/boot.js` asks for.
pub fn roles(query: &Query) -> Search {
    let search = with_includes(by_codes(query).count(PAGE));
    by_person(search, query, "practitioner.")
}

fn by_codes(query: &Query) -> Search {
    let mut search = Search::new("PractitionerRole").param("active", "true");
    if let Some(code) = &query.specialty {
        search = search.token("specialty", Some(SNOMED), code);
    }
    if let Some(id) = &query.hospital {
        search = search.reference("organization", "Organization", id);
    }
    search
}

fn with_includes(search: Search) -> Search {
    let all = ["practitioner", "location", "organization"];
    all.iter().fold(search, |search, it| {
        search.include(&["PractitionerRole:", it].concat())
    })
}

/// What is known of the person, not of the role: asked through the chain `prefix`, or of the person directly.
fn by_person(mut search: Search, query: &Query, prefix: &str) -> Search {
    if let Some(gender) = query.gender {
        search = search.param(&[prefix, "gender"].concat(), gender.word());
    }
    if let Some(lang) = &query.lang {
        search = search.token(&[prefix, "communication"].concat(), None, lang);
    }
    search
}

impl Asking {
    /// Searches. `names` are the specialties' codes and names in the reader's language.
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
            let found = self.by_codes().await?;
            return Ok(Answer {
                found,
                asking: self,
                read_as: ReadAs::Codes,
                hospitals: Vec::new(),
                offered: Vec::new(),
            });
        }
        let (found, hospitals, read_as) = self.by_text().await?;
        let nothing = found.rows.is_empty() && found.more.is_none() && hospitals.is_empty();
        if let (true, [only]) = (nothing, offered.as_slice()) {
            self.query = Query {
                specialty: Some(only.clone()),
                text: String::new(),
                ..self.query
            };
            let found = self.by_codes().await?;
            return Ok(Answer {
                found,
                asking: self,
                read_as: ReadAs::Codes,
                hospitals,
                offered: Vec::new(),
            });
        }
        Ok(Answer {
            found,
            asking: self,
            read_as,
            hospitals,
            offered,
        })
    }

    /// The doctors that come after those found.
    pub async fn more(&self, more: &More) -> Result<Found, Error> {
        let (More::Roles(page) | More::People(page)) = more;
        match self.client.next(page).await? {
            Some(next) => self.gather(next).await,
            None => Ok(Found::default()),
        }
    }

    async fn by_codes(&self) -> Result<Found, Error> {
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
        self.gather(page).await
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
        let found = self.gather(people).await?;
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
        Ok((self.gather(page).await?, named, ReadAs::Hospital))
    }

    /// Makes rows of a page, and of a few more where too few on it fit.
    async fn gather(&self, mut page: Page) -> Result<Found, Error> {
        let mut found = Found::default();
        for asked in 1.. {
            let next = rest(&page);
            let of_people = page.kind == Practitioner::TYPE;
            found.unreadable += page.unreadable;
            found.total = page.total.filter(|_| !of_people);
            let roles = if of_people {
                self.roles_of(page).await?
            } else {
                page
            };
            self.take(&mut found, roles).await?;
            found.more = next.clone().map(|page| {
                if of_people {
                    More::People(page)
                } else {
                    More::Roles(page)
                }
            });
            let Some(next) = next.filter(|_| found.rows.len() < ENOUGH && asked < PAGES_AT_ONCE)
            else {
                break;
            };
            match self.client.next(&next).await {
                Ok(Some(following)) => page = following,
                // What is there is shown; "more" will say what is wrong.
                _ => break,
            }
        }
        if found.looked_at > found.rows.len() {
            found.total = None;
        }
        Ok(found)
    }

    async fn take(&self, found: &mut Found, mut page: Page) -> Result<(), Error> {
        self.complete(&mut page).await;
        let all = doctors(&page, &self.language, self.client.base(), self.now);
        found.looked_at += all.len();
        let fitting: Vec<Arc<Doctor>> = all
            .into_iter()
            .filter(|it| it.fits(&self.query))
            .map(Arc::new)
            .collect();
        let mut rows: Vec<Row> = fitting
            .iter()
            .map(|doctor| Row {
                doctor: doctor.clone(),
                detail: None,
            })
            .collect();
        if self.query.needs_details() {
            for (row, detail) in rows.iter_mut().zip(self.details(&fitting).await?) {
                row.detail = Some(detail);
            }
            rows.retain(|row| self.is_soon(row));
        }
        add(&mut found.rows, rows);
        Ok(())
    }

    fn is_soon(&self, row: &Row) -> bool {
        let Some(when) = self.query.when else {
            return true;
        };
        match row.detail.as_ref().map(|detail| &detail.next) {
            Some(NextFree::At { ms, location }) => {
                let zone = row.doctor.zone(location.as_deref());
                when.includes(*ms, self.now, |ms| (self.day_of)(ms, zone))
            }
            _ => false,
        }
    }

    /// The roles of the people on a page, with those people among the inclusions.
    async fn roles_of(&self, people: Page) -> Result<Page, Error> {
        let ids: Vec<String> = people.entries.iter().map(|person| person.key()).collect();
        if ids.is_empty() {
            return Ok(Page::default());
        }
        let search = with_includes(by_codes(&self.query).any("practitioner", &ids));
        let mut page = self.client.search_all(&search, ROLES_OF_A_PAGE).await?;
        for person in people.entries {
            let url = self.client.url(&person.key());
            page.included.add(person, Some(&url));
        }
        Ok(page)
    }

    /// Fetches what a server left out of its inclusions. What can't be had is shown by the name in its reference.
    async fn complete(&self, page: &mut Page) {
        let mut missing: Vec<(String, Vec<String>)> = Vec::new();
        for role in page.typed::<PractitionerRole>() {
            let references = role
                .practitioner()
                .into_iter()
                .chain(role.organization())
                .chain(role.locations());
            for reference in references {
                let (Some(text), Some(kind), Some(id)) =
                    (reference.text, reference.kind, reference.id)
                else {
                    continue;
                };
                // An absolute reference may lead to another server, whose ids aren't ours.
                if text.contains(':') || page.included.get(text).is_some() {
                    continue;
                }
                match missing.iter_mut().find(|(known, _)| known == kind) {
                    Some((_, ids)) if ids.iter().any(|known| known == id) => {}
                    Some((_, ids)) => ids.push(id.to_owned()),
                    None => missing.push((kind.to_owned(), vec![id.to_owned()])),
                }
            }
        }
        if missing.is_empty() {
            return;
        }
        let searches: Vec<Search> = missing
            .iter()
            .map(|(kind, ids)| Search::new(kind).ids(ids).count(100))
            .collect();
        for answer in self
            .client
            .batch(&searches)
            .await
            .into_iter()
            .flatten()
            .flatten()
        {
            answer
                .entries
                .into_iter()
                .for_each(|resource| page.included.add(resource, None));
        }
    }

    /// The ratings and next free times of doctors, in their order: two batches.
    ///
    /// # Errors
    /// Where the server can't be reached at all; what it merely can't tell is in the details.
    pub async fn details(&self, doctors: &[Arc<Doctor>]) -> Result<Vec<Detail>, Error> {
        if doctors.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<&str> = doctors.iter().map(|doctor| doctor.id.as_str()).collect();
        let mut answers = self
            .client
            .batch(&[schedules(doctors), reports_of(&ids)])
            .await?
            .into_iter();
        let own = answers
            .next()
            .and_then(Result::ok)
            .map(|page| schedules_by_doctor(doctors, &page));
        let reports = answers.next().and_then(Result::ok);
        let next = match own {
            Some(own) => self.next_free(&own).await?,
            None => vec![NextFree::Unknown; doctors.len()],
        };
        let rating = |id: &str| {
            reports
                .as_ref()
                .map(|page| Aggregate::of_role(page, id).unwrap_or_default())
        };
        Ok(ids
            .iter()
            .zip(next)
            .map(|(id, next)| Detail {
                rating: rating(id),
                next,
            })
            .collect())
    }

    async fn next_free(&self, own: &[Vec<DoctorSchedule>]) -> Result<Vec<NextFree>, Error> {
        let asked: Vec<&Vec<DoctorSchedule>> = own
            .iter()
            .filter(|schedules| !schedules.is_empty())
            .collect();
        let searches: Vec<Search> = asked
            .iter()
            .map(|schedules| first_slot(schedules, self.now))
            .collect();
        let answers = match searches.is_empty() {
            true => Vec::new(),
            false => self.client.batch(&searches).await?,
        };
        let mut answers = answers.into_iter();
        let mut next = |schedules: &Vec<DoctorSchedule>| match schedules.is_empty() {
            true => NextFree::Phone,
            false => match answers.next() {
                Some(Ok(page)) => NextFree::of(&page, schedules, self.now),
                _ => NextFree::Unknown,
            },
        };
        Ok(own.iter().map(&mut next).collect())
    }

    /// The page of one doctor.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown role, and for one that is out of use.
    pub async fn profile(&self, id: &str) -> Result<Profile, Error> {
        let mut page = self
            .client
            .search(&with_includes(Search::new("PractitionerRole").ids(&[id])))
            .await?;
        page.entries.retain(|role| role.id() == id);
        self.complete(&mut page).await;
        Profile::of(&page, &self.language, self.client.base(), self.now).ok_or(Error::NotFound)
    }

    /// The rating of one doctor.
    pub async fn rating(&self, id: &str) -> Result<Aggregate, Error> {
        let page = self.client.search(&reports_of(&[id])).await?;
        Ok(Aggregate::of_role(&page, id).unwrap_or_default())
    }

    /// The page of one hospital and the first of its doctors.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown hospital, and for one that is out of use.
    pub async fn hospital(&self, id: &str) -> Result<(Hospital, Found), Error> {
        let query = Query {
            hospital: Some(id.to_owned()),
            ..Query::default()
        };
        let searches = [
            Search::new("Organization").ids(&[id]),
            Search::new("Location")
                .reference("organization", "Organization", id)
                .count(100),
            roles(&query),
            by_codes(&query)
                .param("_elements", "specialty")
                .count(SAMPLE),
        ];
        let mut answers = self.client.batch(&searches).await?.into_iter();
        let mut next = || answers.next().unwrap_or(Err(Error::NotFound));
        let (organizations, locations, roles, sample) =
            (next()?, next().unwrap_or_default(), next()?, next());
        let organization = organizations.entries.iter().find(|it| it.id() == id);
        let hospital = organization.and_then(|it| Hospital::of(it, &locations, &self.language));
        let mut hospital = hospital.ok_or(Error::NotFound)?;
        hospital.add_specialties(sample.as_ref().unwrap_or(&roles), &self.language);
        Ok((
            hospital,
            Asking {
                query,
                ..self.clone()
            }
            .gather(roles)
            .await?,
        ))
    }
}

fn people(query: &Query) -> Search {
    let words = name_words(&query.text);
    let search = words
        .iter()
        .fold(Search::new("Practitioner"), |search, word| {
            search.text("name", word)
        });
    by_person(search, query, "").count(PAGE)
}

fn hospitals(query: &Query) -> Search {
    Search::new("Organization")
        .text("name", &query.text)
        .count(HOSPITALS)
}

/// Whether each of the words is in one of a person's names.
fn is_named(person: &Resource, words: &[String]) -> bool {
    let names: Vec<String> = person
        .root()
        .list("name")
        .filter_map(|name| HumanName(name).text())
        .collect();
    let names = names.join(" ").to_lowercase();
    words
        .iter()
        .all(|word| names.contains(&word.to_lowercase()))
}

fn schedules(doctors: &[Arc<Doctor>]) -> Search {
    let mut actors: Vec<String> = Vec::new();
    for doctor in doctors {
        actors.push(["PractitionerRole/", &doctor.id].concat());
        if let Some(person) = doctor
            .practitioner
            .as_ref()
            .filter(|person| !actors.contains(person))
        {
            actors.push(person.clone());
        }
    }
    Search::new("Schedule").any("actor", &actors).count(100)
}

fn first_slot(schedules: &[DoctorSchedule], now: i64) -> Search {
    let ids: Vec<String> = schedules
        .iter()
        .map(|schedule| ["Schedule/", &schedule.id].concat())
        .collect();
    let from = FhirDate::of_epoch_ms(now)
        .map(|now| now.as_str().to_owned())
        .unwrap_or_default();
    Search::new("Slot")
        .any("schedule", &ids)
        .param("status", "free")
        .date("start", "ge", &from)
        .sort("start")
        .count(1)
}

/// The link to the following page, without the data of this one.
fn rest(page: &Page) -> Option<Page> {
    let next = page.next.clone()?;
    Some(Page {
        kind: page.kind.clone(),
        next: Some(next),
        ..Page::default()
    })
}
