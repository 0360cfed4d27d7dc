//! Dates, numbers and names in the language in force, through the browser's `Intl`.
//!
//! Instants are milliseconds since 1970-01-01T00:00:00Z. A zone is an IANA name; `None` is the device's own.

use std::cell::Cell;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::messages::current;

/// How much of a date is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// Year only: `2024`.
    Year,
    /// Month and year: `March 2024`.
    Month,
    /// `5 March 2024`.
    Day,
    /// `Tuesday 5 March`: for dates near now.
    Weekday,
    /// `Tue 5 Mar`: where space is short.
    Short,
    /// `Mar 2024`: on the axis of a chart.
    MonthShort,
    /// `5 Mar`: the same.
    DayShort,
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

fn locales() -> Array {
    // Western digits everywhere: a dose or a lab value must read the same in every language of the ward.
    let tag = current().tag;
    let tag = if tag.starts_with("ar") {
        [&tag, "-u-nu-latn"].concat()
    } else {
        tag
    };
    Array::of1(&tag.into())
}

fn call(function: &Function, argument: &JsValue) -> Option<String> {
    function
        .call1(&JsValue::UNDEFINED, argument)
        .ok()?
        .as_string()
}

/// A formatter in the zone. A zone that the browser doesn't know, from a careless server, reads as the device's own:
/// `Intl` throws at it, and a page must not die of that.
fn formatter(
    locales: &Array,
    zone: Option<&str>,
    pairs: &[(&str, JsValue)],
) -> Option<Intl::DateTimeFormat> {
    let options = options(pairs);
    if let Some(zone) = zone {
        let _ = Reflect::set(&options, &"timeZone".into(), &zone.into());
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let construct = || Reflect::construct(&constructor, &Array::of2(locales, &options)).ok();
    let format = construct().or_else(|| {
        let _ = Reflect::delete_property(&options, &"timeZone".into());
        construct()
    });
    format.map(JsValue::unchecked_into)
}

fn in_zone(locales: &Array, ms: i64, zone: Option<&str>, pairs: &[(&str, JsValue)]) -> String {
    let date = js_sys::Date::new(&(ms as f64).into());
    formatter(locales, zone, pairs)
        .and_then(|format| call(&format.format(), &date))
        .unwrap_or_default()
}

fn date_time(ms: i64, zone: Option<&str>, pairs: &[(&str, JsValue)]) -> String {
    in_zone(&locales(), ms, zone, pairs)
}

/// Swedish writes dates as ISO 8601 does.
fn iso(ms: i64, zone: Option<&str>, pairs: &[(&str, JsValue)]) -> String {
    in_zone(&Array::of1(&"sv-SE".into()), ms, zone, pairs)
}

/// A calendar date for reading, in the zone.
pub fn format_date(ms: i64, zone: Option<&str>, style: DateStyle) -> String {
    let v = |s: &str| JsValue::from(s);
    let pairs: &[(&str, JsValue)] = match style {
        DateStyle::Year => &[("year", v("numeric"))],
        DateStyle::Month => &[("year", v("numeric")), ("month", v("long"))],
        DateStyle::Day => &[
            ("year", v("numeric")),
            ("month", v("long")),
            ("day", v("numeric")),
        ],
        DateStyle::Weekday => &[
            ("weekday", v("long")),
            ("month", v("long")),
            ("day", v("numeric")),
        ],
        DateStyle::MonthShort => &[("year", v("numeric")), ("month", v("short"))],
        DateStyle::DayShort => &[("month", v("short")), ("day", v("numeric"))],
        DateStyle::Short => &[
            ("weekday", v("short")),
            ("month", v("short")),
            ("day", v("numeric")),
        ],
    };
    date_time(ms, zone, pairs)
}

/// A calendar date (`YYYY-MM-DD`, as from [`zoned_date`]) for reading: no zone can move it to another day.
pub fn format_day(date: &str, style: DateStyle) -> String {
    let ms = js_sys::Date::parse(&[date, "T00:00:00Z"].concat());
    if ms.is_nan() {
        date.to_owned()
    } else {
        format_date(ms as i64, Some("UTC"), style)
    }
}

/// A time of day for reading, in the zone.
pub fn format_time(ms: i64, zone: Option<&str>) -> String {
    date_time(
        ms,
        zone,
        &[("hour", "numeric".into()), ("minute", "2-digit".into())],
    )
}

/// The day an instant falls on in the zone, as `YYYY-MM-DD`.
pub fn zoned_date(ms: i64, zone: Option<&str>) -> String {
    iso(ms, zone, &[])
}

/// The zone's offset from UTC at an instant, in minutes east.
pub fn zone_offset_minutes(ms: i64, zone: Option<&str>) -> i32 {
    let Some(zone) = zone else {
        return -(js_sys::Date::new(&(ms as f64).into()).get_timezone_offset() as i32);
    };
    let pairs = [
        ("year", "numeric".into()),
        ("month", "2-digit".into()),
        ("day", "2-digit".into()),
        ("hour", "2-digit".into()),
        ("minute", "2-digit".into()),
        ("hourCycle", "h23".into()),
    ];
    let local = iso(ms, Some(zone), &pairs);
    let as_utc = js_sys::Date::parse(&[&local.replace(' ', "T"), ":00Z"].concat());
    if as_utc.is_nan() {
        0
    } else {
        ((as_utc as i64 - (ms - ms.rem_euclid(60_000))) / 60_000) as i32
    }
}

/// The device's own zone, as an IANA name.
pub fn device_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into())
        .ok()
        .and_then(|v| v.as_string())
        .unwrap_or_default()
}

