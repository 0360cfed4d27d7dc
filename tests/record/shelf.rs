//! Reading a section page by page: in order, each entry once, and nothing ahead of need.

use proptest::prelude::*;
use sampan::fhir::Error;
use sampan::record::model::Chapter;
use sampan::record::shelf::{Period, Shelf};
use serde_json::{Value as Json, json};

use crate::set;
use crate::wire::{Script, answer, block_on};

fn batch(pages: Vec<Json>) -> Json {
    let entries: Vec<Json> = pages
        .into_iter()
        .map(|page| match page.get("failed") {
            Some(status) => json!({"response": {"status": status}}),
            None => json!({"response": {"status": "200"}, "resource": page}),
        })
        .collect();
    json!({"resourceType": "Bundle", "type": "batch-response", "entry": entries})
}

fn procedure(id: &str, date: &str) -> Json {
    json!({"resourceType": "Procedure", "id": id, "performedDateTime": date})
}

fn document(id: &str, date: &str) -> Json {
    json!({"resourceType": "DocumentReference", "id": id, "date": date})
}

fn shelf(script: &std::sync::Arc<Script>, chapters: &[Chapter], period: Period) -> Shelf {
    Shelf::new(script.client(), "p1".into(), "en".into(), chapters, period)
}

fn keys(shelf: &mut Shelf, least: usize) -> Vec<String> {
    let found = block_on(shelf.take(least)).expect("entries");
    found.into_iter().map(|found| found.entry.key).collect()
}

#[test]
fn a_page_is_asked_for_only_when_it_is_needed() {
    let first = set(
        &[procedure("1", "2024-03-01"), procedure("2", "2024-02-01")],
        Some("https://fhir.example/r4?page=2"),
    );
    let script = Script::new([
        answer(200, first),
        answer(200, set(&[procedure("3", "2024-01-01")], None)),
    ]);
    let mut shelf = shelf(&script, &[Chapter::Procedures], Period::default());
    assert_eq!(keys(&mut shelf, 2), ["Procedure/1", "Procedure/2"]);
    assert_eq!((script.asked().len(), shelf.is_done()), (1, false));
    assert_eq!(keys(&mut shelf, 2), ["Procedure/3"]);
    assert_eq!((script.asked().len(), shelf.is_done()), (2, true));
    assert_eq!(keys(&mut shelf, 2), Vec::<String>::new());
    assert_eq!(
        script.asked()[0],
        "GET https://fhir.example/r4/Procedure?patient=p1&_count=60&_sort=-date"
    );
}

#[test]
fn chapters_are_merged_by_date() {
    let script = Script::new([
        answer(
            200,
            batch(vec![
                set(
                    &[procedure("new", "2024-05-01"), procedure("old", "2020")],
                    Some("https://fhir.example/r4?p=2"),
                ),
                set(&[document("middle", "2022-01-01")], None),
            ]),
        ),
        answer(200, set(&[procedure("older", "2019")], None)),
    ]);
    let mut shelf = shelf(
        &script,
        &[Chapter::Procedures, Chapter::Documents],
        Period::default(),
    );
    assert_eq!(
        keys(&mut shelf, 10),
        [
            "Procedure/new",
            "DocumentReference/middle",
            "Procedure/old",
            "Procedure/older"
        ]
    );
    assert!(shelf.is_done() && !shelf.disordered);
}

#[test]
fn a_chapter_that_fails_leaves_the_others() {
    let script = Script::new([answer(
        200,
        batch(vec![
            json!({"failed": "403"}),
            set(&[document("1", "2022")], None),
        ]),
    )]);
    let mut shelf = shelf(
        &script,
        &[Chapter::Procedures, Chapter::Documents],
        Period::default(),
    );
    assert_eq!(keys(&mut shelf, 5), ["DocumentReference/1"]);
    assert!(matches!(
        shelf.refused.as_slice(),
        [(Chapter::Procedures, Error::Forbidden { .. })]
    ));
}

#[test]
fn a_lost_connection_loses_nothing() {
    let script = Script::new([
        answer(
            200,
            set(
                &[procedure("1", "2024")],
                Some("https://fhir.example/r4?page=2"),
            ),
        ),
        answer(400, ""),
        answer(200, set(&[procedure("2", "2023")], None)),
    ]);
    let mut shelf = shelf(&script, &[Chapter::Procedures], Period::default());
    assert!(block_on(shelf.take(5)).is_err());
    assert_eq!(keys(&mut shelf, 5), ["Procedure/1", "Procedure/2"]);
}

