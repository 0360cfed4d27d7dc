//! The clinic's questions: reading them, which are asked, what is wrong with an answer, and what is sent.

use proptest::prelude::*;
use sampan::booking::model::intake::{Answers, FREE, Intake, Kind, Problem, Said, response, told};
use sampan::fhir::{Node, Resource};
use serde_json::{Value, json};

fn intake(items: Value) -> Intake {
    let questionnaire = json!({"resourceType": "Questionnaire", "url": "https://clinic.example/q", "version": "2", "title": "Before", "item": items,
        "contained": [{"resourceType": "ValueSet", "id": "sides", "compose": {"include": [{"system": "s", "concept": [{"code": "l", "display": "Left"}, {"code": "r"}]}]}}]});
    let questionnaire = Resource::parse(questionnaire).expect("a resource");
    Intake::of(&questionnaire, "en").expect("questions")
}

fn answers(given: &[(&str, &[&str])]) -> Answers {
    let mut all = Answers::default();
    for (link, texts) in given {
        all.set(link, texts.iter().map(|text| (*text).to_owned()).collect());
    }
    all
}

fn sent(intake: &Intake, given: &[(&str, &[&str])]) -> Value {
    let sent = response(intake, &answers(given), "patient-1", "2026-11-22T10:00:00Z");
    sent.map_or(Value::Null, |sent| sent["item"].clone())
}

fn question(link: &str, kind: &str) -> Value {
    json!({"linkId": link, "type": kind, "text": link})
}

fn asked_when(conditions: Value, behavior: &str) -> Value {
    let mut question = question("q", "string");
    question["enableWhen"] = conditions;
    question["enableBehavior"] = behavior.into();
    question
}

#[test]
fn every_kind_of_answer_is_sent_as_fhir_has_it() {
    let option = json!([{"valueCoding": {"system": "s", "code": "a", "display": "A"}}, {"valueString": "plain"}]);
    let with = |mut question: Value, key: &str, value: Value| {
        question[key] = value;
        question
    };
    let unit = |code: &str| json!({"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption", "valueCoding": {"system": "http://unitsofmeasure.org", "code": code, "display": code}});
    let several = with(
        with(
            question("several", "open-choice"),
            "answerOption",
            option.clone(),
        ),
        "repeats",
        true.into(),
    );
    let intake = intake(json!([
        question("yes", "boolean"),
        question("whole", "integer"),
        question("part", "decimal"),
        with(
            question("heavy", "quantity"),
            "extension",
            json!([unit("kg"), unit("[lb_av]")])
        ),
        question("day", "date"),
        question("moment", "dateTime"),
        question("clock", "time"),
        question("line", "string"),
        question("words", "text"),
        with(question("one", "choice"), "answerOption", option),
        several,
        with(
            question("side", "choice"),
            "answerValueSet",
            "#sides".into()
        ),
        with(question("lines", "string"), "repeats", true.into()),
    ]));
    let sent = sent(
        &intake,
        &[
            ("yes", &["false"]),
            ("whole", &["7"]),
            ("part", &["6.30"]),
            ("heavy", &["80.5", "http://unitsofmeasure.org|[lb_av]"]),
            ("day", &["2026-02-28"]),
            ("moment", &["2026-03"]),
            ("clock", &["07:30"]),
            ("line", &[" a line "]),
            ("words", &["two\nlines"]),
            ("one", &["s|a"]),
            ("several", &["plain", &[FREE, "my own"].concat()]),
            ("side", &["s|r"]),
            ("lines", &["one\n\n two"]),
        ],
    );
    let given: Vec<Value> = sent
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["answer"].clone())
        .collect();
    assert_eq!(
        given,
        [
            json!([{"valueBoolean": false}]),
            json!([{"valueInteger": 7}]),
            serde_json::from_str(r#"[{"valueDecimal": 6.30}]"#).expect("JSON"),
            json!([{"valueQuantity": {"value": 80.5, "unit": "[lb_av]", "system": "http://unitsofmeasure.org", "code": "[lb_av]"}}]),
            json!([{"valueDate": "2026-02-28"}]),
            json!([{"valueDate": "2026-03"}]),
            json!([{"valueTime": "07:30:00"}]),
            json!([{"valueString": "a line"}]),
            json!([{"valueString": "two\nlines"}]),
            json!([{"valueCoding": {"system": "s", "code": "a", "display": "A"}}]),
            json!([{"valueString": "plain"}, {"valueString": "my own"}]),
            json!([{"valueCoding": {"system": "s", "code": "r"}}]),
            json!([{"valueString": "one"}, {"valueString": "two"}]),
        ]
    );
}

