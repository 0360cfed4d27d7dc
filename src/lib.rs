//! Sampan: a patient's front door to care, against any HL7 FHIR R4 server.
//!
//! The folders are the map (`docs/architecture.md` says why):
//! the wire is [`fhir`]; what the browser computes for us is [`native`]; what the browser gives is [`platform`]; words, dates and numbers are [`i18n`];
//! views are made with [`view`]; the design system is [`ui`]; who is signed in is [`session`]. The rooms a patient visits stand on those.
//! In a room, `model.rs` is plain Rust tested on the host, `api.rs` holds its requests, and the rest are views.

// The macros of `view` name this crate the same way inside it and outside.
extern crate self as sampan;

pub mod app;
pub mod booking;
pub mod config;
pub mod connect;
pub mod doctors;
pub mod fhir;
pub mod home;
pub mod i18n;
pub mod links;
pub mod native;
pub mod platform;
pub mod privacy;
pub mod record;
pub mod reviews;
pub mod rooms;
pub mod router;
pub mod session;
pub mod settings;
pub mod ui;
pub mod view;
