//! One search is four requests at most, however few of the doctors fit.

use std::sync::{Arc, Mutex};

use crate::api::{asking, text};
use crate::directory::{NOW, batch, bundle, location, organization, practitioner, roles};
use crate::wire::block_on;
use sampan::doctors::api::{Answer, Asking, Left};
use sampan::doctors::query::{Position, Query, Sort, When};
use sampan::fhir::{Client, Error, Pending, Request, Response, Transport};
use serde_json::{Value, json};

/// A city in which nobody has a free evening, every list goes on, and no answer about free times reaches every doctor.
#[derive(Default)]
struct City {
    asked: Mutex<Vec<String>>,
    /// Publishes MeasureReports.
    publishes: bool,
    /// Has people of any name, and hospitals.
    knows_names: bool,
    /// Somebody works at the places that are near.
    works_nearby: bool,
}

impl City {
    fn answer(&self, path: &str) -> Value {
        let (kind, query) = path.split_once('?').expect("a search");
        let all = 1..=20;
        let mut page = match kind {
            "PractitionerRole" if query.contains("location=") && !self.works_nearby => {
                return bundle(vec![], vec![]);
            }
            // All roles of the people of a page.
            "PractitionerRole" if query.contains("_count=100") => return roles(20),
            "PractitionerRole" => roles(20),
            "Practitioner" if self.knows_names => bundle(all.map(practitioner).collect(), vec![]),
            "Organization" if self.knows_names => return bundle(vec![organization()], vec![]),
            "Location" => return bundle(vec![location()], vec![]),
            "Schedule" => {
                let one = |n| json!({"resourceType": "Schedule", "id": format!("s{n}"), "actor": [{"reference": format!("PractitionerRole/role-{n}")}]});
                return bundle(all.map(one).collect(), vec![]);
            }
            "Slot" => {
                let noon = json!({"resourceType": "Slot", "id": "x", "status": "free", "start": "2026-11-23T12:00:00+08:00", "schedule": {"reference": "Schedule/s1"}});
                bundle(vec![noon], vec![])
            }
            "MeasureReport" if self.publishes => {
                let report = json!({
                    "resourceType": "MeasureReport", "status": "complete", "type": "summary",
                    "subject": {"reference": "PractitionerRole/role-1"}, "group": [{"population": [{"count": 40}]}],
                });
                return bundle(vec![report], vec![]);
            }
            _ => return bundle(vec![], vec![]),
        };
        page["link"] =
            json!([{"relation": "next", "url": format!("https://fhir.example/r4/{path}&page=2")}]);
        page
    }
}

impl Transport for City {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        self.asked
            .lock()
            .expect("no panic")
            .push([request.method, " ", &request.url].concat());
        let body = match &request.body {
            None => self.answer(request.url.trim_start_matches("https://fhir.example/r4/")),
            Some(body) => {
                let body: Value = serde_json::from_str(body).expect("JSON");
                let entries = body["entry"].as_array().expect("entries");
                let url = |entry: &Value| entry["request"]["url"].as_str().map(str::to_owned);
                batch(
                    entries
                        .iter()
                        .filter_map(url)
                        .map(|it| self.answer(&it))
                        .collect(),
                )
            }
        };
        let response = Response {
            status: 200,
            body: body.to_string(),
            ..Response::default()
        };
        Box::pin(async { Ok(response) })
    }

    fn sleep(&self, _: u32) -> Pending<()> {
        Box::pin(async {})
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// Asks in a city, and says how many requests that took.
fn ask(city: City, query: Query) -> (Answer, Vec<String>) {
    let city = Arc::new(city);
    let asking = Asking {
        client: Client::new("https://fhir.example/r4/", city.clone(), None),
        query,
        language: "en".into(),
        now: NOW,
        offset: |_, _| 8 * 60,
        rules: crate::api::RULES,
    };
    let answer = block_on(asking.search(None)).expect("an answer");
    let asked = city.asked.lock().expect("no panic").clone();
    (answer, asked)
}

#[test]
fn no_search_takes_more_than_four_requests() {
    let codes = Query {
        specialty: Some("394579002".into()),
        ..Query::default()
    };
    let near = |query: Query| Query {
        near: Position::new(31.2, 121.5),
        ..query
    };
    let name = |query: Query| query.with_text("wang wei");
    let wanted = [
        codes.clone(),
        Query::default(),
        near(codes.clone()),
        name(codes.clone()),
        near(name(codes.clone())),
        text("wang wei"),
        near(text("wang wei")),
    ];
    let filters = [
        Query::default(),
        Query {
            when: Some(When::Evening),
            ..Query::default()
        },
        Query {
            when: Some(When::Weekend),
            stars: Some(4),
            ..Query::default()
        },
        Query {
            stars: Some(4),
            ..Query::default()
        },
        Query {
            fee: Some(1),
            ..Query::default()
        },
        Query {
            sort: Sort::Soonest,
            ..Query::default()
        },
        Query {
            sort: Sort::Nearest,
            fee: Some(1),
            ..Query::default()
        },
    ];
    for number in 0..8 {
        let on = |bit: usize| number >> bit & 1 == 1;
        for query in &wanted {
            for filter in &filters {
                let query = Query {
                    when: filter.when,
                    stars: filter.stars,
                    fee: filter.fee,
                    sort: filter.sort,
                    ..query.clone()
                };
                let city = City {
                    publishes: on(0),
                    knows_names: on(1),
                    works_nearby: on(2),
                    ..City::default()
                };
                let (answer, asked) = ask(city, query.clone());
                assert!(asked.len() <= 4, "{query:?} {number:03b}: {asked:#?}");
                // Who wasn't looked at can be.
                let found = answer.found;
                let looked_in_vain = found.rows.is_empty() && found.left_out > 0;
                assert!(
                    !looked_in_vain || found.more.is_some(),
                    "{query:?} {number:03b}"
                );
            }
        }
    }
}

/// Filters that need nothing besides the doctors leave room for more of them.
#[test]
fn pages_are_looked_through_as_long_as_requests_are_left() {
    let query = Query {
        fee: Some(1),
        sort: Sort::Nearest,
        ..Query::default()
    };
    let (answer, asked) = ask(City::default(), query);
    assert_eq!((asked.len(), answer.found.left_out), (4, 80));
}

#[test]
fn the_first_doctors_of_a_visit_and_their_details_are_four_requests() {
    for publishes in [false, true] {
        let city = Arc::new(City {
            publishes,
            ..City::default()
        });
        let asking = Asking {
            client: Client::new("https://fhir.example/r4/", city.clone(), None),
            ..asking(&crate::wire::Script::new([]), Query::default())
        };
        let answer = block_on(asking.clone().plain()).expect("an answer");
        let rows = answer.found.rows.iter();
        let doctors: Vec<_> = rows.map(|row| row.doctor.clone()).collect();
        let details = block_on(asking.details(&doctors, &Left::after(1))).expect("details");
        assert_eq!(details.len(), 20);
        assert_eq!(city.asked.lock().expect("no panic").len(), 4);
    }
}
