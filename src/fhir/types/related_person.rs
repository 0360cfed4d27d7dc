//! RelatedPerson: somebody who has to do with a patient, as a mother with her child.

use crate::fhir::datatypes::{Concept, Reference, concepts};

/// The code system of relationships.
pub const ROLE_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

resource_type!(
    /// Who somebody is to a patient.
    RelatedPerson
);

impl RelatedPerson {
    /// False only where it holds no more.
    pub fn is_active(&self) -> bool {
        self.root().bool("active") != Some(false)
    }

    /// In whose record they stand.
    pub fn patient(&self) -> Option<Reference<'_>> {
        Reference::of(self.root().node("patient"))
    }

    /// What they are to that patient: `MTH` is their mother.
    pub fn relationships(&self) -> impl Iterator<Item = Concept<'_>> {
        concepts(self.root(), "relationship")
    }
}