#[test]
fn conditions_are_those_of_fhir() {
    let number = question("n", "integer");
    let cases = [
        (
            "exists",
            json!({"answerBoolean": true}),
            [true, true, false],
        ),
        (
            "exists",
            json!({"answerBoolean": false}),
            [false, false, true],
        ),
        ("=", json!({"answerInteger": 3}), [true, false, false]),
        ("!=", json!({"answerInteger": 3}), [false, true, false]),
        (">", json!({"answerInteger": 3}), [false, true, false]),
        (">=", json!({"answerDecimal": 3.0}), [true, true, false]),
        ("<", json!({"answerInteger": 3}), [false, false, false]),
        ("<=", json!({"answerInteger": 3}), [true, false, false]),
        ("about", json!({"answerInteger": 3}), [false, false, false]),
    ];
    for (operator, mut condition, expected) in cases {
        condition["question"] = "n".into();
        condition["operator"] = operator.into();
        let intake = intake(json!([number, asked_when(json!([condition]), "all")]));
        for (given, expected) in [&["3"][..], &["12"][..], &[][..]].into_iter().zip(expected) {
            let asked = intake.asked(&answers(&[("n", given)]));
            assert_eq!(
                asked,
                [true, expected],
                "{operator} {condition}, answered {given:?}"
            );
        }
    }
}

#[test]
fn one_condition_is_enough_or_all_are_wanted() {
    let conditions = json!([
        {"question": "a", "operator": "=", "answerBoolean": true},
        {"question": "b", "operator": "=", "answerCoding": {"code": "x"}},
    ]);
    let coded = json!({"linkId": "b", "type": "choice", "text": "b", "answerOption": [{"valueCoding": {"system": "s", "code": "x"}}]});
    for (behavior, both, one) in [("all", true, false), ("any", true, true)] {
        let intake = intake(json!([
            question("a", "boolean"),
            coded,
            asked_when(conditions.clone(), behavior)
        ]));
        let is_asked = |given: &[(&str, &[&str])]| intake.asked(&answers(given))[2];
        assert_eq!(
            is_asked(&[("a", &["true"]), ("b", &["s|x"])]),
            both,
            "{behavior}"
        );
        assert_eq!(is_asked(&[("a", &["true"])]), one, "{behavior}");
        assert_eq!(is_asked(&[("b", &["s|x"])]), one, "{behavior}");
        assert!(!is_asked(&[]), "{behavior}");
    }
}

#[test]
fn what_is_not_asked_does_not_count() {
    // c depends on b, b on a: without a, an old answer to b asks for nothing, and nothing of it is sent or missing.
    let when = |of: &str| json!([{"question": of, "operator": "=", "answerBoolean": true}]);
    let mut b = question("b", "boolean");
    b["enableWhen"] = when("a");
    let mut c = question("c", "boolean");
    c["enableWhen"] = when("b");
    c["required"] = true.into();
    let mut group = question("g", "group");
    group["enableWhen"] = when("a");
    group["item"] = json!([question("inside", "string")]);
    let intake = intake(json!([question("a", "boolean"), c, b, group]));
    let given: &[(&str, &[&str])] = &[("a", &["true"]), ("b", &["true"]), ("inside", &["x"])];
    assert_eq!(intake.asked(&answers(given)), [true; 5]);
    assert_eq!(intake.problems(&answers(given)), [(1, Problem::Missing)]);
    let given: &[(&str, &[&str])] = &[
        ("a", &["false"]),
        ("b", &["true"]),
        ("c", &["true"]),
        ("inside", &["x"]),
    ];
    assert_eq!(
        intake.asked(&answers(given)),
        [true, false, false, false, false]
    );
    assert_eq!(intake.problems(&answers(given)), []);
    assert_eq!(sent(&intake, given).as_array().map(Vec::len), Some(1));
}

#[test]
fn a_question_that_asks_for_itself_ends() {
    let intake = intake(json!([asked_when(
        json!([{"question": "q", "operator": "exists", "answerBoolean": false}]),
        "all"
    )]));
    intake.asked(&answers(&[("q", &["x"])]));
}

