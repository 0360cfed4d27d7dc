use std::cmp::Ordering;

use chrono::NaiveDate;
use proptest::prelude::*;
use sampan::fhir::{FhirDate, FhirTime, Precision};

fn date(text: &str) -> FhirDate {
    FhirDate::parse(text).unwrap_or_else(|| panic!("{text} is a date"))
}

#[test]
fn every_precision_is_kept() {
    for (text, precision) in [
        ("2024", Precision::Year),
        ("2024-05", Precision::Month),
        ("2024-05-17", Precision::Day),
        ("2024-05-17T09:30Z", Precision::Minute),
        ("2024-05-17T09:30:00+08:00", Precision::Second),
        ("2024-05-17T09:30:00", Precision::Second),
        ("2016-12-31T23:59:60Z", Precision::Second),
        ("2024-05-17T09:30:00.120-03:30", Precision::Fraction),
        ("2024-05-17T09:30:00.1234567890123Z", Precision::Fraction),
    ] {
        assert_eq!(date(text).precision(), precision, "{text}");
        assert_eq!(date(text).as_str(), text);
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "0000",
        "24",
        "2024-13",
        "2024-00",
        "2024-02-30",
        "2024-5-1",
        "2024-05-17T",
        "2024-05-17T24:00:00Z",
        "2024-05-17T09:60:00Z",
        "2024-05-17T09:30:61Z",
        "2024-05-17T09:30:00.Z",
        "2024-05-17T09:30:00+25:00",
        "2024-05-17T09:30.5Z",
        "2024-05T09:30:00Z",
        "+024",
        "2024-05-17 09:30",
        "2024-05-17T09:30:00+0800",
        "today",
        "２０２４",
        "2024-05-17T09:30:00.1é",
        "2024-05-17-01",
    ] {
        assert_eq!(FhirDate::parse(text), None, "{text}");
    }
}

#[test]
fn instants_are_those_of_the_clock() {
    // The reference values are those of `date -u +%s`.
    assert_eq!(date("2026-11-22T09:30:00Z").start_ms(), 1_795_339_800_000);
    assert_eq!(
        date("2026-11-22T17:30:00+08:00").start_ms(),
        1_795_339_800_000
    );
    assert_eq!(
        date("2026-11-22T06:00:00.250-03:30").start_ms(),
        1_795_339_800_250
    );
    assert_eq!(date("1969-12-31T23:59:59.500Z").start_ms(), -500);
    assert_eq!(date("1970").start_ms(), 0);
    assert_eq!(date("1970").end_ms(), 365 * 86_400_000);
    assert_eq!(
        date("2024-02").end_ms() - date("2024-02").start_ms(),
        29 * 86_400_000
    );
    assert_eq!(
        date("2024-05-17T09:30Z").end_ms() - date("2024-05-17T09:30Z").start_ms(),
        60_000
    );
}

#[test]
fn day_and_offset_are_those_that_were_written() {
    let late = date("2026-11-22T23:30:00-08:00");
    assert_eq!(Some(late.day()), NaiveDate::from_ymd_opt(2026, 11, 22));
    assert_eq!(
        (late.second_of_day(), late.offset()),
        (Some(84_600), Some(-480))
    );
    assert_eq!(
        (date("2026-11").second_of_day(), date("2026-11").offset()),
        (None, None)
    );
}

#[test]
fn an_order_is_certain_only_without_overlap() {
    assert_eq!(date("2023").compare(&date("2024-05")), Some(Ordering::Less));
    assert_eq!(
        date("2024-06").compare(&date("2024-05-31")),
        Some(Ordering::Greater)
    );
    assert_eq!(date("2024").compare(&date("2024-05")), None);
    assert_eq!(
        date("2024-05-17T09:30:00Z").compare(&date("2024-05-17T17:30:00+08:00")),
        Some(Ordering::Equal)
    );
}

#[test]
fn the_last_year_of_all_has_an_end() {
    assert!(date("9999").end_ms() > date("9999").start_ms());
}

#[test]
fn times_of_day() {
    assert_eq!(
        FhirTime::parse("09:30:15.5").map(|time| time.second_of_day()),
        Some(34_215)
    );
    assert_eq!(
        FhirTime::parse("09:30").map(|time| time.second_of_day()),
        Some(34_200)
    );
    for text in ["24:00:00", "9:30", "09:30Z", "noon", ""] {
        assert_eq!(FhirTime::parse(text), None, "{text}");
    }
}

prop_compose! {
    fn offsets()(minutes in -840i32..=840) -> String {
        match minutes {
            0 => "Z".to_owned(),
            _ => format!("{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60),
        }
    }
}

prop_compose! {
    /// A FHIR date of any precision.
    fn dates()(
        (year, month, day) in (1900i32..2100, 1u32..=12, 1u32..=28),
        (hour, minute, second) in (0u32..24, 0u32..60, 0u32..60),
        fraction in "[0-9]{1,9}",
        offset in offsets(),
        precision in 0..5
    ) -> String {
        match precision {
            0 => format!("{year:04}"),
            1 => format!("{year:04}-{month:02}"),
            2 => format!("{year:04}-{month:02}-{day:02}"),
            3 => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}"),
            _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction}{offset}"),
        }
    }
}

proptest! {
    #[test]
    fn a_date_keeps_its_text_and_precision(text in dates()) {
        let read = date(&text);
        prop_assert_eq!(read.as_str(), text.as_str());
        let expected = match text.len() {
            4 => Precision::Year,
            7 => Precision::Month,
            10 => Precision::Day,
            _ if text.contains('.') => Precision::Fraction,
            _ => Precision::Second,
        };
        prop_assert_eq!(read.precision(), expected);
        prop_assert!(read.start_ms() <= read.end_ms());
    }

    /// The same instant as chrono's own reader finds.
    #[test]
    fn instants_agree_with_another_reader(text in dates().prop_filter("an instant", |text| text.len() > 10)) {
        let other = chrono::DateTime::parse_from_rfc3339(&text).expect("RFC 3339");
        prop_assert_eq!(date(&text).start_ms(), other.timestamp_millis());
    }

    #[test]
    fn the_order_is_total(a in dates(), b in dates(), c in dates()) {
        let (a, b, c) = (date(&a), date(&b), date(&c));
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
    }

    #[test]
    fn a_certain_order_is_the_total_one(a in dates(), b in dates()) {
        let (a, b) = (date(&a), date(&b));
        match a.compare(&b) {
            Some(Ordering::Less) => prop_assert!(a < b && a.end_ms() <= b.end_ms()),
            Some(Ordering::Greater) => prop_assert!(a > b),
            Some(Ordering::Equal) => prop_assert_eq!(a.start_ms(), b.start_ms()),
            None => prop_assert!(a.start_ms() < b.end_ms() && b.start_ms() < a.end_ms() || a.end_ms() == b.end_ms()),
        }
    }

    #[test]
    fn an_instant_is_written_as_it_is_read(ms in -2_000_000_000_000i64..4_000_000_000_000) {
        let whole = ms.div_euclid(1000) * 1000;
        let written = FhirDate::of_epoch_ms(ms).expect("in range");
        prop_assert_eq!(written.start_ms(), whole);
        prop_assert_eq!(written.precision(), Precision::Second);
    }

    #[test]
    fn nothing_panics(text in any::<String>(), near in "[0-9T:.Z+-]{0,30}") {
        let _ = FhirDate::parse(&text);
        let _ = FhirDate::parse(&near).map(|date| (date.start_ms(), date.end_ms()));
        let _ = FhirTime::parse(&near);
    }
}
