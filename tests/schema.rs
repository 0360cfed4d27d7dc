//! The schema of `config.json`, what reads it and what tells of it are the same.

#[path = "support/files.rs"]
mod files;

use std::collections::BTreeSet;

use jsonschema::Validator;
use sampan::config::{Config, ConfigError};
use sampan::links::model::site::Site;
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(&files::read("public/config.schema.json")).expect("JSON")
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).expect("a schema")
}

/// The paths of all that may stand in the file, as `brand.colors.action`; sites repeat what stands above them.
fn fields() -> BTreeSet<String> {
    let schema = schema();
    let mut all = BTreeSet::new();
    walk(&schema, &schema, "", &mut all);
    all.remove("$schema");
    all
}

fn walk(schema: &Value, node: &Value, path: &str, all: &mut BTreeSet<String>) {
    if let Some(target) = node["$ref"].as_str() {
        let target = schema.pointer(&target[1..]).expect("a definition");
        return walk(schema, target, path, all);
    }
    let of_site = path == "sites";
    let properties = node["properties"].as_object();
    let properties = properties.or_else(|| node["items"]["properties"].as_object());
    let Some(properties) = properties else {
        all.insert(path.to_owned());
        return;
    };
    let languages = properties.contains_key("zh-Hans");
    if languages || of_site {
        all.insert(path.to_owned());
    }
    for (name, property) in properties {
        let own = ["host", "path"].contains(&name.as_str());
        if languages || (of_site && !own) {
            continue;
        }
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        walk(schema, property, &path, all);
    }
}

#[test]
fn every_field_is_told_of() {
    let docs = files::read("docs/config.md");
    let table = docs.split("## Each field").nth(1).expect("the table");
    let table = table.split("\n## ").next().expect("its end");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let names = rows.filter_map(|row| row.split(" | ").next());
    let told: BTreeSet<String> = names
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned))
        .collect();
    assert_eq!(told, fields(), "docs/config.md and the schema");
}

/// Each name of the schema stands in what reads it, and each that is read stands in the schema.
#[test]
fn every_field_is_read() {
    let look = [
        files::read("src/brand/brand.js"),
        files::read("src/boot.js"),
        files::read("src/counter/counter.js"),
    ]
    .concat();
    let rust: String = [
        "src/config/mod.rs",
        "src/config/section.rs",
        "xtask/src/serve/policy.rs",
    ]
    .map(files::read)
    .concat();
    for field in fields() {
        let name = field.rsplit('.').next().expect("a name");
        let quoted = rust.contains(&format!("\"{name}\""));
        let own = quoted || look.contains(name) || field == "features.booking";
        assert!(own, "nothing reads {field}");
    }
    let names: BTreeSet<String> = fields()
        .iter()
        .flat_map(|field| field.split('.').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for call in ["text(\"", "section(\"", "count(\"", "get(\""] {
        for read in rust.split(call).skip(1) {
            let name = read.split('"').next().expect("a name");
            assert!(names.contains(name), "the schema has no {name}");
        }
    }
}

#[test]
fn every_example_is_valid() {
    let validator = validator();
    let docs = files::below("docs", ".md");
    let blocks = docs
        .iter()
        .flat_map(|(_, text)| text.split("```json\n").skip(1));
    let blocks = blocks.filter_map(|rest| Some(rest.split_once("```")?.0.to_owned()));
    let mut examples: Vec<String> = blocks.filter(|block| block.contains("\"brand\"")).collect();
    assert!(examples.len() >= 3, "examples in docs/");
    examples.push(files::read("public/config.json"));
    for example in examples {
        let mut value: Value = serde_json::from_str(&example).expect(&example);
        if let Err(error) = validator.validate(&value) {
            panic!("{example}\n{error} at {}", error.instance_path());
        }
        // The boot script takes the sites out.
        if let Some(object) = value.as_object_mut() {
            object.remove("sites");
        }
        read(&value.to_string(), true).expect(&example);
    }
}

/// Reads a file as the app does: with a FHIR server, else with published files.
fn read(text: &str, secure: bool) -> Result<Config, ConfigError> {
    let serverless = |error| Site::parse(text, secure, error).map(|site| site.config);
    Config::parse(text, secure).or_else(serverless)
}

/// Whatever the app refuses, an editor with the schema underlines.
#[test]
fn what_is_refused_is_invalid() {
    let mut good: Value = serde_json::from_str(&files::read("public/config.json")).expect("JSON");
    refused_are_invalid(&good, 60);
    good["directory"] = json!({"manifest": "/slots/$bulk-publish", "files": ["https://a.example"]});
    good.as_object_mut().expect("an object").remove("record");
    refused_are_invalid(&good, 60);
}

fn refused_are_invalid(good: &Value, least: usize) {
    let validator = validator();
    assert!(validator.is_valid(good), "{good}");
    read(&good.to_string(), false).expect("a good file");
    let odd = [
        json!(null),
        json!(7),
        json!(-1),
        json!("x"),
        json!([]),
        json!({}),
        json!(true),
        json!("//x"),
        json!(""),
    ];
    let mut refused = 0;
    for field in fields() {
        for value in &odd {
            let mut config = good.clone();
            let Some(place) = place(&mut config, &field) else {
                continue;
            };
            *place = value.clone();
            // The boot script takes out a list of sites before the app reads the file.
            let sites = field == "sites" && value.is_array();
            if !sites && read(&config.to_string(), false).is_err() {
                refused += 1;
                assert!(!validator.is_valid(&config), "{field} = {value}");
            }
        }
    }
    assert!(refused > least, "only {refused} were refused");
}

/// Where a field stands, its parents made where there are none.
fn place<'a>(config: &'a mut Value, field: &str) -> Option<&'a mut Value> {
    field.split('.').try_fold(config, |at, name| {
        if at.is_null() {
            *at = json!({});
        }
        let object = at.as_object_mut()?;
        Some(object.entry(name).or_insert(Value::Null))
    })
}
