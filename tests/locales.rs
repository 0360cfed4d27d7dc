//! Words: every message that is used exists in every language, is translated, and fits its use.
//!
//! Keys are string literals in the code. One that the code puts together is declared beside it:
//! `// keys: room.kind_a, room.kind_b`, or `// keys: room.*` for whatever begins so.

#[path = "support/files.rs"]
mod files;
#[path = "support/rust.rs"]
mod rust;

use std::collections::{BTreeMap, BTreeSet};

use rust::Piece;
use sampan::config::LOCALES;
use serde_json::{Map, Value};

/// The CLDR plural categories that whole numbers need in each language.
const CATEGORIES: [(&str, &[&str]); 3] = [
    ("en", &["one", "other"]),
    ("zh-Hans", &["other"]),
    ("ar", &["few", "many", "one", "other", "two", "zero"]),
];

/// Messages that are rightly the same as in English.
const SAME_AS_ENGLISH: [&str; 0] = [];

/// Sources whose dotted strings are no messages: fields of `config.json`, names of FHIR.
const NO_WORDS: [&str; 3] = ["src/config/mod.rs", "src/config/section.rs", "src/fhir/"];

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

struct Uses {
    /// Key to the file that uses it.
    keys: BTreeMap<String, String>,
    prefixes: BTreeSet<String>,
}

fn uses() -> Uses {
    let rooms: BTreeSet<String> = messages("en")
        .keys()
        .filter_map(|key| Some(key.split_once('.')?.0.to_owned()))
        .collect();
    let mut uses = Uses {
        keys: BTreeMap::new(),
        prefixes: BTreeSet::new(),
    };
    for (file, source) in sources() {
        let words = !NO_WORDS.iter().any(|path| file.starts_with(path));
        for key in declared(&source) {
            match key.strip_suffix('*') {
                Some(prefix) => drop(uses.prefixes.insert(prefix.to_owned())),
                None => drop(uses.keys.insert(key, file.clone())),
            }
        }
        for (_, piece) in rust::pieces(&source) {
            if let Piece::Text(text) = piece
                && words
                && is_key(&text, &rooms)
            {
                uses.keys.insert(text, file.clone());
            }
        }
    }
    for call in calls() {
        uses.keys.insert(call.key, call.file);
    }
    for name in files::read("index.html").split("data-shell=\"").skip(1) {
        let name = name.split('"').next().unwrap_or_default();
        uses.keys
            .insert(format!("shell.{name}"), "index.html".into());
    }
    uses
}

/// The app's sources without their tests, and the scripts that have words, whose strings and comments look the same.
fn sources() -> Vec<(String, String)> {
    let mut all = files::below("src", ".rs");
    for (_, source) in &mut all {
        *source = rust::without_tests(source).to_owned();
    }
    for script in ["src/boot.js", "src/embed/embed.js"] {
        all.push((script.into(), files::read(script)));
    }
    all
}

/// The keys that `// keys:` comments name; a line that ends with a comma goes on in the next comment.
fn declared(source: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut going_on = false;
    for line in source.lines().map(str::trim) {
        let comment = line.split_once("//").map(|(_, text)| text.trim());
        let list = comment.and_then(|text| {
            if going_on {
                Some(text)
            } else {
                text.strip_prefix("keys:")
            }
        });
        going_on = list.is_some_and(|list| list.ends_with(','));
        keys.extend(
            list.unwrap_or_default()
                .split(',')
                .map(|k| k.trim().trim_end_matches('.').to_owned())
                .filter(|k| !k.is_empty()),
        );
    }
    keys
}

fn is_key(text: &str, rooms: &BTreeSet<String>) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    // One that ends so is the beginning of a key, whose end is put together.
    !text.ends_with('_')
        && text
            .split_once('.')
            .is_some_and(|(room, name)| rooms.contains(room) && name.split('.').all(plain))
}

/// A call of one of the message functions with a literal key.
struct Call {
    file: String,
    function: &'static str,
    key: String,
    /// Names of the values given, where they stand in the call itself.
    values: Option<BTreeSet<String>>,
}

fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for (file, source) in files::below("src", ".rs") {
        let source = rust::without_tests(&source);
        let code = rust::code_only(source);
        for (at, piece) in rust::pieces(source) {
            let Piece::Text(key) = piece else { continue };
            let Some(function) = called(&code[..at]) else {
                continue;
            };
            let values = match function {
                "t" => Some(BTreeSet::new()),
                _ => value_names(source, &code, at),
            };
            calls.push(Call {
                file: file.clone(),
                function,
                key,
                values,
            });
        }
    }
    calls
}

/// The message function whose parenthesis has just been opened.
fn called(before: &str) -> Option<&'static str> {
    let name = before.trim_end().strip_suffix('(')?;
    ["t_with", "t_n", "t"].into_iter().find(|function| {
        name.strip_suffix(function)
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || "_.!".contains(c)))
    })
}

/// Names in `&[("name", …), …]` of the call whose key stands at `at`; `None` where the values come from elsewhere.
fn value_names(source: &str, code: &str, at: usize) -> Option<BTreeSet<String>> {
    let mut depth = 0;
    let end = code[at..].find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0
    })? + at;
    let list = code[at..end].find("&[")? + at;
    let names = rust::pieces(&source[list..end])
        .into_iter()
        .filter_map(|(offset, piece)| {
            let Piece::Text(name) = piece else {
                return None;
            };
            let opened = code[..list + offset]
                .trim_end()
                .strip_suffix('(')?
                .trim_end();
            opened.ends_with(['[', ',']).then_some(name)
        });
    Some(names.collect())
}
