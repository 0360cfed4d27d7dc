//! For whom somebody who has signed in may ask: for themselves, and for those whom they care for.
//!
//! A carer is a Patient whose record links to a RelatedPerson of another Patient, who chose their own record at the sign-in
//! and let Sampan have `user/RelatedPerson.rs`. A real server decides this by itself; Helios confines a token to one patient. So what is
//! about somebody in their care goes on with a token that Helios confines to that one.

use super::guard::entries;
use axum::http::StatusCode;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// The scope by which a patient agrees to act for others too.
const SCOPE: &str = "user/RelatedPerson.rs";

/// Somebody who has signed in.
pub struct Carer {
    /// The patient that their token names. What goes on with that token is the FHIR server's to check.
    own: Option<String>,
    /// The RelatedPerson who they are in another's record, and that other one's Patient.
    wards: Vec<(String, String)>,
}

/// Whom a request is about.
#[derive(Debug, PartialEq)]
pub enum About {
    /// The token's own patient, or what only Helios can refuse.
    Own,
    /// Somebody in their care.
    Ward(String),
    Several,
    /// Nobody is named.
    Unsaid,
}

impl Carer {
    /// Who a token is of. `look` reads a path below the base, as the token's owner may (`true`) or as the server does.
    pub fn of(bearer: &str, look: impl Fn(&str, bool) -> Option<Value>) -> Self {
        let claims = claims(bearer).unwrap_or_default();
        let own = claims["patient"].as_str().map(str::to_owned);
        let agreed = claims["scope"]
            .as_str()
            .is_some_and(|scope| scope.split(' ').any(|scope| scope == SCOPE));
        // Who chose another's record at the sign-in chose that alone.
        let themselves = own.as_ref().is_some_and(|own| {
            claims["fhirUser"].as_str() == Some(["Patient/", own].concat().as_str())
        });
        let wards = match &own {
            Some(own) if agreed && themselves => wards(own, look),
            _ => Vec::new(),
        };
        Self { own, wards }
    }

    /// Those in their care.
    pub fn wards(&self) -> impl Iterator<Item = &str> {
        self.wards.iter().map(|(_, ward)| ward.as_str())
    }

    /// All whose record they may change.
    pub fn patients(&self) -> Vec<String> {
        let wards = self.wards().map(str::to_owned);
        self.own.iter().cloned().chain(wards).collect()
    }

    /// Whom a read is about. `path` is below the base and keeps its query; a batch stands in the body.
    pub fn about(&self, path: &str, body: &[u8]) -> About {
        let batch: Value = serde_json::from_slice(body).unwrap_or_default();
        let mut named: Vec<String> = named(path);
        for entry in entries(&batch) {
            named.extend(self::named(
                entry["request"]["url"].as_str().unwrap_or_default(),
            ));
        }
        named.sort();
        named.dedup();
        match named.as_slice() {
            [] if batch.is_object() => About::Own,
            [] => About::Unsaid,
            [one] if self.wards().any(|ward| ward == one) => About::Ward(one.clone()),
            // What is not theirs at all is Helios' to refuse.
            [_] => About::Own,
            _ => About::Several,
        }
    }

    /// An answer about RelatedPersons with none but those who they are themselves.
    pub fn own_relations(&self, content: &[u8]) -> Vec<u8> {
        let is_own = |resource: &Value| {
            resource["resourceType"] == "RelatedPerson"
                && self.wards.iter().any(|(id, _)| resource["id"] == **id)
        };
        let mut answer: Value = serde_json::from_slice(content).unwrap_or_default();
        if let Some(entries) = answer["entry"].as_array_mut() {
            entries.retain(|entry| is_own(&entry["resource"]));
            let left = entries.len();
            answer["total"] = left.into();
        } else if answer["resourceType"] == "RelatedPerson" && !is_own(&answer) {
            return Vec::new();
        }
        answer.to_string().into_bytes()
    }
}

