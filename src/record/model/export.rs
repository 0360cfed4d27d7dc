//! The record as a file of its owner: an International Patient Summary (a FHIR document); and files from elsewhere.

use serde_json::{Value, json};

use super::Chapter;
use crate::fhir::Resource;

const LOINC: &str = "http://loinc.org";

/// The LOINC code of a chapter's section in the International Patient Summary (IPS 1.1, profile Composition).
fn section_code(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Allergies => "48765-2",
        Chapter::Conditions => "11450-4",
        Chapter::Medicines => "10160-0",
        Chapter::Vitals => "8716-3",
        Chapter::Labs | Chapter::Reports => "30954-2",
        Chapter::Immunizations => "11369-6",
        Chapter::Visits => "46240-8",
        Chapter::Procedures => "47519-4",
        Chapter::Documents => "11503-0",
        Chapter::Findings => "29545-1",
        Chapter::Plans => "18776-5",
        Chapter::Goals => "61146-7",
    }
}

/// A section of a document: its resources as they came, and a line in words for each.
pub struct Section {
    pub chapter: Chapter,
    pub title: String,
    pub resources: Vec<Resource>,
    pub lines: Vec<String>,
    /// What is said where there are none.
    pub empty: String,
}

/// What a document is about.
pub struct Document<'a> {
    pub title: String,
    pub language: String,
    /// The server that the resources came from, without a slash at its end.
    pub base: &'a str,
    pub patient: &'a Resource,
    /// When it is made: an instant.
    pub made: String,
    /// A random UUID.
    pub id: String,
    pub sections: Vec<Section>,
}

impl Document<'_> {
    /// The document Bundle. Every resource is in it once, exactly as it came.
    pub fn to_bundle(&self) -> Value {
        let address = |key: &str| [self.base, "/", key].concat();
        let entry = |url: String, resource: Value| json!({"fullUrl": url, "resource": resource});
        let device = ["urn:uuid:", &self.id].concat();
        let mut entries = vec![
            entry(
                address(&["Composition/", &self.id].concat()),
                self.composition(&device),
            ),
            entry(address(&self.patient.key()), self.patient.to_value()),
            entry(
                device,
                json!({"resourceType": "Device", "deviceName": [{"name": "Sampan", "type": "model-name"}]}),
            ),
        ];
        let mut known = vec![self.patient.key()];
        for resource in self.sections.iter().flat_map(|section| &section.resources) {
            let key = resource.key();
            if !known.contains(&key) {
                entries.push(entry(address(&key), resource.to_value()));
                known.push(key);
            }
        }
        let identifier = ["urn:uuid:", &self.id].concat();
        json!({
            "resourceType": "Bundle", "language": self.language, "type": "document", "timestamp": self.made,
            "identifier": {"system": "urn:ietf:rfc:3986", "value": identifier},
            "entry": entries,
        })
    }

    fn composition(&self, author: &str) -> Value {
        let sections: Vec<Value> = self.sections.iter().map(Section::to_value).collect();
        json!({
            "resourceType": "Composition", "id": self.id, "language": self.language, "status": "final",
            "type": {"coding": [{"system": LOINC, "code": "60591-5", "display": "Patient summary Document"}]},
            "subject": {"reference": self.patient.key()}, "date": self.made,
            "author": [{"reference": author, "display": "Sampan"}], "title": self.title, "section": sections,
        })
    }
}

impl Section {
    fn to_value(&self) -> Value {
        let lines: Vec<&str> = match self.lines.as_slice() {
            [] => vec![&self.empty],
            lines => lines.iter().map(String::as_str).collect(),
        };
        let mut section = json!({
            "title": self.title,
            "code": {"coding": [{"system": LOINC, "code": section_code(self.chapter)}]},
            "text": {"status": "generated", "div": narrative(&lines)},
        });
        if let Some(fields) = section.as_object_mut() {
            let references = self
                .resources
                .iter()
                .map(|resource| json!({"reference": resource.key()}));
            match self.resources.is_empty() {
                // Nothing on record is no statement that there is nothing.
                true => fields.insert("emptyReason".into(), json!({"coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": "unavailable", "display": "Unavailable",
                }]})),
                false => fields.insert("entry".into(), references.collect()),
            };
        }
        section
    }
}

/// A list in the XHTML of a `Narrative`.
fn narrative(lines: &[&str]) -> String {
    let mut out = String::from("<div xmlns=\"http://www.w3.org/1999/xhtml\"><ul>");
    for line in lines {
        out.push_str("<li>");
        for char in line.chars() {
            match char {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                char if char.is_control() => out.push(' '),
                char => out.push(char),
            }
        }
        out.push_str("</li>");
    }
    out.push_str("</ul></div>");
    out
}

/// A FHIR document or other Bundle, a resource, or lines of them (NDJSON), as a file from elsewhere holds them: the
/// resources inside, and how many pieces couldn't be read.
pub fn open_file(text: &str) -> (Vec<Resource>, usize) {
    let text = text.trim_start_matches('\u{feff}');
    let whole: Option<Value> = serde_json::from_str(text).ok();
    let pieces: Vec<Option<Value>> = match whole {
        Some(Value::Array(all)) => all.into_iter().map(Some).collect(),
        Some(one) => vec![Some(one)],
        None => text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| serde_json::from_str(line).ok())
            .collect(),
    };
    let mut resources = Vec::new();
    let mut unreadable = 0;
    for piece in pieces {
        match piece.and_then(Resource::parse) {
            Some(bundle) if bundle.kind() == "Bundle" => {
                for entry in bundle.root().list("entry") {
                    match Resource::parse(entry.node("resource").value().clone()) {
                        Some(resource) => resources.push(resource),
                        None => unreadable += 1,
                    }
                }
            }
            Some(resource) => resources.push(resource),
            None => unreadable += 1,
        }
    }
    (resources, unreadable)
}
