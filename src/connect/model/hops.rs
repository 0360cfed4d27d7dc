//! The way to the server: address, network, CORS, what it says it is.

use serde_json::Value;

use super::Silence;
use super::findings::Verdict::{Bad, Good, Less};
use super::own::{is_secure, list, origin, resource, silence_word, text};
use super::run::Run;

/// Where FHIR often lies below an address that somebody gives.
const USUAL: [&str; 5] = ["/fhir", "/r4", "/fhir/r4", "/baseR4", "/api/FHIR/R4"];

/// The request headers that cross to another origin only where CORS names them, with a value that changes nothing.
const HEADERS: [(&str, &str); 4] = [
    ("content-type", "application/fhir+json"),
    ("authorization", "Bearer sampan-connection-test"),
    ("if-match", "W/\"0\""),
    ("if-none-exist", "identifier=sampan-connection-test"),
];

impl Run<'_> {
    /// The hops up to the CapabilityStatement; none where there is no going on.
    pub(super) async fn hops(&mut self) -> Option<Value> {
        let base = self.base.clone();
        if origin(&base).is_none() || base.contains(['?', '#', ' ', '\\']) {
            self.tell("address", (Bad, "address_bad"), &base);
            return None;
        }
        let site = self.wire.site().unwrap_or_default();
        match is_secure(&base) {
            true => self.tell("address", (Good, "address_good"), &base),
            // The browser refuses it without a word, so there is nothing to send.
            false if site.starts_with("https:") => {
                self.tell("address", (Bad, "address_mixed"), &base);
                return None;
            }
            false => self.tell("address", (Less, "address_plain"), &base),
        }
        let answer = self.get("metadata").await;
        match &answer {
            Err(Silence::Cors) => {
                self.tell("reach", (Good, "answers"), "");
                self.tell("cors", (Bad, "cors_none"), &site);
                return None;
            }
            Err(silence) => {
                self.tell("reach", (Bad, silence_word(*silence)), &base);
                return None;
            }
            Ok(answer) => {
                let status = answer.status.to_string();
                self.tell("reach", (Good, "answers"), &status);
            }
        }
        let etag = answer.as_ref().is_ok_and(|answer| answer.etag);
        let capability = self.capability(resource(answer)).await?;
        match site.as_str() {
            "" => self.tell("cors", (Less, "cors_unasked"), ""),
            site => self.cors(etag, site).await,
        }
        Some(capability)
    }

    async fn capability(&mut self, answer: Result<Value, (&'static str, String)>) -> Option<Value> {
        let trouble = match answer {
            Ok(value) if text(&value, "resourceType") == "CapabilityStatement" => {
                let software = text(&value["software"], "name");
                self.tell("metadata", (Good, "metadata_good"), software);
                return self.version(&value).then_some(value);
            }
            Ok(_) => ("not_fhir", String::new()),
            Err(trouble) => trouble,
        };
        match trouble {
            // Some servers hide even what they can do; what matters is whether the directory is open.
            ("unauthorized", status) => {
                self.tell("metadata", (Less, "metadata_hidden"), &status);
                Some(Value::Null)
            }
            ("refused" | "html" | "not_fhir", status) => {
                let outcome = match trouble.0 {
                    "refused" => "wrong_path",
                    other => other,
                };
                match self.elsewhere().await {
                    Some(other) => self.tell("metadata", (Bad, "elsewhere"), &other),
                    None => self.tell("metadata", (Bad, outcome), &status),
                }
                None
            }
            (outcome, status) => {
                self.tell("metadata", (Bad, outcome), &status);
                None
            }
        }
    }

    /// Another address on the same server where FHIR lies.
    async fn elsewhere(&mut self) -> Option<String> {
        for path in USUAL {
            let base = [&self.base, path].concat();
            let answer = self.get(&[&base, "/metadata"].concat()).await;
            if resource(answer).is_ok_and(|it| text(&it, "resourceType") == "CapabilityStatement") {
                return Some(base);
            }
        }
        None
    }

    /// Whether the version is one to go on with.
    fn version(&mut self, capability: &Value) -> bool {
        let version = text(capability, "fhirVersion");
        let outcome = match version {
            "" => (Less, "version_unsaid"),
            it if it.starts_with("4.0") => (Good, "version_good"),
            it if it.starts_with("4.") => (Less, "version_near"),
            _ => (Bad, "version_other"),
        };
        self.tell("version", outcome, version);
        outcome.0 != Bad
    }

    async fn cors(&mut self, mut etag: bool, site: &str) {
        if self.is_same_origin() {
            return self.tell("cors", (Good, "cors_same"), site);
        }
        self.tell("cors", (Good, "cors_good"), site);
        let mut refused = Vec::new();
        for (name, value) in HEADERS {
            let header = Some((name, value.to_owned()));
            match self.send("GET", "metadata", header, None).await {
                Err(_) => refused.push(name),
                Ok(answer) => etag |= answer.etag,
            }
        }
        match refused.is_empty() {
            true => self.tell("headers", (Good, "headers_good"), ""),
            false => self.tell("headers", (Bad, "headers_refused"), &refused.join(", ")),
        }
        let exposed = if etag { "exposed_good" } else { "exposed_none" };
        self.tell("exposed", (Good, exposed), "");
    }

    /// How a booking will go, by what the server says of itself (`docs/booking.md`, the ladder).
    pub(super) fn booking(&mut self, capability: &Value) {
        let said = Said(capability);
        let writes = said.does("Slot", "update") && said.does("Appointment", "create");
        let outcome = if capability.is_null() {
            (Less, "write_unknown")
        } else if said.operates("Appointment", "book") {
            (Good, "write_operations")
        } else if said.system("transaction") && writes {
            (Good, "write_transaction")
        } else if writes {
            (Less, "write_single")
        } else if said.does("Appointment", "create") {
            (Less, "write_request")
        } else {
            (Less, "write_none")
        };
        self.tell("write", outcome, "");
    }
}

/// What a CapabilityStatement says.
pub(super) struct Said<'a>(pub &'a Value);

impl<'a> Said<'a> {
    fn rest(&self) -> &'a Value {
        let rests = list(self.0, "rest");
        let server = rests.iter().find(|rest| text(rest, "mode") == "server");
        server.or(rests.first()).unwrap_or(&Value::Null)
    }

    fn kind(&self, kind: &str) -> &'a Value {
        let mut kinds = list(self.rest(), "resource").iter();
        kinds
            .find(|it| text(it, "type") == kind)
            .unwrap_or(&Value::Null)
    }

    /// Whether the server as a whole has an interaction, such as `transaction`.
    pub fn system(&self, interaction: &str) -> bool {
        let mut all = list(self.rest(), "interaction").iter();
        all.any(|it| text(it, "code") == interaction)
    }

    /// Whether a type is listed with an interaction.
    pub fn does(&self, kind: &str, interaction: &str) -> bool {
        let mut all = list(self.kind(kind), "interaction").iter();
        all.any(|it| text(it, "code") == interaction)
    }

    fn operates(&self, kind: &str, operation: &str) -> bool {
        let mut all = list(self.kind(kind), "operation").iter();
        all.any(|it| text(it, "name") == operation)
    }

    /// What the server says of its sign-in.
    pub fn security(&self) -> &'a Value {
        &self.rest()["security"]
    }
}