#[test]
fn what_is_wrong_is_told() {
    let bound = |name: &str, value: i64| json!({"url": format!("http://hl7.org/fhir/StructureDefinition/{name}"), "valueInteger": value});
    let mut pulse = question("q", "integer");
    pulse["extension"] = json!([bound("minValue", 20), bound("maxValue", 250)]);
    let mut short = question("q", "string");
    short["maxLength"] = 3.into();
    let mut wanted = question("q", "boolean");
    wanted["required"] = true.into();
    let cases = [
        (wanted.clone(), "", Some(Problem::Missing)),
        (wanted, "false", None),
        (question("q", "integer"), "1.5", Some(Problem::NotWhole)),
        (question("q", "integer"), "many", Some(Problem::NotWhole)),
        (question("q", "integer"), "", None),
        (pulse.clone(), "19", Some(Problem::TooSmall(20.0))),
        (pulse.clone(), "251", Some(Problem::TooLarge(250.0))),
        (pulse, "250", None),
        (question("q", "decimal"), "1,5", Some(Problem::NotANumber)),
        (question("q", "decimal"), "-1.50", None),
        (question("q", "date"), "2026-02-30", Some(Problem::NotADate)),
        (question("q", "time"), "25:00", Some(Problem::NotATime)),
        (question("q", "time"), "23:59", None),
        (short.clone(), "四个字呢", Some(Problem::TooLong(3))),
        (short, "三个字", None),
    ];
    for (question, given, expected) in cases {
        let intake = intake(json!([question]));
        let found = intake.problems(&answers(&[("q", &[given])]));
        assert_eq!(
            found,
            expected
                .map(|problem| (0, problem))
                .into_iter()
                .collect::<Vec<_>>(),
            "{question}: {given}"
        );
    }
}

#[test]
fn what_cannot_be_asked_here_is_left_out() {
    let mut hidden = question("hidden", "string");
    hidden["extension"] = json!([{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": true}]);
    let mut fixed = question("fixed", "string");
    fixed["readOnly"] = true.into();
    let mut far = question("far", "choice");
    far["answerValueSet"] = "https://elsewhere.example/ValueSet/1".into();
    let intake = intake(
        json!([hidden, fixed, far, question("file", "attachment"), question("left", "string"), {"type": "string"}]),
    );
    assert_eq!(
        intake
            .items
            .iter()
            .map(|item| item.link.as_str())
            .collect::<Vec<_>>(),
        ["left"]
    );
    let nothing = Resource::parse(
        json!({"resourceType": "Questionnaire", "url": "u", "item": [question("t", "display")]}),
    );
    assert_eq!(Intake::of(&nothing.expect("a resource"), "en"), None);
}

#[test]
fn an_answer_is_read_back_as_it_was_given() {
    let mut outer = question("outer", "boolean");
    outer["item"] = json!([question("inner", "string")]);
    let intake = intake(
        json!([outer, {"linkId": "g", "type": "group", "text": "g", "item": [question("deep", "integer")]}]),
    );
    let sent = response(
        &intake,
        &answers(&[
            ("outer", &["true"]),
            ("inner", &["words"]),
            ("deep", &["5"]),
        ]),
        "p",
        "2026",
    )
    .expect("answers");
    assert_eq!(sent["questionnaire"], "https://clinic.example/q|2");
    assert_eq!(sent["subject"]["reference"], "Patient/p");
    assert_eq!(
        sent["item"][0]["answer"][0]["item"][0]["linkId"], "inner",
        "what is asked below a question is in its answer"
    );
    let words = |text: &str| vec![Said::Words(text.into())];
    assert_eq!(
        told(Node::new(&sent), "en"),
        [
            ("outer".into(), vec![Said::Yes(true)]),
            ("inner".into(), words("words")),
            ("deep".into(), words("5"))
        ]
    );
}

fn any_answers() -> impl Strategy<Value = Vec<(usize, String)>> {
    proptest::collection::vec(
        (
            0..6_usize,
            "(true|false|[0-9]{1,3}|2026-0[1-9]-1[0-9]|[ -~]{0,12})",
        ),
        0..10,
    )
}

proptest! {
    /// Whatever was answered: what is sent names only questions that are asked, each once, and a draft keeps it all.
    #[test]
    fn only_what_is_asked_is_sent(given in any_answers()) {
        let when = |of: &str| json!([{"question": of, "operator": "exists", "answerBoolean": true}]);
        let kinds = ["boolean", "integer", "date", "string", "text", "decimal"];
        let items: Vec<Value> = kinds.iter().enumerate().map(|(number, kind)| {
            let mut item = question(&format!("q{number}"), kind);
            if number > 0 { item["enableWhen"] = when(&format!("q{}", number - 1)); }
            item
        }).collect();
        let intake = intake(items.into());
        let mut answers = Answers::default();
        for (number, text) in given { answers.set(&format!("q{number}"), vec![text]); }
        prop_assert_eq!(&Answers::from_value(&answers.to_value()), &answers);
        let asked = intake.asked(&answers);
        let sent = response(&intake, &answers, "p", "2026");
        let items = sent.as_ref().and_then(|sent| sent["item"].as_array().cloned()).unwrap_or_default();
        let mut seen = Vec::new();
        for item in items {
            let at = intake.items.iter().position(|known| known.link == item["linkId"].as_str().unwrap_or_default());
            let at = at.expect("a known question");
            prop_assert!(asked[at] && !seen.contains(&at));
            prop_assert!(intake.items[at].kind != Kind::Group);
            seen.push(at);
        }
    }
}
