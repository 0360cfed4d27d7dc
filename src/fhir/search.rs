//! Builds searches (FHIR R4 section 3.1.1) with the escaping that the standard and the URL each ask for.

use super::url;

/// A search on one resource type. Two searches made the same way give the same URL, so answers can be cached by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    kind: String,
    params: Vec<(String, String)>,
}

impl Search {
    /// A search for resources of type `kind`, such as `Slot`.
    pub fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            params: Vec::new(),
        }
    }

    /// A parameter whose value already is in FHIR's search syntax (a boolean, a status code, an escaped list).
    pub fn param(mut self, name: &str, value: &str) -> Self {
        self.params.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What a person typed: every character that means something to a search is escaped.
    pub fn text(self, name: &str, value: &str) -> Self {
        self.param(name, &escape(value))
    }

    /// A code, with its system where it has one: `system|code`.
    pub fn token(self, name: &str, system: Option<&str>, code: &str) -> Self {
        let value = token(system, code);
        self.param(name, &value)
    }

    /// Any of several codes, each with its system or without.
    pub fn tokens(self, name: &str, codes: &[(Option<&str>, &str)]) -> Self {
        let values: Vec<String> = codes
            .iter()
            .map(|(system, code)| token(*system, code))
            .collect();
        self.param(name, &values.join(","))
    }

    /// Any of several values, joined by commas: ids, references, or words. Each is escaped.
    pub fn any<S: AsRef<str>>(self, name: &str, values: &[S]) -> Self {
        let values: Vec<String> = values.iter().map(|value| escape(value.as_ref())).collect();
        self.param(name, &values.join(","))
    }

    /// Resources by their ids (`_id=a,b,c`): the way to fetch what an include left out.
    pub fn ids<S: AsRef<str>>(self, ids: &[S]) -> Self {
        self.any("_id", ids)
    }

    /// One reference, as `Type/id`.
    pub fn reference(self, name: &str, kind: &str, id: &str) -> Self {
        let value = [kind, "/", &escape(id)].concat();
        self.param(name, &value)
    }

    /// A bound on a date: `prefix` is `ge`, `lt` and the like, `date` any FHIR date. Call it twice for a range.
    pub fn date(self, name: &str, prefix: &str, date: &str) -> Self {
        let value = [prefix, date].concat();
        self.param(name, &value)
    }

    /// How many a page should hold. A server may give fewer.
    pub fn count(self, count: u32) -> Self {
        self.param("_count", &count.to_string())
    }

    /// Also send the resources that a reference leads to: `Type:parameter`.
    pub fn include(self, path: &str) -> Self {
        self.param("_include", path)
    }

    /// One sort key, `-` before it for descending. Servers differ: sort again in the client.
    pub fn sort(self, key: &str) -> Self {
        self.param("_sort", key)
    }

    /// The resource type.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Names and values as given, before percent-encoding.
    pub fn params(&self) -> &[(String, String)] {
        &self.params
    }

    /// The percent-encoded query, without the question mark.
    pub fn to_query(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.params {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(name);
            out.push('=');
            out.push_str(&url::encode(value));
        }
        out
    }

    /// Type and query, relative to the base of the server, as a Bundle entry wants it.
    pub fn path(&self) -> String {
        match self.params.is_empty() {
            true => self.kind.clone(),
            false => [self.kind.as_str(), "?", &self.to_query()].concat(),
        }
    }
}

fn token(system: Option<&str>, code: &str) -> String {
    match system {
        Some(system) => [&escape(system), "|", &escape(code)].concat(),
        None => escape(code),
    }
}

/// Puts a backslash before `\`, `,`, `$` and `|`, which separate values in a search (FHIR R4 section 3.1.1.4.0.1).
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\\' | ',' | '$' | '|') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Undoes [`escape`]; a lone backslash at the end stays.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.push(chars.next().unwrap_or('\\')),
            _ => out.push(char),
        }
    }
    out
}
