//! The doctors' room and the reviews on the host, in one binary.

mod api;
mod directory;
mod model;
mod query;
mod reviews;
mod understand;
#[path = "../support/wire.rs"]
mod wire;
mod words;
