//! Words: every message that is used exists in every language, is translated, and fits its use.
//!
//! Keys are string literals in the code. One that the code puts together is declared beside it:
//! `// keys: room.kind_a, room.kind_b`, or `// keys: room.*` for whatever begins so.

#[path = "../support/files.rs"]
mod files;
#[path = "../support/rust.rs"]
mod rust;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use sampan::config::LOCALES;
use serde_json::{Map, Value};
use uses::{calls, uses};

/// The CLDR plural categories that whole numbers need in each language.
const CATEGORIES: [(&str, &[&str]); 3] = [
    ("en", &["one", "other"]),
    ("zh-Hans", &["other"]),
    ("ar", &["few", "many", "one", "other", "two", "zero"]),
];

/// Messages that are rightly the same as in English.
const SAME_AS_ENGLISH: [&str; 0] = [];

type Messages = BTreeMap<String, Value>;

#[test]
fn every_language_of_the_config_has_its_folder() {
    let folders: BTreeSet<String> = files::below("public/locales", ".json")
        .iter()
        .filter_map(|(name, _)| Some(name.split('/').nth(2)?.into()))
        .collect();
    assert_eq!(folders, LOCALES.iter().map(|l| (*l).to_owned()).collect());
    assert_eq!(
        CATEGORIES.map(|(language, _)| language),
        LOCALES,
        "plural categories of each language"
    );
}

#[test]
fn every_key_stands_in_one_file() {
    for language in LOCALES {
        let mut seen = BTreeMap::new();
        for (file, text) in files::below(&format!("public/locales/{language}"), ".json") {
            for key in object(&file, &text).keys() {
                if let Some(other) = seen.insert(key.clone(), file.clone()) {
                    panic!("{key} stands in {other} and in {file}");
                }
            }
        }
    }
}

#[test]
fn every_used_key_exists() {
    let english = messages("en");
    let missing: Vec<_> = uses()
        .keys
        .into_iter()
        .filter(|(key, _)| !english.contains_key(key))
        .collect();
    assert!(
        missing.is_empty(),
        "used but not in public/locales/en: {missing:#?}"
    );
}

#[test]
fn every_key_is_used() {
    let uses = uses();
    let unused: Vec<_> = messages("en")
        .into_keys()
        .filter(|key| {
            !uses.keys.contains_key(key) && !uses.prefixes.iter().any(|p| key.starts_with(p))
        })
        .collect();
    assert!(
        unused.is_empty(),
        "in public/locales/en but not used: {unused:#?}"
    );
}

#[test]
fn every_declared_prefix_has_keys() {
    let english = messages("en");
    for prefix in uses().prefixes {
        assert!(
            english.keys().any(|key| key.starts_with(&prefix)),
            "no message begins with {prefix}"
        );
    }
}

#[test]
fn languages_have_the_same_keys() {
    let english: BTreeSet<_> = messages("en").into_keys().collect();
    for language in &LOCALES[1..] {
        let keys: BTreeSet<_> = messages(language).into_keys().collect();
        let missing: Vec<_> = english.difference(&keys).collect();
        let extra: Vec<_> = keys.difference(&english).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{language} lacks {missing:#?} and has beyond English {extra:#?}"
        );
    }
}

#[test]
fn everything_is_translated() {
    let english = messages("en");
    for language in &LOCALES[1..] {
        let mut same = Vec::new();
        for (key, value) in messages(language) {
            let originals: Vec<String> = forms(&english[&key])
                .into_iter()
                .map(|(_, text)| text)
                .collect();
            for (_, text) in forms(&value) {
                let words = without_placeholders(&text).chars().any(char::is_alphabetic);
                let allowed = SAME_AS_ENGLISH.contains(&key.as_str());
                if text.trim().is_empty() || (words && !allowed && originals.contains(&text)) {
                    same.push(key.clone());
                }
            }
        }
        assert!(
            same.is_empty(),
            "{language}: empty, or the same as in English: {same:#?}"
        );
    }
}

#[test]
fn plurals_have_the_categories_of_their_language() {
    let english = messages("en");
    for (language, categories) in CATEGORIES {
        for (key, value) in messages(language) {
            assert_eq!(
                value.is_object(),
                english[&key].is_object(),
                "{language} {key}: plural in one language only"
            );
            if let Value::Object(forms) = value {
                let has: Vec<_> = forms
                    .keys()
                    .map(String::as_str)
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect();
                assert_eq!(has, categories, "{language} {key}");
            }
        }
    }
}

#[test]
fn placeholders_agree() {
    let english = messages("en");
    for language in LOCALES {
        for (key, value) in messages(language) {
            let expected = placeholders(&main_form(&english[&key]));
            for (category, text) in forms(&value) {
                let mut has = placeholders(&text);
                match category.as_str() {
                    // "No values": there is nothing to tell of them.
                    "zero" => has.extend(expected.clone()),
                    "other" => {}
                    // "One review" and the Arabic dual need no figure.
                    _ => has.extend(expected.get("n").cloned()),
                }
                assert_eq!(has, expected, "{language} {key} {category}: {text}");
            }
        }
    }
}

#[test]
fn calls_fit_their_message() {
    let english = messages("en");
    for call in calls() {
        let Some(message) = english.get(&call.key) else {
            continue;
        };
        let place = format!("{}: {}(\"{}\")", call.file, call.function, call.key);
        assert_eq!(
            call.function == "t_n",
            message.is_object(),
            "{place}: t_n is for plurals, and only for them"
        );
        let mut wanted = placeholders(&main_form(message));
        if call.function == "t_n" {
            wanted.remove("n");
        }
        if let Some(given) = call.values {
            assert_eq!(
                given, wanted,
                "{place}: the values given and the placeholders of the message"
            );
        }
    }
}

/// The messages of a language, of all rooms.
fn messages(language: &str) -> Messages {
    files::below(&format!("public/locales/{language}"), ".json")
        .iter()
        .flat_map(|(file, text)| object(file, text))
        .collect()
}

fn object(file: &str, text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// The texts of a message by plural category; a plain one is `other`.
fn forms(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| {
        value
            .as_str()
            .expect("a message is a text, or an object of texts")
            .to_owned()
    };
    match value {
        Value::Object(forms) => forms
            .iter()
            .map(|(category, value)| (category.clone(), text(value)))
            .collect(),
        plain => vec![("other".into(), text(plain))],
    }
}

fn main_form(value: &Value) -> String {
    forms(value)
        .into_iter()
        .find(|(category, _)| category == "other")
        .map(|(_, text)| text)
        .unwrap_or_default()
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
        .collect()
}

fn without_placeholders(text: &str) -> String {
    text.split('{')
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
        .collect()
}
