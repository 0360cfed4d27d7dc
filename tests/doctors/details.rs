//! What comes after the first answer: ratings and next free times.

use crate::api::{BASE, asking};
use crate::directory::{NOW, batch, bundle, roles};
use crate::wire::{Script, answer, block_on};
use sampan::doctors::api::Left;
use sampan::doctors::model::NextFree;
use sampan::doctors::query::{Query, When};
use serde_json::{Value, json};

fn schedule(n: u32) -> Value {
    json!({"resourceType": "Schedule", "id": format!("s{n}"), "actor": [{"reference": format!("PractitionerRole/role-{n}")}, {"reference": "Location/loc-1"}]})
}

fn slot(n: u32, start: &str) -> Value {
    json!({"resourceType": "Slot", "id": format!("slot-{n}"), "status": "free", "start": start, "schedule": {"reference": format!("Schedule/s{n}")}})
}

/// Of the first doctor: a server that publishes reports isn't asked for more.
fn report() -> Value {
    json!({
        "resourceType": "MeasureReport", "status": "complete", "type": "summary",
        "subject": {"reference": "PractitionerRole/role-1"}, "group": [{"population": [{"count": 40}]}],
    })
}

const TOMORROW: &str = "2026-11-23T09:00:00+08:00";
const NEXT_MONTH: &str = "2026-12-23T09:00:00+08:00";

#[test]
fn ratings_and_free_times_take_a_batch_and_few_searches() {
    let mut first = bundle(vec![slot(1, TOMORROW)], vec![]);
    first["link"] = json!([{"relation": "next", "url": format!("{BASE}/Slot?page=2")}]);
    let script = Script::new([
        answer(200, roles(4)),
        answer(
            200,
            batch(vec![
                bundle(vec![schedule(1), schedule(3), schedule(4)], vec![]),
                bundle(vec![report()], vec![]),
            ]),
        ),
        answer(200, first),
        answer(200, bundle(vec![slot(4, NEXT_MONTH)], vec![])),
    ]);
    let asking = asking(&script, Query::default());
    let rows = block_on(asking.clone().search(None))
        .expect("an answer")
        .found
        .rows;
    let doctors: Vec<_> = rows.iter().map(|row| row.doctor.clone()).collect();
    let details = block_on(asking.details(&doctors, &Left::after(1))).expect("details");
    let next: Vec<&NextFree> = details.iter().map(|detail| &detail.next).collect();
    let at = |hours: i64| NextFree::At {
        ms: NOW + hours * 3_600_000,
        location: Some("loc-1".into()),
    };
    assert_eq!(
        next,
        [
            &at(15),
            &NextFree::Phone,
            &NextFree::Full,
            &at(15 + 30 * 24)
        ]
    );
    let reviews = details
        .iter()
        .map(|it| it.rating.as_ref().map(|it| it.count));
    assert_eq!(
        reviews.collect::<Vec<_>>(),
        [Some(40), Some(0), Some(0), Some(0)]
    );
    let asked = script.asked();
    let rest = "&status=free&start=ge2026-11-22T10%3A00%3A00Z&_elements=schedule%2Cstart%2Cstatus&_sort=start&_count=100";
    assert_eq!(
        asked[2],
        format!("GET {BASE}/Slot?schedule=Schedule%2Fs1%2CSchedule%2Fs3%2CSchedule%2Fs4{rest}")
    );
    assert_eq!(
        asked[3],
        format!("GET {BASE}/Slot?schedule=Schedule%2Fs3%2CSchedule%2Fs4{rest}")
    );
    assert_eq!(asked.len(), 4);
}

#[test]
fn a_server_without_slots_leaves_the_times_unknown() {
    let script = Script::new([
        answer(200, roles(1)),
        answer(
            200,
            batch(vec![
                bundle(vec![schedule(1)], vec![]),
                bundle(vec![report()], vec![]),
            ]),
        ),
        answer(404, ""),
    ]);
    let asking = asking(&script, Query::default());
    let doctors = [block_on(asking.clone().search(None))
        .expect("an answer")
        .found
        .rows[0]
        .doctor
        .clone()];
    assert_eq!(
        block_on(asking.details(&doctors, &Left::after(1))).expect("details")[0].next,
        NextFree::Unknown
    );
}

#[test]
fn only_those_with_a_time_soon_enough_are_shown() {
    let script = Script::new([
        answer(200, roles(2)),
        answer(
            200,
            batch(vec![
                bundle(vec![schedule(1), schedule(2)], vec![]),
                bundle(vec![report()], vec![]),
            ]),
        ),
        answer(
            200,
            bundle(vec![slot(2, TOMORROW), slot(1, NEXT_MONTH)], vec![]),
        ),
    ]);
    let query = Query {
        when: Some(When::Week),
        ..Query::default()
    };
    let found = block_on(asking(&script, query).search(None))
        .expect("an answer")
        .found;
    assert_eq!(
        found
            .rows
            .iter()
            .map(|row| row.doctor.id.as_str())
            .collect::<Vec<_>>(),
        ["role-2"]
    );
    assert!(found.rows[0].detail.is_some());
}
