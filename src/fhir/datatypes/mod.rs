//! Views over FHIR's data types. Each wraps a [`Node`] and reads from it; none copies.

mod address;
mod concept;
mod language;
mod name;
mod quantity;
mod reference;

pub use address::{Address, ContactPoint, contacts};
pub use concept::{Coding, Concept, any_code, concepts, words};
pub use language::{Script, fit, script_of};
pub use name::{HumanName, display_name, name_in_other_script};
pub use quantity::{Money, Quantity, Range, Ratio};
pub use reference::{Reference, parse_reference};

use super::date::FhirDate;
use super::resource::Node;

/// `Period`: from and until, either open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period<'a>(pub Node<'a>);

impl Period<'_> {
    /// When it starts.
    pub fn start(&self) -> Option<FhirDate> {
        self.0.date("start")
    }

    /// When it ends; a day or month without a time includes that whole day or month.
    pub fn end(&self) -> Option<FhirDate> {
        self.0.date("end")
    }

    /// Whether a moment, in milliseconds since 1970, lies within; an open end reaches for ever.
    pub fn contains_ms(&self, ms: i64) -> bool {
        self.start().is_none_or(|start| start.start_ms() <= ms)
            && self.end().is_none_or(|end| ms < end.end_ms())
    }
}

/// `Identifier`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Identifier<'a>(pub Node<'a>);

impl<'a> Identifier<'a> {
    /// The namespace, a URL.
    pub fn system(&self) -> Option<&'a str> {
        self.0.str("system")
    }

    /// The value within it.
    pub fn value(&self) -> Option<&'a str> {
        self.0.str("value")
    }

    /// What kind of number it is, such as a medical record number.
    pub fn kind(&self) -> Concept<'a> {
        Concept(self.0.node("type"))
    }
}

/// `Attachment`: a document or picture, inside or at a URL.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attachment<'a>(pub Node<'a>);

impl<'a> Attachment<'a> {
    /// The media type.
    pub fn content_type(&self) -> Option<&'a str> {
        self.0.str("contentType")
    }

    /// Where it lies: absolute, or relative to the base of the server (such as `Binary/1`).
    pub fn url(&self) -> Option<&'a str> {
        self.0.str("url")
    }

    /// The content itself in base64.
    pub fn data(&self) -> Option<&'a str> {
        self.0.str("data")
    }

    /// Its title.
    pub fn title(&self) -> Option<&'a str> {
        self.0.str("title")
    }

    /// Bytes.
    pub fn size(&self) -> Option<&'a str> {
        self.0.number_text("size")
    }

    /// When it was made.
    pub fn creation(&self) -> Option<FhirDate> {
        self.0.date("creation")
    }

    /// Its language.
    pub fn language(&self) -> Option<&'a str> {
        self.0.str("language")
    }
}

/// The texts of the `note` elements (`Annotation`).
pub fn notes(node: Node<'_>) -> impl Iterator<Item = &str> {
    node.list("note").filter_map(|note| note.str("text"))
}
