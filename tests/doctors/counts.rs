//! Counts beside the options of the filters.

use std::sync::Arc;

use crate::api::{asking, batched};
use crate::directory::batch;
use crate::wire::{Script, answer, block_on};
use sampan::doctors::api::Counted;
use sampan::doctors::query::{Gender, Mode, Position, Query};
use serde_json::{Value, json};

const LANGUAGES: [&str; 2] = ["zh", "en"];

fn total(count: u32) -> Value {
    json!({"resourceType": "Bundle", "type": "searchset", "total": count})
}

fn counted(query: Query, totals: Vec<Value>) -> (Option<Counted>, Arc<Script>) {
    let script = Script::new([answer(200, batch(totals))]);
    let counted = block_on(asking(&script, query).counts(&LANGUAGES));
    (counted, script)
}

/// The doctors without the one parameter and with each of its options, then the same of the other.
fn totals(counts: [u32; 6]) -> Vec<Value> {
    counts.map(total).to_vec()
}

/// Women, men, Chinese, English.
fn said(counted: &Counted, draft: &Query) -> [Option<u32>; 4] {
    [
        ("gender", "female"),
        ("gender", "male"),
        ("lang", "zh"),
        ("lang", "en"),
    ]
    .map(|(name, value)| counted.of(draft, name, value))
}

fn cardiology() -> Query {
    Query {
        specialty: Some("394579002".into()),
        lang: Some("en".into()),
        ..Query::default()
    }
}

#[test]
fn options_are_counted_in_one_batch_besides_the_other_filters() {
    let (counted, script) = counted(cardiology(), totals([12, 7, 5, 12, 12, 9]));
    let counted = counted.expect("counts");
    let draft = Query {
        sort: asking(&script, cardiology()).query.sort,
        ..cardiology()
    };
    assert_eq!(
        said(&counted, &draft),
        [Some(7), Some(5), Some(12), Some(9)]
    );
    assert_eq!(script.asked().len(), 1);
    let start = "PractitionerRole?active=true&specialty=http%3A%2F%2Fsnomed.info%2Fsct%7C394579002";
    assert_eq!(
        batched(&script, 0),
        [
            format!("{start}&practitioner.communication=en&_summary=count"),
            format!(
                "{start}&practitioner.gender=female&practitioner.communication=en&_summary=count"
            ),
            format!(
                "{start}&practitioner.gender=male&practitioner.communication=en&_summary=count"
            ),
            format!("{start}&_summary=count"),
            format!("{start}&practitioner.communication=zh&_summary=count"),
            format!("{start}&practitioner.communication=en&_summary=count"),
        ]
    );
    // The form's other fields have been changed meanwhile: what was counted is of another search.
    let women = Query {
        gender: Some(Gender::Female),
        ..draft.clone()
    };
    assert_eq!(said(&counted, &women), [Some(7), Some(5), None, None]);
    let other = Query {
        specialty: None,
        ..draft
    };
    assert_eq!(said(&counted, &other), [None; 4]);
}

#[test]
fn what_the_device_checks_isn_t_counted() {
    let queries = [
        Query {
            near: Position::new(31.2, 121.5),
            ..cardiology()
        },
        Query {
            mode: Some(Mode::Video),
            ..cardiology()
        },
        Query {
            new: true,
            ..cardiology()
        },
        Query {
            fee: Some(100),
            ..cardiology()
        },
        cardiology().with_text("wang"),
    ];
    for query in queries {
        let script = Script::new([]);
        assert_eq!(
            block_on(asking(&script, query.clone()).counts(&LANGUAGES)),
            None,
            "{query:?}"
        );
    }
}

#[test]
fn counts_that_can_t_be_believed_aren_t_shown() {
    let shown = |totals: Vec<Value>| {
        let (counted, script) = counted(cardiology(), totals);
        let draft = asking(&script, cardiology()).query;
        counted.map(|it| said(&it, &draft))
    };
    let languages_alone = Some([None, None, Some(12), Some(9)]);
    // As many women as men are no reason for doubt.
    assert_eq!(
        shown(totals([12, 6, 6, 12, 12, 9])),
        Some([Some(6), Some(6), Some(12), Some(9)])
    );
    // The server drops one parameter in silence, or knows no doctor by it, or doesn't say how many there are without it.
    assert_eq!(shown(totals([12, 12, 12, 12, 12, 9])), languages_alone);
    assert_eq!(shown(totals([12, 0, 0, 12, 12, 9])), languages_alone);
    let bare = json!({"resourceType": "Bundle", "type": "searchset"});
    let mut some = totals([12, 7, 5, 12, 12, 9]);
    some[0] = bare.clone();
    assert_eq!(shown(some), languages_alone);
    // Or says which it dropped.
    let mut some = totals([12, 7, 5, 12, 12, 9]);
    some[1]["link"] = json!([{"relation": "self", "url": "https://fhir.example/r4/PractitionerRole?active=true"}]);
    assert_eq!(shown(some), Some([None, Some(5), Some(12), Some(9)]));
    assert_eq!(shown(vec![bare; 6]), Some([None; 4]));
}