#[test]
fn a_period_is_asked_for_and_checked() {
    let found = set(
        &[
            procedure("late", "2025-01-01"),
            procedure("in", "2024-12-31T23:59:59+08:00"),
            procedure("early", "2023-12-31"),
        ],
        None,
    );
    let script = Script::new([answer(200, found)]);
    let period = Period {
        from: Some("2024-01-01".into()),
        to: Some("2024-12-31".into()),
    };
    let mut shelf = shelf(&script, &[Chapter::Procedures], period);
    assert_eq!(keys(&mut shelf, 5), ["Procedure/in"]);
    assert_eq!(
        script.asked()[0],
        "GET https://fhir.example/r4/Procedure?patient=p1&_count=60&date=ge2024-01-01&date=le2024-12-31&_sort=-date"
    );
}

#[test]
fn a_server_that_refuses_order_is_asked_without_and_told_of() {
    let script = Script::new([
        answer(400, ""),
        answer(
            200,
            set(
                &[procedure("1", "2020")],
                Some("https://fhir.example/r4?page=2"),
            ),
        ),
        answer(200, set(&[procedure("2", "2024")], None)),
    ]);
    let mut shelf = shelf(&script, &[Chapter::Procedures], Period::default());
    assert_eq!(keys(&mut shelf, 5), ["Procedure/1", "Procedure/2"]);
    assert_eq!(
        script.asked()[1],
        "GET https://fhir.example/r4/Procedure?patient=p1&_count=60"
    );
    assert!(shelf.disordered);
}

#[test]
fn what_is_no_such_resource_is_set_aside() {
    let found = set(
        &[
            json!("nonsense"),
            json!({"resourceType": "Patient", "id": "x"}),
            procedure("1", "2024"),
        ],
        None,
    );
    let script = Script::new([answer(200, found)]);
    let mut shelf = shelf(&script, &[Chapter::Procedures], Period::default());
    assert_eq!(keys(&mut shelf, 5), ["Procedure/1"]);
    // A bare string has no mode and no type; a Patient came along with nobody's wish.
    assert_eq!(shelf.unreadable, [json!("nonsense")]);
}

#[test]
fn pages_that_lead_to_themselves_end() {
    let same = "https://fhir.example/r4?page=2";
    let script = Script::new([
        answer(200, set(&[procedure("1", "2024")], Some(same))),
        answer(200, set(&[procedure("2", "2023")], Some(same))),
    ]);
    let mut shelf = shelf(&script, &[Chapter::Procedures], Period::default());
    assert_eq!(keys(&mut shelf, 9), ["Procedure/1", "Procedure/2"]);
    assert!(shelf.is_done());
}

proptest! {
    /// However the pages fall, everything is taken once, the newest first.
    #[test]
    fn taken_once_in_order(days in prop::collection::vec(0_u32..400, 0..60), pages in 1_usize..8, least in 1_usize..30) {
        let mut days = days;
        days.sort_unstable_by(|a, b| b.cmp(a));
        let dates: Vec<String> = days.iter().map(|day| {
            let day = chrono::NaiveDate::from_epoch_days(19_000 + *day as i32).unwrap();
            day.to_string()
        }).collect();
        let all: Vec<Json> = dates.iter().enumerate().map(|(at, date)| procedure(&at.to_string(), date)).collect();
        let size = all.len().div_ceil(pages).max(1);
        let chunks: Vec<Vec<Json>> = if all.is_empty() { vec![Vec::new()] } else { all.chunks(size).map(<[Json]>::to_vec).collect() };
        let last = chunks.len() - 1;
        let answers: Vec<_> = chunks.into_iter().enumerate().map(|(at, chunk)| {
            let next = format!("https://fhir.example/r4?page={at}");
            answer(200, set(&chunk, (at < last).then_some(next.as_str())))
        }).collect();
        let script = Script::new(answers);
        let mut shelf = shelf(&script, &[Chapter::Procedures], Period::default());
        let mut taken = Vec::new();
        while !shelf.is_done() {
            taken.extend(block_on(shelf.take(least)).unwrap());
        }
        let mut ids: Vec<usize> = taken.iter().map(|found| found.entry.key["Procedure/".len()..].parse().unwrap()).collect();
        let seen: Vec<String> = taken.iter().map(|found| found.entry.when.date().unwrap().as_str().to_owned()).collect();
        prop_assert_eq!(seen, dates);
        ids.sort_unstable();
        prop_assert_eq!(ids, (0..days.len()).collect::<Vec<_>>());
        prop_assert!(!shelf.disordered);
    }
}
