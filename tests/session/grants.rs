//! Token responses: what is taken, and what isn't.

use sampan::session::model::{Expected, Failure, Grant, base64url};
use serde_json::{Value, json};

use crate::{ISSUER, NOW};

fn expected() -> Expected<'static> {
    Expected {
        client: "sampan",
        issuer: Some(ISSUER),
        nonce: "nonce",
        now: NOW,
    }
}

fn id_token(change: impl FnOnce(&mut Value)) -> String {
    let mut claims = json!({
        "iss": ISSUER, "aud": "sampan", "nonce": "nonce", "sub": "mei", "fhirUser": "Patient/p1",
        "iat": NOW / 1000 - 5, "exp": NOW / 1000 + 300,
    });
    change(&mut claims);
    format!("e30.{}.c2ln", base64url(claims.to_string().as_bytes()))
}

fn response(change: impl FnOnce(&mut Value)) -> Value {
    let mut said = json!({
        "access_token": "at", "token_type": "Bearer", "expires_in": 300, "refresh_token": "rt",
        "scope": "patient/*.rs", "patient": "p1", "id_token": id_token(|_| ()),
    });
    change(&mut said);
    said
}

fn read(change: impl FnOnce(&mut Value)) -> Result<Grant, Failure> {
    Grant::of_response(&response(change), &expected())
}

#[test]
fn a_good_response_is_read_whole() {
    let grant = read(|_| ()).expect("a grant");
    assert_eq!(
        (grant.access.as_str(), grant.patient.as_str()),
        ("at", "p1")
    );
    assert_eq!(grant.expires_in, Some(300));
    assert_eq!(grant.fhir_user.as_deref(), Some("Patient/p1"));
    assert!(read(|said| said["token_type"] = json!("bearer")).is_ok());
    assert!(
        read(|said| drop(said.as_object_mut().map(|said| said.remove("id_token")))).is_ok(),
        "not every server has one"
    );
}

#[test]
fn without_a_patient_nobodys_record_is_open() {
    for patient in [
        Value::Null,
        json!(""),
        json!("p1/../p2"),
        json!("Patient/p1"),
        json!("p1?x=y"),
        json!(7),
    ] {
        assert_eq!(
            read(|said| said["patient"] = patient.clone()),
            Err(Failure::NoPatient),
            "{patient}"
        );
    }
}

#[test]
fn a_token_that_breaks_out_of_its_header_is_none() {
    for token in ["", "a b", "a\r\nx-evil: 1", "ä"] {
        assert_eq!(
            read(|said| said["access_token"] = json!(token)),
            Err(Failure::Server),
            "{token:?}"
        );
    }
    assert_eq!(
        read(|said| said["token_type"] = json!("mac")),
        Err(Failure::Server)
    );
}

#[test]
fn an_id_token_answers_our_question() {
    let changed = |name: &'static str, value: Value| {
        read(|said| said["id_token"] = json!(id_token(|claims| claims[name] = value))).err()
    };
    assert_eq!(changed("nonce", json!("another")), Some(Failure::Unasked));
    assert_eq!(changed("aud", json!("another")), Some(Failure::Unasked));
    assert_eq!(changed("aud", json!(["another"])), Some(Failure::Unasked));
    assert_eq!(changed("aud", json!(["another", "sampan"])), None);
    assert_eq!(
        changed("iss", json!("https://evil.example")),
        Some(Failure::WrongServer)
    );
    assert_eq!(
        read(|said| said["id_token"] = json!("no.jwt")).err(),
        Some(Failure::Server)
    );
}

#[test]
fn a_wrong_clock_is_told() {
    let at =
        |now: i64| Grant::of_response(&response(|_| ()), &Expected { now, ..expected() }).err();
    assert_eq!(at(NOW + 4 * 60_000), None, "a few minutes are no matter");
    assert_eq!(at(NOW + 60 * 60_000), Some(Failure::Clock));
    assert_eq!(at(NOW - 60 * 60_000), Some(Failure::Clock));
}

#[test]
fn a_refresh_rotates_and_keeps_the_patient() {
    let grant = read(|_| ()).expect("a grant");
    let renewed = grant
        .renewed(&json!({"access_token": "at2", "refresh_token": "rt2", "expires_in": 60}))
        .expect("renewed");
    assert_eq!(
        (renewed.access.as_str(), renewed.refresh.as_deref()),
        ("at2", Some("rt2"))
    );
    assert_eq!(renewed.patient, "p1");
    let kept = grant
        .renewed(&json!({"access_token": "at2"}))
        .expect("renewed");
    assert_eq!(
        kept.refresh.as_deref(),
        Some("rt"),
        "one that doesn't rotate is kept"
    );
    assert_eq!(
        grant.renewed(&json!({"access_token": "at2", "patient": "p2"})),
        Err(Failure::WrongServer)
    );
    assert_eq!(grant.renewed(&json!({})), Err(Failure::Server));
}
