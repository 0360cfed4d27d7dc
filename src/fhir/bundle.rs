//! Reads search results (FHIR R4 section 3.1.1.3 and the resource Bundle).

use serde_json::{Value, json};

use super::datatypes::parse_reference;
use super::error::{Error, Flaw};
use super::resource::{Node, Resource, Typed};
use super::search::Search;
use super::url;

/// One page of search results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The type that was searched for.
    pub kind: String,
    /// What was found, in the server's order.
    pub entries: Vec<Resource>,
    /// What came along with it.
    pub included: Included,
    /// What the server remarked on the search.
    pub outcomes: Vec<String>,
    /// How many there are in all, where the server says it.
    pub total: Option<u32>,
    /// The link to the next page, as given.
    pub next: Option<String>,
    /// The search as the server understood it.
    pub self_link: Option<String>,
    /// The entries that could not be read, as they came.
    pub unreadable: Vec<Value>,
}

impl Page {
    /// Reads a search set for resources of type `kind`. An OperationOutcome in its place is a rejection; anything else
    /// isn't FHIR.
    pub fn of(bundle: Resource, kind: &str) -> Result<Self, Error> {
        match bundle.kind() {
            "Bundle" => Ok(Self::read(bundle.into_value(), kind)),
            other => Err(not_what_was_asked(&bundle, other)),
        }
    }

    fn read(mut bundle: Value, kind: &str) -> Self {
        let root = Node::new(&bundle);
        let link = |relation| {
            root.list("link")
                .find(|link| link.str("relation") == Some(relation))
                .and_then(|link| link.str("url"))
                .map(str::to_owned)
        };
        let mut page = Self {
            kind: kind.to_owned(),
            total: root.count("total"),
            next: link("next"),
            self_link: link("self"),
            ..Self::default()
        };
        // Entries are moved, not copied: a record has hundreds.
        if let Some(Value::Array(entries)) = bundle.get_mut("entry") {
            for entry in entries {
                let resource = entry.get_mut("resource").map(Value::take);
                page.take(entry, resource);
            }
        }
        page
    }

    fn take(&mut self, entry: &Value, resource: Option<Value>) {
        let value = match resource {
            Some(value) if Resource::is_one(&value) => value,
            Some(other) => return self.unreadable.push(other),
            None => return self.unreadable.push(entry.clone()),
        };
        let Some(resource) = Resource::parse(value) else {
            return;
        };
        let entry = Node::new(entry);
        match entry.node("search").str("mode") {
            Some("outcome") => self.outcomes.push(resource.outcome_text()),
            _ if resource.kind() == "OperationOutcome" => {
                self.outcomes.push(resource.outcome_text())
            }
            Some("match") => self.entries.push(resource),
            None if resource.kind() == self.kind => self.entries.push(resource),
            _ => self.included.add(resource, entry.str("fullUrl")),
        }
    }

    /// The page as a search set, which reads back as the same page; the server's remarks on the search are left out.
    pub fn to_bundle(&self) -> Value {
        let entry = |resource: &Value, full_url: Option<&str>, mode: &str| {
            let mut entry = json!({"resource": resource, "search": {"mode": mode}});
            if let Some(url) = full_url {
                entry["fullUrl"] = url.into();
            }
            entry
        };
        let found = self
            .entries
            .iter()
            .map(|it| entry(it.value(), None, "match"));
        let along = self.included.0.iter();
        let along = along.map(|it| entry(it.resource.value(), it.full_url.as_deref(), "include"));
        let unreadable = self.unreadable.iter().map(|it| entry(it, None, "match"));
        let mut bundle = json!({
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": found.chain(along).chain(unreadable).collect::<Value>(),
        });
        if let Some(total) = self.total {
            bundle["total"] = total.into();
        }
        let links = [("next", &self.next), ("self", &self.self_link)];
        let links = links.into_iter().filter_map(|(relation, url)| {
            Some(json!({"relation": relation, "url": url.as_ref()?}))
        });
        bundle["link"] = links.collect();
        bundle
    }

    /// The found resources as type `T`; those of another type are left out.
    pub fn typed<T: Typed>(&self) -> Vec<T> {
        self.entries.iter().filter_map(T::of).collect()
    }

    /// Adds the page that follows this one.
    pub fn append(&mut self, following: Page) {
        self.entries.extend(following.entries);
        self.included.merge(following.included);
        self.outcomes.extend(following.outcomes);
        self.unreadable.extend(following.unreadable);
        self.total = self.total.or(following.total);
        self.next = following.next;
    }
}

/// The error of an answer that is a resource, but not the one that was due.
pub(super) fn not_what_was_asked(answer: &Resource, kind: &str) -> Error {
    match kind {
        "OperationOutcome" => Error::Rejected {
            status: 200,
            detail: answer.outcome_text(),
        },
        _ => Error::Unreadable {
            detail: Flaw::NotFhir,
        },
    }
}

/// Resources that came along with a search, found by reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Included(Vec<Inclusion>);

#[derive(Clone, Debug, PartialEq)]
struct Inclusion {
    full_url: Option<String>,
    resource: Resource,
}

impl Included {
    /// Adds one, unless it is there already.
    pub fn add(&mut self, resource: Resource, full_url: Option<&str>) {
        if self.find(resource.kind(), resource.id()).is_none() {
            self.0.push(Inclusion {
                full_url: full_url.map(str::to_owned),
                resource,
            });
        }
    }

    /// Adds all of another page.
    pub fn merge(&mut self, other: Included) {
        for inclusion in other.0 {
            self.add(inclusion.resource, inclusion.full_url.as_deref());
        }
    }

    /// What a reference leads to: `Type/id`, or a URL that must be the very one the server gave it.
    pub fn get(&self, reference: &str) -> Option<&Resource> {
        if reference.contains(':') {
            let url = reference.split("/_history/").next();
            let mut all = self.0.iter();
            return all
                .find(|inclusion| inclusion.full_url.as_deref() == url)
                .map(|inclusion| &inclusion.resource);
        }
        let (kind, id) = parse_reference(reference)?;
        self.find(kind, id)
    }

    /// What a reference leads to, as type `T`.
    pub fn typed<T: Typed>(&self, reference: &str) -> Option<T> {
        self.get(reference).and_then(T::of)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Resource> {
        self.0.iter().map(|inclusion| &inclusion.resource)
    }

    fn find(&self, kind: &str, id: &str) -> Option<&Resource> {
        self.iter()
            .find(|resource| resource.id() == id && resource.kind() == kind)
    }
}

/// The parameters that the server dropped, judged by its `self` link: what was asked for and doesn't stand there, or
/// stands there fewer times than asked. The client must filter by those itself. `None` where the server tells nothing.
///
/// A link that names a parameter is no proof (`near` is echoed and ignored by some); this only finds the honest ones.
pub fn ignored_params(search: &Search, page: &Page) -> Option<Vec<String>> {
    let used = url::query_pairs(page.self_link.as_deref()?);
    let times = |name: &str| used.iter().filter(|(used, _)| used == name).count();
    let mut ignored: Vec<String> = Vec::new();
    for (name, _) in search.params() {
        // A leading underscore asks for a form of the answer; only `_id` and `_lastUpdated` narrow it.
        let narrows = !name.starts_with('_') || name == "_id" || name == "_lastUpdated";
        let asked = search
            .params()
            .iter()
            .filter(|(asked, _)| asked == name)
            .count();
        if narrows && times(name) < asked && !ignored.contains(name) {
            ignored.push(name.clone());
        }
    }
    Some(ignored)
}
