//! The connection check's own judgement. Whole servers, odd ones and healthy, are in `tests/e2e/connect.test.mjs`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use sampan::connect::model::{
    ABILITIES, Answer, Ask, Finding, Part, Pending, Silence, State, Verdict, Wire, Wish, check,
    report, state, tidy, worst,
};
use serde_json::{Value, json};

/// Gives its answers in turn, and the last one for ever.
struct Script {
    answers: RefCell<VecDeque<Result<Answer, Silence>>>,
    asked: Rc<RefCell<Vec<Ask>>>,
    site: Option<&'static str>,
}

impl Wire for Script {
    fn send(&self, ask: Ask) -> Pending<Result<Answer, Silence>> {
        self.asked.borrow_mut().push(ask);
        let mut answers = self.answers.borrow_mut();
        let answer = match answers.len() {
            0 | 1 => answers.front().cloned().expect("an answer"),
            _ => answers.pop_front().expect("an answer"),
        };
        Box::pin(async { answer })
    }

    fn clock(&self) -> f64 {
        0.0
    }

    fn instant(&self, days: u32) -> String {
        format!("2026-11-22T00:00:{days:02}Z")
    }

    fn uuid(&self) -> String {
        "00000000-0000-4000-8000-000000000000".to_owned()
    }

    fn site(&self) -> Option<String> {
        self.site.map(str::to_owned)
    }
}

fn ok(status: u16, body: &Value) -> Result<Answer, Silence> {
    Ok(Answer {
        status,
        body: body.to_string(),
        etag: false,
    })
}

const BASE: &str = "https://fhir.example/r4";

fn findings(
    base: &str,
    site: Option<&'static str>,
    answers: &[Result<Answer, Silence>],
) -> (Vec<Finding>, Vec<Ask>) {
    let script = Script {
        answers: RefCell::new(answers.iter().cloned().collect()),
        asked: Rc::default(),
        site,
    };
    let asked = script.asked.clone();
    let wish = Wish {
        base: base.to_owned(),
        part: Part::Both,
        write: true,
    };
    let mut found = Vec::new();
    let mut say = |finding| found.push(finding);
    {
        let mut context = Context::from_waker(Waker::noop());
        let future = pin!(check(&wish, &script, &mut say));
        assert_eq!(future.poll(&mut context), Poll::Ready(()));
    }
    let asked = asked.borrow().clone();
    (found, asked)
}

fn last(found: &[Finding]) -> (&'static str, &'static str, Verdict) {
    let last = found.last().expect("a finding");
    (last.check, last.outcome, last.verdict)
}

#[test]
fn a_check_ends_at_the_hop_that_fails() {
    let html = Ok(Answer {
        status: 200,
        body: "<!doctype html>".into(),
        etag: false,
    });
    let r5 = json!({"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"});
    for (answer, expected) in [
        (Err(Silence::Down), ("reach", "down")),
        (Err(Silence::NoHost), ("reach", "no_host")),
        (Err(Silence::Certificate), ("reach", "certificate")),
        (Err(Silence::Timeout), ("reach", "timeout")),
        (Err(Silence::Policy), ("reach", "policy")),
        (Err(Silence::Offline), ("reach", "offline")),
        (Err(Silence::Cors), ("cors", "cors_none")),
        (ok(404, &json!({})), ("metadata", "wrong_path")),
        (ok(503, &json!({})), ("metadata", "server_error")),
        (html, ("metadata", "html")),
        (ok(200, &json!([1])), ("metadata", "not_fhir")),
        (
            ok(200, &json!({"resourceType": "Bundle"})),
            ("metadata", "not_fhir"),
        ),
        (ok(200, &r5), ("version", "version_other")),
    ] {
        let (found, _) = findings(BASE, Some("https://care.example"), &[answer]);
        assert_eq!(last(&found), (expected.0, expected.1, Verdict::Bad));
        for (_, checks) in ABILITIES {
            assert_eq!(state(checks, &found), State::No);
        }
    }
}

#[test]
fn nothing_is_sent_to_what_is_no_address_or_no_browser_would_ask() {
    for base in [
        "",
        "fhir.example",
        "ftp://fhir.example",
        "https://",
        "https://a.example/r4?x=1",
        "https://a.example/#r4",
    ] {
        let (found, asked) = findings(base, None, &[Err(Silence::Down)]);
        assert_eq!((last(&found).1, asked.len()), ("address_bad", 0), "{base}");
    }
    let site = Some("https://care.example");
    let (found, asked) = findings("http://fhir.example/r4", site, &[Err(Silence::Down)]);
    assert_eq!((last(&found).1, asked.len()), ("address_mixed", 0));
    // A developer's own machine counts as secure.
    let (_, asked) = findings("http://localhost:8080/r4", site, &[Err(Silence::Down)]);
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_directory_behind_a_sign_in_is_told_at_the_doctors() {
    let (found, asked) = findings(BASE, Some("https://fhir.example"), &[ok(401, &json!({}))]);
    let outcomes: Vec<_> = found.iter().map(|it| it.outcome).collect();
    assert_eq!(
        outcomes,
        [
            "address_good",
            "answers",
            "metadata_hidden",
            "cors_same",
            "unauthorized"
        ]
    );
    // And nothing was written, though that was wished.
    assert!(asked.iter().all(|ask| ask.method == "GET"));
}

#[test]
fn addresses_are_tidied() {
    for typed in [
        BASE,
        " https://fhir.example/r4/ ",
        "https://fhir.example/r4/metadata",
    ] {
        assert_eq!(tidy(typed), BASE);
    }
}

#[test]
fn the_worst_decides_and_what_was_not_checked_is_not_known() {
    let of = |check, verdict| Finding {
        check,
        outcome: "heeded",
        verdict,
        detail: String::new(),
        request: String::new(),
        ms: 0,
    };
    let found = [
        of("reach", Verdict::Good),
        of("roles", Verdict::Good),
        of("slots", Verdict::Less),
        of("filter", Verdict::Bad),
    ];
    assert_eq!(state(&["roles"], &found), State::Yes);
    assert_eq!(state(&["roles", "slots"], &found), State::Less);
    assert_eq!(state(&["slots", "filter"], &found), State::No);
    assert_eq!(state(&["record"], &found), State::Unknown);
    assert_eq!(worst(&found), Verdict::Bad);
}

/// A message for every check and outcome that the model can tell, in the report and in English.
#[test]
fn the_report_has_words_for_everything() {
    let words: Value =
        serde_json::from_str(include_str!("../public/locales/en/connect.json")).expect("JSON");
    let words = |key: &str| words[key].as_str().map(str::to_owned);
    let mut said = String::new();
    for file in ["hops", "own", "searches", "slots", "trial"] {
        let path = format!("{}/src/connect/model/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        said += &std::fs::read_to_string(path).expect("a source");
    }
    for verdict in ["(Good, \"", "(Less, \"", "(Bad, \""] {
        for (at, _) in said.match_indices(verdict) {
            let rest = &said[at + verdict.len()..];
            let outcome = &rest[..rest.find('"').expect("an end")];
            assert!(
                words(&format!("connect.{outcome}")).is_some(),
                "no words for {outcome}"
            );
        }
    }
    let (found, _) = findings(BASE, None, &[ok(401, &json!({}))]);
    let text = report(BASE, "2026-11-22T00:00:00Z", &found, &words);
    assert!(
        text.contains("[Must change] Doctors: Refused without a sign-in (401)."),
        "{text}"
    );
    assert!(
        text.contains("Open them for reading without a token"),
        "{text}"
    );
    assert!(!text.contains("connect."), "{text}");
}
