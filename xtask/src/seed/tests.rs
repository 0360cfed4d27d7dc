use super::doctors::{Doctor, cast};
use super::json::url;
use super::load::{Options, State, family, missing};
use super::specialties::SPECIALTIES;
use super::{places, slots};
use chrono::{Days, NaiveDate};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

fn options(doctors: usize) -> Options {
    Options {
        doctors,
        seed: 7,
        today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
    }
}

/// Everything that a first load writes.
fn everything(options: Options) -> Vec<Value> {
    let doctors = (1..=options.doctors).flat_map(|number| {
        missing(
            &Doctor::new(options.seed, number),
            &options,
            &State::default(),
        )
    });
    places::resources()
        .chain(doctors)
        .chain(family(&options).unwrap())
        .collect()
}

fn of_type<'a>(all: &'a [Value], kind: &str) -> impl Iterator<Item = &'a Value> {
    all.iter().filter(move |it| it["resourceType"] == kind)
}

/// Calls `visit` with every object and value inside, and the key it stands under.
fn walk<'a>(value: &'a Value, key: &'a str, visit: &mut impl FnMut(&'a str, &'a Value)) {
    visit(key, value);
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| walk(value, key, visit)),
        Value::Array(items) => items.iter().for_each(|item| walk(item, key, visit)),
        _ => {}
    }
}

#[test]
fn the_same_options_give_the_same_bytes_and_another_seed_does_not() {
    let bytes = |options| serde_json::to_string(&everything(options)).unwrap();
    let first = bytes(options(60));
    assert_eq!(first, bytes(options(60)));
    assert_ne!(
        first,
        bytes(Options {
            seed: 8,
            ..options(60)
        })
    );
}

#[test]
fn a_doctor_does_not_depend_on_how_many_there_are() {
    let of = |count| Doctor::new(7, 33).resources(options(count).today);
    assert_eq!(of(40), of(100_000));
}

#[test]
fn every_reference_leads_to_a_resource_of_the_set() {
    let all = everything(options(120));
    let known: HashSet<String> = all.iter().map(url).collect();
    let mut count = 0;
    for resource in &all {
        walk(resource, "", &mut |key, value| {
            if key == "reference"
                && let Some(target) = value.as_str()
            {
                count += 1;
                assert!(
                    known.contains(target),
                    "{} refers to {target}",
                    url(resource)
                );
            }
        });
    }
    assert!(count > 10_000, "{count}");
}

#[test]
fn ids_are_unique_but_for_the_booked_slot_and_fit_fhir() {
    let all = everything(options(60));
    let mut seen: HashMap<String, usize> = HashMap::new();
    for resource in &all {
        let id = resource["id"].as_str().unwrap();
        assert!(
            id.len() <= 64
                && id
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'.'),
            "{id}"
        );
        *seen.entry(url(resource)).or_default() += 1;
    }
    let twice: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(twice[0].0.starts_with("Slot/slot-00001-"));
}

#[test]
fn nothing_is_null_or_empty() {
    for resource in &everything(options(60)) {
        walk(resource, "", &mut |key, value| {
            let empty = match value {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                _ => false,
            };
            assert!(!empty, "{key} of {}", url(resource));
        });
    }
}

#[test]
fn dates_are_fhir_dates_of_our_time() {
    const DATES: [&str; 14] = [
        "start",
        "end",
        "date",
        "issued",
        "created",
        "valueDate",
        "dueDate",
        "birthDate",
        "authoredOn",
        "creation",
        "effectiveDateTime",
        "onsetDateTime",
        "abatementDateTime",
        "occurrenceDateTime",
    ];
    let mut count = 0;
    for resource in &everything(options(60)) {
        walk(resource, "", &mut |key, value| {
            if DATES.contains(&key)
                && let Some(date) = value.as_str()
            {
                count += 1;
                let year: i32 = date[..4].parse().unwrap();
                assert!((1940..2040).contains(&year), "{date} of {}", url(resource));
                let right = match date.len() {
                    4 => true,
                    7 => NaiveDate::parse_from_str(&format!("{date}-01"), "%Y-%m-%d").is_ok(),
                    10 => NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok(),
                    _ => chrono::DateTime::parse_from_rfc3339(date).is_ok(),
                };
                assert!(right, "{date} of {}", url(resource));
            }
        });
    }
    assert!(count > 5_000, "{count}");
}

#[test]
fn every_quantity_has_a_number_a_unit_and_its_ucum_code() {
    let mut count = 0;
    for resource in &everything(options(60)) {
        walk(resource, "", &mut |key, value| {
            let quantity = key.ends_with("Quantity")
                || matches!(key, "low" | "high" | "valueDuration" | "measureScore");
            if quantity {
                count += 1;
                assert!(value["value"].is_number(), "{value}");
                assert_eq!(value["system"], "http://unitsofmeasure.org", "{value}");
                assert!(
                    value["unit"].is_string() && value["code"].is_string(),
                    "{value}"
                );
            }
        });
    }
    assert!(count > 1_000, "{count}");
}

