//! Discovery: what a server says, and whether to believe it.

use sampan::fhir::Error;
use sampan::session::model::{Failure, Server, same_server};
use sampan::session::wire::{discover, post};
use serde_json::{Value, json};

use crate::wire::{Script, answer, block_on};
use crate::{BASE, ISSUER, configuration, server};

fn with(name: &str, value: Value) -> Result<Server, Failure> {
    let mut said = configuration();
    match value {
        Value::Null => drop(said.as_object_mut().and_then(|said| said.remove(name))),
        value => said[name] = value,
    }
    Server::of_configuration(&said, BASE, Some(ISSUER))
}

#[test]
fn a_good_document_is_read_whole() {
    let server = server();
    assert_eq!(server.authorize, "https://login.example/authorize");
    assert_eq!(server.issuer.as_deref(), Some(ISSUER));
    assert!(server.v2 && server.names_itself);
    assert!(server.revoke.is_some() && server.end_session.is_some());
    assert_eq!(Server::from_json(&server.to_json()), Some(server));
}

/// Whoever can forge the document must not have the password typed, or the code spent, at their own site.
#[test]
fn endpoints_elsewhere_are_refused() {
    for name in ["authorization_endpoint", "token_endpoint"] {
        for stranger in [
            "https://evil.example/x",
            "https://login.example.evil.example/x",
            "https://login.example@evil.example/x",
            "http://login.example/x",
            "javascript:alert(1)",
            "//login.example/x",
            "data:text/html,x",
            "",
        ] {
            assert_eq!(
                with(name, json!(stranger)),
                Err(Failure::WrongServer),
                "{name}: {stranger}"
            );
        }
        assert_eq!(with(name, Value::Null), Err(Failure::NoSignIn));
    }
    for name in ["revocation_endpoint", "end_session_endpoint"] {
        let server = with(name, json!("https://evil.example/x")).expect("can be done without");
        assert!(
            server.revoke.is_none() || server.end_session.is_none(),
            "{name}"
        );
    }
}

#[test]
fn another_issuer_is_refused() {
    assert_eq!(
        with("issuer", json!("https://evil.example")),
        Err(Failure::WrongServer)
    );
    // Without one in the config, only the FHIR server's own origin will do.
    assert_eq!(
        Server::of_configuration(&configuration(), BASE, None),
        Err(Failure::WrongServer)
    );
    // A server that doesn't say its name is held to the config's.
    assert_eq!(
        with("issuer", Value::Null).map(|server| server.issuer),
        Ok(Some(ISSUER.to_owned()))
    );
}

#[test]
fn pkce_is_a_must() {
    assert_eq!(
        with("code_challenge_methods_supported", json!(["plain"])),
        Err(Failure::NoSignIn)
    );
    assert!(
        with("code_challenge_methods_supported", Value::Null).is_ok(),
        "older than the list"
    );
}

#[test]
fn a_developers_machine_may_do_without_tls() {
    let said = json!({"authorization_endpoint": "http://localhost:9000/a", "token_endpoint": "http://localhost:9000/t"});
    assert!(
        Server::of_configuration(
            &said,
            "http://localhost:8080/fhir",
            Some("http://localhost:9000")
        )
        .is_ok()
    );
    let said = json!({"authorization_endpoint": "http://localhost.evil.example/a", "token_endpoint": "http://localhost.evil.example/t"});
    let found = Server::of_configuration(&said, "http://localhost.evil.example", None);
    assert_eq!(found, Err(Failure::WrongServer));
}

fn capability() -> Value {
    json!({"resourceType": "CapabilityStatement", "rest": [{"security": {"extension": [{
        "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
        "extension": [
            {"url": "authorize", "valueUri": "https://login.example/authorize"},
            {"url": "token", "valueUri": "https://login.example/token"},
        ],
    }]}}]})
}

#[test]
fn without_smarts_document_the_capability_statement_is_asked() {
    for missing in [
        answer(404, ""),
        answer(200, "<!doctype html>"),
        answer(200, "[]"),
    ] {
        let script = Script::new([missing, answer(200, capability())]);
        let found = block_on(discover(&*script, BASE, Some(ISSUER))).expect("a server");
        assert_eq!(found.token, "https://login.example/token");
        assert!(!found.v2 && !found.names_itself);
        assert_eq!(
            script.asked(),
            [
                "GET https://fhir.example/r4/.well-known/smart-configuration",
                "GET https://fhir.example/r4/metadata"
            ]
        );
    }
    let script = Script::new([
        answer(404, ""),
        answer(200, json!({"resourceType": "CapabilityStatement"})),
    ]);
    assert_eq!(
        block_on(discover(&*script, BASE, None)),
        Err(Failure::NoSignIn)
    );
}

#[test]
fn no_answer_is_no_verdict() {
    let script = Script::new([Err(Error::Offline)]);
    assert_eq!(
        block_on(discover(&*script, BASE, None)),
        Err(Failure::Wire(Error::Offline))
    );
    let script = Script::new([answer(503, "")]);
    assert!(matches!(
        block_on(discover(&*script, BASE, None)),
        Err(Failure::Wire(Error::Server { .. }))
    ));
}

#[test]
fn a_token_endpoints_errors_are_understood() {
    for (status, body, failure) in [
        (400, r#"{"error":"invalid_grant"}"#, Failure::Expired),
        (400, r#"{"error":"access_denied"}"#, Failure::Denied),
        (401, r#"{"error":"invalid_client"}"#, Failure::Server),
        (400, "<html>", Failure::Server),
        (200, "<html>", Failure::Server),
    ] {
        let script = Script::new([answer(status, body)]);
        assert_eq!(
            block_on(post(&*script, "https://login.example/token", "a=b".into())),
            Err(failure),
            "{body}"
        );
        let request = script.requests().remove(0);
        assert!(
            request
                .headers
                .contains(&("content-type", "application/x-www-form-urlencoded".into()))
        );
        assert!(
            !request
                .headers
                .iter()
                .any(|(name, _)| *name == "authorization")
        );
    }
}

#[test]
fn a_portal_of_another_server_is_a_stranger() {
    assert!(same_server("https://fhir.example/r4/", BASE));
    for other in [
        "https://evil.example/r4",
        "https://fhir.example/r4b",
        "https://fhir.example",
        "",
    ] {
        assert!(!same_server(other, BASE), "{other}");
    }
}
