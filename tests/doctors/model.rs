//! Doctors, hospitals and hours, out of bundles.

use std::sync::Arc;

use crate::directory::{self, NOW, page, practitioner, role, roles};
use sampan::doctors::distance::kilometres;
use sampan::doctors::model::{
    Doctor, DoctorSchedule, NextFree, Profile, doctors, schedules_by_doctor,
};
use sampan::doctors::query::{Gender, Mode, Query, Reach};
use sampan::fhir::Page;
use serde_json::{Value, json};

const BASE: &str = "https://fhir.example/r4";

fn read(bundle: Value, language: &str) -> Vec<Doctor> {
    doctors(&page(bundle, "PractitionerRole"), language, BASE, NOW)
}

pub fn one(language: &str) -> Doctor {
    read(roles(1), language).remove(0)
}

#[test]
fn a_card_reads_what_the_directory_says() {
    let doctor = one("en");
    assert_eq!(
        (doctor.name.as_str(), doctor.other_name.as_deref()),
        ("Wang Wei", Some("王伟"))
    );
    assert_eq!(doctor.specialties, ["Cardiology"]);
    assert_eq!(
        doctor.hospital.as_ref().map(|it| it.name.as_str()),
        Some("Heron Bay Hospital")
    );
    assert_eq!(doctor.zone(Some("loc-1")), Some("Asia/Shanghai"));
    assert_eq!(doctor.takes_new_patients, Some(true));
    let fee = doctor.visits[1].fee.as_ref().expect("a fee");
    assert_eq!(
        (doctor.visits[1].mode, fee.amount, fee.currency.as_str()),
        (Mode::Video, 120.0, "CNY")
    );
    assert_eq!(doctor.visits[0].minutes, Some(20));
    assert_eq!(doctor.phone.as_deref(), Some("+86 21 0555 0101"));
}

#[test]
fn a_reader_of_chinese_sees_chinese_names() {
    let doctor = one("zh-Hans");
    assert_eq!(
        (doctor.name.as_str(), doctor.other_name.as_deref()),
        ("王伟", Some("Wang Wei"))
    );
    assert_eq!(doctor.specialties, ["心血管内科"]);
    let hospital = doctor.hospital.expect("a hospital");
    assert_eq!(
        (hospital.name.as_str(), hospital.other.as_deref()),
        ("鹭湾医院", Some("Heron Bay Hospital"))
    );
}

#[test]
fn without_inclusions_the_references_still_name_things() {
    let doctor = read(directory::bundle(vec![role(1)], vec![]), "en").remove(0);
    assert_eq!(doctor.name, "Doctor 1");
    assert_eq!(
        doctor.hospital.as_ref().map(|it| it.id.as_str()),
        Some("org-1")
    );
    assert_eq!(doctor.places[0].named.name, "Heron Bay Hospital");
}

#[test]
fn who_has_left_is_not_shown() {
    let changed = |key: &str, value: Value| {
        let mut role = role(1);
        role[key] = value;
        read(directory::bundle(vec![role], vec![practitioner(1)]), "en").len()
    };
    assert_eq!(changed("active", json!(true)), 1);
    assert_eq!(changed("active", json!(false)), 0);
    assert_eq!(changed("period", json!({"end": "2026-11-21"})), 0);
    assert_eq!(changed("period", json!({"end": "2026-11-30"})), 1);
    let mut person = practitioner(1);
    person["active"] = json!(false);
    assert!(read(directory::bundle(vec![role(1)], vec![person]), "en").is_empty());
}

#[test]
fn a_photo_of_another_server_is_not_fetched() {
    let photo = |url: &str| {
        let mut person = practitioner(1);
        person["photo"] = json!([{"url": url}]);
        read(directory::bundle(vec![role(1)], vec![person]), "en")
            .remove(0)
            .photo
    };
    assert_eq!(
        photo("Binary/1").as_deref(),
        Some("https://fhir.example/r4/Binary/1")
    );
    assert_eq!(photo("https://elsewhere.example/1.jpg"), None);
    assert_eq!(photo("javascript:alert(1)"), None);
}

