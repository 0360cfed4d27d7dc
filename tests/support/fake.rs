//! A FHIR server in memory that can be told to fail at one request: for what a real one can't be made to do on cue.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use sampan::fhir::{Client, Error, Pending, Request, Response, Transport, url};
use serde_json::{Value, json};

/// What a server makes of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All or nothing.
    Atomic,
    /// Each entry by itself, with a 200 in any case.
    Splitting,
    /// It has none: 501.
    Plain,
    /// `$find`, `$hold` and `$book` take the slots, and nobody else may.
    Operating,
    /// It lets nobody take slots; a wish may be sent.
    Asking,
}

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives.
    LostRequest,
    /// It arrives, and its answer doesn't.
    LostAnswer,
    /// It isn't done; the answer has this status.
    Status(u16),
    /// It is done, and answered with 500 all the same.
    DoneAnd500,
    /// The tab is closed before it arrives.
    ClosedBefore,
    /// The tab is closed after it has been done.
    ClosedAfter,
    /// It arrives only after everything else, and its sender has given up by then.
    Late,
}

#[derive(Default)]
struct State {
    store: BTreeMap<String, Value>,
    fault: Option<(usize, Fault)>,
    asked: usize,
    made: usize,
    late: Vec<Request>,
}

/// The server.
pub struct Fake {
    kind: Kind,
    state: Mutex<State>,
}

impl Fake {
    /// A server that holds these resources.
    pub fn new(kind: Kind, resources: &[Value]) -> Arc<Self> {
        let fake = Arc::new(Self {
            kind,
            state: Mutex::default(),
        });
        for resource in resources {
            let key = key(resource);
            fake.state()
                .store
                .insert(key, versioned(resource.clone(), 1));
        }
        fake
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }

    pub fn client(self: &Arc<Self>) -> Client {
        Client::new("https://fhir.example/r4", self.clone(), None)
    }

    /// Makes the request of this number fail, counted from now on.
    pub fn fail(&self, number: usize, fault: Fault) {
        let mut state = self.state();
        state.asked = 0;
        state.fault = Some((number, fault));
    }

    /// Ends the trouble; whether it came to pass. What was late arrives now.
    pub fn heal(&self) -> bool {
        let late = std::mem::take(&mut self.state().late);
        for request in late {
            self.act(&request);
        }
        let mut state = self.state();
        let number = state.fault.take().map_or(0, |(number, _)| number);
        state.asked > number
    }

    /// All resources of a type.
    pub fn all(&self, kind: &str) -> Vec<Value> {
        let prefix = format!("{kind}/");
        let state = self.state();
        let found = state
            .store
            .iter()
            .filter(|(key, _)| key.starts_with(&prefix));
        found.map(|(_, value)| value.clone()).collect()
    }

    fn act(&self, request: &Request) -> Response {
        let path = request.url.trim_start_matches("https://fhir.example/r4");
        let path = path.trim_start_matches('/');
        let body: Value = request.body.as_deref().map_or(Value::Null, |body| {
            serde_json::from_str(body).expect("JSON")
        });
        let mut state = self.state();
        let (status, body) = if path == "metadata" {
            (200, self.capability())
        } else if let Some(operation) = path.strip_prefix("Appointment/$") {
            operate(&mut state, operation, &body)
        } else if self.keeps_slots() && request.method == "PUT" && path.starts_with("Slot/") {
            (403, Value::Null)
        } else if request.method == "POST" && path.is_empty() {
            self.bundle(&mut state, &body)
        } else {
            let header = |wanted: &str| {
                let mut headers = request.headers.iter();
                let found = headers.find(|(name, _)| *name == wanted);
                found.map(|(_, value)| value.as_str())
            };
            let (version, unless) = (header("if-match"), header("if-none-exist"));
            one(&mut state, request.method, path, body, version, unless)
        };
        Response {
            status,
            body: body.to_string(),
            ..Response::default()
        }
    }

    fn keeps_slots(&self) -> bool {
        matches!(self.kind, Kind::Operating | Kind::Asking)
    }

    fn capability(&self) -> Value {
        let names: &[&str] = match self.kind {
            Kind::Operating => &["find", "hold", "book"],
            _ => &[],
        };
        let operation: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
        json!({"resourceType": "CapabilityStatement", "rest": [{"mode": "server", "resource": [
            {"type": "Appointment", "interaction": [{"code": "create"}], "operation": operation},
        ]}]})
    }

