//! The specialties that are offered for choosing, by their SNOMED CT codes (FHIR's c80 practice codes).

use crate::i18n::t;

/// Codes, the most asked for first. A directory may have others: those are shown in its own words.
pub const SPECIALTIES: [&str; 30] = [
    "394814009",
    "419192003",
    "394537008",
    "394585009",
    "394579002",
    "394582007",
    "408444009",
    "394594003",
    "394583002",
    "394584008",
    "394591006",
    "394587001",
    "394913002",
    "418960008",
    "394801008",
    "394612005",
    "394589003",
    "418112009",
    "394810000",
    "394803006",
    "394593009",
    "394807007",
    "394811001",
    "394608004",
    "394609007",
    "394610002",
    "394602003",
    "394882004",
    "394588006",
    "408450004",
];

/// The name of one of them in the language in force.
pub fn specialty_name(code: &str) -> String {
    // keys: specialty.*
    t(&["specialty.", code].concat())
}

/// All codes with their names.
pub fn named() -> Vec<(String, String)> {
    SPECIALTIES
        .iter()
        .map(|code| ((*code).to_owned(), specialty_name(code)))
        .collect()
}
