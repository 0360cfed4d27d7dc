//! Vital signs: the latest of each kind, and how it was before.

use std::cmp::Ordering;

use super::observation::{self, DIASTOLIC, LOINC, SYSTOLIC, joined};
use super::{Change, Entry, Line, Reading, Trend, Value};
use crate::fhir::FhirDate;
use crate::fhir::types::Observation;

/// The latest measurement of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Vital {
    pub latest: Entry,
    pub trend: Option<Trend>,
    pub line: Option<Line>,
    /// How many measurements of this kind are known.
    pub count: usize,
}

/// The kinds that everybody asks for, in the order shown: a LOINC code of the FHIR vital signs profiles, and others that
/// mean the same panel.
const KINDS: &[&[&str]] = &[
    &["85354-9", "55284-4", "35094-2", SYSTOLIC, DIASTOLIC],
    &["8867-4"],
    &["2708-6", "59408-5"],
    &["8310-5"],
    &["9279-1"],
    &["29463-7"],
    &["8302-2"],
    &["39156-5"],
];

/// What two measurements must share to be of one kind: the rank among [`KINDS`], else a code or a name.
#[derive(Clone, Debug, PartialEq)]
struct Kind {
    rank: usize,
    code: String,
}

struct Sample {
    kind: Kind,
    entry: Entry,
    /// Systolic or diastolic, where it is only that half of a blood pressure.
    half: Option<&'static str>,
}

/// The vital signs among some Observations, which have been read as entries, the best known kinds first.
pub fn vitals(read: impl Iterator<Item = (Observation, Entry)>) -> Vec<Vital> {
    let mut groups: Vec<(Kind, Vec<Entry>)> = Vec::new();
    for sample in samples(read) {
        match groups.iter_mut().find(|(kind, _)| *kind == sample.kind) {
            Some((_, entries)) => entries.push(sample.entry),
            None => groups.push((sample.kind, vec![sample.entry])),
        }
    }
    let mut all: Vec<(usize, Vital)> = groups
        .into_iter()
        .filter_map(|(kind, entries)| Some((kind.rank, vital(entries)?)))
        .collect();
    all.sort_by(|(rank, a), (other, b)| {
        let newest = || b.latest.when.date().cmp(&a.latest.when.date());
        rank.cmp(other).then_with(newest)
    });
    all.into_iter().map(|(_, vital)| vital).collect()
}

/// The measurements among some Observations, the newest first; a blood pressure that was sent in halves is one.
pub fn measurements(observations: &[Observation], language: &str) -> Vec<Entry> {
    let read = observations
        .iter()
        .filter_map(|one| Some((one.clone(), observation::entry(one, language)?)));
    let all = samples(read).into_iter();
    let mut all: Vec<Entry> = all.map(|sample| sample.entry).collect();
    super::newest_first(&mut all);
    all
}

/// The codes that measure the same as this one (`system|code`), itself included.
pub fn codes_like(series: &str) -> Vec<(Option<&str>, &str)> {
    match series.split_once('|').unwrap_or(("", series)) {
        (LOINC, code) => {
            let codes = codes_of_kind(code).into_iter();
            codes.map(|code| (Some(LOINC), code)).collect()
        }
        (system, code) => vec![(Some(system).filter(|system| !system.is_empty()), code)],
    }
}

/// The LOINC codes that measure the same as this one, itself included.
pub fn codes_of_kind(code: &str) -> Vec<&str> {
    let alike = KINDS.iter().find(|codes| codes.contains(&code));
    alike.map_or_else(|| vec![code], |codes| codes.to_vec())
}

fn samples(read: impl Iterator<Item = (Observation, Entry)>) -> Vec<Sample> {
    pair_halves(
        read.filter_map(|(one, entry)| sample(&one, entry))
            .collect(),
    )
}

/// A measurement; a mere panel heading and a cancelled one are none.
fn sample(observation: &Observation, entry: Entry) -> Option<Sample> {
    if entry.readings.is_empty() || matches!(observation.status(), Some("cancelled" | "registered"))
    {
        return None;
    }
    let code = observation.measured().code();
    let half = [SYSTOLIC, DIASTOLIC]
        .into_iter()
        .find(|half| code.is(LOINC, half));
    let rank = KINDS
        .iter()
        .position(|codes| codes.iter().any(|known| code.is(LOINC, known)));
    let kind = match rank {
        Some(rank) => Kind {
            rank,
            code: String::new(),
        },
        None => Kind {
            rank: KINDS.len(),
            code: match code.codings().find(|coding| coding.code().is_some()) {
                Some(coding) => [
                    coding.system().unwrap_or_default(),
                    "|",
                    coding.code().unwrap_or_default(),
                ]
                .concat(),
                None => code.display("").unwrap_or_default().to_owned(),
            },
        },
    };
    Some(Sample { kind, entry, half })
}

