//! The requests of booking.
//!
//! What is open to all (slots, schedules, doctors, places) is read from the directory; what is the patient's own is read
//! and written at the record's server, which also takes the slots.

mod appointments;
mod bills;
mod book;
mod change;
mod intake;
mod offer;
mod operations;
mod papers;
mod pending;
mod settle;
mod times;
mod waiting;

pub use appointments::{Meeting, appointments, find_appointment, next_appointment, overlaps};
pub use bills::bills;
pub use book::book;
pub use change::{Change, Move, Release, cancel, release, reschedule};
pub use intake::{answered, questions};
pub use offer::{offer, own_booking};
pub use operations::{Held, hold, let_go};
pub use papers::{papers, send};
pub use pending::{News, Settled, settle};
pub use settle::{Attempt, look};
pub use times::{Calendars, calendars, free_slots};
pub use waiting::{join, waits};

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
