//! A resource as the JSON that came, and a tolerant way of reading it.
//!
//! Nothing is converted: a resource keeps everything the server sent, also what Sampan doesn't know, so that an update
//! gives it all back. (A number keeps its digits; only an exponent is respelled, `1E5` as `1e+5`.)

use std::sync::Arc;

use serde_json::Value;

use super::datatypes::Reference;
use super::date::FhirDate;
use super::time::FhirTime;
use crate::native::parse_number;

static MISSING: Value = Value::Null;

/// Any FHIR resource. Cheap to clone: clones share the JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource(Arc<Value>);

impl Resource {
    /// Takes an object that names its `resourceType`; anything else is no resource.
    pub fn parse(value: Value) -> Option<Self> {
        Self::is_one(&value).then(|| Self(Arc::new(value)))
    }

    /// Whether this is an object that names its `resourceType`.
    pub(super) fn is_one(value: &Value) -> bool {
        let kind = value.get("resourceType").and_then(Value::as_str);
        kind.is_some_and(|kind| !kind.is_empty())
    }

    /// The JSON as it came.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The JSON itself, without a copy where nobody else holds it.
    pub(super) fn into_value(self) -> Value {
        Arc::unwrap_or_clone(self.0)
    }

    /// A copy of the JSON to edit, for an update.
    pub fn to_value(&self) -> Value {
        Value::clone(&self.0)
    }

    /// A copy of the JSON with one field set, for an update.
    pub fn with(&self, key: &str, value: Value) -> Value {
        let mut edited = self.to_value();
        if let Some(fields) = edited.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
        edited
    }

    /// The reader over the whole resource.
    pub fn root(&self) -> Node<'_> {
        Node(&self.0)
    }

    /// The `resourceType`.
    pub fn kind(&self) -> &str {
        self.root().str("resourceType").unwrap_or_default()
    }

    /// The logical id; empty where the server sent none.
    pub fn id(&self) -> &str {
        self.root().str("id").unwrap_or_default()
    }

    /// `Type/id`, as a relative reference spells it.
    pub fn key(&self) -> String {
        key(&self.0)
    }

    /// `meta.versionId`, for `If-Match`.
    pub fn version(&self) -> Option<&str> {
        self.root().node("meta").str("versionId")
    }

    /// The language of the text inside, where the resource says it.
    pub fn language(&self) -> Option<&str> {
        self.root().str("language")
    }

    /// What a reference leads to inside this resource: `#id` among `contained`.
    pub fn contained(&self, reference: &Reference) -> Option<Node<'_>> {
        let id = reference.text?.strip_prefix('#')?;
        self.root()
            .list("contained")
            .find(|inner| inner.str("id") == Some(id))
    }

    /// The diagnostics of an OperationOutcome, a line for each issue, at most 500 bytes.
    pub fn outcome_text(&self) -> String {
        let mut out = String::new();
        for issue in self.root().list("issue") {
            let details = issue.node("details");
            let text = details
                .str("text")
                .or(issue.str("diagnostics"))
                .or(details.node("coding").str("display"))
                .or(issue.str("code"));
            if let Some(text) = text {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(text);
            }
        }
        while out.len() > 500 {
            out.pop();
        }
        out
    }
}

/// `Type/id` of a resource that may still be edited.
pub(super) fn key(resource: &Value) -> String {
    let root = Node(resource);
    let part = |name| root.str(name).unwrap_or_default();
    [part("resourceType"), "/", part("id")].concat()
}

/// A resource of one known type, read through accessors for the fields that Sampan uses.
pub trait Typed: Sized {
    /// The `resourceType`.
    const TYPE: &'static str;

    /// Wraps without looking at the type.
    fn wrap(resource: Resource) -> Self;

    /// Wraps a resource of this type; `None` for any other.
    fn of(resource: &Resource) -> Option<Self> {
        (resource.kind() == Self::TYPE).then(|| Self::wrap(resource.clone()))
    }
}

/// A place in a resource, present or not. Reading never fails: what is missing, or isn't what it should be, reads as
/// nothing. Where a list stands for one element or one element for a list (R4, R4B and R5 differ in that), both
/// readings work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node<'a>(&'a Value);

impl<'a> Node<'a> {
    /// A reader over any JSON.
    pub fn new(value: &'a Value) -> Self {
        Self(value)
    }

