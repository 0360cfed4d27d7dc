//! Find a doctor: query, results, profile, hospital.

pub mod api;
mod arrived;
mod asking;
mod card;
mod details;
pub mod distance;
mod facts;
mod filter_form;
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
mod suggestions;
pub mod understand;
mod understood;
mod vocabulary;
mod why;
pub mod words;

pub use api::{Answer, Asking};
pub use hospital::Hospital;
pub use model::Named;
pub use profile::Profile;
pub use query::Query;
pub use rest::Rest;
pub use results::Results;
pub use search_box::{Offers, SearchBox};
pub use specialties::{SPECIALTIES, specialty_name};
pub use suggestions::suggestions;
