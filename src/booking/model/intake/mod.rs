//! What a clinic asks before a visit: a FHIR Questionnaire, read into questions, answered, and sent as a
//! QuestionnaireResponse (FHIR R4, resources Questionnaire and QuestionnaireResponse).
//!
//! Of a question that can't be answered here (an attachment, codes of a server's own) nothing is shown: the clinic asks it
//! there. A group that repeats is asked once.

mod answers;
mod response;
mod told;

pub use answers::{Answers, FREE, Problem};
pub use response::response;
pub use told::{Said, carried, told};

use serde_json::Value;

use crate::fhir::datatypes::{Coding, words};
use crate::fhir::{Node, Resource};

const HIDDEN: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
const UNITS: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";
const LEAST: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
const MOST: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";

/// A questionnaire as its questions, in order; those inside a group or under a question come after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Intake {
    /// The canonical URL, with its version where it has one.
    pub canonical: String,
    pub title: Option<String>,
    pub items: Vec<Item>,
}

/// A question, a group of them, or a text between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub link: String,
    pub text: String,
    pub kind: Kind,
    pub required: bool,
    pub repeats: bool,
    /// What may be chosen, or the units of a quantity.
    pub options: Vec<Choice>,
    /// The bounds of a number.
    pub least: Option<f64>,
    pub most: Option<f64>,
    /// In characters.
    pub longest: Option<usize>,
    /// The number of the item that it stands in.
    pub parent: Option<usize>,
    /// When it is asked; empty is always.
    when: Vec<Condition>,
    /// Whether one condition is enough.
    any: bool,
}

/// What kind of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Group,
    Display,
    Boolean,
    Integer,
    Decimal,
    Quantity,
    Date,
    Time,
    Line,
    Text,
    /// One or more of the options; `open` where words of one's own are an answer too.
    Choice {
        open: bool,
    },
}

/// One of the answers on offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Tells it from the others, and stays the same from one reading to the next.
    pub key: String,
    pub label: String,
    /// The element of the answer, such as `valueCoding`.
    element: &'static str,
    value: Value,
}

/// `Questionnaire.item.enableWhen`.
#[derive(Clone, Debug, PartialEq)]
struct Condition {
    question: String,
    operator: String,
    /// The type of the answer it compares with, as in `valueBoolean`, and the answer.
    answer: (String, Value),
}

impl Intake {
    /// Reads a Questionnaire, its words in `language` where it has them so. `None` where nothing in it can be asked here.
    pub fn of(questionnaire: &Resource, language: &str) -> Option<Self> {
        let root = questionnaire.root();
        let url = root.str("url")?;
        let canonical = match root.str("version") {
            Some(version) => [url, "|", version].concat(),
            None => url.to_owned(),
        };
        let mut items = Vec::new();
        read(root, None, questionnaire, language, &mut items);
        items.iter().any(Item::is_question).then(|| Self {
            canonical,
            title: words(root, "title", language).map(str::to_owned),
            items,
        })
    }
}

impl Item {
    /// Whether there is anything to answer.
    pub fn is_question(&self) -> bool {
        !matches!(self.kind, Kind::Group | Kind::Display)
    }
}

fn read(
    node: Node,
    parent: Option<usize>,
    questionnaire: &Resource,
    language: &str,
    items: &mut Vec<Item>,
) {
    for item in node.list("item") {
        let Some(read_item) = one(item, parent, questionnaire, language) else {
            continue;
        };
        let number = items.len();
        items.push(read_item);
        read(item, Some(number), questionnaire, language, items);
    }
}

