//! Care plans and goals.

use super::observation::name_of;
use super::status::{is_mistake, status_mark};
use super::{Entry, Fact, Number, Value, When, Word};
use crate::fhir::types::{Activity, CarePlan, Goal, Target};

/// A care plan as an entry; `None` where it was declared a mistake.
pub fn plan(plan: &CarePlan, language: &str) -> Option<Entry> {
    if is_mistake(plan.status()) {
        return None;
    }
    let root = plan.root();
    let kinds: Vec<&str> = plan
        .categories()
        .filter(|kind| kind.code() != Some("assess-plan"))
        .filter_map(|kind| kind.display(language))
        .collect();
    let title = plan.title(language).or(plan.description(language));
    let mut entry = Entry {
        key: plan.key(),
        name: match title.or(kinds.first().copied()) {
            Some(named) => Some(Word::theirs(named)),
            None => Some(Word::Ours("record.plan")),
        },
        current: is_open(plan.status()),
        when: When::of_period(plan.period())
            .lasting()
            .or(|| When::of_text(root.str("created"))),
        marks: status_mark(plan.status()).into_iter().collect(),
        ..Entry::default()
    };
    for reason in plan.addresses().filter_map(|reason| reason.display) {
        entry.said("record.reason", Some(reason));
    }
    for activity in plan.activities() {
        entry.fact("record.activity", activity_words(activity, language));
    }
    if title.is_some() {
        entry.said(
            "record.about",
            plan.description(language)
                .filter(|text| title != Some(*text)),
        );
    }
    entry.said("record.by", plan.author().and_then(|author| author.display));
    entry.notes(plan.notes());
    Some(entry)
}

fn is_open(status: Option<&str>) -> bool {
    !matches!(
        status,
        Some("completed" | "revoked" | "cancelled" | "rejected" | "ended" | "stopped")
    )
}

fn activity_words(activity: Activity, language: &str) -> Vec<Word> {
    let what = activity.description(language);
    let what = what.or(activity.code().display(language));
    let mut words: Vec<Word> = what.map(Word::theirs).into_iter().collect();
    words.extend(activity.scheduled_text().map(Word::theirs));
    words.extend(status_mark(activity.status()).map(|mark| mark.word));
    words
}

/// A goal as an entry; `None` where it was declared a mistake.
pub fn goal(goal: &Goal, language: &str) -> Option<Entry> {
    if is_mistake(goal.status()) {
        return None;
    }
    let root = goal.root();
    let mut entry = Entry {
        key: goal.key(),
        name: name_of(goal.description(), language),
        current: is_open(goal.status()),
        when: When::of_text(root.str("startDate")).or(|| When::of_text(root.str("statusDate"))),
        marks: status_mark(goal.status()).into_iter().collect(),
        ..Entry::default()
    };
    entry.said(
        "record.achievement",
        goal.achievement()
            .and_then(|achievement| achievement.display(language)),
    );
    for target in goal.targets() {
        entry.facts.extend(target_fact(target, language));
        entry.said("record.due", target.due());
    }
    entry.said(
        "record.by",
        root.reference("expressedBy").and_then(|by| by.display),
    );
    for reason in root
        .references("addresses")
        .filter_map(|reason| reason.display)
    {
        entry.said("record.reason", Some(reason));
    }
    entry.notes(goal.notes());
    Some(entry)
}

fn target_fact(target: Target, language: &str) -> Option<Fact> {
    let number = |number: Number| {
        [
            &number.digits,
            " ",
            number.unit.as_deref().unwrap_or_default(),
        ]
        .concat()
    };
    let text = target
        .text(language)
        .map(str::to_owned)
        .or_else(|| target.quantity().and_then(Number::of).map(number))
        .or_else(|| match Value::of_range(target.range()?) {
            Value::Range(Some(low), Some(high)) => Some([&low.digits, "–", &number(high)].concat()),
            Value::Range(low, high) => low.or(high).map(number),
            _ => None,
        })?;
    let measure = target.measure().display(language).map(Word::theirs);
    let words = measure.into_iter().chain([Word::Theirs(text)]).collect();
    Some(Fact {
        label: "record.target",
        words,
    })
}