#[test]
fn decimals_stay_as_written() {
    let text = serde_json::to_string(&super::json::number("6.30")).unwrap();
    assert_eq!(text, "6.30");
    let family = serde_json::to_string(&family(&options(60)).unwrap()).unwrap();
    assert!(family.contains(":0.27,") || family.contains(":0.27}"));
    assert!(family.contains("4.20"));
}

#[test]
fn slots_of_a_doctor_never_overlap_and_lie_in_their_schedules() {
    for doctor in (1..=400).map(|number| Doctor::new(7, number)) {
        for date in options(1).today.iter_days().take(7) {
            let slots = slots::of_day(&doctor, date);
            for pair in slots.windows(2) {
                assert!(
                    pair[0].end <= pair[1].start,
                    "{} and {}",
                    pair[0].id,
                    pair[1].id
                );
            }
            assert!(
                slots
                    .iter()
                    .all(|slot| slot.start < slot.end && doctor.sites().contains(&slot.site))
            );
        }
    }
}

#[test]
fn a_later_load_adds_the_missing_days_only() {
    let first = options(60);
    let later = Options {
        today: first.today + Days::new(5),
        ..first
    };
    let doctor = Doctor::new(first.seed, cast::FAMILY_DOCTOR);
    let before = missing(&doctor, &first, &State::default());
    let state = State::of(&before).unwrap();
    assert_eq!(missing(&doctor, &first, &state), Vec::<Value>::new());
    let after = missing(&doctor, &later, &state);
    let old: HashSet<String> = of_type(&before, "Slot").map(url).collect();
    let new: HashSet<String> = of_type(&after, "Slot").map(url).collect();
    assert!(!new.is_empty() && old.is_disjoint(&new));
    // Together they are what a load of both spans at once would give.
    let last = slots::horizon(&doctor, first.doctors, later.today).unwrap();
    let whole: usize = first
        .today
        .iter_days()
        .take_while(|it| *it <= last)
        .map(|it| slots::of_day(&doctor, it).len())
        .sum();
    assert_eq!(old.len() + new.len(), whole);
    assert_eq!(
        of_type(&after, "Schedule").next().unwrap()["planningHorizon"]["end"],
        last.to_string()
    );
    assert!(of_type(&after, "Practitioner").next().is_none());
}

#[test]
fn the_default_city_is_as_large_and_varied_as_it_should_be() {
    let options = options(2_000);
    let doctors: Vec<Doctor> = (1..=options.doctors)
        .map(|number| Doctor::new(options.seed, number))
        .collect();
    let specialties: HashSet<usize> = doctors.iter().map(|it| it.specialty).collect();
    assert_eq!(specialties.len(), SPECIALTIES.len());
    let works = |doctor: &&Doctor| slots::horizon(doctor, options.doctors, options.today).is_some();
    let (bookable, others): (Vec<_>, Vec<_>) = doctors.iter().partition(works);
    assert!(
        (230..=400).contains(&others.len()),
        "{} by phone only or retired",
        others.len()
    );
    let far = bookable.iter().filter(|it| {
        slots::horizon(it, options.doctors, options.today).unwrap() >= options.today + Days::new(27)
    });
    assert!((180..=300).contains(&far.count()));
    let slots: usize = bookable
        .iter()
        .map(|doctor| {
            let last = slots::horizon(doctor, options.doctors, options.today).unwrap();
            options
                .today
                .iter_days()
                .take_while(|it| *it <= last)
                .map(|it| slots::of_day(doctor, it).len())
                .sum::<usize>()
        })
        .sum();
    // More would take the first load past its two minutes.
    assert!((40_000..=65_000).contains(&slots), "{slots} slots");
    let reviews: Vec<u64> = doctors
        .iter()
        .map(|it| {
            super::ratings::report(it, options.today).map_or(0, |it| {
                it["group"][0]["population"][0]["count"].as_u64().unwrap()
            })
        })
        .collect();
    let none = reviews.iter().filter(|it| **it == 0).count();
    assert!((120..=300).contains(&none), "{none} without reviews");
    assert!(reviews.iter().any(|it| *it > 300));
    assert_eq!(reviews[cast::FAMILY_DOCTOR - 1], 412);
    assert_eq!(reviews[cast::NOT_REVIEWED - 1], 0);
}

#[test]
fn the_strata_of_a_rating_add_up_to_its_mean() {
    for doctor in (1..=200).map(|number| Doctor::new(7, number)) {
        let Some(report) = super::ratings::report(&doctor, options(1).today) else {
            continue;
        };
        let group = &report["group"][0];
        let strata = group["stratifier"][0]["stratum"].as_array().unwrap();
        let (mut count, mut sum) = (0, 0);
        for stratum in strata {
            let reviews = stratum["population"][0]["count"].as_u64().unwrap();
            count += reviews;
            sum += reviews
                * stratum["value"]["text"]
                    .as_str()
                    .unwrap()
                    .parse::<u64>()
                    .unwrap();
        }
        assert_eq!(group["population"][0]["count"], count);
        let mean: f64 = group["measureScore"]["value"].to_string().parse().unwrap();
        assert!((mean - sum as f64 / count as f64).abs() < 0.0051);
    }
}

