//! Chapters as one list, the newest first, read page by page: nothing is loaded that nobody looks at.

use std::collections::VecDeque;

use serde_json::Value;

use super::api::{name_medicines, to_end};
use super::model::{Chapter, Entry};
use crate::fhir::{Client, Error, FhirDate, Page, Search};

/// From a day to a day (`YYYY-MM-DD`), both included; either end may be open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Period {
    /// True where a date lies within, by its calendar day. What has no date lies in no period but the open one.
    pub fn holds(&self, date: Option<&FhirDate>) -> bool {
        let bound = |text: &Option<String>| text.as_deref().and_then(FhirDate::parse);
        let (from, to) = (bound(&self.from), bound(&self.to));
        if from.is_none() && to.is_none() {
            return true;
        }
        let Some(day) = date.map(FhirDate::day) else {
            return false;
        };
        from.is_none_or(|from| day >= from.day()) && to.is_none_or(|to| day <= to.day())
    }

    fn narrow(&self, mut search: Search, param: &str) -> Search {
        if let Some(from) = &self.from {
            search = search.date(param, "ge", from);
        }
        if let Some(to) = &self.to {
            search = search.date(param, "le", to);
        }
        search
    }
}

/// An entry with the chapter it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub chapter: Chapter,
    pub entry: Entry,
}

/// How far a chapter has been read.
enum Rest {
    All,
    /// What follows this page, whose entries are taken already.
    After(Page),
    Nothing,
}

struct Source {
    chapter: Chapter,
    rest: Rest,
    ahead: VecDeque<Entry>,
}

/// Chapters of one patient's record, merged by date.
pub struct Shelf {
    client: Client,
    patient: String,
    language: String,
    period: Period,
    sources: Vec<Source>,
    ready: Vec<Found>,
    last: Option<FhirDate>,
    /// Entries that couldn't be read so far, as they came.
    pub unreadable: Vec<Value>,
    /// Chapters that the server refused, and why.
    pub refused: Vec<(Chapter, Error)>,
    /// True where the server doesn't sort: a later page held something newer than an earlier one.
    pub disordered: bool,
    /// True where a chapter that should be whole was too long to be read to its end.
    pub cut: bool,
}

impl Shelf {
    /// Nothing is read yet.
    pub fn new(
        client: Client,
        patient: String,
        language: String,
        chapters: &[Chapter],
        period: Period,
    ) -> Self {
        let source = |chapter: &Chapter| Source {
            chapter: *chapter,
            rest: Rest::All,
            ahead: VecDeque::new(),
        };
        Self {
            sources: chapters.iter().map(source).collect(),
            client,
            patient,
            language,
            period,
            ready: Vec::new(),
            last: None,
            unreadable: Vec::new(),
            refused: Vec::new(),
            disordered: false,
            cut: false,
        }
    }

    /// True where everything has been taken.
    pub fn is_done(&self) -> bool {
        self.ready.is_empty()
            && self
                .sources
                .iter()
                .all(|source| matches!(source.rest, Rest::Nothing) && source.ahead.is_empty())
    }

    /// The next entries: at least so many, unless there are no more.
    ///
    /// # Errors
    /// Where the server can't be reached, or refuses the only chapter. Nothing is lost: ask again.
    pub async fn take(&mut self, least: usize) -> Result<Vec<Found>, Error> {
        loop {
            self.merge(least);
            let starving = self.starving();
            if self.ready.len() >= least || starving.is_empty() {
                return Ok(std::mem::take(&mut self.ready));
            }
            self.read(&starving).await?;
        }
    }

    /// Moves what is certainly next: as long as each chapter that goes on has an entry to compare.
    fn merge(&mut self, least: usize) {
        while self.ready.len() < least && self.starving().is_empty() {
            let newest = self
                .sources
                .iter_mut()
                .filter(|source| !source.ahead.is_empty())
                .max_by(|a, b| {
                    let date = |source: &Source| {
                        source
                            .ahead
                            .front()
                            .and_then(|entry| entry.when.date().cloned())
                    };
                    // Of one date, the first chapter comes first; `max_by` takes the last.
                    date(a).cmp(&date(b)).then(std::cmp::Ordering::Greater)
                });
            let Some(source) = newest else {
                return;
            };
            if let Some(entry) = source.ahead.pop_front() {
                let date = entry.when.date().cloned();
                let newer = self.last.is_some() && date.is_some() && date > self.last;
                self.disordered |= newer && source.chapter != Chapter::Allergies;
                self.last = date.or(self.last.take());
                self.ready.push(Found {
                    chapter: source.chapter,
                    entry,
                });
            }
        }
    }

