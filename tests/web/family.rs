//! Turning from one person's record to another's, faster than the server answers.

use std::cell::Cell;
use std::sync::Arc;

use gloo_timers::future::TimeoutFuture;
use sampan::app::Redraw;
use sampan::config::Config;
use sampan::fhir::{Client, Error, Pending, Request, Response, Transport};
use sampan::record::Summary;
use sampan::router::{Navigate, provide_router, use_navigator};
use sampan::session::{Person, Session, open_record};
use sampan::ui::Visited;
use sampan::view::mount;
use sampan::view::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

const FAMILY: [&str; 3] = ["ann", "bo", "cy"];
const SWITCHES: u32 = 1_000;

thread_local! {
    static SEED: Cell<u64> = const { Cell::new(7) };
}

/// A number below `end`, the same in every run.
fn random(end: u32) -> u32 {
    let next = SEED
        .get()
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1);
    SEED.set(next);
    ((next >> 33) % u64::from(end)) as u32
}

/// A server whose answers take their time, overtake one another, and are now and then about somebody else.
struct Slow;

impl Transport for Slow {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        let urls: Vec<String> = match &request.body {
            Some(body) => {
                let batch: Value = serde_json::from_str(body).unwrap();
                let entries = batch["entry"].as_array().unwrap().iter();
                entries
                    .map(|entry| entry["request"]["url"].as_str().unwrap().to_owned())
                    .collect()
            }
            None => vec![request.url.rsplit_once('/').unwrap().1.to_owned()],
        };
        let confused = random(10) == 0;
        let mut answers: Vec<Value> = urls.iter().map(|url| answer(url, confused)).collect();
        let body = match request.body {
            Some(_) => {
                let entries: Vec<Value> = answers
                    .into_iter()
                    .map(|answer| json!({"resource": answer, "response": {"status": "200"}}))
                    .collect();
                json!({"resourceType": "Bundle", "type": "batch-response", "entry": entries})
            }
            None => answers.remove(0),
        };
        Box::pin(async move {
            TimeoutFuture::new(random(25)).await;
            Ok(Response {
                status: 200,
                body: body.to_string(),
                ..Response::default()
            })
        })
    }

    fn sleep(&self, ms: u32) -> Pending<()> {
        Box::pin(TimeoutFuture::new(ms))
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// What the server has: everything in a record bears the name of its owner.
fn answer(url: &str, confused: bool) -> Value {
    let (kind, query) = url.split_once('?').unwrap();
    let asked = FAMILY
        .iter()
        .position(|id| query.contains(&format!("={id}")))
        .unwrap_or(0);
    let told = if confused && kind != "Patient" {
        (asked + 1) % 3
    } else {
        asked
    };
    let id = FAMILY[told];
    let mut resource = json!({
        "resourceType": kind, "id": format!("{kind}-{id}"), "status": "active",
        "code": {"text": format!("{kind} of {id}")},
        "vaccineCode": {"text": format!("vaccine of {id}")}, "medicationCodeableConcept": {"text": format!("medicine of {id}")},
        "type": [{"text": format!("visit of {id}")}],
        "subject": {"reference": format!("Patient/{id}")}, "patient": {"reference": format!("Patient/{id}")},
        "valueString": format!("value of {id}"), "effectiveDateTime": "2024-01-01", "period": {"start": "2024-01-01"},
        "category": [{"coding": [{"code": if url.contains("laboratory") { "laboratory" } else { "vital-signs" }}]}],
        "participant": [{"actor": {"reference": format!("Patient/{id}")}}, {"actor": {"display": format!("doctor of {id}")}}],
        "start": "2999-01-01T10:00:00Z",
    });
    let entries = match kind {
        "Patient" => vec![json!({
            "resourceType": "Patient", "id": id, "name": [{"text": format!("name of {id}")}],
            "link": if told == 0 { json!([link("bo"), link("cy")]) } else { Value::Null },
        })],
        "RelatedPerson" => ["bo", "cy"].iter().map(|ward| json!({"resourceType": kind, "id": format!("of-{ward}"), "patient": {"reference": format!("Patient/{ward}")}})).collect(),
        "Appointment" => {
            resource["status"] = "booked".into();
            vec![resource]
        }
        _ => vec![resource],
    };
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|resource| json!({"resource": resource}))
        .collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries})
}

fn link(ward: &str) -> Value {
    json!({"other": {"reference": format!("RelatedPerson/of-{ward}")}, "type": "seealso"})
}

fn session() -> Session {
    let config = include_str!("../../public/config.json").replace("patient-lin-mei", "ann");
    let client = Client::new("https://fhir.example", Arc::new(Slow), None);
    Session {
        config: Arc::new(Config::parse(&config, false).unwrap()),
        directory: client.clone(),
        record: client,
        person: Person::default(),
    }
}

/// Whom the page names above, and whose data stands on it.
fn seen(page: &web_sys::Element) -> (Option<String>, Vec<&'static str>) {
    let named = page.query_selector("[aria-current][data-patient]").unwrap();
    let text = page.text_content().unwrap();
    let about = FAMILY.into_iter().filter(|id| {
        // The names of all stand in the switch.
        [
            "Condition",
            "vaccine",
            "medicine",
            "visit",
            "value",
            "doctor",
        ]
        .iter()
        .any(|what| text.contains(&format!("{what} of {id}")))
    });
    (
        named.and_then(|named| named.get_attribute("data-patient")),
        about.collect(),
    )
}

#[wasm_bindgen_test]
async fn nobody_sees_anothers_data_under_a_name() {
    let here = web_sys::window().unwrap().location().href().unwrap();
    let session = session();
    let handles = std::rc::Rc::new(Cell::new(None::<(Redraw, Navigate)>));
    let element = document().create_element("div").unwrap();
    let mounted = mount(&element, {
        let (session, handles) = (session.clone(), handles.clone());
        move || {
            let redraw = Redraw(RwSignal::new(0));
            provide_context(session.clone());
            provide_context(redraw);
            provide_context(Visited(StoredValue::new(false)));
            provide_router();
            handles.set(Some((redraw, use_navigator())));
            (move || {
                redraw.0.track();
                view! { <Summary/> }
            })
            .into_view()
        }
    });
    let (redraw, navigate) = handles.get().unwrap();
    let check = |at: u32| {
        let (named, about) = seen(&element);
        assert!(about.len() <= 1, "switch {at}: data of {about:?} together");
        if let (Some(named), [about]) = (&named, &about[..]) {
            assert_eq!(named, about, "switch {at}: the name above the data");
        }
        (named, about)
    };
    TimeoutFuture::new(100).await;
    let mut shown = 0;
    for at in 0..SWITCHES {
        let whom = FAMILY[random(3) as usize];
        open_record(&session, redraw, navigate, whom, "/record");
        check(at);
        for _ in 0..random(4) {
            TimeoutFuture::new(random(12)).await;
            shown += u32::from(!check(at).1.is_empty());
        }
    }
    assert!(shown > 100, "data stood on the page {shown} times");
    // An answer may be a confused one, which is left out: then the page is empty, and asked for again.
    for whom in FAMILY.into_iter().cycle().take(12) {
        open_record(&session, redraw, navigate, whom, "/record");
        TimeoutFuture::new(120).await;
        let (named, about) = check(SWITCHES);
        assert_eq!(named.as_deref(), Some(whom));
        assert!(about.iter().all(|about| *about == whom));
    }
    drop(mounted);
    let history = web_sys::window().unwrap().history().unwrap();
    history
        .replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&here))
        .unwrap();
}
