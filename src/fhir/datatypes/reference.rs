//! `Reference`.

use crate::fhir::resource::Node;

/// A reference to another resource: by type and id, by URL, into `contained`, or in words only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference<'a> {
    /// The reference as sent: `Practitioner/1`, a URL, `urn:uuid:...`, `#inside`.
    pub text: Option<&'a str>,
    /// The resource type, where it is known.
    pub kind: Option<&'a str>,
    /// The logical id, where the reference has one. Beware of a URL of another server: its ids aren't ours.
    pub id: Option<&'a str>,
    /// What the source calls it.
    pub display: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// Reads a reference; `None` where it says nothing at all. R5's `CodeableReference` reads as its reference.
    pub fn of(node: Node<'a>) -> Option<Self> {
        let node = match node.node("reference").node("reference").present() {
            Some(_) => node.node("reference"),
            None => node,
        };
        let text = node.str("reference");
        let parsed = text.and_then(parse_reference);
        let found = Self {
            text,
            kind: parsed.map(|(kind, _)| kind).or(node.str("type")),
            id: parsed.map(|(_, id)| id),
            display: node.str("display"),
        };
        (found.text.is_some() || found.display.is_some()).then_some(found)
    }

    /// `Type/id`, as [`Included`](crate::fhir::Included) knows it.
    pub fn key(&self) -> Option<String> {
        Some([self.kind?, "/", self.id?].concat())
    }

    /// The id where the reference is to this type.
    pub fn id_of(&self, kind: &str) -> Option<&'a str> {
        self.id.filter(|_| self.kind == Some(kind))
    }
}

/// Type and id out of `Type/id`, `Type/id/_history/v`, or a URL that ends so.
pub fn parse_reference(text: &str) -> Option<(&str, &str)> {
    let current = text.split("/_history/").next()?;
    let (head, id) = current.rsplit_once('/')?;
    let kind = head.rsplit('/').next()?;
    let is_type = kind.starts_with(|first: char| first.is_ascii_uppercase())
        && kind.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_id = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    (is_type && is_id).then_some((kind, id))
}
