//! The way there and back: what the patient is sent with, and which answers are believed.

use sampan::fhir::url::query_pairs;
use sampan::session::model::{Answer, Failure, Trip, authorize_url, exchange_form};

use crate::{BASE, NOW, trip};

const QUERY: &str = "?code=abc&state=st&iss=https%3A%2F%2Flogin.example";

fn code(query: &str, state_hash: &str) -> Result<String, Failure> {
    trip()
        .code(&Answer::of_query(query), state_hash, NOW)
        .map(str::to_owned)
}

#[test]
fn the_request_says_all_that_smart_asks_for() {
    let url = authorize_url(
        &trip(),
        "st",
        "challenge",
        "sampan",
        "https://app.example/callback",
        BASE,
        None,
    );
    assert!(url.starts_with("https://login.example/authorize?"), "{url}");
    let pairs = query_pairs(&url);
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "sampan"),
        ("redirect_uri", "https://app.example/callback"),
        ("state", "st"),
        ("nonce", "nonce"),
        ("aud", BASE),
        ("code_challenge", "challenge"),
        ("code_challenge_method", "S256"),
        ("scope", &trip().scope),
    ] {
        assert_eq!(
            pairs.iter().filter(|(key, _)| key == name).count(),
            1,
            "{name}"
        );
        assert!(
            pairs.contains(&(name.into(), value.into())),
            "{name} in {url}"
        );
    }
    assert!(!url.contains("verifier"), "the verifier stays here");
    let launched = authorize_url(
        &trip(),
        "st",
        "c",
        "sampan",
        "https://app.example/callback",
        BASE,
        Some("x&y"),
    );
    assert!(query_pairs(&launched).contains(&("launch".into(), "x&y".into())));
}

#[test]
fn the_code_goes_out_with_the_verifier() {
    let form = exchange_form("abc", "verifier", "sampan", "https://app.example/callback");
    assert!(
        query_pairs(&format!("?{form}")).contains(&("code_verifier".into(), "verifier".into()))
    );
}

#[test]
fn an_answer_to_our_question_is_believed() {
    assert_eq!(code(QUERY, "hash-of-the-state").as_deref(), Ok("abc"));
}

#[test]
fn a_forged_state_is_refused_before_all_else() {
    assert_eq!(code(QUERY, "hash-of-another"), Err(Failure::Unasked));
    assert_eq!(
        code("?error=access_denied&state=forged", "hash-of-another"),
        Err(Failure::Unasked)
    );
    assert_eq!(code(QUERY, ""), Err(Failure::Unasked));
}

/// RFC 9207: another authorization server's answer, passed off as ours.
#[test]
fn a_mix_up_is_refused() {
    for query in [
        "?code=abc&state=st&iss=https%3A%2F%2Fevil.example",
        "?code=abc&state=st",
        "?code=abc&state=st&iss=https%3A%2F%2Flogin.example&iss=https%3A%2F%2Fevil.example",
        "?code=abc&state=st&iss=https%3A%2F%2Flogin.example%2F",
    ] {
        assert_eq!(
            code(query, "hash-of-the-state"),
            Err(Failure::WrongServer),
            "{query}"
        );
    }
    let mut older = trip();
    older.server.names_itself = false;
    let answer = Answer::of_query("?code=abc&state=st");
    assert_eq!(
        older.code(&answer, "hash-of-the-state", NOW),
        Ok("abc"),
        "a server that never names itself"
    );
    older.server.issuer = None;
    let answer = Answer::of_query(QUERY);
    assert_eq!(
        older.code(&answer, "hash-of-the-state", NOW),
        Err(Failure::WrongServer),
        "named, and not known"
    );
}

#[test]
fn what_the_server_reports_is_told() {
    let iss = "&state=st&iss=https%3A%2F%2Flogin.example";
    for (error, failure) in [
        ("access_denied", Failure::Denied),
        ("login_required", Failure::Expired),
        ("invalid_scope", Failure::Server),
    ] {
        assert_eq!(
            code(&format!("?error={error}{iss}"), "hash-of-the-state"),
            Err(failure),
            "{error}"
        );
    }
    assert_eq!(
        code(&format!("?{}", &iss[1..]), "hash-of-the-state"),
        Err(Failure::Server),
        "neither code nor error"
    );
    let twice = format!("?code=abc&code=def{iss}");
    assert_eq!(
        code(&twice, "hash-of-the-state"),
        Err(Failure::Server),
        "a parameter twice"
    );
}

#[test]
fn half_an_hour_is_too_long() {
    let answer = Answer::of_query(QUERY);
    let late = trip().began + 31 * 60_000;
    assert_eq!(
        trip().code(&answer, "hash-of-the-state", late),
        Err(Failure::Expired)
    );
}

#[test]
fn a_trip_is_kept_without_its_state() {
    let text = trip().to_text();
    assert_eq!(Trip::from_text(&text), Some(trip()));
    assert!(!text.contains("\"state\""), "{text}");
    for broken in ["", "{}", "[]", &text[1..]] {
        assert_eq!(Trip::from_text(broken), None);
    }
}
