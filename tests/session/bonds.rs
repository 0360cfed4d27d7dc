//! For whom a person may act.

use sampan::fhir::types::{Patient, RelatedPerson};
use sampan::fhir::{Resource, Typed};
use sampan::session::model::{Bond, linked, parts, wards};
use serde_json::{Value, json};

fn related(id: &str, of: &str, code: &str, active: Value) -> RelatedPerson {
    let role = json!({"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": code});
    let value = json!({
        "resourceType": "RelatedPerson", "id": id, "active": active,
        "patient": {"reference": of}, "relationship": [{"coding": [role]}],
    });
    RelatedPerson::wrap(Resource::parse(value).unwrap())
}

#[test]
fn the_links_to_related_persons_count_once() {
    let link = |reference: &str| json!({"type": "seealso", "other": {"reference": reference}});
    let value = json!({"resourceType": "Patient", "id": "me", "link": [
        link("RelatedPerson/a"), link("RelatedPerson/a"), link("Patient/old-me"), link("RelatedPerson/b"),
    ]});
    let patient = Patient::wrap(Resource::parse(value).unwrap());
    assert_eq!(linked(&patient), ["a", "b"]);
}

#[test]
fn the_parts_of_a_split_record_are_known_by_what_the_link_says() {
    let link = |kind: &str, other: &str| json!({"type": kind, "other": {"reference": other}});
    let value = json!({"resourceType": "Patient", "id": "me", "link": [
        link("seealso", "RelatedPerson/a"), link("replaced-by", "Patient/new"), link("refer", "Patient/old"),
        link("seealso", "Patient/new"), link("seealso", "Patient/me"), {"other": {"reference": "Patient/bare"}},
    ]});
    let patient = Patient::wrap(Resource::parse(value).unwrap());
    assert_eq!(
        parts(&patient),
        [
            ("new", "replaced-by"),
            ("old", "refer"),
            ("bare", "seealso")
        ]
    );
}

#[test]
fn the_other_side_of_a_relationship_is_named() {
    let all = [
        related("a", "Patient/child", "MTH", json!(true)),
        related("b", "Patient/father", "DAUC", Value::Null),
        related("c", "Patient/husband", "WIFE", Value::Null),
        related("d", "Patient/neighbour", "NBOR", Value::Null),
        related("e", "Patient/once", "GUARD", json!(false)),
        related("f", "Patient/child", "GUARD", Value::Null),
        related("g", "Patient/me", "ONESELF", Value::Null),
        related("h", "Group/nobody", "MTH", Value::Null),
    ];
    let expected = [
        ("child", Bond::Child),
        ("father", Bond::Parent),
        ("husband", Bond::Partner),
        ("neighbour", Bond::Care),
    ];
    assert_eq!(
        wards("me", &all),
        expected.map(|(id, bond)| (id.to_owned(), bond))
    );
}
