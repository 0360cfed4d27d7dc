//! `config.json`: a good file is read whole, and every mistake is named by its field.

use sampan::config::{Auth, Config, ConfigError, Country, Smart, Weights};
use serde_json::{Value, json};

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, false)
}

fn good() -> Value {
    json!({
        "brand": { "name": "River Hospital", "logo": "/logo.svg" },
        "phone": "+86 21 5550 0100",
        "directory": { "base": "https://fhir.example.org/r4/" },
        "record": { "base": "/fhir", "auth": "none", "patient": "p1" },
        "locales": ["zh-Hans", "en"],
        "country": { "code": "CN", "emergency": "120" },
        "ratings": { "threshold": 30 },
        "features": { "booking": false, "record": true }
    })
}

/// The good file with one place changed; `null` as a value removes it.
fn with(pointer: &str, value: Value) -> String {
    let mut config = good();
    let (parent, name) = pointer.rsplit_once('/').expect("a JSON pointer");
    let parent = config
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .expect("a place in the good file");
    match value {
        Value::Null => drop(parent.remove(name)),
        value => drop(parent.insert(name.to_owned(), value)),
    }
    config.to_string()
}

#[test]
fn the_order_has_weights_that_a_hospital_may_change() {
    let read = |ranking: &str| {
        parse(&format!(
            r#"{{"brand": {{"name": "x"}}, "directory": {{"base": "/fhir"}}, "record": {{"base": "/fhir", "auth": "none"}}, "country": {{"code": "CN", "emergency": "120"}}, "ranking": {ranking}}}"#
        ))
    };
    let weights = read(r#"{"near": 60, "rating": 0}"#)
        .expect("a config")
        .weights;
    let Weights {
        fit,
        soon,
        near,
        rating,
    } = weights;
    assert_eq!((fit, soon, near, rating), (40, 25, 60, 0));
    for odd in [r#"{"near": -1}"#, r#"{"near": "much"}"#] {
        assert_eq!(read(odd).expect_err("an error").field, "ranking.near");
    }
}

#[test]
fn the_file_that_is_shipped_is_good() {
    let config = parse(include_str!("../public/config.json")).expect("public/config.json");
    assert_eq!(config.directory_base, "/fhir");
    assert!(
        matches!(config.auth, Auth::None { patient: Some(_) }),
        "the demo opens a demo patient's record"
    );
    assert!(
        config.phone.is_some(),
        "the demo shows the way out by phone"
    );
}

#[test]
fn every_field_is_read() {
    let config = parse(&good().to_string()).expect("a good file");
    assert_eq!(config.brand.name, "River Hospital");
    assert_eq!(config.brand.logo.as_deref(), Some("/logo.svg"));
    assert_eq!(config.phone.as_deref(), Some("+86 21 5550 0100"));
    assert_eq!(
        config.directory_base, "https://fhir.example.org/r4",
        "without its slash"
    );
    assert_eq!(config.record_base, "/fhir");
    assert_eq!(
        config.auth,
        Auth::None {
            patient: Some("p1".into())
        }
    );
    assert_eq!(config.locales, ["zh-Hans", "en"]);
    assert_eq!(
        (
            config.country.code.as_str(),
            config.country.emergency.as_str()
        ),
        ("CN", "120")
    );
    assert!(!config.country.in_miles());
    let miles = ["US", "GB", "LR", "MM", "CA"].map(|code| {
        let country = Country {
            code: code.into(),
            ..config.country.clone()
        };
        country.in_miles()
    });
    assert_eq!(miles, [true, true, true, true, false]);
    assert_eq!(config.rating_threshold, 30);
    assert!(!config.has("booking") && config.has("record") && config.has("not-mentioned"));
}

#[test]
fn what_may_be_absent_has_a_default() {
    for pointer in [
        "/brand/logo",
        "/phone",
        "/locales",
        "/ratings",
        "/features",
        "/record/patient",
    ] {
        parse(&with(pointer, Value::Null)).unwrap_or_else(|e| panic!("without {pointer}: {e}"));
    }
    let config = parse(&with("/locales", Value::Null)).expect("no locales");
    assert_eq!(config.locales, sampan::config::LOCALES);
    assert_eq!(
        parse(&with("/ratings", Value::Null))
            .expect("no ratings")
            .rating_threshold,
        10
    );
}

#[test]
fn smart_sign_in_needs_its_client_id() {
    let mut smart = good();
    smart["record"] = json!({ "base": "/fhir", "auth": "smart", "client_id": "sampan" });
    let config = parse(&smart.to_string()).expect("smart");
    assert_eq!(
        config.auth,
        Auth::Smart(Smart {
            client_id: "sampan".into(),
            scope: None,
            issuer: None,
        })
    );
    smart["record"]["issuer"] = json!("https://login.example.org");
    parse(&smart.to_string()).expect("an issuer");
    // A password is typed there.
    for stranger in [
        "http://login.example.org",
        "http://localhost.example.org",
        "javascript:alert(1)",
        "//login.example.org",
    ] {
        smart["record"]["issuer"] = json!(stranger);
        let error = parse(&smart.to_string()).expect_err(stranger);
        assert_eq!(error.field, "record.issuer");
    }
    let error = parse(&with("/record/auth", json!("smart"))).expect_err("no client_id");
    assert_eq!(error.field, "record.client_id");
}

#[test]
fn a_mistake_is_named_by_its_field() {
    for (pointer, value, field) in [
        ("/brand", Value::Null, "brand"),
        ("/brand", json!("River"), "brand"),
        ("/brand/name", Value::Null, "brand.name"),
        ("/brand/name", json!("  "), "brand.name"),
        ("/brand/name", json!(7), "brand.name"),
        (
            "/brand/logo",
            json!("https://cdn.example.com/logo.svg"),
            "brand.logo",
        ),
        (
            "/brand/logo",
            json!("//cdn.example.com/logo.svg"),
            "brand.logo",
        ),
        ("/brand/logo", json!("data:image/svg+xml,"), "brand.logo"),
        ("/sites", json!({}), "sites"),
        ("/phone", json!(120), "phone"),
        ("/directory", Value::Null, "directory"),
        ("/directory/base", Value::Null, "directory.base"),
        (
            "/directory/base",
            json!("fhir.example.org"),
            "directory.base",
        ),
        ("/directory/base", json!("https://"), "directory.base"),
        (
            "/directory/base",
            json!("//fhir.example.org"),
            "directory.base",
        ),
        (
            "/directory/base",
            json!("javascript:alert(1)"),
            "directory.base",
        ),
        (
            "/directory/base",
            json!("https://fhir.example.org?x=1"),
            "directory.base",
        ),
        ("/record", json!([]), "record"),
        ("/record/base", json!(null), "record.base"),
        ("/record/auth", Value::Null, "record.auth"),
        ("/record/auth", json!("password"), "record.auth"),
        ("/record/patient", json!(1), "record.patient"),
        ("/locales", json!([]), "locales"),
        ("/locales", json!("en"), "locales"),
        ("/locales", json!(["tlh"]), "locales"),
        ("/country", Value::Null, "country"),
        ("/country/code", json!("cn"), "country.code"),
        ("/country/code", json!("CHN"), "country.code"),
        ("/country/emergency", Value::Null, "country.emergency"),
        ("/ratings", json!(30), "ratings"),
        ("/ratings/threshold", json!(-1), "ratings.threshold"),
        ("/ratings/threshold", json!(1.5), "ratings.threshold"),
        ("/features", json!([]), "features"),
        ("/features/booking", json!("no"), "features.booking"),
    ] {
        let changed = with(pointer, value);
        match parse(&changed) {
            Ok(_) => panic!("took {changed}"),
            Err(error) => {
                assert_eq!(error.field, field, "for {changed}");
                assert!(
                    error
                        .to_string()
                        .contains(&format!("\"{field}\": expected ")),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn a_file_that_is_no_json_object_says_so() {
    for (text, part) in [
        ("", "line 1"),
        ("{\n  \"brand\": {,", "line 2"),
        ("<!doctype html>", "valid JSON"),
        ("[]", "braces"),
        ("3", "braces"),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.field, "");
        assert!(error.to_string().contains(part), "{text:?}: {error}");
    }
}

/// A browser asks no server by http from a page that came by https, but on the developer's own machine.
#[test]
fn a_page_by_https_needs_servers_by_https() {
    let plain = with("/directory/base", json!("http://fhir.example.org/r4"));
    Config::parse(&plain, false).expect("a page by http");
    let error = Config::parse(&plain, true).expect_err("a page by https");
    assert_eq!(error.field, "directory.base");
    assert!(error.to_string().contains("https"), "{error}");
    for fine in [
        "/fhir",
        "https://fhir.example.org",
        "http://localhost:8080/fhir",
    ] {
        let config = with("/directory/base", json!(fine));
        Config::parse(&config, true).unwrap_or_else(|error| panic!("{fine}: {error}"));
    }
}