#[test]
fn the_client_filters_what_a_server_does_not() {
    let doctor = one("en");
    let fits = |query: Query| doctor.fits(&query);
    assert!(fits(Query::default()));
    assert!(fits(Query {
        gender: Some(Gender::Female),
        lang: Some("zh".into()),
        mode: Some(Mode::Video),
        ..Query::default()
    }));
    assert!(!fits(Query {
        gender: Some(Gender::Male),
        ..Query::default()
    }));
    assert!(!fits(Query {
        lang: Some("ar".into()),
        ..Query::default()
    }));
    assert!(!fits(Query {
        specialty: Some("394582007".into()),
        ..Query::default()
    }));
    assert!(!fits(Query {
        hospital: Some("org-2".into()),
        ..Query::default()
    }));
    let of_service = |service: &str| Query {
        service: Some(service.into()),
        ..Query::default()
    };
    assert!(!fits(of_service("heart")));
    let mut role = role(1);
    role["healthcareService"] =
        json!([{"reference": "HealthcareService/x"}, {"reference": "HealthcareService/heart"}]);
    let bundle = directory::bundle(vec![role], vec![practitioner(1)]);
    let member = read(bundle, "en").remove(0);
    assert!(member.fits(&of_service("heart")) && !member.fits(&of_service("hear")));
}

#[test]
fn hours_stand_by_day_in_their_order() {
    let profile =
        Profile::of(&page(roles(1), "PractitionerRole"), "en", BASE, NOW).expect("a profile");
    let days: Vec<(u32, usize)> = profile
        .hours
        .iter()
        .map(|hours| (hours.day, hours.spans.len()))
        .collect();
    assert_eq!(days, [(0, 1), (1, 2)]);
    assert_eq!(
        profile.hours[1].spans[0],
        ("08:00".to_owned(), "11:30".to_owned())
    );
}

#[test]
fn a_licence_expires_and_a_degree_does_not() {
    let mut person = practitioner(1);
    let degree = json!({"system": "http://terminology.hl7.org/CodeSystem/v2-0360", "code": "MD"});
    person["qualification"] = json!([
        {"code": {"coding": [degree], "text": "Doctor of Medicine"}, "period": {"start": "2001", "end": "2006"}},
        {"code": {"text": "Licence"}, "period": {"end": "2026-11-21"}, "issuer": {"display": "Register"}},
        {"code": {"text": "Licence"}, "period": {"end": "2026-11"}},
    ]);
    let bundle = directory::bundle(vec![role(1)], vec![person]);
    let profile =
        Profile::of(&page(bundle, "PractitionerRole"), "en", BASE, NOW).expect("a profile");
    let expired: Vec<bool> = profile.qualifications.iter().map(|it| it.expired).collect();
    assert_eq!(expired, [false, true, false]);
    assert_eq!(
        profile.qualifications[1].issuer.as_deref(),
        Some("Register")
    );
}

#[test]
fn distances_are_those_of_the_globe() {
    let near = |a: (f64, f64), b: (f64, f64), expected: f64| {
        let found = kilometres(a, b);
        assert!(
            (found - expected).abs() <= expected * 0.005 + 1e-9,
            "{found} for {expected}"
        );
    };
    let (shanghai, beijing) = ((31.2304, 121.4737), (39.9042, 116.4074));
    near(shanghai, beijing, 1067.0);
    near((0.0, 0.0), (0.0, 1.0), 111.195);
    near((90.0, 0.0), (-90.0, 0.0), 20_015.1);
    near((0.0, 179.5), (0.0, -179.5), 111.195);
    near(shanghai, shanghai, 0.0);
}

