use sampan::config::{Config, ConfigError};
use sampan::links::model::site::Site;
use serde_json::{Value, json};

fn good() -> Value {
    json!({
        "brand": {"name": "River Hospital"},
        "directory": {"manifest": "https://files.example/$bulk-publish", "files": ["https://cdn.example"]},
        "country": {"code": "US", "emergency": "911"},
    })
}

/// As the app reads it: first as a config with a FHIR server.
fn parse(config: &Value, secure: bool) -> Result<Site, ConfigError> {
    let text = config.to_string();
    let before = Config::parse(&text, secure).expect_err("no FHIR server");
    Site::parse(&text, secure, before)
}

#[test]
fn a_manifest_takes_the_place_of_a_server() {
    let site = parse(&good(), true).expect("a site");
    assert_eq!(site.manifest, "https://files.example/$bulk-publish");
    assert_eq!(site.files, ["https://cdn.example"]);
    assert_eq!(site.config.brand.name, "River Hospital");
    assert!(!site.config.has("record"));
    let mut own = good();
    own["directory"] = json!({"manifest": "/slots/$bulk-publish?sig=1"});
    assert_eq!(
        parse(&own, true).expect("a site").manifest,
        "/slots/$bulk-publish?sig=1"
    );
}

#[test]
fn each_mistake_is_named() {
    for (change, field) in [
        (
            json!({"directory": {"manifest": "/m", "base": "/fhir"}}),
            "directory",
        ),
        (
            json!({"record": {"base": "/fhir", "auth": "none"}}),
            "record",
        ),
        (json!({"directory": {"manifest": 7}}), "directory.manifest"),
        (json!({"directory": {"manifest": ""}}), "directory.manifest"),
        (
            json!({"directory": {"manifest": "files.example/m"}}),
            "directory.manifest",
        ),
        (
            json!({"directory": {"manifest": "javascript:alert(1)"}}),
            "directory.manifest",
        ),
        (
            json!({"directory": {"manifest": "//files.example/m"}}),
            "directory.manifest",
        ),
        (
            json!({"directory": {"manifest": "http://files.example/m"}}),
            "directory.manifest",
        ),
        (
            json!({"directory": {"manifest": "/m", "files": "https://cdn.example"}}),
            "directory.files",
        ),
        (
            json!({"directory": {"manifest": "/m", "files": ["https://cdn.example/path"]}}),
            "directory.files",
        ),
        (
            json!({"directory": {"manifest": "/m", "files": ["http://cdn.example"]}}),
            "directory.files",
        ),
        (json!({"directory": {}}), "directory.base"),
        (json!({"directory": 7}), "directory"),
        (json!({"brand": {}}), "brand.name"),
        (json!({"country": {"code": "USA"}}), "country.code"),
        (json!({"features": 7}), "features"),
    ] {
        let mut config = good();
        for (name, value) in change.as_object().expect("an object") {
            config[name] = value.clone();
        }
        let error = parse(&config, true).expect_err("a mistake");
        assert_eq!(error.field, field, "{config}: {error}");
    }
}

#[test]
fn by_http_files_may_come_by_http() {
    let mut config = good();
    config["directory"] =
        json!({"manifest": "http://files.example/m", "files": ["http://cdn.example"]});
    parse(&config, false).expect("a site");
}
