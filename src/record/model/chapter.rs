//! The chapters of the record: what is asked for, and how its resources are read.

use std::cmp::Reverse;

use serde_json::Value;

use super::{
    Entry, Sensitive, Vital, allergy, condition, event, medicine, newest_first, observation, plan,
    report, visit, vitals,
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
    Reports,
    Visits,
    Procedures,
    Documents,
    Findings,
    Plans,
    Goals,
}

/// As many as one answer should hold.
const COUNT: u32 = 100;
/// The same of measurements: what is measured every day must not push out what is measured every year.
const MEASURED_COUNT: u32 = 200;

/// The categories of Observations that are neither vital signs nor laboratory results: HL7's own, and those of US Core.
const OTHER_CATEGORIES: &str = "social-history,survey,exam,imaging,procedure,therapy,activity,sdoh,functional-status,\
disability-status,cognitive-status,care-experience-preference,treatment-intervention-preference,observation-adi-documentation";

impl Chapter {
    /// All, in the order of the summary.
    pub const ALL: [Chapter; 13] = [
        Self::Allergies,
        Self::Conditions,
        Self::Medicines,
        Self::Vitals,
        Self::Labs,
        Self::Immunizations,
        Self::Visits,
        Self::Reports,
        Self::Procedures,
        Self::Documents,
        Self::Findings,
        Self::Plans,
        Self::Goals,
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
            Self::Reports => "reports",
            Self::Visits => "visits",
            Self::Procedures => "procedures",
            Self::Documents => "documents",
            Self::Findings => "findings",
            Self::Plans => "plans",
            Self::Goals => "goals",
        }
    }

    /// The chapter that a URL names.
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chapter| chapter.slug() == slug)
    }

    /// The resource type that it is made of.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Allergies => "AllergyIntolerance",
            Self::Conditions => "Condition",
            Self::Medicines => "MedicationRequest",
            Self::Vitals | Self::Labs | Self::Findings => "Observation",
            Self::Immunizations => "Immunization",
            Self::Reports => "DiagnosticReport",
            Self::Visits => "Encounter",
            Self::Procedures => "Procedure",
            Self::Documents => "DocumentReference",
            Self::Plans => "CarePlan",
            Self::Goals => "Goal",
        }
    }

    /// True where what holds now stands apart from the past, and must be whole: it is read to its end.
    pub fn has_past(self) -> bool {
        matches!(
            self,
            Self::Allergies | Self::Conditions | Self::Medicines | Self::Plans | Self::Goals
        )
    }

    /// The search for its resources: those of the patient with this id, the newest first where the server sorts.
    pub fn search(self, patient: &str) -> Search {
        self.sorted(self.plain_search(patient))
    }

    /// A search of its resources with a wish for order, where order is of use.
    pub fn sorted(self, search: Search) -> Search {
        match self.sort_key() {
            Some(key) => search.sort(key),
            None => search,
        }
    }

    /// The same without a wish for order, for servers that refuse it.
    pub fn plain_search(self, patient: &str) -> Search {
        let measured = matches!(self, Self::Vitals | Self::Labs);
        let count = if measured { MEASURED_COUNT } else { COUNT };
        self.all_of(patient).count(count)
    }

    /// The search for its resources, in any order and any number.
    pub fn all_of(self, patient: &str) -> Search {
        let search = Search::new(self.kind()).text("patient", patient);
        match self {
            Self::Vitals => search.param("category", "vital-signs"),
            Self::Labs => search.param("category", "laboratory"),
            Self::Findings => search.param("category", OTHER_CATEGORIES),
            Self::Medicines => search.include("MedicationRequest:medication"),
            _ => search,
        }
    }

    /// What is read to its end needs no order, save medicines, of which a server may have very many.
    fn sort_key(self) -> Option<&'static str> {
        match self {
            Self::Allergies | Self::Conditions | Self::Plans | Self::Goals => None,
            Self::Medicines => Some("-authoredon"),
            _ => Some("-date"),
        }
    }

    /// The search parameter that bounds it in time; `None` where it is read whole.
    pub fn date_param(self) -> Option<&'static str> {
        (!self.has_past()).then_some("date")
    }

    /// Reads what was found. What belongs to another patient or category, from a server that ignores what it was asked,
    /// is left out; what isn't of the type that was asked for is set aside.
    pub fn read(self, page: &Page, patient: &str, language: &str) -> Contents {
        self.contents(page, patient, language, |read| match self {
            Self::Vitals | Self::Labs => {
                vitals(read.iter().filter_map(|(resource, entry)| {
                    Some((Observation::of(resource)?, entry.clone()))
                }))
            }
            _ => Vec::new(),
        })
    }

    /// The same without the latest of each kind, for a list.
    pub fn listed(self, page: &Page, patient: &str, language: &str) -> Contents {
        self.contents(page, patient, language, |_| Vec::new())
    }

    fn contents(
        self,
        page: &Page,
        patient: &str,
        language: &str,
        latest: impl Fn(&[(&Resource, Entry)]) -> Vec<Vital>,
    ) -> Contents {
        let (own, other): (Vec<&Resource>, Vec<&Resource>) = page
            .entries
            .iter()
            .partition(|resource| resource.kind() == self.kind());
        let read: Vec<(&Resource, Entry)> = own
            .into_iter()
            .filter(|resource| is_of_patient(resource.root(), patient))
            .filter_map(|resource| Some((resource, self.entry(resource, page, language)?)))
            .collect();
        let mut unreadable = page.unreadable.clone();
        unreadable.extend(other.into_iter().map(Resource::to_value));
        let mut contents = Contents {
            latest: latest(&read),
            entries: read.into_iter().map(|(_, entry)| entry).collect(),
            unreadable,
            more: page.next.is_some(),
        };
        newest_first(&mut contents.entries);
        if self == Self::Allergies {
            contents
                .entries
                .sort_by_key(|entry| Reverse(entry.weight()));
        }
        contents
    }

    /// The entries among resources that came without a search, such as those of a file, the newest first.
    pub fn entries_of(self, resources: &[Resource], language: &str) -> Vec<Entry> {
        let mut page = Page::default();
        for resource in resources {
            page.included.add(resource.clone(), None);
        }
        let mut entries: Vec<Entry> = resources
            .iter()
            .filter_map(|resource| self.entry(resource, &page, language))
            .collect();
        newest_first(&mut entries);
        entries
    }

    /// Whether an Observation belongs here.
    fn holds(self, observation: &Observation) -> bool {
        let is = |category| observation.is_category(category);
        match self {
            Self::Vitals => is("vital-signs"),
            Self::Labs => is("laboratory"),
            _ => !is("vital-signs") && !is("laboratory"),
        }
    }

    /// One resource as an entry; `None` where it doesn't belong here, or was declared a mistake.
    pub fn entry(self, resource: &Resource, page: &Page, language: &str) -> Option<Entry> {
        let mut entry = match self {
            Self::Allergies => allergy::entry(&Typed::of(resource)?, language),
            Self::Conditions => condition::entry(&Typed::of(resource)?, language),
            Self::Medicines => medicine::entry(&Typed::of(resource)?, &page.included, language),
            Self::Vitals | Self::Labs | Self::Findings => {
                let observation = Observation::of(resource).filter(|one| self.holds(one))?;
                observation::entry(&observation, language)
            }
            Self::Immunizations => event::immunization(&Typed::of(resource)?, language),
            Self::Reports => report::entry(&Typed::of(resource)?, language),
            Self::Visits => visit::encounter(&Typed::of(resource)?, language),
            Self::Procedures => event::procedure(&Typed::of(resource)?, language),
            Self::Documents => event::document(&Typed::of(resource)?, language),
            Self::Plans => plan::plan(&Typed::of(resource)?, language),
            Self::Goals => plan::goal(&Typed::of(resource)?, language),
        }?;
        if self.kind() != "Observation" {
            entry.sensitive = Sensitive::of(resource.root());
        }
        if let Some(medicine) = medicine::elsewhere(resource, &page.included) {
            entry.sensitive.add(Sensitive::of(medicine.root()));
        }
        Some(entry)
    }
}

/// False where the resource names another patient.
pub(super) fn is_of_patient(resource: Node, patient: &str) -> bool {
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
    /// Of vital signs and laboratory results, the latest of each kind.
    pub latest: Vec<Vital>,
    /// Entries that could not be read, as they came.
    pub unreadable: Vec<Value>,
    /// Whether the server has more than was fetched.
    pub more: bool,
}

impl Contents {
    /// The entries that hold now.
    pub fn current(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.current)
    }
}
