//! What has been answered so far: which questions are asked, and what is wrong with an answer.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Condition, Intake, Item, Kind};
use crate::fhir::{FhirDate, FhirTime, Node};
use crate::native::{number_text, parse_number};

/// Stands before words of one's own among the answers to an open choice.
pub const FREE: &str = "~";

/// What was chosen and typed, by the question's `linkId`, as texts: the key of an option, a number, a date, words;
/// `true` or `false`. A quantity's second text is the key of its unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Vec<String>>);

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Problem {
    Missing,
    /// It wants a whole number.
    NotWhole,
    NotANumber,
    TooSmall(f64),
    TooLarge(f64),
    NotADate,
    NotATime,
    /// More characters than these.
    TooLong(usize),
}

impl Answers {
    /// The answers to a question.
    pub fn of(&self, link: &str) -> &[String] {
        self.0.get(link).map_or(&[], Vec::as_slice)
    }

    /// The first of them; empty where there is none.
    pub fn first(&self, link: &str) -> &str {
        self.of(link).first().map_or("", String::as_str)
    }

    /// Answers a question anew.
    pub fn set(&mut self, link: &str, answers: Vec<String>) {
        match answers.iter().all(|answer| answer.is_empty()) {
            true => drop(self.0.remove(link)),
            false => drop(self.0.insert(link.to_owned(), answers)),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As JSON, for a draft.
    pub fn to_value(&self) -> Value {
        self.0
            .iter()
            .map(|(link, all)| (link.clone(), json!(all)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// Undoes [`Answers::to_value`].
    pub fn from_value(value: &Value) -> Self {
        let links = value.as_object().into_iter().flat_map(|all| all.keys());
        let texts = |link: &String| {
            let all = Node::new(value).list(link);
            all.filter_map(|one| Some(one.value().as_str()?.to_owned()))
                .collect()
        };
        Self(links.map(|link| (link.clone(), texts(link))).collect())
    }
}

impl Intake {
    /// Which items are asked, given the answers so far. The answers to a question that isn't asked don't count.
    pub fn asked(&self, answers: &Answers) -> Vec<bool> {
        let mut asked = vec![true; self.items.len()];
        // Each pass settles the questions that depend on those settled before; one that asks for itself settles never.
        for _ in 0..=self.items.len() {
            let mut next = Vec::with_capacity(asked.len());
            for item in &self.items {
                let inside = item.parent.is_none_or(|parent| next[parent]);
                next.push(inside && self.holds(item, answers, &asked));
            }
            if next == asked {
                break;
            }
            asked = next;
        }
        asked
    }

    fn holds(&self, item: &Item, answers: &Answers, asked: &[bool]) -> bool {
        let holds = |condition: &Condition| {
            let question = self
                .items
                .iter()
                .position(|other| other.link == condition.question);
            // A question that we don't know has no answer.
            let values = match question {
                Some(number) if asked[number] => self.items[number].values(answers),
                _ => Vec::new(),
            };
            condition.holds(&values)
        };
        match (item.when.is_empty(), item.any) {
            (true, _) => true,
            (_, true) => item.when.iter().any(holds),
            (_, false) => item.when.iter().all(holds),
        }
    }

    /// What is wrong, by the number of the item; nothing where all can be sent.
    pub fn problems(&self, answers: &Answers) -> Vec<(usize, Problem)> {
        let asked = self.asked(answers);
        let numbered = self.items.iter().enumerate();
        let asked = numbered.filter(|(number, item)| asked[*number] && item.is_question());
        asked
            .filter_map(|(number, item)| Some((number, item.problem(answers)?)))
            .collect()
    }
}

impl Item {
    fn problem(&self, answers: &Answers) -> Option<Problem> {
        let first = answers.first(&self.link);
        if answers
            .of(&self.link)
            .iter()
            .all(|one| one.trim().trim_start_matches(FREE).is_empty())
        {
            return self.required.then_some(Problem::Missing);
        }
        let number = parse_number(first.trim());
        let bounded = |number: f64| match (self.least, self.most) {
            (Some(least), _) if number < least => Some(Problem::TooSmall(least)),
            (_, Some(most)) if number > most => Some(Problem::TooLarge(most)),
            _ => None,
        };
        match self.kind {
            Kind::Integer => match number {
                Some(number) if number.fract() == 0.0 && number.abs() < 2_147_483_648.0 => {
                    bounded(number)
                }
                _ => Some(Problem::NotWhole),
            },
            Kind::Decimal | Kind::Quantity => match number {
                Some(number) => bounded(number),
                None => Some(Problem::NotANumber),
            },
            Kind::Date => FhirDate::parse(first)
                .is_none()
                .then_some(Problem::NotADate),
            Kind::Time => FhirTime::parse(&seconds(first))
                .is_none()
                .then_some(Problem::NotATime),
            Kind::Line | Kind::Text => {
                let longest = self.longest?;
                let too_long = |line: &String| line.chars().count() > longest;
                answers
                    .of(&self.link)
                    .iter()
                    .any(too_long)
                    .then_some(Problem::TooLong(longest))
            }
            Kind::Choice { .. } | Kind::Boolean | Kind::Group | Kind::Display => None,
        }
    }

    /// The answers as FHIR has them: the element, such as `valueBoolean`, and its value. What isn't an answer is left out.
    pub(super) fn values(&self, answers: &Answers) -> Vec<(&'static str, Value)> {
        let given = answers.of(&self.link);
        if self.kind == Kind::Quantity {
            let unit = given
                .get(1)
                .and_then(|key| self.options.iter().find(|unit| unit.key == *key));
            let unit = unit.or(self.options.first());
            let quantity = given.first().and_then(|text| {
                let mut quantity = json!({"value": number(text)?});
                if let Some(unit) = unit {
                    quantity["unit"] = unit.label.as_str().into();
                    for part in ["system", "code"] {
                        if let Some(value) = unit.value.get(part) {
                            quantity[part] = value.clone();
                        }
                    }
                }
                Some(("valueQuantity", quantity))
            });
            return quantity.into_iter().collect();
        }
        // Several lines are several answers.
        let lines = |text: &String| -> Vec<String> {
            match (self.kind, self.repeats) {
                (Kind::Line | Kind::Text, true) => text.lines().map(str::to_owned).collect(),
                _ => vec![text.clone()],
            }
        };
        let given = given.iter().flat_map(lines);
        let given = given.filter(|text| !text.trim().is_empty());
        given.filter_map(|text| self.value(text.trim())).collect()
    }

    fn value(&self, text: &str) -> Option<(&'static str, Value)> {
        Some(match self.kind {
            Kind::Boolean => ("valueBoolean", (text == "true").into()),
            Kind::Integer => ("valueInteger", number(text)?),
            Kind::Decimal => ("valueDecimal", number(text)?),
            Kind::Date => ("valueDate", FhirDate::parse(text)?.as_str().into()),
            Kind::Time => ("valueTime", seconds(text).into()),
            Kind::Line | Kind::Text => ("valueString", text.into()),
            Kind::Choice { .. } => match text.strip_prefix(FREE) {
                Some("") => return None,
                Some(own) => ("valueString", own.into()),
                None => {
                    let option = self.options.iter().find(|option| option.key == text)?;
                    (option.element, option.value.clone())
                }
            },
            Kind::Group | Kind::Display | Kind::Quantity => return None,
        })
    }
}

impl Condition {
    /// FHIR R4, value set questionnaire-enable-operator: an answer that compares so is enough.
    fn holds(&self, values: &[(&str, Value)]) -> bool {
        let (_, wanted) = &self.answer;
        let any = |compare: fn(std::cmp::Ordering) -> bool| {
            values
                .iter()
                .any(|(_, value)| order(value, wanted).is_some_and(compare))
        };
        match self.operator.as_str() {
            "exists" => wanted.as_bool() == Some(!values.is_empty()),
            "=" => any(|order| order.is_eq()),
            "!=" => values
                .iter()
                .any(|(_, value)| !order(value, wanted).is_some_and(|order| order.is_eq())),
            ">" => any(|order| order.is_gt()),
            "<" => any(|order| order.is_lt()),
            ">=" => any(|order| order.is_ge()),
            "<=" => any(|order| order.is_le()),
            _ => false,
        }
    }
}

/// How two answers compare; `None` where they can't be.
fn order(one: &Value, other: &Value) -> Option<std::cmp::Ordering> {
    let number = |value: &Value| {
        let value = value.get("value").unwrap_or(value);
        value
            .is_number()
            .then(|| parse_number(&value.to_string()))
            .flatten()
    };
    if let (Some(one), Some(other)) = (number(one), number(other)) {
        return one.partial_cmp(&other);
    }
    match (one, other) {
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        // Dates and times of one shape sort as texts do.
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        (Value::Object(one), Value::Object(other)) => {
            let systems = [one.get("system"), other.get("system")];
            let same = one.get("code") == other.get("code")
                && (systems.contains(&None) || systems[0] == systems[1]);
            Some(if same {
                std::cmp::Ordering::Equal
            } else {
                std::cmp::Ordering::Less
            })
        }
        _ => None,
    }
}

/// A number with the digits that were typed, where JSON can spell it so.
fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    let number = parse_number(text)?;
    let typed: Option<Value> = serde_json::from_str(text).ok();
    typed
        .filter(Value::is_number)
        .or_else(|| serde_json::from_str(&number_text(number)).ok())
}

/// FHIR's time has seconds, the browser's field mostly none.
fn seconds(text: &str) -> String {
    match text.len() {
        5 => [text, ":00"].concat(),
        _ => text.to_owned(),
    }
}
