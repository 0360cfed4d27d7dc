use sampan::fhir::Node;
use sampan::fhir::datatypes::{
    Address, Concept, ContactPoint, Period, Quantity, Reference, Script, contacts, display_name,
    fit, name_in_other_script, parse_reference, script_of,
};
use serde_json::{Value, json};

fn translation(language: &str, text: &str) -> Value {
    json!({"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": [
        {"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]}]})
}

#[test]
fn a_name_is_shown_in_the_readers_script() {
    let doctor = json!({"name": [
        {"use": "old", "family": "Li", "given": ["Wei"]},
        {"use": "official", "family": "王", "given": ["伟"]},
        {"family": "Wang", "given": ["Wei"], "prefix": ["Dr."], "suffix": ["MD"]}
    ]});
    let doctor = Node::new(&doctor);
    assert_eq!(display_name(doctor, "zh-Hans").as_deref(), Some("王伟"));
    assert_eq!(
        name_in_other_script(doctor, "zh-Hans").as_deref(),
        Some("Dr. Wei Wang MD")
    );
    assert_eq!(
        display_name(doctor, "en").as_deref(),
        Some("Dr. Wei Wang MD")
    );
    assert_eq!(name_in_other_script(doctor, "en").as_deref(), Some("王伟"));
    // Nothing in Arabic: any name is better than none, and one is enough.
    assert!(display_name(doctor, "ar").is_some());
    assert_eq!(name_in_other_script(doctor, "ar"), None);
}

#[test]
fn a_name_of_the_past_is_the_last_resort() {
    let person = json!({"name": [{"use": "maiden", "text": "Ann Old"}, {"use": "nickname", "text": "Annie"}]});
    assert_eq!(
        display_name(Node::new(&person), "en").as_deref(),
        Some("Annie")
    );
    let korean = json!({"name": [{"text": "김민준"}]});
    assert_eq!(
        display_name(Node::new(&korean), "en").as_deref(),
        Some("김민준")
    );
    assert_eq!(name_in_other_script(Node::new(&korean), "en"), None);
    let nameless = json!({"name": [{"use": "official"}, {}]});
    assert_eq!(display_name(Node::new(&nameless), "en"), None);
    let half = json!({"name": [{"use": "usual"}, {"use": "old", "text": "Ann"}]});
    assert_eq!(display_name(Node::new(&half), "en").as_deref(), Some("Ann"));
}

#[test]
fn scripts_are_read_from_letters() {
    for (text, script) in [
        ("Wang", Script::Latin),
        ("Élodie", Script::Latin),
        ("Nguyễn", Script::Latin),
        ("(王)", Script::Han),
        ("たろう", Script::Han),
        ("محمد", Script::Arabic),
        ("Иван", Script::Cyrillic),
        ("한", Script::Other),
        ("123", Script::Other),
    ] {
        assert_eq!(script_of(text), script, "{text}");
    }
}

#[test]
fn languages_fit_by_degrees() {
    for (want, have, degree) in [
        ("zh-Hans", "zh-hans", 3),
        ("zh-Hans", "zh-cn", 2),
        ("zh-Hans", "zh", 1),
        ("zh-Hans", "zh-TW", 0),
        ("ar", "ar-EG", 2),
        ("en", "en-GB", 2),
        ("en", "es", 0),
        ("en", "", 0),
    ] {
        assert_eq!(fit(want, have), degree, "{want} {have}");
    }
}

#[test]
fn a_concept_speaks_the_readers_language_where_it_can() {
    let concept = json!({
        "coding": [
            {"system": "urn:local", "code": "C1", "display": "Local", "userSelected": true},
            {"system": "http://snomed.info/sct", "code": "394579002", "display": "Cardiology", "_display": translation("ar", "أمراض القلب")}
        ],
        "text": "Heart", "_text": translation("zh", "心脏科")
    });
    let concept = Concept(Node::new(&concept));
    assert_eq!(concept.display("zh-Hans"), Some("心脏科"));
    assert_eq!(concept.display("ar"), Some("أمراض القلب"));
    assert_eq!(concept.display("en"), Some("Heart"));
    assert_eq!(concept.code_in("http://snomed.info/sct"), Some("394579002"));
    assert!(concept.is("urn:local", "C1") && !concept.is("http://snomed.info/sct", "C1"));
}

#[test]
fn a_concept_without_text_shows_what_its_user_picked_then_any_name_then_the_code() {
    let display = |json: Value| Concept(Node::new(&json)).display("en").map(str::to_owned);
    assert_eq!(
        display(json!({"coding": [{"display": "a"}, {"display": "b", "userSelected": true}]}))
            .as_deref(),
        Some("b")
    );
    assert_eq!(
        display(json!({"coding": [{"code": "1"}, {"display": "b"}]})).as_deref(),
        Some("b")
    );
    assert_eq!(
        display(json!({"coding": [{"code": "1"}], "text": " "})).as_deref(),
        Some("1")
    );
    assert_eq!(display(json!({})), None);
    // R5's CodeableReference.
    assert_eq!(
        display(json!({"concept": {"text": "x"}})).as_deref(),
        Some("x")
    );
}

#[test]
fn references_of_every_kind() {
    for (text, parsed) in [
        ("Practitioner/p1", Some(("Practitioner", "p1"))),
        ("Practitioner/p1/_history/2", Some(("Practitioner", "p1"))),
        (
            "https://h/r4/Practitioner/p-1.a",
            Some(("Practitioner", "p-1.a")),
        ),
        ("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", None),
        ("#p1", None),
        ("Practitioner?identifier=x", None),
        ("Practitioner/", None),
        ("p1", None),
        ("https://h/r4/", None),
    ] {
        assert_eq!(parse_reference(text), parsed, "{text}");
    }
    let words = json!({"actor": {"display": "The nurse", "type": "Practitioner"}});
    let reference = Node::new(&words).reference("actor").expect("words alone");
    assert_eq!(
        (reference.display, reference.kind, reference.key()),
        (Some("The nurse"), Some("Practitioner"), None)
    );
    let r5 = json!({"medication": {"reference": {"reference": "Medication/m1"}}});
    assert_eq!(
        Node::new(&r5)
            .reference("medication")
            .and_then(|found| found.id),
        Some("m1")
    );
    assert_eq!(Reference::of(Node::new(&json!({}))), None);
}

#[test]
fn addresses_in_the_order_of_their_script() {
    let lines = |json: Value| Address(Node::new(&json)).lines("en");
    assert_eq!(
        lines(
            json!({"line": ["1 High St", "Floor 2"], "city": "Leeds", "postalCode": "LS1 1AA", "state": "W Yorks"})
        ),
        ["1 High St", "Floor 2", "Leeds W Yorks LS1 1AA"]
    );
    let town = |json: Value| Address(Node::new(&json)).lines("en").concat();
    let boston = json!({"city": "Boston", "postalCode": "02114", "state": "MA"});
    assert_eq!(town(boston), "Boston MA 02114");
    let boston =
        json!({"city": "Boston", "postalCode": "02114", "state": "Massachusetts", "country": "US"});
    assert_eq!(town(boston), "Boston Massachusetts 02114");
    let rome = json!({"city": "Roma", "postalCode": "00144", "state": "RM", "country": "IT"});
    assert_eq!(town(rome), "00144 Roma RM");
    assert_eq!(
        town(json!({"city": "Berlin", "postalCode": "10117"})),
        "10117 Berlin"
    );
    assert_eq!(
        lines(json!({"line": ["南京西路1号"], "district": "静安区", "city": "上海市"})),
        ["上海市静安区南京西路1号"]
    );
    assert_eq!(lines(json!({"text": "a\nb", "city": "c"})), ["a", "b"]);
    assert!(lines(json!({})).is_empty());
    let both = json!({"text": "1 High St", "_text": translation("zh", "高街1号")});
    assert_eq!(Address(Node::new(&both)).lines("zh-Hans"), ["高街1号"]);
}

#[test]
fn contacts_come_in_order_and_lead_only_where_they_should() {
    let clinic = json!({"telecom": [
        {"system": "phone", "value": "1", "rank": 2}, {"system": "phone", "value": "2", "rank": 1},
        {"system": "phone", "value": "3"}, {"system": "phone", "value": "4", "use": "old"}, {"system": "email", "value": "a@b.c"}
    ]});
    let phones = contacts(Node::new(&clinic), "phone");
    assert_eq!(
        phones
            .iter()
            .filter_map(|phone| phone.value())
            .collect::<Vec<_>>(),
        ["2", "1", "3"]
    );

    let href =
        |system, value| ContactPoint(Node::new(&json!({"system": system, "value": value}))).href();
    assert_eq!(
        href("phone", "+86 (21) 0560-0001").as_deref(),
        Some("tel:+862105600001")
    );
    assert_eq!(href("email", "a@b.c").as_deref(), Some("mailto:a@b.c"));
    assert_eq!(
        href("url", "https://h.example").as_deref(),
        Some("https://h.example")
    );
    assert_eq!(href("url", "javascript:alert(1)"), None);
    assert_eq!(href("phone", "ask at the desk"), None);
}

#[test]
fn a_period_includes_its_last_day() {
    let json = json!({"start": "2026-01-01", "end": "2026-01-31"});
    let period = Period(Node::new(&json));
    let at = |text| {
        sampan::fhir::FhirDate::parse(text)
            .expect("a date")
            .start_ms()
    };
    assert!(period.contains_ms(at("2026-01-31T23:59:59Z")));
    assert!(!period.contains_ms(at("2026-02-01")) && !period.contains_ms(at("2025-12-31")));
    assert!(Period(Node::new(&json!({}))).contains_ms(0));
}

#[test]
fn a_quantity_keeps_its_digits_and_bound() {
    let json: Value =
        serde_json::from_str(r#"{"value": 5.50, "comparator": "<", "code": "mg/dL"}"#)
            .expect("JSON");
    let quantity = Quantity(Node::new(&json));
    assert_eq!(
        (quantity.value(), quantity.comparator(), quantity.unit()),
        (Some("5.50"), Some("<"), Some("mg/dL"))
    );
}
