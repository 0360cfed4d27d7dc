//! Booking on the host: what is sent, what it means, and what is true in the end.

#[path = "../support/clinic.rs"]
mod clinic;
#[path = "../support/fake.rs"]
mod fake;
#[path = "../support/wire.rs"]
mod wire;

mod answers;
mod attempt;
mod calendar;
mod cancelling;
mod carried;
mod drafts;
mod faults;
mod intake;
mod kept;
mod ladder;
mod list;
mod race;
mod times;
mod visit;
