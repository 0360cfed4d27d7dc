//! `HumanName`: one person often has several, such as 王伟 and Wang Wei.

use super::language::{Script, script_of};
use crate::fhir::resource::Node;

/// One name of a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HumanName<'a>(pub Node<'a>);

impl<'a> HumanName<'a> {
    /// `official`, `usual`, `nickname`, `old`, `maiden`...
    pub fn usage(&self) -> Option<&'a str> {
        self.0.str("use")
    }

    /// The family name.
    pub fn family(&self) -> Option<&'a str> {
        self.0.str("family")
    }

    /// The name as one text: the one given, else its parts, in the order of their script.
    pub fn text(&self) -> Option<String> {
        if let Some(text) = self.0.str("text") {
            return Some(text.to_owned());
        }
        let han = self.script() == Script::Han;
        let given: Vec<&str> = self.0.strs("given").collect();
        let mut parts: Vec<&str> = Vec::new();
        if han {
            parts.extend(self.family());
            parts.extend(given);
            parts.extend(self.0.strs("prefix"));
        } else {
            parts.extend(self.0.strs("prefix"));
            parts.extend(given);
            parts.extend(self.family());
        }
        parts.extend(self.0.strs("suffix"));
        let text = parts.join(if han { "" } else { " " });
        (!text.is_empty()).then_some(text)
    }

    /// The script it is written in. The letters tell it better than the `iso21090-EN-representation` extension, which
    /// is often left out.
    pub fn script(&self) -> Script {
        let part = self.0.str("text").or(self.family()).or(self.0.str("given"));
        part.map_or(Script::Other, script_of)
    }

    /// How fit a name is to call a person by: names of the past come last.
    fn rank(&self) -> u8 {
        match self.usage() {
            Some("official") => 4,
            Some("usual") => 5,
            None => 3,
            Some("old" | "maiden" | "temp" | "anonymous") => 0,
            Some(_) => 1,
        }
    }
}

/// The name to show to a reader of `language` (BCP 47), out of the names under `name`.
pub fn display_name(person: Node<'_>, language: &str) -> Option<String> {
    let script = Script::of_language(language);
    best(person, script, true).or_else(|| best(person, script, false))
}

/// The same person's name in a script other than the reader's, to show beside it; `None` where there is none.
pub fn name_in_other_script(person: Node<'_>, language: &str) -> Option<String> {
    let shown = Script::of_language(language);
    // Without a name in the reader's script any name is shown, and no second one.
    best(person, shown, true).and_then(|_| best(person, shown, false))
}

fn best(person: Node<'_>, script: Script, same: bool) -> Option<String> {
    let mut best: Option<(u8, String)> = None;
    for name in person.list("name").map(HumanName) {
        if (name.script() == script) != same {
            continue;
        }
        let rank = name.rank();
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            best = name.text().map(|text| (rank, text)).or(best);
        }
    }
    best.map(|(_, text)| text)
}