/// Whether a path asks about RelatedPersons.
pub fn asks_for_relations(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    path.split(['?', '/']).next() == Some("RelatedPerson")
}

/// Whether a request that isn't a GET has to do with RelatedPersons, which nothing but Sampan's own filter confines.
pub fn writes_about_relations(path: &str, body: &[u8]) -> bool {
    let bundle: Value = serde_json::from_slice(body).unwrap_or_default();
    let within = entries(&bundle).any(|entry| {
        let url = entry["request"]["url"].as_str().unwrap_or_default();
        asks_for_relations(url)
    });
    asks_for_relations(path) || within
}

/// Whether a body is a batch that only reads.
pub fn is_batch_of_reads(body: &[u8]) -> bool {
    let bundle: Value = serde_json::from_slice(body).unwrap_or_default();
    bundle["type"] == "batch" && entries(&bundle).all(|entry| entry["request"]["method"] == "GET")
}

/// Whether an answer tells of nothing.
pub fn is_nothing(status: StatusCode, content: &[u8]) -> bool {
    let refused = matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
    refused || serde_json::from_slice(content).is_ok_and(|answer| !is_found(&answer))
}

/// Whether an answer is a resource, or holds one.
pub fn is_found(answer: &Value) -> bool {
    answer["type"] != "searchset" || entries(answer).next().is_some()
}

/// The RelatedPersons that a patient is, each with the patient in whose record they stand. The patient is read with the
/// token itself, so that the FHIR server refuses one that was forged.
fn wards(own: &str, look: impl Fn(&str, bool) -> Option<Value>) -> Vec<(String, String)> {
    let me = look(&format!("Patient/{own}"), true).unwrap_or_default();
    let links = me["link"].as_array().into_iter().flatten();
    let related = links.filter_map(|link| {
        let reference = link["other"]["reference"].as_str()?;
        let id = reference.strip_prefix("RelatedPerson/")?;
        let person = look(reference, false)?;
        let ward = person["patient"]["reference"].as_str()?;
        let ward = ward.strip_prefix("Patient/")?;
        (person["active"] != false).then(|| (id.to_owned(), ward.to_owned()))
    });
    related.collect()
}

/// The patients that a read names, by id.
fn named(path: &str) -> Vec<String> {
    let path = path.trim_start_matches('/');
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = place.split('/');
    let kind = parts.next().unwrap_or_default();
    let mut found: Vec<String> = parts
        .next()
        .filter(|_| kind == "Patient")
        .map(str::to_owned)
        .into_iter()
        .collect();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let value = percent_decode_str(value).decode_utf8_lossy();
        let all = value.split(',').map(str::to_owned);
        match name {
            "_id" if kind == "Patient" => found.extend(all),
            "patient" | "subject" | "source" => {
                found.extend(all.map(|one| one.trim_start_matches("Patient/").to_owned()));
            }
            "actor" => {
                found.extend(all.filter_map(|one| one.strip_prefix("Patient/").map(str::to_owned)))
            }
            _ => {}
        }
    }
    found
}

