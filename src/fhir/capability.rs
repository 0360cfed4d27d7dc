//! What a server says it can do (`GET metadata`, the resource CapabilityStatement). It is a claim, not a proof.

use super::resource::{Node, Resource};

/// A CapabilityStatement, or what came in its place: every question then has the answer "not said".
#[derive(Clone, Debug, PartialEq)]
pub struct Capability(pub Resource);

impl Capability {
    /// The FHIR version, such as `4.0.1`.
    pub fn fhir_version(&self) -> Option<&str> {
        self.0.root().str("fhirVersion")
    }

    /// The name of the server's software.
    pub fn software(&self) -> Option<&str> {
        let root = self.0.root();
        root.node("software").str("name").or(root.str("name"))
    }

    /// Whether the server lists a resource type at all.
    pub fn knows(&self, kind: &str) -> bool {
        self.resource(kind).is_some()
    }

    /// Whether a type is listed with an interaction, such as `search-type` or `update`.
    pub fn allows(&self, kind: &str, interaction: &str) -> bool {
        self.resource(kind)
            .is_some_and(|resource| has(resource, "interaction", "code", interaction))
    }

    /// Whether a type is listed with a search parameter, by its name.
    pub fn searches(&self, kind: &str, param: &str) -> bool {
        self.resource(kind)
            .is_some_and(|resource| has(resource, "searchParam", "name", param))
    }

    /// Whether a type is listed with an operation, by its name without the `$`, such as `hold`.
    pub fn operates(&self, kind: &str, operation: &str) -> bool {
        self.resource(kind)
            .is_some_and(|resource| has(resource, "operation", "name", operation))
    }

    /// Whether the server takes transactions.
    pub fn transactions(&self) -> bool {
        has(self.rest(), "interaction", "code", "transaction")
    }

    /// Whether the server takes batches.
    pub fn batches(&self) -> bool {
        has(self.rest(), "interaction", "code", "batch")
    }

    fn rest(&self) -> Node<'_> {
        let root = self.0.root();
        root.list("rest")
            .find(|rest| rest.str("mode") == Some("server"))
            .unwrap_or(root.node("rest"))
    }

    fn resource(&self, kind: &str) -> Option<Node<'_>> {
        self.rest()
            .list("resource")
            .find(|resource| resource.str("type") == Some(kind))
    }
}

fn has(node: Node, list: &str, key: &str, value: &str) -> bool {
    node.list(list).any(|item| item.str(key) == Some(value))
}