fn one(
    node: Node,
    parent: Option<usize>,
    questionnaire: &Resource,
    language: &str,
) -> Option<Item> {
    let hidden = node.extension(HIDDEN).bool("valueBoolean") == Some(true);
    if hidden || node.bool("readOnly") == Some(true) {
        return None;
    }
    let kind = match node.str("type")? {
        "group" => Kind::Group,
        "display" => Kind::Display,
        "boolean" => Kind::Boolean,
        "integer" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "quantity" => Kind::Quantity,
        // A date alone is a dateTime too.
        "date" | "dateTime" => Kind::Date,
        "time" => Kind::Time,
        "string" | "url" => Kind::Line,
        "text" => Kind::Text,
        // R5 calls every choice `coding`.
        "choice" | "coding" => Kind::Choice { open: false },
        "open-choice" => Kind::Choice { open: true },
        _ => return None,
    };
    let options = match kind {
        Kind::Quantity => {
            let units = node.extensions(UNITS).chain(node.extensions(UNIT));
            units.filter_map(|unit| choice(unit, language)).collect()
        }
        Kind::Choice { .. } => choices(node, questionnaire, language),
        _ => Vec::new(),
    };
    if kind == (Kind::Choice { open: false }) && options.is_empty() {
        return None;
    }
    let text = words(node, "text", language).unwrap_or_default();
    let text = match node.str("prefix") {
        Some(prefix) => [prefix, " ", text].concat(),
        None => text.to_owned(),
    };
    let bound = |url| {
        let (_, value) = node.extension(url).choice("value")?;
        crate::native::parse_number(&value.value().to_string())
    };
    Some(Item {
        link: node.str("linkId")?.to_owned(),
        text,
        kind,
        required: node.bool("required") == Some(true),
        repeats: node.bool("repeats") == Some(true),
        options,
        least: bound(LEAST),
        most: bound(MOST),
        longest: node.count("maxLength").map(|longest| longest as usize),
        parent,
        when: node
            .list("enableWhen")
            .filter_map(|when| {
                let (kind, answer) = when.choice("answer")?;
                Some(Condition {
                    question: when.str("question")?.to_owned(),
                    operator: when.str("operator")?.to_owned(),
                    answer: (["value", kind].concat(), answer.value().clone()),
                })
            })
            .collect(),
        any: node.str("enableBehavior") == Some("any"),
    })
}

/// The options of a choice, from the item itself or from a value set that the Questionnaire carries.
fn choices(node: Node, questionnaire: &Resource, language: &str) -> Vec<Choice> {
    let own: Vec<Choice> = node
        .list("answerOption")
        .filter_map(|option| choice(option, language))
        .collect();
    let set = node.str("answerValueSet").and_then(|set| {
        let id = set.strip_prefix('#')?;
        let mut inner = questionnaire.root().list("contained");
        inner.find(|inner| inner.str("id") == Some(id))
    });
    let of_set = set.into_iter().flat_map(|set| {
        let listed = set.node("compose").list("include").flat_map(|include| {
            let system = include.str("system");
            include.list("concept").map(move |code| (system, code))
        });
        let expanded = set.node("expansion").list("contains");
        let expanded = expanded.map(|code| (code.str("system"), code));
        listed.chain(expanded)
    });
    let of_set = of_set.filter_map(|(system, code)| coded(system, code, language));
    own.into_iter().chain(of_set).collect()
}

fn coded(system: Option<&str>, code: Node, language: &str) -> Option<Choice> {
    let mut value = serde_json::json!({"code": code.str("code")?});
    if let Some(system) = system {
        value["system"] = system.into();
    }
    for part in ["display", "_display"] {
        if let Some(words) = code.node(part).present() {
            value[part] = words.value().clone();
        }
    }
    let label = Coding(code).display(language).or(code.str("code"))?;
    Some(Choice {
        key: [system.unwrap_or_default(), "|", code.str("code")?].concat(),
        label: label.to_owned(),
        element: "valueCoding",
        value,
    })
}

fn choice(option: Node, language: &str) -> Option<Choice> {
    let (kind, node) = option.choice("value")?;
    let plain = |element: &'static str| {
        let text = match node.value() {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let label = words(option, element, language).map_or(text.clone(), str::to_owned);
        Choice {
            key: text,
            label,
            element,
            value: node.value().clone(),
        }
    };
    match kind {
        "Coding" => coded(node.str("system"), node, language),
        "String" => Some(plain("valueString")),
        "Integer" => Some(plain("valueInteger")),
        "Date" => Some(plain("valueDate")),
        _ => None,
    }
}