/// What a token says of itself.
fn claims(bearer: &str) -> Option<Value> {
    let payload = bearer.split('.').nth(1)?;
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn token(patient: &str, user: &str, scope: &str) -> String {
        let claims = json!({"patient": patient, "fhirUser": user, "scope": scope}).to_string();
        format!("Bearer e30.{}.x", BASE64_URL_SAFE_NO_PAD.encode(claims))
    }

    /// Of p1, who cares for p2 and once cared for p3.
    fn look(path: &str, own: bool) -> Option<Value> {
        let link = |id: &str| json!({"other": {"reference": format!("RelatedPerson/{id}")}});
        let related = |id: &str, of: &str, active: bool| json!({"resourceType": "RelatedPerson", "id": id, "active": active, "patient": {"reference": format!("Patient/{of}")}});
        Some(match path {
            "Patient/p1" if own => json!({"link": [link("r2"), link("r3")]}),
            "RelatedPerson/r2" if !own => related("r2", "p2", true),
            "RelatedPerson/r3" if !own => related("r3", "p3", false),
            _ => return None,
        })
    }

    fn carer() -> Carer {
        Carer::of(
            &token("p1", "Patient/p1", "patient/*.rs user/RelatedPerson.rs"),
            look,
        )
    }

    #[test]
    fn who_agreed_to_it_acts_for_those_in_their_care() {
        assert_eq!(carer().patients(), ["p1", "p2"]);
        for (patient, user, scope) in [
            ("p1", "Patient/p1", "patient/*.rs"),
            ("p2", "Patient/p1", "patient/*.rs user/RelatedPerson.rs"),
            ("p4", "Patient/p4", "patient/*.rs user/RelatedPerson.rs"),
        ] {
            let one = Carer::of(&token(patient, user, scope), look);
            assert_eq!(one.patients(), [patient], "{patient} {user} {scope}");
        }
        assert!(Carer::of("Bearer x", look).patients().is_empty());
    }

    #[test]
    fn a_read_is_about_whom_it_names() {
        for (path, about) in [
            ("/Observation?patient=p2&_count=5", About::Ward("p2".into())),
            (
                "/Observation?subject=Patient%2Fp2",
                About::Ward("p2".into()),
            ),
            ("/Appointment?actor=Patient/p2", About::Ward("p2".into())),
            ("/Patient?_id=p2", About::Ward("p2".into())),
            ("/Patient/p2/$summary", About::Ward("p2".into())),
            ("/Observation?patient=p1", About::Own),
            ("/Observation?patient=p3", About::Own),
            ("/Observation?patient=p1,p2", About::Several),
            ("/Observation?_id=o1", About::Unsaid),
            ("/Appointment?actor=PractitionerRole/p2", About::Unsaid),
        ] {
            assert_eq!(carer().about(path, b""), about, "{path}");
        }
        let batch = |urls: &[&str]| {
            let entries: Vec<Value> = urls
                .iter()
                .map(|url| json!({"request": {"method": "GET", "url": url}}))
                .collect();
            json!({"resourceType": "Bundle", "type": "batch", "entry": entries}).to_string()
        };
        let about = |urls: &[&str]| carer().about("/", batch(urls).as_bytes());
        assert_eq!(
            about(&["Observation?patient=p2", "Provenance?target=Observation/1"]),
            About::Ward("p2".into())
        );
        assert_eq!(
            about(&["Condition?patient=p1", "Condition?patient=p2"]),
            About::Several
        );
        assert_eq!(about(&["Slot?_id=1"]), About::Own);
        assert!(is_batch_of_reads(batch(&["Slot?_id=1"]).as_bytes()));
        assert!(!is_batch_of_reads(b"{}"));
    }

    #[test]
    fn nobody_hears_of_other_peoples_relations() {
        let person = |id: &str| json!({"resource": {"resourceType": "RelatedPerson", "id": id}});
        let answer = json!({"resourceType": "Bundle", "type": "searchset", "entry": [person("r2"), person("r9")]});
        let left = carer().own_relations(answer.to_string().as_bytes());
        let left: Value = serde_json::from_slice(&left).unwrap();
        assert_eq!(left["entry"], json!([person("r2")]));
        assert!(
            carer()
                .own_relations(person("r9")["resource"].to_string().as_bytes())
                .is_empty()
        );
        assert!(asks_for_relations("/RelatedPerson?_id=r2") && !asks_for_relations("/Patient/1"));
        let batch = json!({"type": "batch", "entry": [{"request": {"method": "GET", "url": "RelatedPerson?name=a"}}]});
        assert!(writes_about_relations("", batch.to_string().as_bytes()));
        assert!(writes_about_relations("/RelatedPerson/_search", b""));
        assert!(!writes_about_relations("/Appointment", b"{}"));
    }
}
