//! What only a browser can answer: dates, numbers and plurals through its `Intl`. Run by `cargo xtask test web`.
#![cfg(target_family = "wasm")]

use sampan::i18n::{
    DateStyle, Language, format_day, format_money, format_number, format_time, install, t_n,
    zone_offset_minutes, zoned_date,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// 2026-03-29T00:30:00Z, half an hour before Europe's clocks go forward.
const BEFORE_THE_CHANGE: i64 = 1_774_744_200_000;
const HOUR: i64 = 3_600_000;

fn speak(tag: &str, json: &str) {
    install(Language::new(tag), json).unwrap();
}

#[wasm_bindgen_test]
fn an_instant_falls_on_the_day_of_its_zone() {
    assert_eq!(zoned_date(BEFORE_THE_CHANGE, Some("UTC")), "2026-03-29");
    assert_eq!(
        zoned_date(BEFORE_THE_CHANGE, Some("America/New_York")),
        "2026-03-28"
    );
    assert_eq!(
        zoned_date(BEFORE_THE_CHANGE, Some("Asia/Shanghai")),
        "2026-03-29"
    );
}

#[wasm_bindgen_test]
fn the_offset_follows_the_clock_change() {
    let berlin = Some("Europe/Berlin");
    assert_eq!(zone_offset_minutes(BEFORE_THE_CHANGE, berlin), 60);
    assert_eq!(zone_offset_minutes(BEFORE_THE_CHANGE + HOUR, berlin), 120);
    assert_eq!(
        zone_offset_minutes(BEFORE_THE_CHANGE, Some("Asia/Kolkata")),
        330
    );
}

#[wasm_bindgen_test]
fn a_calendar_date_stays_the_day_it_is() {
    speak("en", "{}");
    assert_eq!(format_day("2026-01-01", DateStyle::Day), "January 1, 2026");
    speak("zh-Hans", "{}");
    assert_eq!(format_day("2026-01-01", DateStyle::Day), "2026年1月1日");
}

#[wasm_bindgen_test]
fn arabic_uses_the_digits_of_the_ward() {
    speak("ar", "{}");
    assert_eq!(format_number(6.3, 2), "6.30");
    let time = format_time(BEFORE_THE_CHANGE, Some("UTC"));
    assert!(time.contains("12:30"), "{time}");
}

#[wasm_bindgen_test]
fn plurals_are_those_of_the_language() {
    let forms = r#"{"visits": {"zero": "none", "one": "one", "two": "two", "few": "{n} few", "many": "{n} many", "other": "{n} other"}}"#;
    speak("ar", forms);
    let told: Vec<_> = [0, 1, 2, 3, 11, 100].map(|n| t_n("visits", n, &[])).into();
    assert_eq!(
        told,
        ["none", "one", "two", "3 few", "11 many", "100 other"]
    );
    speak("zh-Hans", forms);
    assert_eq!(t_n("visits", 1, &[]), "1 other");
}

#[wasm_bindgen_test]
fn money_without_needless_decimals() {
    speak("en", "{}");
    assert_eq!(format_money(50.0, "CNY"), "¥50");
    assert_eq!(format_money(50.5, "CNY"), "¥50.50");
    assert_eq!(format_money(50.0, "¥"), "50.00 ¥");
}
