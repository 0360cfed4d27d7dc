//! Slots and calendar files over every hour of two years, in zones on both sides of the date line, with and without clock
//! changes of an hour and of half of one. The files are read back by a library that isn't ours.

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use icalendar::parser::{read_calendar, unfold};
use proptest::prelude::*;
use sampan::booking::model::{Event, FreeSlot, PartOfDay, State, group, instant, video_link};
use sampan::fhir::types::{Appointment, Location};
use sampan::fhir::{FhirDate, Resource, Typed};
use serde_json::json;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// 2026-01-01T00:00:00Z.
const FROM: i64 = 1_767_225_600_000;
/// Hours of two years.
const HOURS: i64 = 2 * 365 * 24;

const ZONES: [Tz; 14] = [
    Tz::UTC,
    Tz::Asia__Shanghai,
    Tz::Asia__Kolkata,
    Tz::Asia__Kathmandu,
    Tz::Asia__Tehran,
    Tz::Africa__Cairo,
    Tz::Africa__Casablanca,
    Tz::Europe__London,
    Tz::America__New_York,
    Tz::America__St_Johns,
    Tz::Australia__Lord_Howe,
    Tz::Pacific__Chatham,
    Tz::Pacific__Kiritimati,
    Tz::Pacific__Pago_Pago,
];

fn utc(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).expect("a time")
}

/// Minutes east of UTC.
fn offset(zone: Tz, ms: i64) -> i32 {
    use chrono::Offset;
    let offset = zone.offset_from_utc_datetime(&utc(ms).naive_utc()).fix();
    offset.local_minus_utc() / 60
}

fn event(start: i64) -> Event {
    Event {
        uid: "appointment-1@clinic.example".into(),
        start,
        end: start + 20 * MINUTE,
        changed: FROM,
        summary: "Appointment: Dr Lin".into(),
        ..Event::default()
    }
}

/// What another library reads in a file: the value of a property of its one event, as it stands there.
fn read(ics: &str, name: &str) -> Option<String> {
    let text = unfold(ics);
    let calendar = read_calendar(&text).expect("a calendar file");
    let event = calendar
        .components
        .iter()
        .find(|component| component.name == "VEVENT")
        .expect("an event");
    let property = event
        .properties
        .iter()
        .find(|property| property.name == name);
    property.map(|property| property.val.as_str().to_owned())
}

fn moment(stamp: &str) -> i64 {
    let naive = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").expect("a moment");
    naive.and_utc().timestamp_millis()
}

#[test]
fn every_hour_of_two_years_is_read_back_as_the_same_moment() {
    for hour in 0..HOURS {
        let start = FROM + hour * HOUR;
        let ics = event(start).to_ics();
        let from = moment(&read(&ics, "DTSTART").expect("a start"));
        let until = moment(&read(&ics, "DTEND").expect("an end"));
        assert_eq!((from, until), (start, start + 20 * MINUTE), "{ics}");
        // So the clocks of every zone show the same for the file as for the visit.
        for zone in ZONES {
            let shown = utc(from).with_timezone(&zone).naive_local();
            let meant = utc(start).naive_utc().and_utc().timestamp_millis()
                + i64::from(offset(zone, start)) * MINUTE;
            assert_eq!(shown.and_utc().timestamp_millis(), meant, "{zone} {start}");
        }
    }
}

