//! The doctors' room on the host.

mod api;
mod bounded;
mod checks;
mod counts;
mod details;
mod directory;
mod model;
mod pages;
mod picks;
mod query;
mod rank;
mod suggest;
mod typed;
mod understand;
mod vocabulary;
mod when;
#[path = "../support/wire.rs"]
mod wire;
mod words;
