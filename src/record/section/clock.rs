//! The device's clock, for what was measured at home.

use crate::i18n::{zone_offset_minutes, zoned_date};
use crate::platform::now_ms;

/// Now by the device's clock, as its own kind of field has it: `2026-01-31T09:05`.
pub fn local_now() -> String {
    let now = js_sys::Date::new_0();
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let day = zoned_date(now_ms(), None);
    [
        &day,
        "T",
        &two(now.get_hours()),
        ":",
        &two(now.get_minutes()),
    ]
    .concat()
}

/// A local time with the device's offset at that time, as FHIR wants it.
pub fn instant(local: &str) -> Option<String> {
    let time = js_sys::Date::new(&local.into()).get_time();
    let ms = (!time.is_nan()).then_some(time as i64)?;
    let offset = zone_offset_minutes(ms, None);
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    let two = |number: i32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let (minute, second) = (local.get(..16)?, local.get(16..19).unwrap_or(":00"));
    Some(
        [
            minute,
            second,
            &sign.to_string(),
            &two(hours),
            ":",
            &two(minutes),
        ]
        .concat(),
    )
}