/// The zone's name for people, at an instant: `China Standard Time`.
pub fn zone_name(ms: i64, zone: &str) -> String {
    let format = formatter(&locales(), Some(zone), &[("timeZoneName", "long".into())]);
    let parts =
        format.map(|format| format.format_to_parts(&js_sys::Date::new(&(ms as f64).into())));
    parts
        .and_then(|parts| {
            parts.iter().find(|part| {
                Reflect::get(part, &"type".into()).is_ok_and(|kind| kind == "timeZoneName")
            })
        })
        .and_then(|part| Reflect::get(&part, &"value".into()).ok()?.as_string())
        .unwrap_or_else(|| zone.to_owned())
}

fn number(value: f64, pairs: &[(&str, JsValue)]) -> String {
    let format = Intl::NumberFormat::new(&locales(), &options(pairs));
    call(&format.format(), &value.into()).unwrap_or_else(|| crate::native::number_text(value))
}

/// A number with exactly so many decimals.
///
/// Not for values of the record: those are shown with the digits that the source sent.
pub fn format_number(value: f64, decimals: u32) -> String {
    number(
        value,
        &[
            ("minimumFractionDigits", decimals.into()),
            ("maximumFractionDigits", decimals.into()),
        ],
    )
}

/// An amount of money; `currency` is an ISO 4217 code. Whole amounts go without decimals.
pub fn format_money(value: f64, currency: &str) -> String {
    let valid = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic());
    if !valid {
        return [&format_number(value, 2), " ", currency].concat();
    }
    let decimals = if value.fract() == 0.0 { 0 } else { 2 };
    number(
        value,
        &[
            ("style", "currency".into()),
            ("currency", currency.into()),
            ("currencyDisplay", "narrowSymbol".into()),
            ("minimumFractionDigits", decimals.into()),
        ],
    )
}

/// Kilometres in an international mile.
pub const MILE: f64 = 1.609344;

thread_local! {
    static MILES: Cell<bool> = const { Cell::new(false) };
}

/// Tells distances in miles from now on, or in kilometres.
pub fn tell_miles(miles: bool) {
    MILES.set(miles);
}

/// Whether distances are told in miles.
pub fn tells_miles() -> bool {
    MILES.get()
}

/// A distance given in kilometres, in the unit of the country.
pub fn format_distance(kilometres: f64) -> String {
    let (distance, unit) = match tells_miles() {
        true => (kilometres / MILE, "mile"),
        false => (kilometres, "kilometer"),
    };
    let decimals = if distance < 10.0 { 1 } else { 0 };
    number(
        distance,
        &[
            ("style", "unit".into()),
            ("unit", unit.into()),
            ("maximumFractionDigits", decimals.into()),
        ],
    )
}

/// A language's name in the language in force: `zh` is `Chinese`. `None` for a tag that is none.
pub fn language_name(tag: &str) -> Option<String> {
    let constructor = Reflect::get(
        &Reflect::get(&js_sys::global(), &"Intl".into()).ok()?,
        &"DisplayNames".into(),
    )
    .ok()?;
    let arguments = Array::of2(&locales(), &options(&[("type", "language".into())]));
    let names = Reflect::construct(constructor.dyn_ref::<Function>()?, &arguments).ok()?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    of.call1(&names, &tag.into()).ok()?.as_string()
}

/// The CLDR plural category of a count: `one`, `few`, `other` and so on.
pub fn plural_category(n: usize) -> String {
    let rules = Intl::PluralRules::new(&locales(), &Object::new());
    rules.select(n as f64).into()
}

/// Orders two texts as a dictionary of the language in force would.
pub fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    let collator = Intl::Collator::new(&locales(), &Object::new());
    let order = collator
        .compare()
        .call2(&JsValue::UNDEFINED, &a.into(), &b.into());
    order
        .ok()
        .and_then(|v| v.as_f64())
        .map_or(std::cmp::Ordering::Equal, |v| v.total_cmp(&0.0))
}
