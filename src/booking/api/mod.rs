//! The requests of booking.
//!
//! What is open to all (slots, schedules, doctors, places) is read from the directory; what is the patient's own is read
//! and written at the record's server, which also takes the slots.

mod appointments;
mod book;
mod change;
mod offer;
mod operations;
mod pending;
mod settle;
mod times;

pub use appointments::{Meeting, appointments, find_appointment, next_appointment, overlaps};
pub use book::book;
pub use change::{Change, Move, Release, cancel, release, reschedule};
pub use offer::{offer, own_booking};
pub use operations::{Held, hold, let_go};
pub use pending::{News, Settled, settle};
pub use settle::{Attempt, look};
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
