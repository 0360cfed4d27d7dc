//! Messages: each room's file of a language, merged to two files a language: for a first visit, and for the rest.

use crate::system;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// A language's messages by key; a value is a text or an object of plural forms.
pub type Messages = Map<String, Value>;

/// The rooms whose messages a first visit needs; those of the others come with their rooms (`src/rooms.rs`).
const FIRST: &[&str] = &["app.json", "doctors.json", "home.json"];

/// The rooms whose chunk holds their words, of few visits: no patient of a FHIR server pays for them.
const IN_CHUNK: &[&str] = &["brand.json", "connect.json", "links.json"];

/// A language's messages.
pub struct Language {
    /// BCP-47 tag.
    pub tag: String,
    pub first: Messages,
    pub later: Messages,
}

/// Reads `locales/<language>/<room>.json`.
///
/// Languages come in the order of `preferred` (the config's), then by name: the first is the fallback.
pub fn read(folder: &Path, preferred: &[String]) -> Result<Vec<Language>> {
    let mut by_language: BTreeMap<String, Vec<(String, Messages)>> = BTreeMap::new();
    for path in system::files_below(folder)? {
        let relative = path.strip_prefix(folder)?.to_string_lossy().into_owned();
        let Some((language, room)) = relative.split_once('/') else {
            bail!("{} lies outside a language's folder", path.display());
        };
        let room_messages = serde_json::from_str(&system::read(&path)?)
            .with_context(|| format!("{} is not a JSON object of messages", path.display()))?;
        by_language
            .entry(language.to_owned())
            .or_default()
            .push((room.to_owned(), room_messages));
    }
    let mut languages = Vec::new();
    for (tag, mut rooms) in by_language {
        merge(rooms.clone()).with_context(|| format!("locale {tag}"))?;
        rooms.retain(|(room, _)| !IN_CHUNK.contains(&room.as_str()));
        let (first, later) = rooms
            .into_iter()
            .partition(|(room, _)| FIRST.contains(&room.as_str()));
        languages.push(Language {
            tag,
            first: merge(first)?,
            later: merge(later)?,
        });
    }
    languages.sort_by_key(|language| {
        preferred
            .iter()
            .position(|tag| *tag == language.tag)
            .unwrap_or(preferred.len())
    });
    Ok(languages)
}

fn merge(rooms: Vec<(String, Messages)>) -> Result<Messages> {
    let mut all = Messages::new();
    for (room, messages) in rooms {
        for (key, message) in messages {
            if all.insert(key.clone(), message).is_some() {
                bail!("'{key}' in {room} stands in another room's file too");
            }
        }
    }
    Ok(all)
}

/// The few messages that the boot script shows before the language's file is there.
pub fn shell(messages: &Messages) -> Messages {
    beginning(messages, "shell.")
}

/// Those that stand in a hospital's own page (`src/embed/embed.js`).
pub fn embedded(messages: &Messages) -> Messages {
    beginning(messages, "embed.")
}

fn beginning(messages: &Messages, room: &str) -> Messages {
    messages
        .iter()
        .filter(|(key, _)| key.starts_with(room))
        .map(|(key, message)| (key.clone(), message.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn room(name: &str, messages: Value) -> (String, Messages) {
        (name.to_owned(), messages.as_object().unwrap().clone())
    }

    #[test]
    fn merges_rooms_and_picks_the_shell() {
        let merged = merge(vec![
            room("shell.json", json!({"shell.title": "Find a doctor"})),
            room(
                "home.json",
                json!({"home.next": {"one": "a visit", "other": "{n} visits"}}),
            ),
        ])
        .unwrap();
        assert_eq!(merged.len(), 2);
        assert_eq!(
            shell(&merged),
            room("", json!({"shell.title": "Find a doctor"})).1
        );
    }

    #[test]
    fn refuses_a_key_twice() {
        let error = merge(vec![
            room("a.json", json!({"x": "1"})),
            room("b.json", json!({"x": "1"})),
        ]);
        assert_eq!(
            error.unwrap_err().to_string(),
            "'x' in b.json stands in another room's file too"
        );
    }
}
