//! Reading what is published: the manifest, then file after file, the browser getting its turn all the while.

use futures::future::{AbortHandle, Abortable, join};
use gloo_timers::future::TimeoutFuture;

use super::model::lines::Lines;
use super::model::manifest::{File, Kind, Manifest, is_allowed, max_age};
use super::model::shelf::{Line, Shelf};
use super::model::site::Site;
use super::wire::Stream;
use crate::fhir::{Error, Flaw, url};
use crate::i18n::current;
use crate::platform::now_ms;
use crate::view::prelude::*;

/// The largest manifest, in bytes.
const MANIFEST: usize = 4_000_000;
/// How long the browser waits for its turn, in milliseconds.
const TURN: i64 = 12;
/// How much is worked on before the clock is looked at, in bytes.
const PIECE: usize = 16 * 1024;

/// A manifest, and how long it may be kept.
pub struct Published {
    pub manifest: Manifest,
    /// Its absolute address.
    pub at: String,
    pub max_age: Option<u32>,
}

/// Fetches the manifest of a site.
///
/// # Errors
/// Those of a request; [`Error::Unreadable`] where it is none.
pub async fn published(site: &Site) -> Result<Published, Error> {
    let origin = location().origin().unwrap_or_default();
    let at = url::resolve(&origin, &site.manifest);
    let stream = Stream::open(&at, "application/json").await?;
    let mut text = Vec::new();
    while let Some(bytes) = stream.next().await? {
        text.extend(bytes);
        if text.len() > MANIFEST {
            return Err(Error::Unreadable {
                detail: Flaw::TooLarge,
            });
        }
    }
    let manifest = Manifest::parse(&text, &at).map_err(|detail| Error::Unreadable { detail })?;
    Ok(Published {
        manifest,
        max_age: stream.cache_control.as_deref().and_then(max_age),
        at,
    })
}

/// Why a file gave not all that it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// At an address that the site doesn't allow.
    Elsewhere,
    Missing,
    Unreachable,
    /// A web page, or anything else that is no list.
    NoList,
    /// Its end is missing.
    CutOff,
}

/// How far the reading is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    pub lines: usize,
    /// Lines that couldn't be understood.
    pub odd: usize,
    pub files: usize,
    /// Whether all that was to be read has been.
    pub done: bool,
    pub stopped: bool,
    /// The names of files, and what is wrong with each.
    pub troubles: Vec<(String, Trouble)>,
}

/// A reading under way, which ends with the view that began it.
#[derive(Clone, Copy)]
pub struct Reading {
    pub shelf: StoredValue<Shelf, LocalStorage>,
    pub progress: RwSignal<Progress>,
    running: StoredValue<Option<AbortHandle>>,
}

impl Reading {
    pub fn new() -> Self {
        let reading = Self {
            shelf: StoredValue::new_local(Shelf::default()),
            progress: RwSignal::new(Progress::default()),
            running: StoredValue::new(None),
        };
        on_cleanup(move || reading.abort());
        reading
    }

    /// Reads the files that may hold something of a state, instead of what was read before.
    pub fn begin(self, site: &Site, published: &Published, state: Option<&str>) {
        self.abort();
        let wanted = published
            .manifest
            .files
            .iter()
            .filter(|file| file.is_about(state));
        let files: Vec<File> = wanted.cloned().collect();
        self.shelf.set_value(Shelf::new(&current().tag, now_ms()));
        self.progress.set(Progress {
            files: files.len(),
            ..Progress::default()
        });
        let (allowed, refused): (Vec<File>, Vec<File>) = files
            .into_iter()
            .partition(|file| is_allowed(&file.url, &published.at, &site.files));
        for file in refused {
            self.trouble(&file, Trouble::Elsewhere);
        }
        let (handle, registration) = AbortHandle::new_pair();
        self.running.set_value(Some(handle));
        let all = Abortable::new(self.read_all(allowed), registration);
        leptos::task::spawn_local(async move {
            let _ = all.await;
        });
    }

