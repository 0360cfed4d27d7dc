//! A look that is edited stays a valid `brand`, and what can't be used is told by its field.

use sampan::connect::look::model::{Draft, FIELDS, TEXTS, Tried};
use serde_json::{Value, json};

const CONFIG: &str = r##"{"brand": {"name": "River", "manifest": "/m.json", "colors": {"action": "#7a1f5c"}, "radius": 4}}"##;

fn value(draft: &Draft) -> Value {
    serde_json::from_str(&draft.to_json()).expect("JSON")
}

#[test]
fn fields_are_read_and_written() {
    let mut draft = Draft::of(CONFIG);
    assert_eq!(draft.get("colors.action"), "#7a1f5c");
    assert_eq!(
        (draft.get("radius"), draft.get("logo")),
        ("4".into(), String::new())
    );
    draft.set("texts.header.zh-Hans", "B 楼");
    draft.set("radius", " 12.5 ");
    draft.set("colors.action", "");
    assert_eq!(
        value(&draft),
        json!({"name": "River", "manifest": "/m.json", "radius": 12.5, "texts": {"header": {"zh-Hans": "B 楼"}}}),
        "what holds nothing is gone, and what isn't edited stays"
    );
    draft.set("texts.header.zh-Hans", " ");
    draft.set("radius", "round");
    assert_eq!(
        value(&draft),
        json!({"name": "River", "manifest": "/m.json", "radius": "round"})
    );
}

#[test]
fn a_config_that_is_odd_begins_empty() {
    for config in ["", "[]", r#"{"brand": []}"#] {
        assert_eq!(value(&Draft::of(config)), json!({}), "{config}");
    }
    let mut draft = Draft::of(r#"{"brand": {"colors": "blue"}}"#);
    draft.set("colors.ink", "#000000");
    assert_eq!(value(&draft), json!({"colors": {"ink": "#000000"}}));
}

#[test]
fn what_cannot_be_used_is_told_by_its_field() {
    let mut draft = Draft::of(CONFIG);
    draft.set("logo", "https://cdn.example.com/x.svg");
    let answer = json!({
        "brand": {"name": "River", "colors": {"action": "#7a1f5c"}, "radius": 4},
        "worn": {"colors.action": "#700050"},
        "moved": [{"field": "brand.colors.action", "asked": "#7a1f5c", "given": "#700050"}],
        "light": [
            {"front": "ink", "ground": "paper", "ratio": 12.0, "least": 4.5},
            {"front": "line", "ground": "paper", "ratio": 3.3, "least": 3},
            {"front": "action", "ground": "paper", "ratio": 4.6, "least": 4.5},
        ],
        "dark": [],
    });
    let tried = Tried::of(&answer.to_string()).expect("an answer");
    assert!(tried.refuses(&draft, "logo") && !tried.refuses(&draft, "icon"));
    assert!(!tried.refuses(&draft, "name"));
    assert_eq!(tried.moved("colors.action"), Some("#700050"));
    assert_eq!(tried.moved("colors.ink"), None);
    assert_eq!(
        (tried.worn("colors.action"), tried.worn("name")),
        (Some("#700050"), None)
    );
    let order: Vec<&str> = tried.pairs[0].iter().map(|it| it.front.as_str()).collect();
    assert_eq!(
        order,
        ["action", "line", "ink"],
        "the tightest first, each against its own measure"
    );
    let json: Value = serde_json::from_str(&tried.json().expect("JSON")).expect("JSON");
    assert_eq!(json["brand"], answer["brand"]);
    let nameless = Tried::of(r#"{"brand": {}, "moved": []}"#).expect("an answer");
    assert!(nameless.refuses(&draft, "name") && nameless.json().is_none());
    assert!(Tried::of("<html>").is_none());
}

/// What the schema knows of a look can be edited, but for the manifest.
#[test]
fn every_field_of_a_look_can_be_edited() {
    let schema: Value =
        serde_json::from_str(include_str!("../public/config.schema.json")).expect("JSON");
    let brand = schema["$defs"]["brand"]["properties"]
        .as_object()
        .expect("fields");
    let edited: Vec<&str> = FIELDS
        .iter()
        .flat_map(|(_, fields)| *fields)
        .map(|(path, _)| *path)
        .collect();
    for name in brand
        .keys()
        .filter(|name| !["manifest", "texts"].contains(&name.as_str()))
    {
        let inside = [name, "."].concat();
        assert!(
            edited
                .iter()
                .any(|path| path == name || path.starts_with(&inside)),
            "{name}"
        );
    }
    let texts = brand["texts"]["properties"].as_object().expect("texts");
    assert_eq!(
        texts.keys().collect::<std::collections::BTreeSet<_>>(),
        TEXTS.map(str::to_owned).iter().collect()
    );
}
