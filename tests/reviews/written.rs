//! Writing a review: what is stored, once, whatever becomes of the answers.

use crate::fake::{Fake, Fault, Kind};
use crate::wire::block_on;
use sampan::fhir::{Error, Resource};
use sampan::reviews::Visit;
use sampan::reviews::api::{Saved, own_review, save, withdraw};
use sampan::reviews::model::{QUESTIONNAIRE, Review, STARS, Stored, Writing};
use serde_json::{Value, json};
use std::sync::Arc;

const NOW: &str = "2026-11-22T10:00:00Z";

fn visit() -> Visit {
    Visit {
        appointment: "visit-1".into(),
        role: "role-1".into(),
        patient: "p1".into(),
        author: "p1".into(),
    }
}

fn review(overall: u32, comment: &str) -> Review {
    Review {
        stars: [Some(overall), None, Some(5), Some(3), None],
        recommend: Some(true),
        comment: comment.into(),
    }
}

fn store(fake: &Arc<Fake>, review: &Review, known: Option<&Stored>) -> Saved {
    let question = |code: &str| format!("{code}?");
    let visit = visit();
    let writing = Writing {
        review,
        visit: &visit,
        now: NOW,
        language: "en",
        question: &question,
    };
    block_on(save(&fake.client(), &writing, known))
}

fn stored(fake: &Arc<Fake>) -> Stored {
    let found = block_on(own_review(&fake.client(), &visit())).expect("an answer");
    found.expect("a review")
}

/// What must hold in the end: one review that says this, its stars with it.
fn holds(fake: &Arc<Fake>, review: &Review) {
    let (responses, stars) = (fake.all("QuestionnaireResponse"), fake.all("Observation"));
    assert_eq!((responses.len(), stars.len()), (1, 1), "{responses:#?}");
    assert!(stored(fake).review().says_the_same(review));
    assert_eq!(
        stars[0]["valueQuantity"]["value"].as_u64(),
        review.stars[0].map(u64::from)
    );
}

#[test]
fn a_review_is_two_resources_in_one_transaction() {
    let fake = Fake::new(Kind::Atomic, &[]);
    assert_eq!(block_on(own_review(&fake.client(), &visit())), Ok(None));
    assert_eq!(store(&fake, &review(4, " Kind. "), None), Saved::Done);
    let response = &fake.all("QuestionnaireResponse")[0];
    assert_eq!(response["status"], "completed");
    assert_eq!(response["subject"]["reference"], "PractitionerRole/role-1");
    assert_eq!(response["source"]["reference"], "Patient/p1");
    assert_eq!(
        response["extension"][0]["valueReference"]["reference"],
        "Appointment/visit-1"
    );
    assert_eq!(response["identifier"]["value"], "Appointment/visit-1");
    assert_eq!(response["language"], "en");
    assert_eq!(
        response["item"][0],
        json!({"linkId": "overall", "text": "overall?", "answer": [{"valueInteger": 4}]})
    );
    assert_eq!(response["item"].as_array().map(Vec::len), Some(5));
    assert_eq!(response["item"][4]["answer"][0]["valueString"], "Kind.");
    let star = &fake.all("Observation")[0];
    assert_eq!(star["status"], "final");
    assert_eq!(star["focus"][0]["reference"], "PractitionerRole/role-1");
    assert_eq!(star["valueQuantity"]["value"], 4);
    holds(&fake, &review(4, "Kind."));
}

#[test]
fn whatever_goes_wrong_it_is_stored_once_or_not_at_all() {
    let faults = [
        Fault::LostRequest,
        Fault::LostAnswer,
        Fault::Status(500),
        Fault::Status(429),
        Fault::DoneAnd500,
    ];
    for kind in [Kind::Atomic, Kind::Splitting] {
        for fault in faults {
            for at in 0..3 {
                let fake = Fake::new(kind, &[]);
                let said = review(5, "很耐心");
                fake.fail(at, fault);
                let first = store(&fake, &said, None);
                let there = !fake.all("QuestionnaireResponse").is_empty();
                assert!(
                    first != Saved::Done || there,
                    "{fault:?} at {at}: said to be stored, and isn't"
                );
                assert!(
                    there || !matches!(first, Saved::Other(_)),
                    "{fault:?} at {at}: {first:?}"
                );
                fake.heal();
                // A second tap, or another tab with the same words.
                assert_eq!(store(&fake, &said, None), Saved::Done, "{fault:?} at {at}");
                holds(&fake, &said);
            }
        }
    }
}

#[test]
fn a_second_tab_s_other_words_are_not_lost_and_store_nothing() {
    let fake = Fake::new(Kind::Atomic, &[]);
    assert_eq!(store(&fake, &review(2, "Late."), None), Saved::Done);
    let Saved::Other(there) = store(&fake, &review(5, "Great."), None) else {
        panic!("the first must stand")
    };
    assert!(there.review().says_the_same(&review(2, "Late.")));
    holds(&fake, &review(2, "Late."));
    // Told so, the patient wants the second.
    assert_eq!(
        store(&fake, &review(5, "Great."), Some(&there)),
        Saved::Done
    );
    holds(&fake, &review(5, "Great."));
}

