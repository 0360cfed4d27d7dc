//! The words that Sampan ships, and files that a hospital may have put in their place.

use std::collections::BTreeSet;

use crate::understand::read;
use sampan::doctors::SPECIALTIES;
use sampan::doctors::understand::Vocabulary;
use serde_json::Value;

const VOCABULARY: &str = include_str!("../../public/vocabulary.json");

fn names(language: &str) -> Vec<(String, String)> {
    let path = format!(
        "{}/public/locales/{language}/doctors.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let file: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON");
    let name = |code: &&str| {
        file[format!("specialty.{code}")]
            .as_str()
            .expect("a name")
            .to_owned()
    };
    SPECIALTIES
        .iter()
        .map(|code| ((*code).to_owned(), name(code)))
        .collect()
}

/// The vocabulary that Sampan ships, for a reader of this language.
pub fn vocabulary(language: &str) -> Vocabulary {
    Vocabulary::read(VOCABULARY, language, &names(language))
}

/// Every entry of the file that is shipped can be read, in every language, and rests on a source.
#[test]
fn the_vocabulary_is_whole() {
    let file: Value = serde_json::from_str(VOCABULARY).expect("JSON");
    let known = vocabulary("en");
    let mut codes = BTreeSet::new();
    for list in ["specialties", "complaints", "places", "filters"] {
        for entry in file[list].as_array().expect("a list") {
            for language in ["en", "zh-Hans", "ar"] {
                let words = entry[language].as_array().expect("words");
                assert!(!words.is_empty(), "{entry}");
                for word in words.iter().map(|it| it.as_str().expect("a text")) {
                    assert_eq!(word.trim(), word);
                }
            }
            codes.extend(entry["code"].as_str());
            for code in entry["see"].as_array().into_iter().flatten() {
                assert!(
                    SPECIALTIES.contains(&code.as_str().expect("a code")),
                    "{entry}"
                );
            }
            if list == "complaints" {
                assert!(!entry["source"].as_str().expect("a source").is_empty());
            }
        }
    }
    assert_eq!(codes.len(), SPECIALTIES.len());
    let read: usize = ["specialties", "complaints", "places", "filters"]
        .iter()
        .map(|it| file[it].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(known.entries().len(), read, "nothing of it was left out");
    for alarm in file["emergencies"].as_array().expect("a list") {
        assert!(
            ["en", "zh-Hans", "ar"]
                .iter()
                .all(|language| alarm["say"][language].is_string()),
            "{alarm}"
        );
    }
}

#[test]
fn a_vocabulary_that_is_broken_or_odd_breaks_nothing() {
    for text in [
        "",
        "[]",
        "{",
        r#"{"complaints":[{"see":[1],"source":3},null,{"en":"x"}],"emergencies":[7,{"words":[[["x"]]]}],"places":[{"at":[1e9,0],"en":["y"]}],"ignored":{}}"#,
    ] {
        let known = Vocabulary::read(text, "en", &names("en"));
        assert_eq!(
            read("cardiology wang", &known),
            "cardiology \"wang\"",
            "{text}"
        );
        assert_eq!(read("x y", &known), "\"x y\"", "{text}");
    }
}