    /// Lets every hold run out.
    pub fn expire(&self) {
        let mut state = self.state();
        let held: Vec<String> = state
            .store
            .iter()
            .filter(|(_, value)| {
                value["resourceType"] == "Appointment" && value["status"] == "pending"
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in held {
            let mut appointment = state.store[&key].clone();
            set_slot(&mut state, &appointment, "free");
            appointment["status"] = "cancelled".into();
            state.store.insert(key, appointment);
        }
    }

    fn bundle(&self, state: &mut State, bundle: &Value) -> (u16, Value) {
        let is_transaction = bundle["type"] == "transaction";
        if is_transaction && self.kind == Kind::Plain {
            return (501, Value::Null);
        }
        let before = state.store.clone();
        let mut entries = Vec::new();
        for entry in bundle["entry"].as_array().expect("entries") {
            let request = &entry["request"];
            let (status, body) = one(
                state,
                request["method"].as_str().expect("a method"),
                request["url"].as_str().expect("a URL"),
                entry["resource"].clone(),
                request["ifMatch"].as_str(),
                request["ifNoneExist"].as_str(),
            );
            if status >= 400 && is_transaction && self.kind == Kind::Atomic {
                state.store = before;
                return (status, Value::Null);
            }
            entries.push(json!({"resource": body, "response": {"status": status.to_string()}}));
        }
        let kind = if is_transaction {
            "transaction-response"
        } else {
            "batch-response"
        };
        (
            200,
            json!({"resourceType": "Bundle", "type": kind, "entry": entries}),
        )
    }
}

fn one(
    state: &mut State,
    method: &str,
    path: &str,
    body: Value,
    version: Option<&str>,
    unless: Option<&str>,
) -> (u16, Value) {
    let there = unless.and_then(|unless| {
        let found = search(state, &format!("{path}?{unless}"));
        found["entry"][0]["resource"]
            .is_object()
            .then(|| found["entry"][0]["resource"].clone())
    });
    if let Some(there) = there {
        return (200, there);
    }
    match method {
        "GET" if path.contains('?') => (200, search(state, path)),
        "GET" => match state.store.get(path) {
            Some(found) => (200, found.clone()),
            None => (404, Value::Null),
        },
        "PUT" => {
            let current = state.store.get(path).map_or(0, version_of);
            if version.is_some_and(|version| version != format!("W/\"{current}\"")) {
                return (412, Value::Null);
            }
            let stored = versioned(body, current + 1);
            state.store.insert(path.to_owned(), stored.clone());
            (200, stored)
        }
        _ => {
            state.made += 1;
            let mut stored = versioned(body, 1);
            stored["id"] = format!("made-{}", state.made).into();
            state.store.insert(key(&stored), stored.clone());
            (201, stored)
        }
    }
}

/// The scheduling operations of IHE, as simple as they can be.
fn operate(state: &mut State, name: &str, parameters: &Value) -> (u16, Value) {
    let all = parameters["parameter"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let parameter = |wanted: &str| {
        all.iter()
            .find(|one| one["name"] == wanted)
            .cloned()
            .unwrap_or_default()
    };
    let answer = |appointment: Value| {
        (
            200,
            json!({"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": appointment}]}),
        )
    };
    let store = |state: &mut State, mut appointment: Value, status: &str| {
        appointment["status"] = status.into();
        let before = state.store.get(&key(&appointment)).map_or(0, version_of);
        if before == 0 {
            state.made += 1;
            appointment["id"] = format!("made-{}", state.made).into();
        }
        let stored = versioned(appointment, before + 1);
        state.store.insert(key(&stored), stored.clone());
        stored
    };
    match name {
        "find" => {
            let start = parameter("start")["valueDateTime"].clone();
            let slot = state
                .store
                .values()
                .find(|one| one["resourceType"] == "Slot" && one["start"] == start);
            let slot = slot.map(key).unwrap_or_default();
            // A proposal isn't kept: its id tells the slot.
            let id = slot.trim_start_matches("Slot/");
            answer(
                json!({"resourceType": "Appointment", "id": id, "status": "proposed", "slot": [{"reference": slot}], "start": start}),
            )
        }
        "hold" => {
            let id = parameter("appointment-reference")["valueReference"]["reference"].clone();
            let slot = id
                .as_str()
                .unwrap_or_default()
                .replace("Appointment/", "Slot/");
            let appointment = json!({"resourceType": "Appointment", "slot": [{"reference": slot}]});
            if !set_slot(state, &appointment, "busy") {
                return (409, Value::Null);
            }
            answer(store(state, appointment, "pending"))
        }
        _ => {
            let wanted = parameter("appointment-resource")["resource"].clone();
            let held = state
                .store
                .get(&key(&wanted))
                .is_some_and(|one| one["status"] == "pending");
            if wanted["status"] == "cancelled" {
                set_slot(state, &wanted, "free");
                return answer(store(state, wanted, "cancelled"));
            }
            if !held && !set_slot(state, &wanted, "busy") {
                return (409, Value::Null);
            }
            answer(store(state, wanted, "booked"))
        }
    }
}

/// Sets the status of an appointment's slot; false where it has that status already.
fn set_slot(state: &mut State, appointment: &Value, status: &str) -> bool {
    let key = appointment["slot"][0]["reference"]
        .as_str()
        .unwrap_or_default();
    let Some(slot) = state
        .store
        .get(key)
        .filter(|slot| slot["status"] != status)
        .cloned()
    else {
        return false;
    };
    let version = version_of(&slot) + 1;
    let mut slot = slot;
    slot["status"] = status.into();
    state.store.insert(key.to_owned(), versioned(slot, version));
    true
}

fn search(state: &State, path: &str) -> Value {
    let kind = path.split('?').next().unwrap_or_default();
    let wanted = url::query_pairs(path);
    let fits = |resource: &Value| {
        wanted.iter().all(|(name, value)| match name.as_str() {
            "_id" => value.split(',').any(|id| resource["id"] == id),
            "identifier" => {
                let value = value.split('|').next_back();
                let identifiers = &resource["identifier"];
                let all = identifiers.as_array().cloned();
                let mut all = all.unwrap_or(vec![identifiers.clone()]).into_iter();
                all.any(|one| one["value"].as_str() == value)
            }
            _ => true,
        })
    };
    let entries: Vec<Value> = state
        .store
        .iter()
        .filter(|(key, resource)| key.split('/').next() == Some(kind) && fits(resource))
        .map(|(_, resource)| json!({"resource": resource, "search": {"mode": "match"}}))
        .collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries,
        "link": [{"relation": "self", "url": format!("https://fhir.example/r4/{path}")}]})
}