#[test]
fn there_are_sixty_houses_and_each_has_its_own_name() {
    let all: Vec<Value> = places::resources().collect();
    let names: HashSet<&str> = of_type(&all, "Organization")
        .filter_map(|it| it["name"].as_str())
        .collect();
    assert_eq!(names.len(), 60);
    let aliases: HashSet<&str> = of_type(&all, "Organization")
        .filter_map(|it| it["alias"][0].as_str())
        .collect();
    assert_eq!(aliases.len(), 60);
    for location in of_type(&all, "Location") {
        let degrees = |axis: &str| location["position"][axis].as_f64().unwrap();
        assert!(
            (30.6..31.9).contains(&degrees("latitude"))
                && (120.8..122.0).contains(&degrees("longitude"))
        );
    }
}

#[test]
fn the_family_record_is_full_and_in_the_past() {
    let options = options(60);
    let family = family(&options).unwrap();
    let of = |person: &str, kind: &str| {
        let subject = format!("Patient/patient-{person}");
        of_type(&family, kind)
            .filter(|it| {
                it["subject"]["reference"] == subject.as_str()
                    || it["patient"]["reference"] == subject.as_str()
            })
            .count()
    };
    assert!(
        of("lin-mei", "Observation") >= 300,
        "{}",
        of("lin-mei", "Observation")
    );
    assert!(
        of("lin-guodong", "Observation") >= 400,
        "{}",
        of("lin-guodong", "Observation")
    );
    assert!(
        of("lin-an", "Observation") >= 80,
        "{}",
        of("lin-an", "Observation")
    );
    for kind in [
        "Condition",
        "MedicationRequest",
        "AllergyIntolerance",
        "Immunization",
        "Encounter",
        "DocumentReference",
        "CarePlan",
        "CareTeam",
        "DiagnosticReport",
    ] {
        for person in ["lin-mei", "lin-an", "lin-guodong"] {
            assert!(of(person, kind) > 0, "{person} has no {kind}");
        }
    }
    let today = options.today.to_string();
    for resource in &family {
        for element in [
            "effectiveDateTime",
            "occurrenceDateTime",
            "performedDateTime",
            "onsetDateTime",
            "authoredOn",
            "birthDate",
        ] {
            if let Some(date) = resource[element].as_str() {
                assert!(
                    date[..date.len().min(10)] < today[..date.len().min(10)] || date.len() == 4,
                    "{} {date}",
                    url(resource)
                );
            }
        }
        if let Some(end) = resource["period"]["end"].as_str() {
            assert!(end[..10] < *today, "{} {end}", url(resource));
        }
    }
}

#[test]
fn the_booked_visit_holds_a_busy_slot() {
    let family = family(&options(60)).unwrap();
    let booked: Vec<&Value> = of_type(&family, "Appointment")
        .filter(|it| it["status"] == "booked")
        .collect();
    assert_eq!(booked.len(), 1);
    let slot = of_type(&family, "Slot").next().unwrap();
    assert_eq!(booked[0]["slot"][0]["reference"], url(slot));
    assert_eq!(slot["status"], "busy");
    assert_eq!(booked[0]["start"], slot["start"]);
}

#[test]
fn flags_agree_with_their_ranges() {
    let family = family(&options(60)).unwrap();
    let mut flags = HashMap::new();
    for observation in of_type(&family, "Observation") {
        let Some(flag) = observation["interpretation"][0]["coding"][0]["code"].as_str() else {
            continue;
        };
        let number = |value: &Value| value["value"].as_f64();
        let value = number(&observation["valueQuantity"]).unwrap();
        let range = &observation["referenceRange"][0];
        let low = number(&range["low"]).is_some_and(|low| value < low);
        let high = number(&range["high"]).is_some_and(|high| value > high);
        assert_eq!(
            flag,
            if low {
                "L"
            } else if high {
                "H"
            } else {
                "N"
            },
            "{observation}"
        );
        *flags.entry(flag.to_owned()).or_insert(0) += 1;
    }
    assert!(
        flags["L"] > 3 && flags["H"] > 30 && flags["N"] > 300,
        "{flags:?}"
    );
}

#[test]
fn the_cast_play_their_parts() {
    let doctor = |number| Doctor::new(7, number);
    assert!(doctor(cast::PHONE_ONLY).phone_only);
    assert!(!doctor(cast::RETIRED).active);
    assert!(doctor(cast::LONG_NAME).name.text().len() > 60);
    let expired = doctor(cast::EXPIRED).resources(options(1).today);
    assert!(
        expired[0]["qualification"][1]["period"]["end"]
            .as_str()
            .unwrap()
            < "2026-11-23"
    );
    let arabic = doctor(cast::ARABIC_NAME).resources(options(1).today);
    assert!(
        arabic[0]["name"][0]["text"]
            .as_str()
            .unwrap()
            .chars()
            .any(|it| ('\u{600}'..'\u{700}').contains(&it))
    );
}
