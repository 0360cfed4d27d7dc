//! The demo data: a deterministic city of doctors and one family's records, loaded into any FHIR R4 server.
//!
//! Everything follows from the seed, the number of doctors and the day. Loading again adds what is missing and
//! touches nothing that is there, so a booked slot stays booked and a record keeps what its owner did.

mod comments;
mod doctors;
mod family;
pub mod json;
mod load;
mod names;
mod place_table;
mod places;
mod random;
pub mod ratings;
mod slots;
mod specialties;
mod terms;
#[cfg(test)]
mod tests;
mod week;

#[cfg(test)]
pub fn doctor(seed: u64, number: usize) -> doctors::Doctor {
    doctors::Doctor::new(seed, number)
}

pub use load::{Options, load};
