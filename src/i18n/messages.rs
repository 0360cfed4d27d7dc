//! The messages of the language in force.

use std::cell::RefCell;

use serde_json::{Map, Value};

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

struct Messages {
    language: Language,
    /// As the file has them: a text, or a text for each plural form.
    by_key: Map<String, Value>,
    /// Whether the later rooms' are there too.
    whole: bool,
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
    let messages = Messages {
        language,
        by_key: read(json)?,
        whole: false,
    };
    MESSAGES.with(|m| *m.borrow_mut() = Some(messages));
    Ok(())
}

/// Adds the later rooms' messages of a language, if that is still in force.
///
/// # Errors
/// As [`install`].
pub fn complete(language: &Language, json: &str) -> Result<(), String> {
    let more = read(json)?;
    MESSAGES.with(|m| {
        if let Some(messages) = m
            .borrow_mut()
            .as_mut()
            .filter(|it| it.language == *language)
        {
            messages.by_key.extend(more);
            messages.whole = true;
        }
    });
    Ok(())
}

/// Whether the messages of all rooms are there.
pub fn is_complete() -> bool {
    MESSAGES.with(|m| m.borrow().as_ref().is_some_and(|it| it.whole))
}

fn read(json: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(json) {
        Ok(Value::Object(messages)) => Ok(messages),
        _ => Err("a message file must be an object of texts".into()),
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
    find(key, "other")
}

/// The text of a message with its `{name}` placeholders filled in.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    fill(t(key), values)
}

/// The text of a message in the plural form for `n`; `{n}` is the number in the language's digits.
pub fn t_n(key: &str, n: usize, values: &[(&str, &str)]) -> String {
    let text = find(key, &intl::plural_category(n));
    fill(
        fill(text, &[("n", &intl::format_number(n as f64, 0))]),
        values,
    )
}

/// The message, in a plural form where it has several.
fn find(key: &str, form: &str) -> String {
    MESSAGES.with(|messages| {
        let messages = messages.borrow();
        let message = messages.as_ref().and_then(|it| it.by_key.get(key));
        let text = message.and_then(|message| match message {
            Value::Object(forms) => forms.get(form).or_else(|| forms.get("other"))?.as_str(),
            message => message.as_str(),
        });
        text.unwrap_or(key).to_owned()
    })
}

fn fill(text: String, values: &[(&str, &str)]) -> String {
    values.iter().fold(text, |text, (name, value)| {
        text.replace(&["{", name, "}"].concat(), value)
    })
}
