use proptest::prelude::*;
use sampan::fhir::url::query_pairs;
use sampan::fhir::{Search, escape, unescape};

#[test]
fn a_doctor_search_reads_as_the_boot_script_writes_it() {
    let search = Search::new("PractitionerRole")
        .param("active", "true")
        .token("specialty", Some("http://snomed.info/sct"), "394579002")
        .count(20)
        .include("PractitionerRole:practitioner");
    assert_eq!(
        search.path(),
        "PractitionerRole?active=true&specialty=http%3A%2F%2Fsnomed.info%2Fsct%7C394579002&_count=20\
         &_include=PractitionerRole%3Apractitioner"
    );
}

#[test]
fn what_a_person_types_can_not_change_the_search() {
    let search = Search::new("Practitioner").text("name", "O'Neil, \"Jo\" $|\\&name=x#");
    let pairs = query_pairs(&search.path());
    assert_eq!(
        pairs,
        [(
            "name".to_owned(),
            "O'Neil\\, \"Jo\" \\$\\|\\\\&name=x#".to_owned()
        )]
    );
}

#[test]
fn several_values_are_one_parameter() {
    let search = Search::new("Slot")
        .any("schedule", &["Schedule/a", "Schedule/b"])
        .tokens("service", &[(Some("urn:s"), "a,b"), (None, "c")])
        .date("start", "ge", "2026-11-22T00:00:00+08:00")
        .date("start", "lt", "2026-11-29")
        .reference("patient", "Patient", "p1")
        .ids(&["1", "2"])
        .sort("-start");
    let values: Vec<_> = search
        .params()
        .iter()
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(
        values,
        [
            "Schedule/a,Schedule/b",
            "urn:s|a\\,b,c",
            "ge2026-11-22T00:00:00+08:00",
            "lt2026-11-29",
            "Patient/p1",
            "1,2",
            "-start"
        ]
    );
    assert!(
        search.to_query().contains("00%3A00%2B08%3A00"),
        "a plus is not a space"
    );
}

#[test]
fn a_search_without_parameters_is_the_type_alone() {
    assert_eq!(Search::new("Organization").path(), "Organization");
}

proptest! {
    #[test]
    fn escaping_round_trips(text in any::<String>()) {
        prop_assert_eq!(unescape(&escape(&text)), text);
    }

    /// Splitting at the commas that aren't escaped gives back exactly the values that were joined.
    #[test]
    fn joined_values_come_apart_again(values in prop::collection::vec("[a,\\\\$|z]{0,6}", 1..5)) {
        let search = Search::new("X").any("p", &values);
        let joined = &search.params()[0].1;
        let mut parts = vec![String::new()];
        let mut escaped = false;
        for char in joined.chars() {
            match char {
                ',' if !escaped => parts.push(String::new()),
                _ => parts.last_mut().expect("one part").push(char),
            }
            escaped = char == '\\' && !escaped;
        }
        let back: Vec<String> = parts.iter().map(|part| unescape(part)).collect();
        prop_assert_eq!(back, values);
    }

    #[test]
    fn a_query_carries_every_value_whole(value in any::<String>(), other in any::<String>()) {
        let search = Search::new("X").param("a", &value).param("b", &other);
        let pairs = query_pairs(&search.path());
        prop_assert_eq!(pairs, vec![("a".to_owned(), value), ("b".to_owned(), other)]);
        prop_assert!(search.to_query().bytes().all(|byte| byte.is_ascii_graphic()));
    }
}
