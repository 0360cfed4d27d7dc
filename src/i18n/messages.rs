//! The messages of the language in force.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::intl;

/// A language that Sampan speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP-47 tag, as in `config.json`'s `locales`.
    pub tag: String,
}

impl Language {
    /// Names a language by its BCP-47 tag.
    pub fn new(tag: &str) -> Self {
        Self {
            tag: tag.to_owned(),
        }
    }

    /// `rtl` for the scripts that run from right to left.
    pub fn direction(&self) -> &'static str {
        match self.tag.split('-').next() {
            Some("ar" | "fa" | "he" | "ur") => "rtl",
            _ => "ltr",
        }
    }
}

enum Message {
    Text(String),
    Plural(HashMap<String, String>),
}

struct Messages {
    language: Language,
    by_key: HashMap<String, Message>,
}

thread_local! {
    // The app is single-threaded and shows one language at a time.
    static MESSAGES: RefCell<Option<Messages>> = const { RefCell::new(None) };
}

/// Puts a language in force from its merged message file.
///
/// # Errors
/// What is wrong with the file, when it isn't an object of texts.
pub fn install(language: Language, json: &str) -> Result<(), String> {
    let parsed: Value = serde_json::from_str(json).map_err(|e| e.to_string())?;
    let Value::Object(map) = parsed else {
        return Err("a message file must be an object".into());
    };
    let by_key = map
        .into_iter()
        .filter_map(|(key, value)| Some((key, message(value)?)))
        .collect();
    MESSAGES.with(|m| *m.borrow_mut() = Some(Messages { language, by_key }));
    Ok(())
}

/// Adds messages to the language in force, such as a room's own.
///
/// # Errors
/// As [`install`].
pub fn extend(json: &str) -> Result<(), String> {
    let Value::Object(map) = serde_json::from_str(json).map_err(|e| e.to_string())? else {
        return Err("a message file must be an object".into());
    };
    MESSAGES.with(|m| {
        if let Some(messages) = m.borrow_mut().as_mut() {
            let more = map.into_iter();
            messages
                .by_key
                .extend(more.filter_map(|(key, value)| Some((key, message(value)?))));
        }
    });
    Ok(())
}

/// Whether there is a message of this key.
pub fn knows(key: &str) -> bool {
    find(key, |_| Some(String::new())).is_empty()
}

fn message(value: Value) -> Option<Message> {
    match value {
        Value::String(text) => Some(Message::Text(text)),
        Value::Object(forms) => Some(Message::Plural(
            forms
                .into_iter()
                .filter_map(|(k, v)| Some((k, v.as_str()?.to_owned())))
                .collect(),
        )),
        _ => None,
    }
}

/// The language in force; English before any is.
pub fn current() -> Language {
    MESSAGES.with(|m| {
        m.borrow()
            .as_ref()
            .map_or_else(|| Language::new("en"), |m| m.language.clone())
    })
}

/// The text of a message. A missing one shows its key, which a host test keeps from happening.
pub fn t(key: &str) -> String {
    find(key, |message| match message {
        Message::Text(text) => Some(text.clone()),
        Message::Plural(forms) => forms.get("other").cloned(),
    })
}

/// The text of a message with its `{name}` placeholders filled in.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    fill(t(key), values)
}

/// The text of a message in the plural form for `n`; `{n}` is the number in the language's digits.
pub fn t_n(key: &str, n: usize, values: &[(&str, &str)]) -> String {
    let category = intl::plural_category(n);
    let text = find(key, |message| match message {
        Message::Text(text) => Some(text.clone()),
        Message::Plural(forms) => forms.get(&category).or_else(|| forms.get("other")).cloned(),
    });
    fill(
        fill(text, &[("n", &intl::format_number(n as f64, 0))]),
        values,
    )
}

fn find(key: &str, pick: impl Fn(&Message) -> Option<String>) -> String {
    MESSAGES
        .with(|m| {
            m.borrow()
                .as_ref()
                .and_then(|m| m.by_key.get(key))
                .and_then(pick)
        })
        .unwrap_or_else(|| key.to_owned())
}

fn fill(text: String, values: &[(&str, &str)]) -> String {
    values.iter().fold(text, |text, (name, value)| {
        text.replace(&["{", name, "}"].concat(), value)
    })
}
