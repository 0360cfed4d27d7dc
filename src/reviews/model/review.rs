//! One patient's review of one visit, as it is written and stored. `docs/reviews.md` describes the two resources.

use serde_json::{Value, json};

use super::EXPERIENCE;
use crate::fhir::datatypes::{Script, script_of};
use crate::fhir::{Resource, Search};

/// The Questionnaire that a review answers (`public/profiles/Questionnaire-patient-experience.json`).
pub const QUESTIONNAIRE: &str = "https://sampan.health/fhir/Questionnaire/patient-experience";
const VERSION: &str = "1";
/// The system of a review's identifier, whose value is the visit's `Appointment/…`: one visit, one review.
pub const IDENTIFIER: &str = "https://sampan.health/fhir/NamingSystem/review";
/// Leads from the response to the visit: R4's `encounter` takes an Encounter only, and a patient knows the Appointment.
pub const VISIT: &str = "https://sampan.health/fhir/StructureDefinition/review-visit";
/// What is asked in stars, in the order of the form.
pub const STARS: [&str; 5] = [
    "overall",
    "access",
    "communication",
    "staff",
    "coordination",
];

/// A visit that can be reviewed: all are ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub appointment: String,
    /// The PractitionerRole.
    pub role: String,
    /// The Patient who was there.
    pub patient: String,
    /// The Patient who writes: the same, or who cares for them.
    pub author: String,
}

impl Visit {
    fn key(&self) -> String {
        ["Appointment/", &self.appointment].concat()
    }

    fn identifier(&self) -> Value {
        json!({"system": IDENTIFIER, "value": self.key()})
    }

    /// What finds the resources of this visit's review, as `ifNoneExist` wants it.
    pub fn only_once(&self) -> String {
        Search::new("")
            .token("identifier", Some(IDENTIFIER), &self.key())
            .to_query()
    }

    /// Whether a resource is of this visit's review.
    pub fn is_of(&self, resource: &Resource) -> bool {
        let mut identifiers = resource.root().list("identifier");
        identifiers
            .any(|it| it.str("system") == Some(IDENTIFIER) && it.str("value") == Some(&self.key()))
    }

    /// The searches for the response and for its Observation.
    pub fn searches(&self) -> [Search; 2] {
        let of = |kind: &str, whose: &str| {
            Search::new(kind)
                .reference(whose, "Patient", &self.patient)
                .token("identifier", Some(IDENTIFIER), &self.key())
        };
        [
            of("QuestionnaireResponse", "source"),
            of("Observation", "subject"),
        ]
    }
}

/// What a patient says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// Answers to [`STARS`], 1 to 5.
    pub stars: [Option<u32>; 5],
    pub recommend: Option<bool>,
    pub comment: String,
}

impl Review {
    /// Reads a QuestionnaireResponse.
    pub fn of(response: &Resource) -> Self {
        let answer = |link: &str| {
            let mut items = response.root().list("item");
            let item = items.find(|item| item.str("linkId") == Some(link));
            item.map(|item| item.node("answer"))
        };
        Self {
            stars: STARS.map(|link| {
                let stars = answer(link)?.count("valueInteger");
                stars.filter(|stars| (1..=5).contains(stars))
            }),
            recommend: answer("recommend").and_then(|it| it.bool("valueBoolean")),
            comment: answer("comment")
                .and_then(|it| it.str("valueString"))
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// Whether the one question is answered that must be.
    pub fn is_complete(&self) -> bool {
        self.stars[0].is_some()
    }

    /// Reads what [`Review::to_value`] gave.
    pub fn from_value(value: &Value) -> Self {
        let star = |at: usize| value["stars"][at].as_u64().map(|star| star as u32);
        Self {
            stars: std::array::from_fn(star),
            recommend: value["recommend"].as_bool(),
            comment: value["comment"].as_str().unwrap_or_default().to_owned(),
        }
    }

    /// As text to keep while it is being written.
    pub fn to_value(&self) -> Value {
        json!({"stars": self.stars, "recommend": self.recommend, "comment": self.comment})
    }

    /// Says the same: white space around a comment says nothing.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let trimmed = |review: &Self| {
            (
                review.stars,
                review.recommend,
                review.comment.trim().to_owned(),
            )
        };
        trimmed(self) == trimmed(other)
    }

    /// The answers, each with its question in the reader's words.
    fn items(&self, question: &dyn Fn(&str) -> String) -> Value {
        let item = |link: &str, answer: Value| json!({"linkId": link, "text": question(link), "answer": [answer]});
        let stars = STARS
            .iter()
            .zip(self.stars)
            .filter_map(|(link, stars)| Some(item(link, json!({"valueInteger": stars?}))));
        let recommend = self
            .recommend
            .map(|yes| item("recommend", json!({"valueBoolean": yes})));
        let comment = self.comment.trim();
        let comment =
            (!comment.is_empty()).then(|| item("comment", json!({"valueString": comment})));
        stars.chain(recommend).chain(comment).collect()
    }
}