/// Joins a systolic and a diastolic measurement that were sent apart: of the very same moment, and the only ones of it.
/// A half that stays alone stays a kind of its own, so that systolic is never compared with diastolic.
fn pair_halves(samples: Vec<Sample>) -> Vec<Sample> {
    let (halves, mut whole): (Vec<Sample>, Vec<Sample>) = samples
        .into_iter()
        .partition(|sample| sample.half.is_some());
    let at = |sample: &Sample, half: &str, moment: &FhirDate| {
        sample.half == Some(half) && sample.entry.when.date() == Some(moment)
    };
    let partner = |index: usize, other: &'static str| {
        let sample: &Sample = halves.get(index)?;
        let moment = sample.entry.when.date()?;
        let mut mine = halves
            .iter()
            .filter(|one| at(one, sample.half.unwrap_or_default(), moment));
        let mut others = halves
            .iter()
            .enumerate()
            .filter(|(_, one)| at(one, other, moment));
        let (_, None, Some((index, _)), None) =
            (mine.next(), mine.next(), others.next(), others.next())
        else {
            return None;
        };
        Some(index)
    };
    let mut joins: Vec<(usize, usize)> = Vec::new();
    for (index, sample) in halves.iter().enumerate() {
        if sample.half == Some(SYSTOLIC) {
            joins.extend(partner(index, DIASTOLIC).map(|other| (index, other)));
        }
    }
    for (index, sample) in halves.iter().enumerate() {
        let joined_with = joins
            .iter()
            .find(|(systolic, diastolic)| *systolic == index || *diastolic == index);
        match joined_with {
            Some((systolic, diastolic)) if *systolic == index => {
                whole.extend(
                    halves
                        .get(*diastolic)
                        .and_then(|other| pressure(sample, other)),
                );
            }
            Some(_) => {}
            None => whole.push(Sample {
                kind: Kind {
                    rank: sample.kind.rank,
                    code: sample.half.unwrap_or_default().to_owned(),
                },
                entry: sample.entry.clone(),
                half: sample.half,
            }),
        }
    }
    whole
}

/// One blood pressure out of two measurements.
fn pressure(systolic: &Sample, diastolic: &Sample) -> Option<Sample> {
    let own = |sample: &Sample| -> Option<Reading> {
        Some(Reading {
            name: sample.entry.name.clone(),
            ..sample.entry.readings.first()?.clone()
        })
    };
    let mut entry = systolic.entry.clone();
    entry.sensitive.add(diastolic.entry.sensitive.clone());
    entry.readings = joined(own(systolic)?, own(diastolic)?);
    entry.name = Some(super::Word::Ours("record.blood_pressure"));
    for fact in &diastolic.entry.facts {
        if !entry.facts.contains(fact) {
            entry.facts.push(fact.clone());
        }
    }
    for mark in &diastolic.entry.marks {
        if !entry.marks.contains(mark) {
            entry.marks.push(mark.clone());
        }
    }
    Some(Sample {
        kind: systolic.kind.clone(),
        entry,
        half: None,
    })
}

fn value_of(entry: &Entry) -> Option<&Value> {
    entry
        .readings
        .first()
        .map(|reading| &reading.value)
        .filter(|value| value.is_known())
}

/// The latest of one kind. One that found nothing ("not done") stands back behind an older one that did.
fn vital(mut entries: Vec<Entry>) -> Option<Vital> {
    super::newest_first(&mut entries);
    let count = entries.len();
    let found: Vec<&Entry> = entries
        .iter()
        .filter(|entry| value_of(entry).is_some())
        .collect();
    let Some(latest) = found.first() else {
        return entries.into_iter().next().map(|latest| Vital {
            latest,
            trend: None,
            line: None,
            count,
        });
    };
    let trend = trend(latest, &found);
    let dated: Vec<(i64, &Value)> = found
        .iter()
        .filter_map(|entry| Some((entry.when.date()?.start_ms(), value_of(entry)?)))
        .collect();
    Some(Vital {
        latest: (*latest).clone(),
        trend,
        line: Line::of(&dated),
        count,
    })
}

/// The value before the latest: the next one that is certainly older.
fn trend(latest: &Entry, found: &[&Entry]) -> Option<Trend> {
    let date = latest.when.date()?;
    let before = found.iter().find(|entry| {
        entry
            .when
            .date()
            .is_some_and(|earlier| earlier.compare(date) == Some(Ordering::Less))
    })?;
    let previous = value_of(before)?;
    Some(Trend {
        previous: previous.clone(),
        when: before.when.clone(),
        change: Change::between(previous, value_of(latest)?),
    })
}
