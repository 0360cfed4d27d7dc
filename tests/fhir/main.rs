//! The wire (`src/fhir/`) on the host: pure logic, the client against scripted answers and, where `SAMPAN_FHIR` names
//! one, against a real server.

#[path = "../support/wire.rs"]
mod wire;

mod batch;
mod bundle;
mod client;
mod datatypes;
mod date;
mod json;
mod search;
mod server;
mod transaction;
mod types;
mod url;