#[test]
fn every_hour_of_two_years_stands_on_the_day_that_the_clinics_clocks_show() {
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
    for zone in ZONES {
        let slots: Vec<FreeSlot> = (0..HOURS)
            .map(|hour| {
                let start = FROM + hour * HOUR;
                FreeSlot {
                    id: hour.to_string(),
                    start,
                    end: start + 20 * MINUTE,
                    place: 0,
                    mode: None,
                }
            })
            .collect();
        let mut seen = 0;
        for day in group(&slots, |slot| offset(zone, slot.start)) {
            for part in &day.parts {
                for slot in &part.slots {
                    let local = utc(slot.start).with_timezone(&zone);
                    let days = local.date_naive().signed_duration_since(epoch).num_days();
                    assert_eq!(day.day, days, "{zone} {local}");
                    let expected = match local.hour() {
                        0..12 => PartOfDay::Morning,
                        12..18 => PartOfDay::Afternoon,
                        _ => PartOfDay::Evening,
                    };
                    assert_eq!(part.part, expected, "{zone} {local}");
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, HOURS, "{zone}");
    }
}

#[test]
fn a_time_written_with_any_offset_is_one_moment() {
    for zone in ZONES {
        for hour in (0..HOURS).step_by(5) {
            let start = FROM + hour * HOUR;
            let local = utc(start).with_timezone(&zone);
            let written = local.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
            let read = FhirDate::parse(&written).expect("a FHIR instant");
            assert_eq!(read.start_ms(), start, "{written}");
            assert_eq!(
                instant(start),
                utc(start).format("%Y-%m-%dT%H:%M:%SZ").to_string()
            );
        }
    }
}

#[test]
fn no_zone_of_the_test_stands_still_for_nothing() {
    // The table must hold what it is for: clock changes, half hours, both sides of the date line.
    let changes = |zone: Tz| {
        (0..HOURS)
            .map(|hour| offset(zone, FROM + hour * HOUR))
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(changes(Tz::Europe__London).len(), 2);
    assert_eq!(
        changes(Tz::Australia__Lord_Howe)
            .into_iter()
            .collect::<Vec<_>>(),
        [630, 660]
    );
    assert_eq!(
        changes(Tz::Asia__Kathmandu).into_iter().collect::<Vec<_>>(),
        [345]
    );
    let noon = utc(FROM + 11 * HOUR);
    let day = |zone: Tz| noon.with_timezone(&zone).day();
    assert_ne!(day(Tz::Pacific__Kiritimati), day(Tz::Pacific__Pago_Pago));
}

#[test]
fn a_change_keeps_the_number_and_grows_the_sequence() {
    let first = event(FROM + 9 * HOUR);
    let moved = Event {
        start: FROM + DAY,
        end: FROM + DAY + HOUR,
        changed: FROM + 1000,
        ..first.clone()
    };
    let off = Event {
        state: State::Cancelled,
        changed: FROM + 2000,
        ..moved.clone()
    };
    let files = [first, moved, off].map(|event| event.to_ics());
    let numbers: Vec<_> = files.iter().map(|ics| read(ics, "UID")).collect();
    assert!(numbers.iter().all(|number| *number == numbers[0]));
    let sequence = |ics: &String| -> i64 {
        let text = read(ics, "SEQUENCE").expect("a sequence");
        text.parse().expect("a number")
    };
    let grown: Vec<i64> = files.iter().map(sequence).collect();
    assert!(grown.is_sorted_by(|a, b| a < b), "{grown:?}");
    let status: Vec<_> = files.iter().filter_map(|ics| read(ics, "STATUS")).collect();
    assert_eq!(status, ["CONFIRMED", "CONFIRMED", "CANCELLED"]);
    let alarms: Vec<_> = files
        .iter()
        .map(|ics| ics.matches("BEGIN:VALARM").count())
        .collect();
    assert_eq!(alarms, [2, 2, 0]);
    assert!(files[0].contains("TRIGGER:-P1D\r\n"), "{}", files[0]);
}

proptest! {
    #[test]
    fn any_text_is_read_back_and_no_line_is_too_long(
        // Without backslashes: the reader takes an escaped one before an N for a line's end.
        summary in "[ -\\[\\]-~\\n\\u{4e00}-\\u{4fff}\\u{600}-\\u{6ff}\\u{1F600}-\\u{1F64F}]{1,200}",
        location in "\\PC{0,120}".prop_map(|text| text.replace('\\', "/")),
    ) {
        let event = Event { summary: summary.clone(), location: location.clone(), ..event(FROM) };
        let ics = event.to_ics();
        for line in ics.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75, "{} bytes: {line}", line.len());
            prop_assert!(!line.contains(['\r', '\n']));
        }
        prop_assert_eq!(read(&ics, "SUMMARY").unwrap_or_default(), summary);
        prop_assert_eq!(read(&ics, "LOCATION").unwrap_or_default(), location);
    }
}

#[test]
fn a_video_visit_has_its_own_link_or_that_of_its_place() {
    let appointment = |value: serde_json::Value| {
        let mut whole = json!({"resourceType": "Appointment", "id": "a"});
        for (key, value) in value.as_object().expect("an object") {
            whole[key] = value.clone();
        }
        Appointment::wrap(Resource::parse(whole).expect("a resource"))
    };
    let place = Location::wrap(
        Resource::parse(json!({"resourceType": "Location", "id": "l", "telecom": [
            {"system": "phone", "value": "+86 21 5550 0000"},
            {"system": "url", "value": "https://video.example/room"}]}))
        .expect("a resource"),
    );
    let r5 = appointment(json!({"virtualService": [{"addressUrl": "https://video.example/own"}]}));
    assert_eq!(
        video_link(&r5, Some(&place)),
        Some("https://video.example/own")
    );
    let r4 = appointment(json!({"extension": [{
        "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService",
        "extension": [{"url": "addressUrl", "valueUrl": "https://video.example/r4"}]}]}));
    assert_eq!(video_link(&r4, None), Some("https://video.example/r4"));
    let bare = appointment(json!({}));
    assert_eq!(
        video_link(&bare, Some(&place)),
        Some("https://video.example/room")
    );
    let bad = appointment(json!({"virtualService": [{"addressUrl": "javascript:alert(1)"}]}));
    assert_eq!(video_link(&bad, None), None);
}
