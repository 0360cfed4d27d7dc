//! A time at a clinic, in words.

use crate::i18n::{
    DateStyle, device_zone, format_date, format_time, t, t_with, zone_name, zone_offset_minutes,
    zoned_date,
};

const DAY: i64 = 86_400_000;

/// A free time in the clinic's own zone, which is named where the reader's clock shows another time.
pub fn moment(ms: i64, zone: Option<&str>, now: i64) -> String {
    let (date, time) = day_and_time(ms, zone, now);
    match foreign_zone(ms, zone) {
        None => t_with("doctors.day_time", &[("day", &date), ("time", &time)]),
        Some(zone) => t_with(
            "doctors.day_time_zone",
            &[("day", &date), ("time", &time), ("zone", &zone)],
        ),
    }
}

/// The same without the zone, where that is named once for many times.
pub fn local_moment(ms: i64, zone: Option<&str>, now: i64) -> String {
    let (date, time) = day_and_time(ms, zone, now);
    t_with("doctors.day_time", &[("day", &date), ("time", &time)])
}

/// The name of a zone where the reader's clock shows another time.
pub fn foreign_zone(ms: i64, zone: Option<&str>) -> Option<String> {
    let offset = |zone: &str| zone_offset_minutes(ms, Some(zone));
    zone.filter(|zone| offset(zone) != offset(&device_zone()))
        .map(|zone| zone_name(ms, zone))
}

fn day_and_time(ms: i64, zone: Option<&str>, now: i64) -> (String, String) {
    let day = zoned_date(ms, zone);
    let date = if day == zoned_date(now, zone) {
        t("doctors.today")
    } else if day == zoned_date(now + DAY, zone) {
        t("doctors.tomorrow")
    } else {
        format_date(ms, zone, DateStyle::Short)
    };
    (date, format_time(ms, zone))
}