#[test]
fn it_can_be_changed_as_long_as_it_is_the_latest() {
    let fake = Fake::new(Kind::Atomic, &[]);
    store(&fake, &review(2, "Late."), None);
    let first = stored(&fake);
    assert_eq!(
        store(&fake, &review(3, "A little late."), Some(&first)),
        Saved::Done
    );
    assert_eq!(fake.all("QuestionnaireResponse")[0]["status"], "amended");
    assert_eq!(fake.all("Observation")[0]["status"], "amended");
    assert!(matches!(
        store(&fake, &review(1, "Hm."), Some(&first)),
        Saved::Other(_)
    ));
    holds(&fake, &review(3, "A little late."));
}

#[test]
fn it_can_be_withdrawn_and_written_anew() {
    let fake = Fake::new(Kind::Atomic, &[]);
    store(&fake, &review(2, "Late."), None);
    let first = stored(&fake);
    let client = fake.client();
    assert_eq!(block_on(withdraw(&client, &visit(), &first)), Saved::Done);
    let response = &fake.all("QuestionnaireResponse")[0];
    assert_eq!(response["status"], "entered-in-error");
    assert_eq!(
        response["item"],
        Value::Null,
        "what was said is still there"
    );
    let star = &fake.all("Observation")[0];
    assert_eq!(
        (&star["status"], &star["valueQuantity"]),
        (&json!("entered-in-error"), &Value::Null)
    );
    let gone = stored(&fake);
    assert!(gone.is_withdrawn() && gone.is_whole());
    // Another tab that still shows it withdraws it again, and nothing is wrong.
    assert_eq!(block_on(withdraw(&client, &visit(), &first)), Saved::Done);
    assert_eq!(store(&fake, &review(4, ""), Some(&gone)), Saved::Done);
    holds(&fake, &review(4, ""));
}

#[test]
fn a_refusal_is_told_and_nothing_is_stored() {
    let fake = Fake::new(Kind::Atomic, &[]);
    fake.fail(0, Fault::Status(403));
    let refused = store(&fake, &review(4, ""), None);
    assert!(
        matches!(refused, Saved::Failed(Error::Forbidden { .. })),
        "{refused:?}"
    );
    assert!(fake.all("Observation").is_empty());
}

#[test]
fn the_language_is_told_where_the_script_tells_it() {
    for (comment, page, language) in [
        ("很耐心", "en", json!("zh")),
        ("طبيبة صبورة", "zh-Hans", json!("ar")),
        ("Très bien", "zh-Hans", Value::Null),
        ("Very good", "en", json!("en")),
        ("", "en", Value::Null),
    ] {
        let said = Review {
            comment: comment.into(),
            ..review(5, "")
        };
        let question = |_: &str| String::new();
        let visit = visit();
        let writing = Writing {
            review: &said,
            visit: &visit,
            now: NOW,
            language: page,
            question: &question,
        };
        assert_eq!(writing.response()["language"], language, "{comment}");
    }
}

#[test]
fn the_published_questionnaire_asks_what_the_app_asks() {
    let form: Value = serde_json::from_str(include_str!(
        "../../public/profiles/Questionnaire-patient-experience.json"
    ))
    .expect("JSON");
    assert_eq!(form["url"], QUESTIONNAIRE);
    let items = form["item"].as_array().expect("items");
    let links: Vec<&str> = items
        .iter()
        .filter_map(|it| it["linkId"].as_str())
        .collect();
    assert_eq!(links[..5], STARS);
    assert_eq!(links[5..], ["recommend", "comment"]);
    for (language, place) in [("en", None), ("zh-Hans", Some(0)), ("ar", Some(1))] {
        let words = match language {
            "en" => include_str!("../../public/locales/en/review.json"),
            "ar" => include_str!("../../public/locales/ar/review.json"),
            _ => include_str!("../../public/locales/zh-Hans/review.json"),
        };
        let words: Value = serde_json::from_str(words).expect("JSON");
        for item in items {
            let text = match place {
                None => &item["text"],
                Some(place) => &item["_text"]["extension"][place]["extension"][1]["valueString"],
            };
            let key = format!("review.ask_{}", item["linkId"].as_str().unwrap_or_default());
            assert_eq!(*text, words[&key], "{language} {key}");
        }
    }
    // Whatever the app writes is an answer to one of them, of its type.
    let said = Review {
        stars: [Some(1), Some(2), Some(3), Some(4), Some(5)],
        recommend: Some(false),
        comment: "x".into(),
    };
    let question = |code: &str| code.to_owned();
    let visit = visit();
    let writing = Writing {
        review: &said,
        visit: &visit,
        now: NOW,
        language: "en",
        question: &question,
    };
    let response = Resource::parse(writing.response()).expect("a resource");
    assert_eq!(Review::of(&response), said);
    for (item, asked) in response.value()["item"]
        .as_array()
        .expect("items")
        .iter()
        .zip(items)
    {
        assert_eq!(item["linkId"], asked["linkId"]);
        let kind = match asked["type"].as_str() {
            Some("integer") => "valueInteger",
            Some("boolean") => "valueBoolean",
            _ => "valueString",
        };
        assert!(item["answer"][0].get(kind).is_some(), "{item}");
    }
}
