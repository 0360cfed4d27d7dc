//! The demo data: a deterministic city of doctors and one family's records, loaded into any FHIR R4 server.
//!
//! Everything follows from the seed, the number of doctors and the day. Loading again adds what is missing and
//! touches nothing that is there, so a booked slot stays booked and a record keeps what its owner did.

mod comments;
mod doctors;
mod family;
mod json;
mod load;
mod names;
mod place_table;
mod places;
mod random;
mod ratings;
mod server;
mod slots;
mod specialties;
mod terms;
#[cfg(test)]
mod tests;
mod week;

pub use load::{Options, load};
