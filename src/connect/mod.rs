//! `/connect`: for a hospital's web team, not for patients. Whether a FHIR server can do what patients need, hop by hop; and
//! `/connect?brand`, where the hospital's look is tried (`look`).
//!
//! The checks are `model`, which `cargo xtask connect` shares; `wire` sends their requests from a page.

mod copy;
pub mod look;
pub mod model;
mod view;
mod wire;
mod words;

// The model asks for it here, since the command keeps it in another place.
use crate::fhir::url;

pub use view::Connect;
