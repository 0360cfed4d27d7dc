//! When there must be a free time.

use sampan::doctors::query::When;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Monday 2026-11-23, midnight in Shanghai, which is Sunday 16:00 UTC.
const MONDAY: i64 = 1_795_363_200_000;
const SHANGHAI: i32 = 8 * 60;

fn windows(when: When, now: i64) -> Vec<(i64, i64)> {
    let hours = |(from, until): (i64, i64)| ((from - MONDAY) / HOUR, (until - MONDAY) / HOUR);
    when.windows(now, SHANGHAI).into_iter().map(hours).collect()
}

#[test]
fn today_ends_at_the_clinic_s_midnight_and_a_week_has_seven_days() {
    assert_eq!(windows(When::Today, MONDAY + 9 * HOUR), [(9, 24)]);
    assert_eq!(windows(When::Week, MONDAY + 9 * HOUR), [(9, 9 + 7 * 24)]);
}

#[test]
fn the_weekend_is_the_coming_one_or_what_is_left_of_it() {
    for day in 0..5 {
        assert_eq!(
            windows(When::Weekend, MONDAY + day * DAY),
            [(5 * 24, 7 * 24)],
            "{day}"
        );
    }
    assert_eq!(
        windows(When::Weekend, MONDAY + 5 * DAY + 10 * HOUR),
        [(130, 168)]
    );
    assert_eq!(
        windows(When::Weekend, MONDAY + 6 * DAY + 10 * HOUR),
        [(154, 168)]
    );
}

#[test]
fn evenings_begin_at_five() {
    let evenings = windows(When::Evening, MONDAY + 9 * HOUR);
    assert_eq!(evenings.len(), 7);
    assert_eq!(evenings[..2], [(17, 24), (41, 48)]);
    assert_eq!(windows(When::Evening, MONDAY + 20 * HOUR)[0], (20, 24));
}

#[test]
fn a_time_is_included_by_the_clinic_s_clock() {
    let includes = |when: When, hours: i64| when.includes(MONDAY + hours * HOUR, MONDAY, SHANGHAI);
    assert!(
        includes(When::Evening, 18) && !includes(When::Evening, 12) && !includes(When::Evening, 24)
    );
    assert!(includes(When::Weekend, 130) && !includes(When::Weekend, 100));
    assert!(
        !When::Evening.includes(MONDAY + 18 * HOUR, MONDAY, 0),
        "elsewhere it is ten in the morning"
    );
}