    /// The JSON here; `null` where there is nothing.
    pub fn value(self) -> &'a Value {
        self.0
    }

    /// True where nothing is.
    pub fn is_missing(self) -> bool {
        self.0.is_null()
    }

    /// Itself, unless nothing is here.
    pub fn present(self) -> Option<Self> {
        (!self.is_missing()).then_some(self)
    }

    /// A child, the first one of a list.
    pub fn node(self, key: &str) -> Node<'a> {
        match self.0.get(key) {
            Some(Value::Array(items)) => Node(items.first().unwrap_or(&MISSING)),
            Some(value) => Node(value),
            None => Node(&MISSING),
        }
    }

    /// All children under a key.
    pub fn list(self, key: &str) -> Nodes<'a> {
        let items: &'a [Value] = match self.0.get(key) {
            Some(Value::Array(items)) => items,
            Some(Value::Null) | None => &[],
            Some(value) => std::slice::from_ref(value),
        };
        Nodes(items.iter())
    }

    /// Non-empty text.
    pub fn str(self, key: &str) -> Option<&'a str> {
        self.node(key).text()
    }

    /// This place as non-empty text.
    pub fn text(self) -> Option<&'a str> {
        self.0.as_str().filter(|text| !text.trim().is_empty())
    }

    /// All texts under a key.
    pub fn strs(self, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.list(key).filter_map(Node::text)
    }

    /// A boolean.
    pub fn bool(self, key: &str) -> Option<bool> {
        self.node(key).0.as_bool()
    }

    /// A number with exactly the digits that were sent: `6.30` stays `6.30`. Numbers that a server wrongly sends as
    /// text count too.
    pub fn number_text(self, key: &str) -> Option<&'a str> {
        match self.node(key).0 {
            Value::Number(number) => Some(number.as_str()),
            Value::String(text) => {
                let starts = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
                (starts && parse_number(text).is_some()).then_some(text)
            }
            _ => None,
        }
    }

    /// A number for arithmetic and charts; show [`Node::number_text`] instead.
    pub fn number(self, key: &str) -> Option<f64> {
        parse_number(self.number_text(key)?)
    }

    /// A whole number that isn't negative.
    pub fn count(self, key: &str) -> Option<u32> {
        self.number_text(key)?.parse().ok()
    }

    /// A date, dateTime or instant of whatever precision.
    pub fn date(self, key: &str) -> Option<FhirDate> {
        FhirDate::parse(self.str(key)?)
    }

    /// A time of day.
    pub fn time(self, key: &str) -> Option<FhirTime> {
        FhirTime::parse(self.str(key)?)
    }

    /// A reference, the first one of a list.
    pub fn reference(self, key: &str) -> Option<Reference<'a>> {
        Reference::of(self.node(key))
    }

    /// All references under a key.
    pub fn references(self, key: &str) -> impl Iterator<Item = Reference<'a>> + use<'a> {
        self.list(key).filter_map(Reference::of)
    }

    /// A choice of types (`value[x]`): which type, such as `Quantity`, and what.
    pub fn choice(self, prefix: &str) -> Option<(&'a str, Node<'a>)> {
        self.0.as_object()?.iter().find_map(|(key, value)| {
            let kind = key.strip_prefix(prefix)?;
            let is_type = kind.starts_with(|first: char| first.is_ascii_uppercase());
            is_type.then_some((kind, Node(value)))
        })
    }

    /// The extension with this URL, the first of several.
    pub fn extension(self, url: &str) -> Node<'a> {
        self.extensions(url).next().unwrap_or(Node(&MISSING))
    }

    /// All extensions with this URL.
    pub fn extensions<'u>(self, url: &'u str) -> impl Iterator<Item = Node<'a>> + use<'a, 'u> {
        self.list("extension")
            .filter(move |extension| extension.str("url") == Some(url))
    }

    /// What stands beside a primitive: its extensions, under the same key with an underscore before it.
    pub fn beside(self, key: &str) -> Node<'a> {
        self.node(&["_", key].concat())
    }
}

/// The elements of a list.
#[derive(Clone, Debug)]
pub struct Nodes<'a>(std::slice::Iter<'a, Value>);

impl<'a> Iterator for Nodes<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        self.0.next().map(Node)
    }
}
