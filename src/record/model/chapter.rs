//! The chapters of the record: what is asked for, and how its resources are read.

use std::cmp::Reverse;

use super::{
    Entry, Vital, allergy, condition, event, medicine, newest_first, observation, visit, vitals,
};
use crate::fhir::types::Observation;
use crate::fhir::{Node, Page, Resource, Search, Typed};

/// A part of the record with a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    Allergies,
    Conditions,
    Medicines,
    Vitals,
    Immunizations,
    Labs,
    Visits,
    Procedures,
    Documents,
}

/// As many as one answer should hold.
const COUNT: u32 = 100;
/// The same of vital signs: what is measured every day must not push out what is measured every year.
const VITALS_COUNT: u32 = 200;

impl Chapter {
    /// All, in the order of the summary.
    pub const ALL: [Chapter; 9] = [
        Self::Allergies,
        Self::Conditions,
        Self::Medicines,
        Self::Vitals,
        Self::Labs,
        Self::Immunizations,
        Self::Visits,
        Self::Procedures,
        Self::Documents,
    ];

    /// Its name in a URL.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Allergies => "allergies",
            Self::Conditions => "conditions",
            Self::Medicines => "medicines",
            Self::Vitals => "vitals",
            Self::Immunizations => "immunizations",
            Self::Labs => "labs",
            Self::Visits => "visits",
            Self::Procedures => "procedures",
            Self::Documents => "documents",
        }
    }

    /// The chapter that a URL names.
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chapter| chapter.slug() == slug)
    }

    /// True where the summary shows what holds now, which must be whole.
    pub fn has_past(self) -> bool {
        matches!(self, Self::Allergies | Self::Conditions | Self::Medicines)
    }

    /// The search for its resources: those of the patient with this id, the newest first where the server sorts.
    pub fn search(self, patient: &str) -> Search {
        let search = self.plain_search(patient);
        match self.sort_key() {
            Some(key) => search.sort(key),
            None => search,
        }
    }

    /// The same without a wish for order, for servers that refuse it.
    pub fn plain_search(self, patient: &str) -> Search {
        let of_patient = |kind: &str| Search::new(kind).text("patient", patient);
        let search = match self {
            Self::Allergies => of_patient("AllergyIntolerance"),
            Self::Conditions => of_patient("Condition"),
            Self::Medicines => {
                of_patient("MedicationRequest").include("MedicationRequest:medication")
            }
            Self::Vitals => of_patient("Observation").param("category", "vital-signs"),
            Self::Labs => of_patient("Observation").param("category", "laboratory"),
            Self::Immunizations => of_patient("Immunization"),
            Self::Visits => of_patient("Encounter"),
            Self::Procedures => of_patient("Procedure"),
            Self::Documents => of_patient("DocumentReference"),
        };
        search.count(if self == Self::Vitals {
            VITALS_COUNT
        } else {
            COUNT
        })
    }

    /// Allergies and conditions are read to their end, in any order.
    fn sort_key(self) -> Option<&'static str> {
        match self {
            Self::Allergies | Self::Conditions => None,
            Self::Medicines => Some("-authoredon"),
            _ => Some("-date"),
        }
    }

    /// Reads what was found. What belongs to another patient or category, from a server that ignores what it was asked,
    /// is left out.
    pub fn read(self, page: &Page, patient: &str, language: &str) -> Contents {
        let own: Vec<&Resource> = page
            .entries
            .iter()
            .filter(|resource| is_of_patient(resource.root(), patient))
            .collect();
        let mut contents = Contents {
            entries: own
                .iter()
                .filter_map(|resource| self.entry(resource, page, language))
                .collect(),
            vitals: Vec::new(),
            unreadable: page.unreadable,
            more: page.next.is_some(),
        };
        newest_first(&mut contents.entries);
        if self == Self::Allergies {
            contents
                .entries
                .sort_by_key(|entry| Reverse(entry.weight()));
        }
        if self == Self::Vitals {
            let observations: Vec<Observation> = own
                .into_iter()
                .filter_map(Observation::of)
                .filter(|one| one.is_category("vital-signs"))
                .collect();
            contents.vitals = vitals(&observations, language);
        }
        contents
    }

    fn entry(self, resource: &Resource, page: &Page, language: &str) -> Option<Entry> {
        let observed = |category: &str| {
            let observation = Observation::of(resource).filter(|one| one.is_category(category))?;
            // The heading of a panel: its members stand for themselves.
            observation::entry(&observation, language).filter(|entry| !entry.readings.is_empty())
        };
        match self {
            Self::Allergies => allergy::entry(&Typed::of(resource)?, language),
            Self::Conditions => condition::entry(&Typed::of(resource)?, language),
            Self::Medicines => medicine::entry(&Typed::of(resource)?, &page.included, language),
            Self::Vitals => observed("vital-signs"),
            Self::Labs => observed("laboratory"),
            Self::Immunizations => event::immunization(&Typed::of(resource)?, language),
            Self::Visits => visit::encounter(&Typed::of(resource)?, language),
            Self::Procedures => event::procedure(&Typed::of(resource)?, language),
            Self::Documents => event::document(&Typed::of(resource)?, language),
        }
    }
}

/// False where the resource names another patient.
fn is_of_patient(resource: Node, patient: &str) -> bool {
    let subject = resource
        .reference("subject")
        .or(resource.reference("patient"));
    subject
        .and_then(|subject| subject.id_of("Patient"))
        .is_none_or(|id| id == patient)
}

/// What a chapter holds, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    pub entries: Vec<Entry>,
    /// Of the vital signs, the latest of each kind.
    pub vitals: Vec<Vital>,
    /// Entries that could not be read.
    pub unreadable: usize,
    /// Whether the server has more than was fetched.
    pub more: bool,
}

impl Contents {
    /// The entries that hold now.
    pub fn current(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.current)
    }
}
