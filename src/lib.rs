//! Sampan.

pub mod fhir;