/// Within so many miles: a hundredth less is outside, a hundredth more inside. Distances of the WGS 84 ellipsoid, the last
/// two across the date line.
#[test]
fn a_reach_in_miles_or_kilometres_is_right_to_a_hundredth() {
    // London to Paris, New York to Los Angeles, Suva to Apia, and a degree of the equator.
    let table = [
        ((51.5074, -0.1278), (48.8566, 2.3522), 343.923, 213.704),
        (
            (40.7128, -74.0060),
            (34.0522, -118.2437),
            3_944.422,
            2_450.950,
        ),
        (
            (-18.1416, 178.4419),
            (-13.8333, -171.7667),
            1_151.052,
            715.231,
        ),
        ((0.0, 179.5), (0.0, -179.5), 111.320, 69.171),
    ];
    for (from, to, km, mi) in table {
        let distance = kilometres(from, to);
        for (expected, miles) in [(km, false), (mi, true)] {
            let reach = |share: f64| Reach {
                amount: (expected * share * 100.0) as u32,
                miles,
            };
            let hundredfold = distance * 100.0;
            assert!(
                reach(0.99).kilometres() < hundredfold,
                "{from:?} {distance}"
            );
            assert!(
                reach(1.01).kilometres() > hundredfold,
                "{from:?} {distance}"
            );
        }
    }
}

#[test]
fn a_schedule_is_the_role_s_or_else_the_person_s() {
    let schedule = |id: &str, actors: &[&str]| {
        let actors: Vec<Value> = actors
            .iter()
            .map(|actor| json!({"reference": actor}))
            .collect();
        json!({"resourceType": "Schedule", "id": id, "actor": actors})
    };
    let bundle = directory::bundle(
        vec![
            schedule("s1", &["PractitionerRole/role-1", "Location/loc-1"]),
            schedule("s2", &["Practitioner/dr-2"]),
            schedule("s3", &["PractitionerRole/role-9", "Practitioner/dr-1"]),
        ],
        vec![],
    );
    let all: Vec<Arc<Doctor>> = read(roles(2), "en").into_iter().map(Arc::new).collect();
    let found = schedules_by_doctor(&all, &page(bundle, "Schedule"));
    assert_eq!(
        found[0]
            .iter()
            .map(|it| (it.id.as_str(), it.location.as_deref()))
            .collect::<Vec<_>>(),
        [("s1", Some("loc-1"))]
    );
    assert_eq!(
        found[1].iter().map(|it| it.id.as_str()).collect::<Vec<_>>(),
        ["s2"]
    );
}

#[test]
fn the_next_free_time_is_free_ahead_and_known_to_be_first() {
    let slot = |id: &str, status: &str, start: &str| json!({"resourceType": "Slot", "id": id, "status": status, "start": start, "schedule": {"reference": "Schedule/s1"}});
    let schedules = [DoctorSchedule {
        id: "s1".into(),
        location: Some("loc-1".into()),
    }];
    let of = |found: Vec<Value>, change: fn(&mut Page)| {
        let mut page = page(directory::bundle(found, vec![]), "Slot");
        change(&mut page);
        NextFree::of(&page, &schedules, NOW)
    };
    let free = || {
        vec![
            slot("2", "free", "2026-11-23T10:00:00+08:00"),
            slot("1", "free", "2026-11-23T09:00:00+08:00"),
        ]
    };
    let next = NextFree::At {
        ms: NOW + 15 * 3_600_000,
        location: Some("loc-1".into()),
    };
    assert_eq!(of(vec![], |_| ()), Some(NextFree::Full));
    assert_eq!(
        of(vec![slot("1", "busy", "2026-11-23T09:00:00+08:00")], |_| ()),
        Some(NextFree::Full)
    );
    assert_eq!(
        of(vec![slot("1", "free", "2026-11-22T17:59:00+08:00")], |_| ()),
        Some(NextFree::Full)
    );
    assert_eq!(of(free(), |_| ()), Some(next.clone()));
    let more = |page: &mut Page| page.next = Some("https://fhir.example/r4/Slot?page=2".into());
    assert_eq!(of(vec![], more), None);
    assert_eq!(of(free(), more), Some(next));
    let unsorted = |page: &mut Page| {
        page.self_link = Some("https://fhir.example/r4/Slot?status=free".into());
        page.next = Some("https://fhir.example/r4/Slot?page=2".into());
    };
    assert_eq!(of(free(), unsorted), Some(NextFree::Some));
    let mut others = free();
    others
        .iter_mut()
        .for_each(|slot| slot["schedule"] = json!({"reference": "Schedule/s2"}));
    assert_eq!(of(others, |_| ()), Some(NextFree::Full));
}
