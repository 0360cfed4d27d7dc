//! Words, dates and numbers.

use std::cmp::Ordering;

use sampan::i18n::{self, DateStyle, Language};
use wasm_bindgen_test::wasm_bindgen_test;

fn speak(language: &str) {
    let messages = r#"{"visits": {"zero": "z", "one": "o {n}", "two": "t", "few": "f {n}", "many": "m {n}", "other": "x {n} {who}"}, "plain": "Call {phone}"}"#;
    i18n::install(Language::new(language), messages).unwrap();
}

fn ms(instant: &str) -> i64 {
    let ms = js_sys::Date::parse(instant);
    assert!(!ms.is_nan(), "{instant}");
    ms as i64
}

#[wasm_bindgen_test]
fn dates_read_as_in_their_language() {
    let at = ms("2024-03-05T13:30:00Z");
    speak("en");
    assert_eq!(i18n::format_date(at, Some("UTC"), DateStyle::Year), "2024");
    let day = i18n::format_date(at, Some("UTC"), DateStyle::Day);
    assert!(
        day.contains("March") && day.contains('5') && day.contains("2024"),
        "{day}"
    );
    assert!(i18n::format_date(at, Some("UTC"), DateStyle::Weekday).contains("Tuesday"));
    speak("zh-Hans");
    assert_eq!(
        i18n::format_date(at, Some("UTC"), DateStyle::Day),
        "2024年3月5日"
    );
    assert!(i18n::format_date(at, Some("UTC"), DateStyle::Weekday).contains("星期二"));
    speak("ar");
    let day = i18n::format_date(at, Some("UTC"), DateStyle::Day);
    assert!(day.contains("مارس"), "{day}");
    assert!(
        day.contains("2024") && !day.contains('٢'),
        "Western digits, as on the ward: {day}"
    );
}

#[wasm_bindgen_test]
fn times_are_the_zones() {
    speak("en");
    let at = ms("2024-03-05T13:30:00Z");
    assert!(
        i18n::format_time(at, Some("Asia/Shanghai")).contains("9:30"),
        "{}",
        i18n::format_time(at, Some("Asia/Shanghai"))
    );
    assert!(i18n::format_time(at, Some("Asia/Kolkata")).contains("7:00"));
    assert_eq!(i18n::zone_name(at, "Asia/Shanghai"), "China Standard Time");
    assert!(!i18n::device_zone().is_empty());
}

#[wasm_bindgen_test]
fn a_day_is_no_instant() {
    speak("en");
    let day = i18n::format_day("2024-03-05", DateStyle::Day);
    assert!(
        day.contains('5') && day.contains("March"),
        "no zone moves it: {day}"
    );
    assert_eq!(i18n::format_day("soon", DateStyle::Day), "soon");
}

#[wasm_bindgen_test]
fn a_day_differs_across_the_date_line() {
    let at = ms("2026-01-01T10:30:00Z");
    assert_eq!(
        i18n::zoned_date(at, Some("Pacific/Kiritimati")),
        "2026-01-02"
    );
    assert_eq!(i18n::zoned_date(at, Some("UTC")), "2026-01-01");
    assert_eq!(
        i18n::zoned_date(at, Some("Pacific/Pago_Pago")),
        "2025-12-31"
    );
}

#[wasm_bindgen_test]
fn offsets_follow_the_clock_changes() {
    for (instant, zone, minutes) in [
        ("2026-03-29T00:59:59Z", "Europe/Berlin", 60),
        ("2026-03-29T01:00:00Z", "Europe/Berlin", 120),
        ("2026-10-25T00:59:59Z", "Europe/Berlin", 120),
        ("2026-10-25T01:00:00Z", "Europe/Berlin", 60),
        ("2026-03-08T06:59:00Z", "America/New_York", -300),
        ("2026-03-08T07:00:00Z", "America/New_York", -240),
        // Half an hour, in the south.
        ("2026-04-04T14:59:00Z", "Australia/Lord_Howe", 660),
        ("2026-04-04T15:00:00Z", "Australia/Lord_Howe", 630),
        ("2026-07-01T12:34:56Z", "Asia/Kolkata", 330),
        ("2026-07-01T12:34:56Z", "Asia/Shanghai", 480),
        ("2026-07-01T12:34:56Z", "Pacific/Kiritimati", 840),
        ("2026-07-01T12:34:56Z", "Pacific/Pago_Pago", -660),
        ("1969-12-31T23:59:59Z", "Asia/Tokyo", 540),
        ("2026-12-31T23:30:00Z", "Asia/Shanghai", 480),
    ] {
        assert_eq!(
            i18n::zone_offset_minutes(ms(instant), Some(zone)),
            minutes,
            "{instant} in {zone}"
        );
    }
}

