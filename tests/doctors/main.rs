//! The doctors' room on the host.

mod api;
mod bounded;
mod checks;
mod counts;
mod directory;
mod model;
mod picks;
mod query;
mod rank;
mod typed;
mod understand;
mod when;
#[path = "../support/wire.rs"]
mod wire;
mod words;
