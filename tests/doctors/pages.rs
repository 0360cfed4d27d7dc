//! The requests of one doctor's page and of one hospital's.

use crate::api::{asking, batched};
use crate::directory::{batch, bundle, location, organization, roles};
use crate::wire::{Script, answer, block_on};
use sampan::doctors::query::Query;
use sampan::fhir::Error;
use serde_json::json;

#[test]
fn an_unknown_doctor_or_one_who_left_is_not_found() {
    let mut left = roles(1);
    left["entry"][0]["resource"]["active"] = json!(false);
    for page in [bundle(vec![], vec![]), left] {
        let script = Script::new([answer(200, page)]);
        assert_eq!(
            block_on(asking(&script, Query::default()).profile("role-1")),
            Err(Error::NotFound)
        );
    }
}

#[test]
fn a_hospital_s_page_is_one_batch() {
    let found = batch(vec![
        bundle(vec![organization()], vec![]),
        bundle(vec![location()], vec![]),
        roles(2),
        roles(2),
    ]);
    let script = Script::new([answer(200, found)]);
    let (hospital, doctors, rated) =
        block_on(asking(&script, Query::default()).hospital("org-1")).expect("a hospital");
    assert_eq!(rated, None);
    assert_eq!(hospital.named.other.as_deref(), Some("鹭湾医院"));
    assert_eq!(
        hospital.specialties,
        [("394579002".to_owned(), "Cardiology".to_owned())]
    );
    assert_eq!((hospital.places.len(), doctors.rows.len()), (1, 2));
    let asked = batched(&script, 0);
    assert_eq!(asked.len(), 5);
    assert_eq!(
        asked[4],
        "MeasureReport?identifier=https%3A%2F%2Fsampan.health%2Ffhir%2FNamingSystem%2Fratings%7COrganization%2Forg-1&_count=50"
    );
}
