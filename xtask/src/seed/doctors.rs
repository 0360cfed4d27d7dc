//! The city's doctors. Each is made from the seed and a number alone, so any one of 100,000 can be made by itself.

mod resources;

use super::json::reference;
use super::names::{self, Name};
use super::place_table::PLACES;
use super::random::{chance, rng, weighted};
use super::specialties::{SPECIALTIES, Specialty, position};
use super::week::{self, Session};
use fastrand::Rng;
use resources::NEW_PATIENTS;
use serde_json::Value;

/// One doctor, before FHIR.
pub struct Doctor {
    pub seed: u64,
    /// From 1.
    pub number: usize,
    pub name: Name,
    pub female: bool,
    /// Index into `SPECIALTIES`.
    pub specialty: usize,
    /// Index into `PLACES`.
    pub place: usize,
    pub active: bool,
    /// Books by phone alone: has no Schedule.
    pub phone_only: bool,
    /// Resident, attending, associate chief or chief: 0 to 3.
    pub rank: usize,
    /// The working week; its sessions never overlap.
    pub week: Vec<Session>,
    pub video: bool,
    languages: Vec<&'static str>,
    new_patients: usize,
    expired: bool,
}

/// Doctors with a part to play, for tests and for the demo family; all others are chance.
pub mod cast {
    pub const FAMILY_DOCTOR: usize = 1;
    pub const PEDIATRICIAN: usize = 2;
    pub const ENDOCRINOLOGIST: usize = 3;
    pub const CARDIOLOGIST: usize = 4;
    pub const GYNECOLOGIST: usize = 5;
    pub const NOT_REVIEWED: usize = 6;
    pub const LONG_NAME: usize = 7;
    pub const PHONE_ONLY: usize = 8;
    pub const RETIRED: usize = 9;
    pub const EXPIRED: usize = 10;
    pub const ARABIC_NAME: usize = 11;
    pub const OPHTHALMOLOGIST: usize = 12;
    /// The last of them; after it one doctor of each specialty, so that none is missing.
    pub const LAST: usize = 12;
}

impl Doctor {
    /// The doctor of this number (from 1).
    pub fn new(seed: u64, number: usize) -> Doctor {
        let mut rng = rng(seed, "doctor", &[number as u64]);
        let rng = &mut rng;
        let female = chance(rng, 52);
        let drawn = Name::random(rng, female);
        let name = match number {
            cast::LONG_NAME => names::latin_of(
                &["María", "Fernanda", "de los Ángeles"],
                "Villanueva-Montecristo y Aguirre de la Cerda",
            ),
            cast::ARABIC_NAME => names::arabic(rng, female),
            1..=cast::LAST => names::chinese(rng, female),
            _ => drawn,
        };
        let specialty = specialty(rng, number);
        let place = place(rng, &SPECIALTIES[specialty]);
        let rank = weighted(rng, [15, 35, 30, 20].into_iter());
        let chosen = number <= cast::LAST;
        Doctor {
            seed,
            number,
            female: if number == cast::LONG_NAME {
                true
            } else {
                female
            },
            languages: languages(rng, &name),
            name,
            specialty,
            place,
            active: number != cast::RETIRED && (chance(rng, 99) || chosen),
            phone_only: number == cast::PHONE_ONLY || (chance(rng, 15) && !chosen),
            rank: if chosen { rank.max(1) } else { rank },
            week: week::random(rng, PLACES[place].kind, PLACES[place].sites.len()),
            video: SPECIALTIES[specialty].video && (chance(rng, 55) || chosen),
            new_patients: if chosen {
                0
            } else {
                weighted(rng, NEW_PATIENTS.iter().map(|it| it.2))
            },
            expired: number == cast::EXPIRED || (chance(rng, 2) && !chosen),
        }
    }

    /// The id of the doctor's PractitionerRole.
    pub fn role_id(&self) -> String {
        format!("role-{:05}", self.number)
    }

    /// The reference to the doctor's PractitionerRole.
    pub fn role(&self) -> Value {
        reference(
            &format!("PractitionerRole/{}", self.role_id()),
            &self.name.text(),
        )
    }

    /// The reference to the Practitioner.
    pub fn practitioner(&self) -> Value {
        reference(
            &format!("Practitioner/dr-{:05}", self.number),
            &self.name.text(),
        )
    }

    /// The sites where the doctor sees patients, ascending.
    pub fn sites(&self) -> Vec<usize> {
        let mut sites: Vec<usize> = self.week.iter().map(|session| session.site).collect();
        sites.sort_unstable();
        sites.dedup();
        sites
    }
}

fn specialty(rng: &mut Rng, number: usize) -> usize {
    let drawn = weighted(rng, SPECIALTIES.iter().map(|it| it.weight));
    match number {
        cast::FAMILY_DOCTOR => position("394814009"),
        cast::PEDIATRICIAN => position("394537008"),
        cast::ENDOCRINOLOGIST => position("394583002"),
        cast::CARDIOLOGIST => position("394579002"),
        cast::GYNECOLOGIST => position("394585009"),
        cast::OPHTHALMOLOGIST => position("394594003"),
        _ if (cast::LAST + 1..=cast::LAST + SPECIALTIES.len()).contains(&number) => {
            number - cast::LAST - 1
        }
        _ => drawn,
    }
}

/// A house where the specialty is practised.
fn place(rng: &mut Rng, specialty: &Specialty) -> usize {
    weighted(
        rng,
        PLACES.iter().map(|it| {
            if specialty.kinds.contains(&it.kind) {
                it.weight
            } else {
                0
            }
        }),
    )
}

fn languages(rng: &mut Rng, name: &Name) -> Vec<&'static str> {
    use super::names::Script::{Arabic, Chinese, Japanese};
    let mut languages = match name.own {
        Some((_, _, Chinese)) => vec!["zh"],
        Some((_, _, Japanese)) => vec!["ja", "zh", "en"],
        Some((_, _, Arabic)) => vec!["ar", "en", "zh"],
        None => vec!["en"],
    };
    for (code, percent) in [
        ("zh", 60),
        ("en", 45),
        ("wuu", 25),
        ("yue", 8),
        ("ja", 4),
        ("fr", 4),
        ("de", 3),
        ("es", 2),
        ("ko", 2),
        ("ru", 1),
    ] {
        if chance(rng, percent) && !languages.contains(&code) {
            languages.push(code);
        }
    }
    languages
}
