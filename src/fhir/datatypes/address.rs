//! `Address` and `ContactPoint`.

use super::Period;
use super::concept::words;
use super::language::{Script, script_of};
use crate::fhir::resource::Node;

/// A postal address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Address<'a>(pub Node<'a>);

impl<'a> Address<'a> {
    /// The town.
    pub fn city(&self) -> Option<&'a str> {
        self.0.str("city")
    }

    /// The country, a name or an ISO 3166 code.
    pub fn country(&self) -> Option<&'a str> {
        self.0.str("country")
    }

    /// The address in lines, as on an envelope: the text given, in `language` where the source has it so, else its parts
    /// in the order of their script.
    pub fn lines(&self, language: &str) -> Vec<String> {
        let node = self.0;
        if let Some(text) = words(node, "text", language) {
            return text.lines().map(str::to_owned).collect();
        }
        let streets: Vec<&str> = node.strs("line").collect();
        let han = streets
            .first()
            .copied()
            .or(self.city())
            .is_some_and(|part| script_of(part) == Script::Han);
        if han {
            let places = ["state", "city", "district"]
                .iter()
                .filter_map(|key| node.str(key));
            let whole: String = places.chain(streets).collect();
            return vec![whole];
        }
        let mut lines: Vec<String> = streets.iter().map(|line| (*line).to_owned()).collect();
        // "Boston MA 02114", "Leeds LS1 1AA", but "10117 Berlin".
        let has_letters = |code: &str| code.contains(|char: char| char.is_ascii_alphabetic());
        let is_short = |state: &str| state.len() == 2;
        let is_american = match self.country() {
            Some(country) => ["US", "USA"].contains(&country),
            None => node.str("state").is_some_and(is_short),
        };
        let is_last = is_american || node.str("postalCode").is_some_and(has_letters);
        let parts = match is_last {
            true => ["city", "state", "postalCode"],
            false => ["postalCode", "city", "state"],
        };
        let town: Vec<&str> = parts.iter().filter_map(|key| node.str(key)).collect();
        if !town.is_empty() {
            lines.push(town.join(" "));
        }
        lines
    }
}

/// A telephone number, e-mail address or web page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContactPoint<'a>(pub Node<'a>);

impl<'a> ContactPoint<'a> {
    /// `phone`, `email`, `url`, `sms`, `fax`, `pager` or `other`.
    pub fn system(&self) -> Option<&'a str> {
        self.0.str("system")
    }

    /// The number or address, as a person reads it.
    pub fn value(&self) -> Option<&'a str> {
        self.0.str("value")
    }

    /// `work`, `home`, `mobile`, `old` or `temp`.
    pub fn usage(&self) -> Option<&'a str> {
        self.0.str("use")
    }

    /// When it holds.
    pub fn period(&self) -> Period<'a> {
        Period(self.0.node("period"))
    }

    /// A link that reaches it: `tel:`, `sms:`, `mailto:`, or an https page; nothing else is let through.
    pub fn href(&self) -> Option<String> {
        let value = self.value()?.trim();
        let scheme = match self.system()? {
            "phone" => "tel:",
            "sms" => "sms:",
            "email" => return Some(["mailto:", value].concat()),
            "url" if value.starts_with("https://") => return Some(value.to_owned()),
            _ => return None,
        };
        let dialled = |char: &char| char.is_ascii_digit() || matches!(char, '+' | '*' | '#');
        let number: String = value.chars().filter(dialled).collect();
        (!number.is_empty()).then(|| [scheme, &number].concat())
    }
}

/// The contact points under `telecom` with this `system`, the preferred first, those of the past left out.
pub fn contacts<'a>(node: Node<'a>, system: &str) -> Vec<ContactPoint<'a>> {
    let mut found: Vec<_> = node
        .list("telecom")
        .map(ContactPoint)
        .filter(|point| {
            point.system() == Some(system)
                && point.usage() != Some("old")
                && point.value().is_some()
        })
        .collect();
    found.sort_by_key(|point| point.0.count("rank").unwrap_or(u32::MAX));
    found
}