    fn starving(&self) -> Vec<usize> {
        let starves =
            |source: &Source| source.ahead.is_empty() && !matches!(source.rest, Rest::Nothing);
        (0..self.sources.len())
            .filter(|at| starves(&self.sources[*at]))
            .collect()
    }

    /// Reads the next page of each of these: first pages in one batch, the others one after the other.
    async fn read(&mut self, starving: &[usize]) -> Result<(), Error> {
        let fresh: Vec<usize> = starving
            .iter()
            .copied()
            .filter(|at| matches!(self.sources[*at].rest, Rest::All))
            .collect();
        let searches: Vec<Search> = fresh
            .iter()
            .map(|at| self.search(self.sources[*at].chapter))
            .collect();
        let pages = match searches.as_slice() {
            [] => Vec::new(),
            [only] => vec![self.client.search(only).await],
            many => self.client.batch(many).await?,
        };
        for (at, page) in fresh.iter().zip(pages) {
            self.put_first(*at, page).await?;
        }
        for at in starving.iter().filter(|at| !fresh.contains(at)) {
            let next = match &self.sources[*at].rest {
                Rest::After(page) => self.client.next(page).await?,
                _ => None,
            };
            match next {
                Some(page) => self.put(*at, page).await,
                None => self.sources[*at].rest = Rest::Nothing,
            }
        }
        Ok(())
    }

    fn search(&self, chapter: Chapter) -> Search {
        let search = self.plain(chapter);
        let search = match chapter.date_param() {
            Some(param) => self.period.narrow(search, param),
            None => search,
        };
        chapter.sorted(search)
    }

    /// Of several chapters, each gives less at a time. What is read to its end comes in larger pieces.
    fn plain(&self, chapter: Chapter) -> Search {
        let count = match (chapter.has_past(), self.sources.len()) {
            (true, _) => 100,
            (false, 1) => 60,
            _ => 30,
        };
        chapter.all_of(&self.patient).count(count)
    }

    /// A first page. A server that refuses order or dates is asked without; where that fails too, the chapter is told
    /// to be missing, unless it is the only one.
    async fn put_first(&mut self, at: usize, page: Result<Page, Error>) -> Result<(), Error> {
        let chapter = self.sources[at].chapter;
        let plain = self.plain(chapter);
        let page = match page {
            Err(Error::Rejected { .. }) if plain != self.search(chapter) => {
                self.client.search(&plain).await
            }
            other => other,
        };
        match page {
            Ok(page) => {
                self.put(at, page).await;
                Ok(())
            }
            Err(error) if self.sources.len() == 1 || error.is_retryable() => Err(error),
            Err(error) => {
                self.sources[at].rest = Rest::Nothing;
                self.refused.push((chapter, error));
                Ok(())
            }
        }
    }

    async fn put(&mut self, at: usize, mut page: Page) {
        let chapter = self.sources[at].chapter;
        if chapter.has_past() {
            self.cut |= !to_end(&self.client, &mut page).await;
        }
        name_medicines(&self.client, &mut page).await;
        let contents = chapter.listed(&page, &self.patient, &self.language);
        self.unreadable.extend(contents.unreadable);
        let entries = contents.entries.into_iter();
        let within = entries.filter(|entry| self.period.holds(entry.when.date()));
        let source = &mut self.sources[at];
        let stuck = matches!(&source.rest, Rest::After(before) if before.next == page.next);
        source.ahead.extend(within);
        page.entries = Vec::new();
        source.rest = match &page.next {
            Some(_) if !stuck && !chapter.has_past() => Rest::After(page),
            _ => Rest::Nothing,
        };
    }
}
