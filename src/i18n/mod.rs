//! Words, plural rules, dates and numbers.
//!
//! Messages are flat maps from key to text, one file a room in `public/locales/{language}/`, merged at build time into two:
//! what a first visit needs, and what comes with the later rooms.
//! A text may hold `{name}` placeholders; a message with plural forms is an object with CLDR categories as keys.
//! One language is in force at a time: changing it draws the app anew, so that no view has to watch for it.

mod fhir_date;
mod intl;
mod messages;

pub use fhir_date::{day_of, format_fhir_date};
pub use intl::{
    DateStyle, MILE, compare, device_zone, format_date, format_day, format_distance, format_money,
    format_number, format_time, language_name, plural_category, tell_miles, tells_miles, zone_name,
    zone_offset_minutes, zoned_date,
};
pub use messages::{Language, complete, current, install, is_complete, t, t_n, t_with};
