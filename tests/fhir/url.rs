use proptest::prelude::*;
use sampan::fhir::url::{decode, encode, origin, resolve};

const BASE: &str = "https://fhir.example/r4";

#[test]
fn links_resolve_as_a_browser_would() {
    for (link, expected) in [
        ("https://other.example/x", "https://other.example/x"),
        ("?page=2", "https://fhir.example/r4?page=2"),
        ("Slot?page=2", "https://fhir.example/r4/Slot?page=2"),
        ("/r4/Slot?page=2", "https://fhir.example/r4/Slot?page=2"),
        ("//evil.example/r4", "https://evil.example/r4"),
        (
            "Slot?start=ge2026-01-01T00:00:00Z",
            "https://fhir.example/r4/Slot?start=ge2026-01-01T00:00:00Z",
        ),
    ] {
        assert_eq!(resolve(BASE, link), expected, "{link}");
    }
    assert_eq!(
        resolve("http://localhost:4300", "/Slot"),
        "http://localhost:4300/Slot"
    );
    assert_eq!(
        resolve("http://localhost:4300", "/fhir"),
        "http://localhost:4300/fhir"
    );
}

#[test]
fn origins_compare() {
    assert_eq!(origin("HTTPS://Fhir.Example:443/r4"), origin(BASE));
    assert_eq!(origin("http://h:80/"), origin("http://h"));
    for foreign in [
        "https://fhir.example.evil.example/r4",
        "https://fhir.example:8443/r4",
        "http://fhir.example/r4",
        "https://fhir.example@evil.example/r4",
        "https://evil.example\\@fhir.example/r4",
        "https://evil.example#@fhir.example/r4",
        "javascript:alert(1)",
        "https:evil.example",
        "ftp://fhir.example/r4",
    ] {
        assert_ne!(origin(foreign), origin(BASE), "{foreign}");
    }
}

#[test]
fn encoding_is_that_of_javascript() {
    assert_eq!(
        encode("a b/é|,$~'()*!-_.王"),
        "a%20b%2F%C3%A9%7C%2C%24~'()*!-_.%E7%8E%8B"
    );
}

#[test]
fn what_is_ill_encoded_stays() {
    assert_eq!(decode("100%&%zz%4"), "100%&%zz%4");
    assert_eq!(decode("a+b%2Bc"), "a b+c");
}

proptest! {
    #[test]
    fn encoding_round_trips(text in any::<String>()) {
        prop_assert_eq!(decode(&encode(&text)), text);
    }

    #[test]
    fn nothing_panics(base in any::<String>(), link in any::<String>()) {
        let _ = origin(&resolve(&base, &link));
        let _ = decode(&link);
    }

    /// Whatever is put after a path of ours, it stays with us.
    #[test]
    fn a_relative_link_keeps_the_origin(link in "[a-zA-Z?/\\\\@#.:%]{0,12}") {
        let resolved = resolve(BASE, &link);
        if !link.starts_with("//") && resolved != link {
            prop_assert_eq!(origin(&resolved), origin(BASE));
        }
    }
}
