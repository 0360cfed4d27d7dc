//! A QuestionnaireResponse, read back for the patient.

use crate::fhir::datatypes::Coding;
use crate::fhir::{Node, Resource};

/// What was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Yes(bool),
    Words(String),
}

/// Each question with its answers, in order and in `language` where the source has them so; `of` is a QuestionnaireResponse.
pub fn told(of: Node, language: &str) -> Vec<(String, Vec<Said>)> {
    let mut all = Vec::new();
    gather(of, language, &mut all);
    all
}

fn gather(node: Node, language: &str, all: &mut Vec<(String, Vec<Said>)>) {
    for item in node.list("item") {
        let said: Vec<Said> = item
            .list("answer")
            .filter_map(|answer| said(answer, language))
            .collect();
        if !said.is_empty() {
            let text = item.str("text").or(item.str("linkId"));
            all.push((text.unwrap_or_default().to_owned(), said));
        }
        gather(item, language, all);
        item.list("answer")
            .for_each(|answer| gather(answer, language, all));
    }
}

fn said(answer: Node, language: &str) -> Option<Said> {
    let (kind, value) = answer.choice("value")?;
    let words = match kind {
        "Boolean" => return value.value().as_bool().map(Said::Yes),
        "Coding" => {
            let coding = Coding(value);
            coding.display(language).or(coding.code())?.to_owned()
        }
        "Quantity" => {
            let unit = value.str("unit").or(value.str("code")).unwrap_or_default();
            [value.number_text("value")?, " ", unit]
                .concat()
                .trim_end()
                .to_owned()
        }
        _ => match value.value() {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Number(number) => number.to_string(),
            _ => return None,
        },
    };
    Some(Said::Words(words))
}

/// The QuestionnaireResponses that a resource carries inside itself.
pub fn carried(resource: &Resource) -> impl Iterator<Item = Node<'_>> {
    let inner = resource.root().list("contained");
    inner.filter(|inner| inner.str("resourceType") == Some("QuestionnaireResponse"))
}
