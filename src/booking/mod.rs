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
pub mod draft;
mod earlier;
mod kept;
mod list;
pub mod model;
mod moving;
mod next;
mod overlap;
pub mod paper;
mod parts;
mod times;
mod wait;

pub use appointment::AppointmentPage;
pub use book::Book;
pub use kept::wind_up;
pub use list::Appointments;
pub use next::NextAppointment;
pub use times::Times;