    /// Stops on somebody's wish; what was read stays.
    pub fn stop(self) {
        self.abort();
        self.progress.update(|progress| {
            progress.stopped = true;
            progress.done = true;
        });
    }

    fn abort(self) {
        if let Some(Some(running)) = self.running.try_update_value(Option::take) {
            running.abort();
        }
    }

    /// Places and schedules first: a time without its schedule says nothing. Two files at a time.
    async fn read_all(self, files: Vec<File>) {
        let (slots, others): (Vec<File>, Vec<File>) =
            files.into_iter().partition(|file| file.kind == Kind::Slot);
        for files in [others, slots] {
            let lanes = [0, 1].map(|lane| self.read_each(files.iter().skip(lane).step_by(2)));
            let [first, second] = lanes;
            join(first, second).await;
        }
        let _ = self.progress.try_update(|progress| progress.done = true);
    }

    async fn read_each<'a>(self, files: impl Iterator<Item = &'a File>) {
        for file in files {
            self.read(file).await;
        }
    }

    async fn read(self, file: &File) {
        let trouble = match Stream::open(&file.url, "application/fhir+ndjson").await {
            Ok(stream) => self.read_lines(file, &stream).await,
            Err(Error::NotFound) => Some(Trouble::Missing),
            Err(_) => Some(Trouble::Unreachable),
        };
        if let Some(trouble) = trouble {
            self.trouble(file, trouble);
        }
    }

    async fn read_lines(self, file: &File, stream: &Stream) -> Option<Trouble> {
        let mut lines = Lines::default();
        let mut count = Count::default();
        let mut turn = now_ms();
        loop {
            let bytes = match stream.next().await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => break,
                Err(_) => return Some(Trouble::CutOff),
            };
            for piece in bytes.chunks(PIECE) {
                self.shelf.try_update_value(|shelf| {
                    lines.push(piece, &mut |line| count.add(shelf.take(file.kind, line)));
                })?;
                if count.is_no_list() {
                    return Some(Trouble::NoList);
                }
                if now_ms() - turn > TURN {
                    self.tell(&mut count);
                    TimeoutFuture::new(0).await;
                    turn = now_ms();
                }
            }
        }
        // Only the last line may be without an end, and only it may be half there.
        let mut last = None;
        self.shelf.try_update_value(|shelf| {
            lines.end(&mut |line| last = Some(shelf.take(file.kind, line)));
        })?;
        let trouble = match last {
            Some(Line::Odd) if count.all == count.odd => Some(Trouble::NoList),
            Some(Line::Odd) => Some(Trouble::CutOff),
            None if count.all > 0 && count.all == count.odd => Some(Trouble::NoList),
            _ => None,
        };
        // Where the file itself is told of, its lines aren't told of again.
        if trouble.is_none() {
            count.all += usize::from(last.is_some());
            count.odd += lines.dropped();
            self.tell(&mut count);
        }
        trouble
    }

    fn tell(self, count: &mut Count) {
        let _ = self.progress.try_update(|progress| {
            progress.lines += count.all - count.told;
            progress.odd += count.odd - count.told_odd;
        });
        (count.told, count.told_odd) = (count.all, count.odd);
    }

    fn trouble(self, file: &File, trouble: Trouble) {
        let name = file.url.split(['?', '#']).next().unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default().to_owned();
        let _ = self
            .progress
            .try_update(|progress| progress.troubles.push((name, trouble)));
    }
}

/// Lines of one file.
#[derive(Default)]
struct Count {
    all: usize,
    odd: usize,
    told: usize,
    told_odd: usize,
}

impl Count {
    fn add(&mut self, line: Line) {
        self.all += 1;
        self.odd += usize::from(line == Line::Odd);
    }

    /// Whether it is something else altogether: its first lines all are.
    fn is_no_list(&self) -> bool {
        self.all >= 20 && self.odd == self.all
    }
}
