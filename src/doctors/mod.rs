//! Find a doctor: query, results, profile, hospital.

pub mod api;
mod arrived;
mod asking;
mod card;
mod details;
pub mod distance;
mod facts;
mod filters;
mod hospital;
mod list;
pub mod model;
mod moment;
mod position;
mod profile;
pub mod query;
mod rest;
mod results;
mod search_box;
mod specialties;
pub mod understand;
pub mod words;

pub use api::{Answer, Asking};
pub use filters::filter_form;
pub use hospital::Hospital;
pub use model::Named;
pub use profile::Profile;
pub use query::Query;
pub use rest::{Rest, search};
pub use results::Results;
pub use search_box::SearchBox;
pub use specialties::{SPECIALTIES, specialty_name};
