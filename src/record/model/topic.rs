//! What many would rather not have seen over their shoulder, found by codes: in every coding of a resource, wherever it
//! stands. A code that isn't listed here, and what is only said in words, isn't found.
//!
//! Sources: of SNOMED CT, [`super::topic_codes`]; ICD-10 of WHO by its chapters and blocks; ATC of WHO by its groups; of
//! LOINC, the questionnaires and tests that are the usual ones. Tobacco is no topic, as in the United States' list of
//! protected topics (SAMHSA, value set 2.16.840.1.113762.1.4.1142.58).

use serde_json::Value;

use super::topic_codes as snomed;

/// A topic that the patient may have open or folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    MentalHealth,
    SexualHealth,
    Hiv,
    Substances,
}

/// The codes of a topic: whole ones, and the beginnings of those that are ordered in groups.
struct Codes {
    snomed: &'static [u32],
    loinc: &'static [&'static str],
    icd10: &'static [&'static str],
    atc: &'static [&'static str],
}

impl Topic {
    pub const ALL: [Self; 4] = [
        Self::MentalHealth,
        Self::SexualHealth,
        Self::Hiv,
        Self::Substances,
    ];

    /// The key of its name's message.
    pub fn label(self) -> &'static str {
        match self {
            Self::MentalHealth => "record.topic_mind",
            Self::SexualHealth => "record.topic_sexual",
            Self::Hiv => "record.topic_hiv",
            Self::Substances => "record.topic_substances",
        }
    }

    fn codes(self) -> Codes {
        match self {
            Self::MentalHealth => Codes {
                snomed: &snomed::MENTAL_HEALTH,
                // PHQ-9, PHQ-2, PHQ-9 for teens, GAD-7, EPDS, depression screenings; notes of psychiatry, psychology and mental health.
                loinc: &[
                    "44249-1", "44261-6", "55758-7", "89204-2", "69737-5", "70274-6", "71354-5",
                    "73831-0", "73832-8", "34788-0", "34791-4", "34785-6",
                ],
                // F10 to F19 are substances.
                icd10: &[
                    "F0", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "X6", "X7", "X80", "X81",
                    "X82", "X83", "X84", "R45",
                ],
                atc: &["N05A", "N05B", "N06A", "N06B"],
            },
            Self::SexualHealth => Codes {
                snomed: &snomed::SEXUAL_HEALTH,
                // Syphilis, chlamydia, gonorrhoea; sexual behaviour.
                loinc: &[
                    "20507-0", "5292-8", "24110-9", "22587-0", "21613-5", "24111-7", "36902-5",
                    "11350-6",
                ],
                icd10: &[
                    "A5", "A60", "A61", "A62", "A63", "A64", "F52", "F64", "F65", "F66", "N48.4",
                    "N52", "O04", "T74.2", "Y05", "Z11.3", "Z20.2", "Z22.4", "Z30", "Z33.2",
                    "Z64.0", "Z70", "Z72.5",
                ],
                atc: &["G03A", "G04BE"],
            },
            Self::Hiv => Codes {
                snomed: &snomed::HIV,
                // Antibodies, antigen, and RNA of HIV 1 and 2.
                loinc: &[
                    "7917-8", "7918-6", "7919-4", "56888-1", "75622-1", "68961-2", "69668-2",
                    "48345-3", "31201-7", "29893-5", "30361-0", "20447-9", "25836-8", "25835-0",
                    "23876-6",
                ],
                icd10: &[
                    "B20", "B21", "B22", "B23", "B24", "F02.4", "O98.7", "R75", "Z11.4", "Z20.6",
                    "Z21",
                ],
                atc: &["J05AR", "J05AG", "J05AJ"],
            },
            Self::Substances => Codes {
                snomed: &snomed::SUBSTANCES,
                // AUDIT, AUDIT-C, DAST-10, drinks a day, drinking; alcohol, cannabis, cocaine and opiates in blood or urine.
                loinc: &[
                    "75624-7", "72109-2", "75626-2", "82666-9", "82667-7", "74013-4", "11331-6",
                    "5643-2", "18282-4", "3397-7", "19295-5",
                ],
                icd10: &[
                    "F10", "F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19", "K70", "T40",
                    "Y90", "Y91", "Z71.4", "Z71.5", "Z72.1", "Z72.2",
                ],
                atc: &["N07BB", "N07BC"],
            },
        }
    }

    fn holds(self, system: &str, code: &str) -> bool {
        let codes = self.codes();
        let begins = |all: &[&str]| all.iter().any(|start| code.starts_with(start));
        match system {
            "http://snomed.info/sct" => code
                .parse()
                .is_ok_and(|code| codes.snomed.binary_search(&code).is_ok()),
            "http://loinc.org" => codes.loinc.contains(&code),
            // Every country has an edition under a name of its own.
            _ if system.contains("icd-10") => begins(codes.icd10),
            _ if system.ends_with("/atc") => begins(codes.atc),
            _ => false,
        }
    }
}

/// The topics that any coding within a resource speaks of, each once.
pub fn topics(resource: &Value) -> Vec<Topic> {
    let mut found = Vec::new();
    collect(resource, &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<Topic>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| collect(one, found)),
        Value::Object(fields) => {
            let text = |name| fields.get(name).and_then(Value::as_str);
            if let (Some(system), Some(code)) = (text("system"), text("code")) {
                for topic in Topic::ALL {
                    if !found.contains(&topic) && topic.holds(system, code) {
                        found.push(topic);
                    }
                }
            }
            fields.values().for_each(|one| collect(one, found));
        }
        _ => {}
    }
}
