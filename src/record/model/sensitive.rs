//! What is folded until somebody opens it: what its source has labelled as sensitive (FHIR R4 section 6.1.1, security
//! labels), and what a private topic's codes stand in.

use super::topic::{Topic, topics};
use crate::fhir::Node;
use crate::fhir::datatypes::Coding;

/// HL7's codes for what people would rather not have seen over their shoulder: restricted confidentiality, and the
/// sensitivities of mental health, substance use, sexual health, HIV, violence, genetics.
const LABELS: [&str; 17] = [
    "R", "V", "ETH", "ETHUD", "OPIOIDUD", "SUD", "PSY", "MH", "BH", "PSYTHPN", "SEX", "STD", "HIV",
    "SDV", "VIO", "GDIS", "TABOO",
];

/// Why an entry is folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sensitive {
    /// Its source says that it is sensitive.
    pub labelled: bool,
    /// Private topics that it speaks of.
    pub topics: Vec<Topic>,
}

impl Sensitive {
    /// Of a resource.
    pub fn of(resource: Node) -> Self {
        let mut labels = resource.node("meta").list("security").map(Coding);
        Self {
            labelled: labels.any(|label| label.code().is_some_and(|code| LABELS.contains(&code))),
            topics: topics(resource.value()),
        }
    }

    /// Adds why another resource, that an entry is also made of, is folded.
    pub fn add(&mut self, other: Self) {
        self.labelled |= other.labelled;
        let topics = other.topics.into_iter();
        let new: Vec<Topic> = topics
            .filter(|topic| !self.topics.contains(topic))
            .collect();
        self.topics.extend(new);
    }
}
