//! base64url, and which addresses are our own.

use proptest::prelude::*;
use sampan::session::model::{base64url, from_base64url, own_path};

#[test]
fn base64url_is_rfc_4648() {
    for (bytes, text) in [
        (&b""[..], ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        (b"foob", "Zm9vYg"),
        (&[0xfb, 0xff, 0xfe], "-__-"),
    ] {
        assert_eq!(base64url(bytes), text);
    }
    for wrong in ["a", "Zg==", "Z+8", "Zm9vY", "Zm 9v"] {
        assert_eq!(from_base64url(wrong), None, "{wrong}");
    }
}

/// RFC 7636, appendix B: the challenge is the base64url of the hash of the verifier.
#[test]
fn the_example_of_pkce_holds() {
    let hash = [
        19, 211, 30, 150, 26, 26, 216, 236, 47, 22, 177, 12, 76, 152, 46, 8, 118, 168, 120, 173,
        109, 241, 68, 86, 110, 225, 137, 74, 203, 112, 249, 195,
    ];
    assert_eq!(
        base64url(&hash),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

proptest! {
    #[test]
    fn base64url_round_trips(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(from_base64url(&base64url(&bytes)), Some(bytes));
    }

    /// Whatever is let through is a page of ours: a slash, and no second one that would make it another host.
    #[test]
    fn what_is_let_through_stays_here(text in "[/\\\\a-z:.@?#\\t\\n ]{0,12}|/(record|book/x|doctors)[/\\\\a-z:?#]{0,8}") {
        if let Some(path) = own_path(&text) {
            prop_assert!(path.starts_with('/'));
            prop_assert!(!path[1..].starts_with(['/', '\\']));
            prop_assert!(!path.contains(['\\', '\t', '\n']));
        }
    }
}

#[test]
fn a_link_never_leads_elsewhere() {
    for own in [
        "/",
        "/record",
        "/record/labs",
        "/book/slot-1?step=check",
        "/doctors?specialty=1#q=wang",
    ] {
        assert_eq!(own_path(own), Some(own));
    }
    for foreign in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/record\n",
        "javascript:alert(1)",
        "data:text/html,x",
        "record",
        "",
        "/fhir/Patient",
        // Circles.
        "/sign-in",
        "/callback?code=x",
    ] {
        assert_eq!(own_path(foreign), None, "{foreign:?}");
    }
}
