//! Slots, booking, appointments.
//!
//! The pages are [`Book`], [`Appointments`] and [`AppointmentPage`]; other rooms may use [`Times`] and
//! [`NextAppointment`].

mod after;
pub mod api;
mod appointment;
mod book;
mod cancel;
mod choice;
mod confirm;
pub mod draft;
mod earlier;
mod hold;
mod kept;
mod list;
pub mod model;
mod moving;
mod next;
mod overlap;
mod parts;
mod times;

pub use appointment::AppointmentPage;
pub use book::Book;
pub use list::Appointments;
pub use next::NextAppointment;
pub use times::Times;
