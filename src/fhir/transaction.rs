//! Writes: a Bundle of type transaction, and what became of each of its entries (FHIR R4 section 3.1.0.11).

use serde_json::{Map, Value};

use super::datatypes::parse_reference;
use super::error::{Error, Flaw};
use super::resource::{Node, Resource, key};

/// A transaction in the making. Entries are answered in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transaction {
    entries: Vec<Value>,
}

impl Transaction {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces a resource (its type and id stand in it), only while `version` is still the current one.
    pub fn update(mut self, resource: Value, version: Option<&str>) -> Self {
        let url = key(&resource);
        let mut request = request("PUT", &url);
        if let Some(version) = version {
            request.insert("ifMatch".to_owned(), Value::String(if_match(version)));
        }
        self.entries.push(entry(None, Some(resource), request));
        self
    }

    /// Makes a resource. `full_url` (`urn:uuid:...`) lets other entries refer to it; `unless` is a search that, where it
    /// finds one, makes the server keep that one instead (`ifNoneExist`).
    pub fn create(mut self, resource: Value, full_url: Option<&str>, unless: Option<&str>) -> Self {
        let kind = Node::new(&resource)
            .str("resourceType")
            .unwrap_or_default()
            .to_owned();
        let mut request = request("POST", &kind);
        if let Some(unless) = unless {
            request.insert("ifNoneExist".to_owned(), Value::String(unless.to_owned()));
        }
        self.entries.push(entry(full_url, Some(resource), request));
        self
    }

    /// The Bundle to post.
    pub fn to_bundle(&self) -> Value {
        bundle("transaction", self.entries.clone())
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

pub(super) fn request(method: &str, url: &str) -> Map<String, Value> {
    let mut request = Map::new();
    request.insert("method".to_owned(), Value::String(method.to_owned()));
    request.insert("url".to_owned(), Value::String(url.to_owned()));
    request
}

pub(super) fn entry(
    full_url: Option<&str>,
    resource: Option<Value>,
    request: Map<String, Value>,
) -> Value {
    let mut entry = Map::new();
    if let Some(full_url) = full_url {
        entry.insert("fullUrl".to_owned(), Value::String(full_url.to_owned()));
    }
    if let Some(resource) = resource {
        entry.insert("resource".to_owned(), resource);
    }
    entry.insert("request".to_owned(), Value::Object(request));
    Value::Object(entry)
}

pub(super) fn bundle(kind: &str, entries: Vec<Value>) -> Value {
    let mut bundle = Map::new();
    bundle.insert(
        "resourceType".to_owned(),
        Value::String("Bundle".to_owned()),
    );
    bundle.insert("type".to_owned(), Value::String(kind.to_owned()));
    bundle.insert("entry".to_owned(), Value::Array(entries));
    Value::Object(bundle)
}

/// The `If-Match` of a version (FHIR R4 section 3.1.0.5): a weak ETag.
pub(super) fn if_match(version: &str) -> String {
    ["W/\"", version, "\""].concat()
}

/// What became of one write.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryOutcome {
    /// The HTTP status of this entry; 0 where none was given.
    pub status: u16,
    /// The type of what was written.
    pub kind: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// Its new version.
    pub version: Option<String>,
    /// The resource as it now is, where the server sent it.
    pub resource: Option<Resource>,
    /// Why it failed; `None` where it was done.
    pub error: Option<Error>,
}

impl EntryOutcome {
    /// Reads an entry of a batch or transaction response.
    pub(super) fn of(entry: Node) -> Self {
        let response = entry.node("response");
        // "201 Created": the code comes first.
        let status = response
            .str("status")
            .and_then(|status| status.split(' ').next())
            .and_then(|code| code.parse().ok())
            .unwrap_or(0);
        let resource = Resource::parse(Value::clone(entry.node("resource").value()));
        let outcome = Resource::parse(Value::clone(response.node("outcome").value()));
        let mut found = Self::written(
            status,
            response.str("location"),
            response.str("etag"),
            resource,
        );
        found.error = match status {
            200..=299 => None,
            0 => Some(Error::Unreadable {
                detail: Flaw::NotFhir,
            }),
            _ => {
                let remark = outcome.as_ref().or(found.resource.as_ref());
                Some(Error::of_status(
                    status,
                    None,
                    remark.map_or(String::new(), Resource::outcome_text),
                ))
            }
        };
        found
    }

    /// A write that was done. The body tells type, id and version better than headers, which a browser may not see.
    pub(super) fn written(
        status: u16,
        location: Option<&str>,
        etag: Option<&str>,
        resource: Option<Resource>,
    ) -> Self {
        let place = location.and_then(parse_reference);
        let of_location = location
            .and_then(|location| location.split_once("/_history/"))
            .map(|(_, version)| version);
        let of_etag = etag.map(|etag| etag.trim_start_matches("W/").trim_matches('"'));
        let body = resource
            .as_ref()
            .filter(|resource| !resource.id().is_empty());
        Self {
            status,
            kind: body
                .map(Resource::kind)
                .or(place.map(|(kind, _)| kind))
                .map(str::to_owned),
            id: body
                .map(Resource::id)
                .or(place.map(|(_, id)| id))
                .map(str::to_owned),
            version: body
                .and_then(Resource::version)
                .or(of_etag)
                .or(of_location)
                .map(str::to_owned),
            resource,
            error: None,
        }
    }
}

/// A transaction that failed as a whole or in part.
#[derive(Clone, Debug, PartialEq)]
pub struct TransactionError {
    /// The first reason.
    pub error: Error,
    /// What became of each entry, where the server ran them one by one all the same: those without an error were done
    /// and must now be undone. Empty where nothing was done, or nothing is known.
    pub entries: Vec<EntryOutcome>,
}

impl From<Error> for TransactionError {
    /// A failure of the whole. Some servers tell the lost race only in words: 400 "Entry failed with status 412".
    fn from(error: Error) -> Self {
        let lost = matches!(&error, Error::Rejected { detail, .. } | Error::Server { detail, .. }
            if detail.contains("status 412") || detail.contains("status 409"));
        Self {
            error: if lost { Error::Conflict } else { error },
            entries: Vec::new(),
        }
    }
}

/// Judges a transaction response: done only if each of `expected` entries is there and was done.
pub(super) fn judge(
    answer: &Resource,
    expected: usize,
) -> Result<Vec<EntryOutcome>, TransactionError> {
    if answer.kind() != "Bundle" {
        return Err(super::bundle::not_what_was_asked(answer, answer.kind()).into());
    }
    let entries: Vec<EntryOutcome> = answer.root().list("entry").map(EntryOutcome::of).collect();
    let missing = (entries.len() < expected).then_some(Error::Unreadable {
        detail: Flaw::Truncated,
    });
    let failed = entries.iter().find_map(|entry| entry.error.clone());
    match failed.or(missing) {
        Some(error) => Err(TransactionError { error, entries }),
        None => Ok(entries),
    }
}
