//! The requests of booking.
//!
//! What is open to all (slots, schedules, doctors, places) is read from the directory; what is the patient's own is read
//! and written at the record's server, which also takes the slots.

mod appointments;
mod book;
mod times;

pub use appointments::{
    Cancelling, Meeting, appointments, cancel, find_appointment, next_appointment,
};
pub use book::{book, offer, own_booking, settle};
pub use times::{Calendars, calendars, free_slots};

use crate::fhir::{Client, Error, Search, Typed};

/// One resource by its id. A search and not a read: browsers may keep the answer to a read, and what is asked for here
/// decides about a booking.
async fn fresh<T: Typed>(client: &Client, id: &str) -> Result<Option<T>, Error> {
    let page = client.search(&Search::new(T::TYPE).ids(&[id])).await?;
    Ok(page
        .entries
        .iter()
        .find(|resource| resource.id() == id)
        .and_then(T::of))
}