/// What it takes to write a review down.
pub struct Writing<'a> {
    pub review: &'a Review,
    pub visit: &'a Visit,
    /// An instant.
    pub now: &'a str,
    /// BCP 47 tag of the writer's page.
    pub language: &'a str,
    /// A question in the writer's words, by its code.
    pub question: &'a dyn Fn(&str) -> String,
}

impl Writing<'_> {
    /// The QuestionnaireResponse of a first review.
    pub fn response(&self) -> Value {
        let canonical = [QUESTIONNAIRE, "|", VERSION].concat();
        let mut response = json!({
            "resourceType": "QuestionnaireResponse",
            "extension": [{"url": VISIT, "valueReference": {"reference": self.visit.key()}}],
            "identifier": self.visit.identifier(),
            "questionnaire": canonical,
            "subject": reference("PractitionerRole", &self.visit.role),
            "author": reference("Patient", &self.visit.author),
            "source": reference("Patient", &self.visit.patient),
        });
        self.answer(&mut response, "completed");
        response
    }

    /// The Observation of a first review, derived from the response at this reference.
    pub fn star(&self, response: &str) -> Value {
        let mut star = json!({
            "resourceType": "Observation",
            "identifier": [self.visit.identifier()],
            "code": {"coding": [{"system": EXPERIENCE, "code": "overall", "display": "Overall experience"}]},
            "subject": reference("Patient", &self.visit.patient),
            "focus": [reference("PractitionerRole", &self.visit.role)],
            "performer": [reference("Patient", &self.visit.author)],
            "derivedFrom": [{"reference": response}],
        });
        self.rate(&mut star, "final");
        star
    }

    /// The stored response with these answers.
    pub fn changed_response(&self, stored: &Resource) -> Value {
        let mut response = stored.to_value();
        self.answer(&mut response, "amended");
        response
    }

    /// The stored Observation with this number of stars.
    pub fn changed_star(&self, stored: &Resource) -> Value {
        let mut star = stored.to_value();
        self.rate(&mut star, "amended");
        star
    }

    fn answer(&self, response: &mut Value, status: &str) {
        response["status"] = status.into();
        response["authored"] = self.now.into();
        response["item"] = self.review.items(self.question);
        let language = language_of(&self.review.comment, self.language);
        if let Some(fields) = response.as_object_mut() {
            match language {
                Some(language) => fields.insert("language".to_owned(), language.into()),
                None => fields.remove("language"),
            };
        }
    }

    fn rate(&self, star: &mut Value, status: &str) {
        star["status"] = status.into();
        star["effectiveDateTime"] = self.now.into();
        star["valueQuantity"] = json!({
            "value": self.review.stars[0], "unit": "stars", "system": "http://unitsofmeasure.org", "code": "{stars}",
        });
    }
}

fn reference(kind: &str, id: &str) -> Value {
    let target = [kind, "/", id].concat();
    json!({"reference": target})
}

/// The language of a comment, where its script tells it from the other languages offered.
fn language_of(comment: &str, page: &str) -> Option<String> {
    match script_of(comment) {
        Script::Han => Some("zh".to_owned()),
        Script::Arabic => Some("ar".to_owned()),
        // Letters that many languages share: the page's, if it uses them.
        script => (Script::of_language(page) == script).then(|| page.to_owned()),
    }
}

/// A review as the server has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub response: Resource,
    /// Its Observation, which an interrupted write may lack.
    pub star: Option<Resource>,
}

impl Stored {
    /// What it says.
    pub fn review(&self) -> Review {
        Review::of(&self.response)
    }

    /// Whether its author took it back.
    pub fn is_withdrawn(&self) -> bool {
        self.response.root().str("status") == Some("entered-in-error")
    }

    /// Whether the Observation says what the response says.
    pub fn is_whole(&self) -> bool {
        self.star.as_ref().is_some_and(|star| {
            let root = star.root();
            let stars = root.node("valueQuantity").count("value");
            match root.str("status") {
                Some("entered-in-error") => self.is_withdrawn(),
                _ => !self.is_withdrawn() && stars == self.review().stars[0],
            }
        })
    }

    /// Both resources, taken back: what was said is gone from them.
    pub fn withdrawn(&self) -> (Value, Option<Value>) {
        let without = |resource: &Resource, said: &[&str]| {
            let mut edited = resource.with("status", "entered-in-error".into());
            if let Some(fields) = edited.as_object_mut() {
                said.iter().for_each(|name| drop(fields.remove(*name)));
            }
            edited
        };
        let response = without(&self.response, &["item", "language"]);
        let star = self
            .star
            .as_ref()
            .map(|star| without(star, &["valueQuantity"]));
        (response, star)
    }
}
