use proptest::prelude::*;
use sampan::fhir::url::query_pairs;
use sampan::links::model::link::{deep_link, host, is_safe};

#[test]
fn the_source_is_added_as_the_specification_says() {
    for (link, whole) in [
        (
            "https://p.example/bookings?slot=opaque-1",
            "https://p.example/bookings?slot=opaque-1&source=care.example",
        ),
        (
            "https://p.example/bookings",
            "https://p.example/bookings?source=care.example",
        ),
        (
            "https://p.example/bookings?",
            "https://p.example/bookings?source=care.example",
        ),
        (
            "https://p.example/bookings?a=1&",
            "https://p.example/bookings?a=1&source=care.example",
        ),
        (
            "https://p.example/b?a=1#/step",
            "https://p.example/b?a=1&source=care.example#/step",
        ),
        (
            "https://p.example/b#/step?x",
            "https://p.example/b?source=care.example#/step?x",
        ),
    ] {
        assert_eq!(deep_link(link, "care.example"), whole);
    }
}

#[test]
fn only_links_that_a_browser_may_follow_are_safe() {
    for (link, by_https, by_http) in [
        ("https://p.example/b", true, true),
        ("HTTPS://p.example/b", true, true),
        ("http://p.example/b", false, true),
        ("javascript:alert(1)//https://p.example", false, false),
        ("javascript://p.example/%0aalert(1)", false, false),
        ("data:text/html,x", false, false),
        ("//p.example/b", false, false),
        ("/b", false, false),
        ("https://hospital.example@evil.example/", false, false),
        ("https://p.example\\@evil.example/", false, false),
        ("https://p.example/\n", false, false),
        ("", false, false),
    ] {
        assert_eq!(
            (is_safe(link, true), is_safe(link, false)),
            (by_https, by_http),
            "{link}"
        );
    }
}

#[test]
fn the_host_is_told_with_its_port() {
    assert_eq!(host("https://p.example:8443/b?x"), "p.example:8443");
    assert_eq!(host("https://p.example:443"), "p.example");
}

proptest! {
    /// Whatever a link has, it keeps, and the source can be read back.
    #[test]
    fn nothing_is_lost(path in "[a-z/]{0,8}", query in prop::option::of("[a-z0-9=&%]{0,12}"), source in "[ -~河]{0,12}") {
        let link = ["https://p.example/", &path, &query.clone().map(|it| format!("?{it}")).unwrap_or_default()].concat();
        let whole = deep_link(&link, &source);
        prop_assert!(whole.starts_with(&link));
        let pairs = query_pairs(&whole);
        prop_assert_eq!(pairs.last(), Some(&("source".to_owned(), source)));
        prop_assert_eq!(pairs.len(), query_pairs(&link).len() + 1);
    }
}
