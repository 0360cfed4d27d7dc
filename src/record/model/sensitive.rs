//! What its source has labelled as sensitive (FHIR R4 section 6.1.1, security labels).

use crate::fhir::Node;
use crate::fhir::datatypes::Coding;

/// HL7's codes for what people would rather not have seen over their shoulder: restricted confidentiality, and the
/// sensitivities of mental health, substance use, sexual health, HIV, violence, genetics.
const LABELS: [&str; 17] = [
    "R", "V", "ETH", "ETHUD", "OPIOIDUD", "SUD", "PSY", "MH", "BH", "PSYTHPN", "SEX", "STD", "HIV",
    "SDV", "VIO", "GDIS", "TABOO",
];

/// Whether the source labelled a resource as sensitive.
pub fn sensitive(resource: Node) -> bool {
    let mut labels = resource.node("meta").list("security").map(Coding);
    labels.any(|label| label.code().is_some_and(|code| LABELS.contains(&code)))
}