#[wasm_bindgen_test]
fn plurals_follow_the_language() {
    for (language, expected) in [
        (
            "en",
            [(0, "other"), (1, "one"), (2, "other"), (11, "other")],
        ),
        (
            "zh-Hans",
            [(0, "other"), (1, "other"), (2, "other"), (11, "other")],
        ),
        ("ar", [(0, "zero"), (1, "one"), (2, "two"), (11, "many")]),
    ] {
        speak(language);
        for (n, category) in expected {
            assert_eq!(i18n::plural_category(n), category, "{n} in {language}");
        }
    }
    assert_eq!(i18n::plural_category(3), "few");
    assert_eq!(i18n::plural_category(100), "other");
    assert_eq!(i18n::t_n("visits", 3, &[]), "f 3");
    assert_eq!(i18n::t_n("visits", 1200, &[("who", "Ana")]), "x 1,200 Ana");
}

#[wasm_bindgen_test]
fn messages_are_filled_and_a_missing_one_shows_its_key() {
    speak("en");
    assert_eq!(i18n::t_with("plain", &[("phone", "120")]), "Call 120");
    assert_eq!(i18n::t("no.such"), "no.such");
    assert!(i18n::install(Language::new("ar"), "[]").is_err());
    assert_eq!(
        i18n::current().tag,
        "en",
        "a bad file leaves the language as it was"
    );
}

#[wasm_bindgen_test]
fn numbers_money_and_distance() {
    speak("en");
    assert_eq!(i18n::format_number(4.25, 1), "4.3");
    assert_eq!(i18n::format_money(80.0, "CNY"), "¥80");
    assert_eq!(i18n::format_money(80.5, "CNY"), "¥80.50");
    assert_eq!(
        i18n::format_money(80.0, "guilders"),
        "80.00 guilders",
        "a currency that is none stays as sent"
    );
    assert_eq!(i18n::format_distance(2.34), "2.3 km");
    assert_eq!(i18n::format_distance(12.4), "12 km");
    i18n::tell_miles(true);
    assert_eq!(i18n::format_distance(2.34), "1.5 mi");
    assert_eq!(i18n::format_distance(5.0 * i18n::MILE), "5 mi");
    assert_eq!(i18n::format_distance(48.3), "30 mi");
    i18n::tell_miles(false);
    assert_eq!(i18n::language_name("zh").as_deref(), Some("Chinese"));
    assert_eq!(i18n::language_name("not a tag"), None);
    speak("zh-Hans");
    assert_eq!(i18n::language_name("en").as_deref(), Some("英语"));
    assert_eq!(
        i18n::compare("李", "王"),
        Ordering::Less,
        "by pinyin: Li before Wang"
    );
}

#[wasm_bindgen_test]
fn a_zone_that_nobody_knows_reads_as_the_devices_own() {
    speak("en");
    let at = ms("2024-03-05T13:30:00Z");
    assert_eq!(
        i18n::format_time(at, Some("Mars/Olympus")),
        i18n::format_time(at, None)
    );
    assert!(!i18n::zone_name(at, "Mars/Olympus").is_empty());
    assert_eq!(
        i18n::zoned_date(at, Some("Mars/Olympus")),
        i18n::zoned_date(at, None)
    );
}

#[wasm_bindgen_test]
fn decimals_are_read_by_the_browser_as_rust_reads_them() {
    for text in [
        "6.30",
        "-0.5",
        "1e3",
        "1E-2",
        "007",
        ".5",
        "99.26789449354577",
    ] {
        let here = sampan::native::parse_number(text);
        assert_eq!(here, text.parse().ok(), "{text}");
    }
    for text in ["", "0x10", "1 2", "Infinity", "NaN", "e", "1,5", "--1"] {
        assert_eq!(sampan::native::parse_number(text), None, "{text}");
    }
    assert_eq!(sampan::native::number_text(0.84), "0.84");
}
