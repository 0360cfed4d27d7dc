//! What is parsed and written again is the same JSON, and reading survives anything.

use proptest::prelude::*;
use sampan::fhir::{Node, Resource};
use serde_json::{Map, Value, json};

/// Numbers as FHIR servers write them, with the zeros that mean precision.
fn numbers() -> impl Strategy<Value = Value> {
    "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?"
        .prop_map(|text| serde_json::from_str(&text).expect("a number"))
}

fn jsons() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        numbers(),
        any::<String>().prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map(keys(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Keys that the readers look for, and any other.
fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("name".to_owned()),
        Just("valueQuantity".to_owned()),
        Just("value".to_owned()),
        Just("extension".to_owned()),
        Just("url".to_owned()),
        Just("reference".to_owned()),
        Just("coding".to_owned()),
        Just("status".to_owned()),
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn a_resource_is_written_as_it_was_read(mut json in jsons()) {
        if let Some(fields) = json.as_object_mut() {
            fields.insert("resourceType".to_owned(), json!("Observation"));
        }
        let text = json.to_string();
        let again: Value = serde_json::from_str(&text).expect("our own JSON");
        match Resource::parse(again) {
            Some(resource) => prop_assert_eq!(resource.value().to_string(), text),
            None => prop_assert!(!json.is_object()),
        }
    }

    #[test]
    fn an_edit_changes_one_field_alone(mut json in jsons().prop_filter("an object", Value::is_object)) {
        json["resourceType"] = json!("Slot");
        let edited = Resource::parse(json.clone()).expect("a resource").with("status", json!("busy"));
        json["status"] = json!("busy");
        prop_assert_eq!(edited, json);
    }

    #[test]
    fn reading_never_panics(json in jsons(), key in keys()) {
        let node = Node::new(&json);
        let child = node.node(&key);
        let _ = (child.str(&key), child.number(&key), child.date(&key), child.reference(&key), child.bool(&key));
        let _ = (child.choice("value"), child.extension("url"), child.count(&key), child.beside(&key));
        for item in node.list(&key) {
            let _ = item.text();
        }
    }
}

#[test]
fn digits_stay_as_sent() {
    let text = r#"{"resourceType":"Observation","valueQuantity":{"value":6.30},"n":-0.00,"big":123456789012345678901.10}"#;
    let resource = Resource::parse(serde_json::from_str(text).expect("JSON")).expect("a resource");
    let root = resource.root();
    assert_eq!(
        root.node("valueQuantity").number_text("value"),
        Some("6.30")
    );
    assert_eq!(root.number_text("n"), Some("-0.00"));
    assert_eq!(root.number_text("big"), Some("123456789012345678901.10"));
    assert_eq!(root.node("valueQuantity").number("value"), Some(6.3));
}

#[test]
fn numbers_sent_as_text_count_but_words_do_not() {
    let json = json!({"a": "6.30", "b": "NaN", "c": "inf", "d": "about 6", "e": true});
    let node = Node::new(&json);
    assert_eq!(node.number_text("a"), Some("6.30"));
    for key in ["b", "c", "d", "e", "none"] {
        assert_eq!(node.number_text(key), None, "{key}");
    }
}

#[test]
fn one_for_many_and_many_for_one() {
    let json =
        json!({"one": {"x": "1"}, "many": [{"x": "2"}, {"x": "3"}], "none": [], "null": null});
    let node = Node::new(&json);
    assert_eq!(node.list("one").count(), 1);
    assert_eq!(node.node("many").str("x"), Some("2"));
    assert!(node.node("none").is_missing());
    assert_eq!(node.list("null").count(), 0);
}

#[test]
fn only_an_object_with_a_type_is_a_resource() {
    for json in [
        json!(null),
        json!([]),
        json!("Slot"),
        json!({}),
        json!({"resourceType": ""}),
        json!({"resourceType": 1}),
    ] {
        assert_eq!(Resource::parse(json.clone()), None, "{json}");
    }
}
