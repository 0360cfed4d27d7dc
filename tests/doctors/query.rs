//! The address and the query it stands for.

use proptest::prelude::*;
use sampan::doctors::query::{Gender, Mode, Position, Query, Reach, Sort, When};

fn code() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[A-Za-z0-9._-]{1,64}")
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(
    all: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(all))
}

prop_compose! {
    fn query()(
        specialty in prop::option::of(prop::collection::vec("[A-Za-z0-9._-]{1,64}", 1..4)),
        within in prop::option::of((1..99_999_u32, prop::bool::ANY)),
        fee in prop::option::of(1..99_999_u32),
        stars in prop::option::of(1..=5_u32),
        new in prop::bool::ANY,
        lang in code(),
        (hospital, service) in (code(), code()),
        near in prop::option::of((-90.0..=90.0, -180.0..=180.0)),
        gender in one_of(Gender::ALL),
        mode in one_of(Mode::ALL),
        when in one_of(When::ALL),
        sort in prop::sample::select(Sort::ALL),
        text in "\\PC{0,60}",
    ) -> Query {
        let near = near.and_then(|(latitude, longitude)| Position::new(latitude, longitude));
        let within = within.map(|(amount, miles)| Reach { amount, miles });
        let specialty = specialty.map(|codes| codes.join(","));
        Query { specialty, near, within, lang, gender, mode, when, new, fee, stars, hospital, service, sort, text: String::new() }.with_text(&text)
    }
}

/// What a browser makes of an address: path, query, hash.
fn parts(url: &str) -> (&str, &str, &str) {
    let (rest, hash) = url.split_once('#').unwrap_or((url, ""));
    let (path, search) = rest.split_once('?').unwrap_or((rest, ""));
    (path, search, hash)
}

proptest! {
    #[test]
    fn an_address_keeps_the_query(query in query()) {
        let url = query.to_url();
        let (path, search, hash) = parts(&url);
        prop_assert_eq!(path, "/doctors");
        prop_assert_eq!(Query::parse(search, hash), query.clone());
        prop_assert!(query.text.is_empty() || !search.contains("q="), "typed words are for no server: {}", url);
    }

    #[test]
    fn any_address_is_read(search in ".{0,80}", hash in ".{0,80}") {
        let query = Query::parse(&search, &hash);
        let url = query.to_url();
        let (_, search, hash) = parts(&url);
        prop_assert_eq!(Query::parse(search, hash), query);
    }
}

#[test]
fn an_address_reads_well() {
    let query = Query::parse(
        "?specialty=394579002&near=31.2304,121.4737&sort=nearest",
        "#q=wang%20wei",
    );
    assert_eq!(
        query.to_url(),
        "/doctors?specialty=394579002&near=31.23,121.474&sort=nearest#q=wang%20wei"
    );
    assert_eq!(Query::default().to_url(), "/doctors");
}

#[test]
fn words_of_a_form_or_an_old_link_count_unless_there_is_a_hash() {
    assert_eq!(Query::parse("q=wang+wei", "").text, "wang wei");
    assert_eq!(Query::parse("q=old", "#q=new").text, "new");
    assert_eq!(Query::parse("", "#q=%20%20").text, "");
    assert_eq!(Query::parse("", "#q=").to_url(), "/doctors");
}

#[test]
fn nonsense_in_an_address_is_left_out() {
    let query = Query::parse(
        "specialty=a%7Cb&gender=x&mode=&near=91,0&hospital=../x&sort=best&when=never&locale=ar",
        "",
    );
    assert_eq!(query, Query::default());
    assert_eq!(Query::parse("near=NaN,1", "").near, None);
}

#[test]
fn what_is_no_amount_is_left_out() {
    for odd in [
        "0", "-1", "1e3", "123456", "x", "", "4.5", "mi", "0mi", "5km", "5mimi",
    ] {
        let query = Query::parse(&format!("fee={odd}&within={odd}&stars={odd}&new={odd}"), "");
        assert_eq!(query, Query::default(), "{odd}");
    }
    assert_eq!(Query::parse("stars=6", "").stars, None);
    let query = Query::parse("specialty=1,2&fee=200&new=yes", "");
    assert_eq!(query.specialties().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(query.to_url(), "/doctors?specialty=1,2&new=yes&fee=200");
}
