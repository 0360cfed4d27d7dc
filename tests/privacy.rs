//! Accesses and agreements as the source tells them (FHIR R4 AuditEvent and Consent, and what R5 made of them).

use sampan::fhir::types::{AuditEvent, Consent};
use sampan::fhir::{Resource, Typed};
use sampan::privacy::model::{Act, Agreement, Look, State, What, Who};
use serde_json::{Value, json};

fn look(event: Value) -> Look {
    let mut whole = json!({"resourceType": "AuditEvent"});
    whole
        .as_object_mut()
        .unwrap()
        .extend(event.as_object().unwrap().clone());
    Look::of(
        &AuditEvent::wrap(Resource::parse(whole).unwrap()),
        "p1",
        "en",
    )
}

#[test]
fn an_access_tells_who_did_what_with_what() {
    let seen = look(json!({
        "action": "R", "recorded": "2026-03-05T09:12:00+08:00", "outcome": "0",
        "agent": [
            {"requestor": false, "name": "The app"},
            {"requestor": true, "name": "Dr Wang", "type": {"text": "Doctor"}},
        ],
        "purposeOfEvent": [{"text": "Treatment"}],
        "source": {"observer": {"display": "Record system"}},
        "entity": [
            {"what": {"reference": "Patient/p1"}},
            {"what": {"reference": "Observation/1"}}, {"what": {"reference": "Observation/2"}},
            {"name": "Letters"},
        ],
    }));
    assert_eq!(
        seen.who,
        Who::Named("Dr Wang".into()),
        "who asked, not what they used"
    );
    assert_eq!(seen.part.as_deref(), Some("Doctor"));
    assert_eq!(seen.act, Act::Read);
    assert_eq!(
        seen.what,
        [
            What::Kind("Observation".into()),
            What::Said("Letters".into())
        ]
    );
    assert_eq!(seen.why.as_deref(), Some("Treatment"));
    assert_eq!(seen.system.as_deref(), Some("Record system"));
    assert!(!seen.refused);
    assert_eq!(seen.when.unwrap().as_str(), "2026-03-05T09:12:00+08:00");
}

#[test]
fn the_patient_is_told_from_others() {
    let agent =
        |who: &str| look(json!({"agent": [{"who": {"reference": who, "display": "Lin Mei"}}]})).who;
    assert_eq!(agent("Patient/p1"), Who::Patient);
    assert_eq!(
        agent("https://elsewhere.example/fhir/Patient/p1/_history/2"),
        Who::Patient
    );
    assert_eq!(agent("Patient/p2"), Who::Named("Lin Mei".into()));
    assert_eq!(look(json!({})).who, Who::Unknown);
    assert_eq!(
        look(json!({"agent": [{"altId": "dr7"}]})).who,
        Who::Named("dr7".into())
    );
}

#[test]
fn a_refused_access_is_told_so() {
    for (outcome, refused) in [
        (json!("0"), false),
        (json!("4"), true),
        (json!("8"), true),
        (json!({"code": {"code": "success"}}), false),
        (json!({"code": {"code": "fatal"}}), true),
        (Value::Null, false),
    ] {
        assert_eq!(
            look(json!({"outcome": outcome})).refused,
            refused,
            "{outcome}"
        );
    }
    assert_eq!(look(json!({"action": "E"})).act, Act::Used);
    assert_eq!(look(json!({"action": "D"})).act, Act::Removed);
}

fn agreement(consent: Value) -> Option<Agreement> {
    let mut whole = json!({"resourceType": "Consent"});
    whole
        .as_object_mut()
        .unwrap()
        .extend(consent.as_object().unwrap().clone());
    // 2026-03-05
    let now = 1_772_668_800_000;
    Agreement::of(&Consent::wrap(Resource::parse(whole).unwrap()), now, "en")
}

#[test]
fn an_agreement_tells_what_holds_and_for_how_long() {
    let r4 = agreement(json!({
        "status": "active", "dateTime": "2025-01-02",
        "category": [{"text": "Sharing"}], "scope": {"text": "Privacy"},
        "organization": [{"display": "Riverside"}],
        "provision": {"type": "permit", "period": {"end": "2026-12-31"}, "actor": [{"reference": {"display": "Harbour"}}]},
    }))
    .unwrap();
    assert_eq!(r4.about.as_deref(), Some("Sharing"));
    assert_eq!((r4.state, r4.permits), (State::InForce, Some(true)));
    assert_eq!(r4.given.unwrap().as_str(), "2025-01-02");
    assert_eq!(r4.until.unwrap().as_str(), "2026-12-31");
    assert_eq!(
        (r4.holders, r4.others),
        (vec!["Riverside".into()], vec!["Harbour".into()])
    );

    let r5 = agreement(json!({"status": "active", "date": "2025-01-02", "decision": "deny", "controller": [{"display": "Riverside"}]})).unwrap();
    assert_eq!((r5.state, r5.permits), (State::InForce, Some(false)));
    assert_eq!(r5.given.unwrap().as_str(), "2025-01-02");
}

#[test]
fn an_agreement_past_its_end_is_over_and_one_in_error_is_none() {
    let state = |status: &str, end: &str| {
        agreement(json!({"status": status, "provision": {"period": {"end": end}}}))
            .map(|found| found.state)
    };
    // The last day still counts.
    assert_eq!(state("active", "2026-03-05"), Some(State::InForce));
    assert_eq!(state("active", "2026-03-03"), Some(State::Over));
    assert_eq!(state("inactive", "2030"), Some(State::Over));
    assert_eq!(state("rejected", "2030"), Some(State::Refused));
    assert_eq!(state("proposed", "2030"), Some(State::Proposed));
    assert_eq!(state("other", "2030"), Some(State::Unknown));
    assert_eq!(state("entered-in-error", "2030"), None);
}
