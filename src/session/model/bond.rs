//! For whom a person may act, and what these are to them.

use crate::fhir::types::{Patient, ROLE_CODE, RelatedPerson};

/// What the owner of a record is to who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// The same person.
    Own,
    /// The one before in the list, in another part of the record.
    Part,
    Child,
    Parent,
    Partner,
    /// Of another kind, or of one that the server doesn't say.
    Care,
}

/// The ids of the RelatedPersons who a patient is in the records of others (`Patient.link`).
pub fn linked(patient: &Patient) -> Vec<&str> {
    let mut ids = Vec::new();
    for id in patient
        .links()
        .filter_map(|(_, other)| other.id_of("RelatedPerson"))
    {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Another part of somebody's record: the id of its Patient, and what the link says of it (FHIR R4 `LinkType`).
pub fn parts(patient: &Patient) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for (kind, other) in patient.links() {
        if let Some(id) = other.id_of("Patient")
            && id != patient.id()
            && all.iter().all(|(known, _)| *known != id)
        {
            all.push((id, kind.unwrap_or("seealso")));
        }
    }
    all
}

/// The patients in whose records these persons stand, each once.
pub fn wards(own: &str, related: &[RelatedPerson]) -> Vec<(String, Bond)> {
    let mut all: Vec<(String, Bond)> = Vec::new();
    for person in related.iter().filter(|person| person.is_active()) {
        let ward = person
            .patient()
            .and_then(|patient| patient.id_of("Patient"));
        let Some(ward) = ward.filter(|ward| *ward != own) else {
            continue;
        };
        if all.iter().all(|(known, _)| known != ward) {
            all.push((ward.to_owned(), bond(person)));
        }
    }
    all
}

/// The other side of a relationship: who is somebody's mother has a child there.
fn bond(person: &RelatedPerson) -> Bond {
    let codes = person
        .relationships()
        .filter_map(|relation| relation.code_in(ROLE_CODE));
    let known = codes.filter_map(|code| match code {
        "PRN" | "MTH" | "FTH" | "NMTH" | "NFTH" | "NPRN" | "ADOPTP" | "ADOPTM" | "ADOPTF" => {
            Some(Bond::Child)
        }
        "CHILD" | "DAU" | "DAUC" | "SON" | "SONC" | "NCHILD" | "CHLDADOPT" => Some(Bond::Parent),
        "SPS" | "HUSB" | "WIFE" | "DOMPART" | "SIGOTHR" => Some(Bond::Partner),
        _ => None,
    });
    known.into_iter().next().unwrap_or(Bond::Care)
}
