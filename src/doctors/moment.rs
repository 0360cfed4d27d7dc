//! A time at a clinic, in words.

use crate::i18n::{
    DateStyle, device_zone, format_date, format_time, t, t_with, zone_name, zone_offset_minutes,
    zoned_date,
};

const DAY: i64 = 86_400_000;

/// A free time in the clinic's own zone, which is named where the reader's clock shows another time.
pub fn moment(ms: i64, zone: Option<&str>, now: i64) -> String {
    let day = zoned_date(ms, zone);
    let date = if day == zoned_date(now, zone) {
        t("doctors.today")
    } else if day == zoned_date(now + DAY, zone) {
        t("doctors.tomorrow")
    } else {
        format_date(ms, zone, DateStyle::Short)
    };
    let time = format_time(ms, zone);
    let foreign = zone.filter(|zone| {
        zone_offset_minutes(ms, Some(zone)) != zone_offset_minutes(ms, Some(&device_zone()))
    });
    match foreign {
        None => t_with("doctors.day_time", &[("day", &date), ("time", &time)]),
        Some(zone) => t_with(
            "doctors.day_time_zone",
            &[
                ("day", &date),
                ("time", &time),
                ("zone", &zone_name(ms, zone)),
            ],
        ),
    }
}
