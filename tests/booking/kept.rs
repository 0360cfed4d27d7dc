//! What was begun and isn't known to be done: how it is kept, and how it is settled.

use crate::answers::{Answer, NOW, one, outcome_of, traces};
use crate::clinic::{MARK, appointment, slot, slot_of_ours};
use crate::wire::{Script, answer, block_on};
use sampan::booking::api::{News, release, settle};
use sampan::booking::model::{
    Pending, Rung, Step, owner, put_pending, read_pending, write_pending,
};
use sampan::fhir::Error;

const MINUTE: i64 = 60_000;

fn pending(step: Step, age: i64) -> Pending {
    Pending {
        owner: owner("patient-1"),
        slot: "slot-1".into(),
        mark: MARK.into(),
        sent: NOW - age,
        step,
    }
}

fn booking() -> Step {
    Step::Booking {
        rung: Rung::Transaction,
        told: false,
    }
}

#[test]
fn what_is_kept_is_read_back_and_holds_ids_only() {
    let steps = [
        booking(),
        Step::Moving {
            appointment: "appointment-1".into(),
            from: Some("slot-0".into()),
            told: true,
        },
        Step::Cancelling {
            appointment: "appointment-1".into(),
        },
        Step::Releasing {
            version: "3".into(),
        },
    ];
    for (number, step) in steps.into_iter().enumerate() {
        let kept = pending(step, number as i64);
        assert_eq!(
            read_pending(&write_pending(std::slice::from_ref(&kept))),
            [kept]
        );
    }
    let text = write_pending(&[pending(booking(), 0)]);
    assert!(!text.contains("knee"), "{text}");
    assert_eq!(read_pending("nonsense"), []);
    assert_eq!(read_pending(r#"[{"slot": 1}, 7]"#), []);
    let mut all = vec![pending(booking(), 5)];
    put_pending(&mut all, pending(booking(), 0));
    assert_eq!(all, [pending(booking(), 0)]);
}

fn settled(kept: Pending, answers: Vec<Answer>) -> (Option<News>, Option<Pending>) {
    let script = Script::new(answers);
    block_on(settle(&script.client(), "patient-1", kept, NOW))
}

#[test]
fn after_a_closed_tab_the_server_is_asked() {
    let arrived = vec![traces(Some(&appointment("booked")), Some(&slot_of_ours()))];
    let (news, rest) = settled(pending(booking(), 10_000), arrived);
    assert_eq!(
        (news, rest),
        (Some(News::Booked("appointment-1".into())), None)
    );

    // Sent a moment ago and not there: it may still arrive, and is fenced off.
    let nothing = vec![
        traces(None, Some(&slot("free", "1"))),
        answer(200, slot("free", "2").value()),
    ];
    let (news, rest) = settled(pending(booking(), 10_000), nothing);
    assert_eq!(news, Some(News::NotBooked("slot-1".into())));
    // A server that splits transactions may make the appointment all the same: it is watched for a while.
    let rest = rest.expect("watched");
    assert!(rest.is_told());
    let late = vec![
        traces(Some(&appointment("booked")), Some(&slot("busy", "4"))),
        answer(200, appointment("entered-in-error").value()),
    ];
    let (news, _) = settled(rest, late);
    assert_eq!(news, None);
}

#[test]
fn a_slot_that_was_taken_long_ago_without_its_appointment_is_given_back() {
    let answers = || {
        vec![
            traces(None, Some(&slot_of_ours())),
            answer(200, slot("free", "3").value()),
        ]
    };
    let (news, rest) = settled(pending(booking(), 20 * MINUTE), answers());
    assert_eq!((news, rest), (Some(News::NotBooked("slot-1".into())), None));
    // Not as long as the appointment may be on its way.
    let (news, rest) = settled(pending(booking(), 10_000), answers());
    assert_eq!(news, Some(News::Unclear));
    assert!(rest.is_some());
}

#[test]
fn without_an_answer_it_stays_kept() {
    let (news, rest) = settled(pending(booking(), MINUTE), vec![Err(Error::Offline)]);
    assert_eq!(news, Some(News::Unclear));
    assert_eq!(rest, Some(pending(booking(), MINUTE)));
}

#[test]
fn what_is_owed_is_given_back_only_while_it_is_ours() {
    let owed = sampan::booking::api::Release {
        slot: "slot-1".into(),
        version: "2".into(),
    };
    let released = |answers: Vec<Answer>| {
        let script = Script::new(answers);
        let done = block_on(release(&script.client(), &owed));
        (done, script.asked().len())
    };
    let freed = answer(200, slot("free", "3").value());
    assert_eq!(released(vec![one(&slot_of_ours()), freed]), (true, 2));
    // Somebody has changed it since.
    assert_eq!(released(vec![one(&slot("busy", "3"))]), (true, 1));
    assert_eq!(released(vec![Err(Error::Offline)]), (false, 1));
    assert_eq!(
        released(vec![one(&slot_of_ours()), outcome_of(500, "")]),
        (false, 2)
    );
}
