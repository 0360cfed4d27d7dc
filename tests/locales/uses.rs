//! Which messages the sources use, and with which values.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::{self, Piece};
use crate::{files, messages};

/// Sources whose dotted strings are no messages: fields of `config.json`, names of FHIR.
const NO_WORDS: [&str; 3] = ["src/config/mod.rs", "src/config/section.rs", "src/fhir/"];

/// Messages that are used.
pub struct Uses {
    /// Key to the file that uses it.
    pub keys: BTreeMap<String, String>,
    pub prefixes: BTreeSet<String>,
}

/// All of them in the sources.
pub fn uses() -> Uses {
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
pub struct Call {
    pub file: String,
    pub function: &'static str,
    pub key: String,
    /// Names of the values given, where they stand in the call itself.
    pub values: Option<BTreeSet<String>>,
}

/// All calls with a literal key.
pub fn calls() -> Vec<Call> {
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
