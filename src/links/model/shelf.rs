//! What is kept of the files: never more than fits, however long they are.

use std::collections::BTreeMap;

use serde_json::Value;

use super::manifest::Kind;
use super::offer::{Actor, Service, Spot, Time};
use crate::fhir::Resource;

/// The most places, schedules, and others each.
pub const MOST: usize = 5_000;
/// The most times of a schedule, the soonest.
pub const TIMES: usize = 12;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Kept,
    /// Well, but of no use: taken, past, of no schedule here, or more than is kept.
    Passed,
    /// No JSON, or no resource of the kind that the file should have.
    Odd,
}

/// Places, what is done there, and the next times of each.
#[derive(Debug, Default)]
pub struct Shelf {
    pub spots: BTreeMap<String, Spot>,
    pub services: BTreeMap<String, Service>,
    /// By `Type/id`.
    pub actors: BTreeMap<String, Actor>,
    /// Whether something had to be left out because there was too much.
    pub overfull: bool,
    language: String,
    now: i64,
}

impl Shelf {
    /// An empty one, for a reader of a language, at a time in milliseconds since 1970.
    pub fn new(language: &str, now: i64) -> Self {
        Self {
            language: language.to_owned(),
            now,
            ..Self::default()
        }
    }

    /// Takes a line of a file.
    pub fn take(&mut self, kind: Kind, line: &[u8]) -> Line {
        // Most lines may be taken times: it costs much less to look for the word than to read them.
        if kind == Kind::Slot && is_busy(line) {
            return Line::Passed;
        }
        let resource = serde_json::from_slice::<Value>(line)
            .ok()
            .and_then(Resource::parse)
            .filter(|resource| {
                Kind::of(resource.kind()) == Some(kind) && !resource.id().is_empty()
            });
        match resource {
            Some(resource) => self.put(kind, &resource),
            None => Line::Odd,
        }
    }

    /// How many things are kept.
    pub fn kept(&self) -> usize {
        let times = self.services.values().map(|service| service.times.len());
        self.spots.len() + self.services.len() + self.actors.len() + times.sum::<usize>()
    }

    fn put(&mut self, kind: Kind, resource: &Resource) -> Line {
        let id = resource.id().to_owned();
        let put = match kind {
            Kind::Slot => return self.put_time(resource),
            Kind::Location => {
                let spot = Spot::of(resource, &self.language);
                spot.map(|spot| insert(&mut self.spots, id, spot))
            }
            Kind::Schedule => {
                let service = Service::of(resource, &self.language);
                service.map(|service| insert(&mut self.services, id, service))
            }
            _ => {
                let actor = Actor::of(kind, resource, &self.language);
                actor.map(|actor| insert(&mut self.actors, resource.key(), actor))
            }
        };
        self.overfull |= put == Some(false);
        match put {
            Some(true) => Line::Kept,
            _ => Line::Passed,
        }
    }

    fn put_time(&mut self, resource: &Resource) -> Line {
        let Some((schedule, time)) = Time::of(resource, self.now) else {
            return Line::Passed;
        };
        let Some(service) = self.services.get_mut(&schedule) else {
            return Line::Passed;
        };
        let at = service
            .times
            .partition_point(|known| known.start <= time.start);
        // Files may overlap.
        let known = service.times[..at].iter().rev();
        let mut known = known.take_while(|known| known.start == time.start);
        if known.any(|known| *known == time) {
            return Line::Passed;
        }
        if at == TIMES {
            service.more = true;
            return Line::Passed;
        }
        service.times.insert(at, time);
        service.more |= service.times.len() > TIMES;
        service.times.truncate(TIMES);
        Line::Kept
    }
}

/// Puts something in; `false` where there is no room.
fn insert<T>(all: &mut BTreeMap<String, T>, key: String, thing: T) -> bool {
    let room = all.len() < MOST || all.contains_key(&key);
    if room {
        all.insert(key, thing);
    }
    room
}

/// Whether a line says that its Slot is taken, as publishers write it.
fn is_busy(line: &[u8]) -> bool {
    const WORD: &[u8] = b"\"status\":\"busy";
    line.first() == Some(&b'{')
        && line.last() == Some(&b'}')
        && line.windows(WORD.len()).any(|window| window == WORD)
}
