use super::{of_type, options};
use crate::seed::doctors::{Doctor, cast};
use crate::seed::json::url;
use crate::seed::load::{Options, State, missing};
use crate::seed::specialties::SPECIALTIES;
use crate::seed::{places, slots};
use chrono::Days;
use serde_json::Value;
use std::collections::HashSet;

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
    let means = Vec::new();
    let before = missing(&doctor, &first, &State::default(), &means);
    let state = State::of(&before).unwrap();
    assert_eq!(
        missing(&doctor, &first, &state, &means),
        Vec::<Value>::new()
    );
    let after = missing(&doctor, &later, &state, &means);
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
            crate::seed::ratings::of(it, options.today, &Vec::new())
                .0
                .map_or(0, |it| {
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
        let (Some(report), _) = crate::seed::ratings::of(&doctor, options(1).today, &Vec::new())
        else {
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
