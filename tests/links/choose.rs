use sampan::doctors::Query;
use sampan::links::model::choose::{Offer, choose};
use sampan::links::model::manifest::Kind;
use sampan::links::model::shelf::Shelf;
use serde_json::json;

use super::{NOW, location, schedule, slot, take};

/// Boston has the later time and a role's doctor, Worcester the sooner one, Hartford none.
fn shelf() -> Shelf {
    let mut shelf = Shelf::new("en", NOW);
    for (id, name, city, state, position) in [
        ("0", "Clinic Boston", "Boston", "MA", Some((42.36, -71.06))),
        (
            "1",
            "Clinic Worcester",
            "Worcester",
            "MA",
            Some((42.26, -71.80)),
        ),
        ("2", "Clinic Hartford", "Hartford", "CT", None),
    ] {
        let mut place = location(id, name, city, state);
        if let Some((latitude, longitude)) = position {
            place["position"] = json!({"latitude": latitude, "longitude": longitude});
        }
        take(&mut shelf, Kind::Location, &place);
    }
    let role = json!({
        "resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/p"}, "location": [{"reference": "Location/0"}],
        "healthcareService": [{"reference": "HealthcareService/h"}], "specialty": [{"text": "Dermatology"}],
    });
    let doctor = json!({"resourceType": "Practitioner", "id": "p", "name": [{"family": "García", "given": ["Ana"]}]});
    let service = json!({"resourceType": "HealthcareService", "id": "h", "name": "Skin clinic", "location": [{"reference": "Location/0"}]});
    take(&mut shelf, Kind::PractitionerRole, &role);
    take(&mut shelf, Kind::Practitioner, &doctor);
    take(&mut shelf, Kind::HealthcareService, &service);
    take(
        &mut shelf,
        Kind::Schedule,
        &json!({"resourceType": "Schedule", "id": "10", "actor": [{"reference": "PractitionerRole/r"}]}),
    );
    take(&mut shelf, Kind::Schedule, &schedule("11", &["Location/1"]));
    take(&mut shelf, Kind::Schedule, &schedule("12", &["Location/2"]));
    take(
        &mut shelf,
        Kind::Slot,
        &slot("20", "10", "2021-03-02T10:00:00Z", "2021-03-02T10:20:00Z"),
    );
    take(
        &mut shelf,
        Kind::Slot,
        &slot("21", "11", "2021-03-01T10:00:00Z", "2021-03-01T10:20:00Z"),
    );
    shelf
}

fn names(offers: &[Offer]) -> Vec<String> {
    let name = |offer: &Offer| {
        offer
            .spot
            .map_or_else(String::new, |it| it.place.named.name.replace("Clinic ", ""))
    };
    offers.iter().map(name).collect()
}

fn found(query: &str, hash: &str, state: Option<&str>) -> Vec<String> {
    names(&choose(&shelf(), &Query::parse(query, hash), state))
}

#[test]
fn the_soonest_come_first_and_who_has_no_time_last() {
    assert_eq!(found("", "", None), ["Worcester", "Boston", "Hartford"]);
}

#[test]
fn with_a_position_the_nearest_come_first() {
    assert_eq!(
        found("near=42.35,-71.05", "", None),
        ["Boston", "Worcester", "Hartford"]
    );
    assert_eq!(found("near=42.35,-71.05&within=10", "", None), ["Boston"]);
}

#[test]
fn every_word_must_fit_the_place_or_what_is_done_there() {
    for (words, places) in [
        ("boston", vec!["Boston"]),
        ("CLINIC ma", vec!["Worcester", "Boston"]),
        ("garcia", vec!["Boston"]),
        ("dermatology boston", vec!["Boston"]),
        ("dermatology worcester", vec![]),
        ("skin", vec!["Boston"]),
        ("moderna", vec!["Worcester", "Hartford"]),
        ("02114", vec!["Worcester", "Boston", "Hartford"]),
        ("nobody", vec![]),
    ] {
        assert_eq!(found("", &format!("q={words}"), None), places, "{words}");
    }
}

#[test]
fn a_state_narrows() {
    assert_eq!(found("", "", Some("CT")), ["Hartford"]);
    assert_eq!(found("", "", Some("TX")), Vec::<String>::new());
}

#[test]
fn a_doctor_is_found_through_role_and_person() {
    let shelf = shelf();
    let offers = choose(&shelf, &Query::parse("", "q=garcia"), None);
    assert_eq!(
        offers[0].services[0].1,
        ["Ana García", "Dermatology", "Skin clinic"]
    );
}

#[test]
fn times_whose_place_is_missing_are_shown_all_the_same() {
    let mut shelf = Shelf::new("en", NOW);
    take(
        &mut shelf,
        Kind::Schedule,
        &schedule("11", &["Location/gone"]),
    );
    take(
        &mut shelf,
        Kind::Slot,
        &slot("21", "11", "2021-03-01T10:00:00Z", "2021-03-01T10:20:00Z"),
    );
    let offers = choose(&shelf, &Query::default(), None);
    assert_eq!(
        (
            offers.len(),
            offers[0].spot.is_none(),
            offers[0].services[0].0.times.len()
        ),
        (1, true, 1)
    );
}