fn key(resource: &Value) -> String {
    let part = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
    format!("{}/{}", part("resourceType"), part("id"))
}

fn versioned(mut resource: Value, version: u64) -> Value {
    resource["meta"]["versionId"] = version.to_string().into();
    resource
}

fn version_of(resource: &Value) -> u64 {
    let version = resource["meta"]["versionId"].as_str();
    version
        .and_then(|version| version.parse().ok())
        .unwrap_or(0)
}

impl Transport for Fake {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        let fault = {
            let mut state = self.state();
            let number = state.asked;
            state.asked += 1;
            state
                .fault
                .filter(|(at, _)| *at == number)
                .map(|(_, fault)| fault)
        };
        let status = |status| {
            Ok(Response {
                status,
                retry_after: (status == 429).then_some(1),
                ..Response::default()
            })
        };
        let answer = match fault {
            None => Ok(self.act(&request)),
            Some(Fault::LostRequest) => Err(Error::Timeout),
            Some(Fault::LostAnswer) => {
                self.act(&request);
                Err(Error::Timeout)
            }
            Some(Fault::Status(code)) => status(code),
            Some(Fault::DoneAnd500) => {
                self.act(&request);
                status(500)
            }
            Some(Fault::ClosedBefore) => return Box::pin(std::future::pending()),
            Some(Fault::ClosedAfter) => {
                self.act(&request);
                return Box::pin(std::future::pending());
            }
            Some(Fault::Late) => {
                self.state().late.push(request);
                Err(Error::Timeout)
            }
        };
        Box::pin(async { answer })
    }

    fn sleep(&self, _: u32) -> Pending<()> {
        Box::pin(async {})
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// Runs a future to its end; `None` where the tab was closed on the way. Nothing else ever waits here.
pub fn until_closed<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}
