//! What a patient takes along: nothing is lost, nothing is added, and it can be read back.

use proptest::prelude::*;
use sampan::fhir::Resource;
use sampan::record::model::Chapter;
use sampan::record::model::csv;
use sampan::record::model::export::{Document, Section, open_file};
use serde_json::{Value as Json, json};

fn resource(json: &str) -> Resource {
    Resource::parse(serde_json::from_str(json).expect("JSON")).expect("a resource")
}

fn section(chapter: Chapter, resources: Vec<Resource>) -> Section {
    let lines = resources
        .iter()
        .map(|resource| format!("<{}> & more", resource.key()))
        .collect();
    Section {
        chapter,
        title: "Title".into(),
        resources,
        lines,
        empty: "None recorded.".into(),
    }
}

fn bundle(sections: Vec<Section>) -> Json {
    let patient = resource(r#"{"resourceType": "Patient", "id": "p1"}"#);
    Document {
        title: "Health summary".into(),
        language: "en".into(),
        base: "https://fhir.example/r4",
        patient: &patient,
        made: "2026-11-22T12:00:00Z".into(),
        id: "6f3b7a3e-8a55-4bd0-9a57-0a5c1e3f9d11".into(),
        sections,
    }
    .to_bundle()
}

#[test]
fn the_document_holds_each_resource_once_as_it_came() {
    let weight = r#"{"resourceType":"Observation","id":"w","valueQuantity":{"value":6.30,"unit":"kg"},"unknown":{"kept":true}}"#;
    let made = bundle(vec![
        section(Chapter::Allergies, Vec::new()),
        section(Chapter::Vitals, vec![resource(weight), resource(weight)]),
        section(Chapter::Labs, vec![resource(weight)]),
    ]);
    let entries = made["entry"].as_array().expect("entries");
    let kinds: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry["resource"]["resourceType"].as_str())
        .collect();
    assert_eq!(kinds, ["Composition", "Patient", "Device", "Observation"]);
    assert_eq!(
        entries[3]["fullUrl"],
        "https://fhir.example/r4/Observation/w"
    );
    assert!(made.to_string().contains("6.30"), "to the last digit");
    let (back, unreadable) = open_file(&made.to_string());
    assert_eq!((back.len(), unreadable), (4, 0));
    assert_eq!(back[3], resource(weight));

    let composition = &entries[0]["resource"];
    let sections = composition["section"].as_array().expect("sections");
    assert_eq!(
        sections[0]["emptyReason"]["coding"][0]["code"],
        "unavailable"
    );
    assert_eq!(sections[0]["entry"], Json::Null);
    assert_eq!(sections[1]["entry"][0]["reference"], "Observation/w");
    assert_eq!(
        sections[1]["text"]["div"],
        "<div xmlns=\"http://www.w3.org/1999/xhtml\"><ul><li>&lt;Observation/w&gt; &amp; more</li><li>&lt;Observation/w&gt; &amp; more</li></ul></div>"
    );
    assert_eq!(composition["author"][0]["reference"], entries[2]["fullUrl"]);
}

#[test]
fn a_table_is_safe_in_a_spreadsheet() {
    let rows = [
        vec!["a,b".into(), "say \"x\"".into(), "-6.30".into()],
        vec!["=1+1".into(), "-x".into(), "two\nlines".into()],
    ];
    assert_eq!(
        csv::write(&rows),
        "\u{feff}\"a,b\",\"say \"\"x\"\"\",-6.30\r\n'=1+1,'-x,\"two\nlines\"\r\n"
    );
}

#[test]
fn files_from_elsewhere_are_opened() {
    let one = |text: &str| {
        let (found, unreadable) = open_file(text);
        (
            found.iter().map(Resource::key).collect::<Vec<_>>(),
            unreadable,
        )
    };
    assert_eq!(
        one(r#"{"resourceType":"Patient","id":"1"}"#),
        (vec!["Patient/1".to_owned()], 0)
    );
    assert_eq!(
        one(
            "{\"resourceType\":\"Patient\",\"id\":\"1\"}\n\n{\"resourceType\":\"Goal\",\"id\":\"2\"}\nbroken\n"
        ),
        (vec!["Patient/1".to_owned(), "Goal/2".to_owned()], 1)
    );
    let bundle = json!({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Goal", "id": "2"}}, {"resource": 5}]});
    assert_eq!(one(&bundle.to_string()), (vec!["Goal/2".to_owned()], 1));
    assert_eq!(one("not FHIR at all"), (vec![], 1));
    assert_eq!(one(""), (vec![], 0));
}

/// Reads comma-separated values, as another program would.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    let mut quoted = false;
    while let Some(char) = chars.next() {
        let row = rows.last_mut().unwrap();
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                row.last_mut().unwrap().push(chars.next().unwrap())
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                rows.push(vec![String::new()]);
            }
            other => row.last_mut().unwrap().push(other),
        }
    }
    rows.pop();
    rows
}

proptest! {
    #[test]
    fn a_table_is_read_back(cells in prop::collection::vec(prop::collection::vec("[ -~\n你]{0,8}", 2..4), 0..6)) {
        let back: Vec<Vec<String>> = read_csv(&csv::write(&cells));
        let safe = |cell: &String| match cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err() {
            true => format!("'{cell}"),
            false => cell.clone(),
        };
        let expected: Vec<Vec<String>> = cells.iter().map(|row| row.iter().map(safe).collect()).collect();
        prop_assert_eq!(back, expected);
    }

    #[test]
    fn whatever_the_file_nothing_traps(text in "\\PC{0,200}") {
        let _ = open_file(&text);
    }
}
