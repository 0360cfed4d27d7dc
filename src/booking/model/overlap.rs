//! Times that get in each other's way.

use super::{Standing, standing};
use crate::fhir::types::Appointment;

/// Those of a patient's appointments that still hold and take some of the time from `start` to `end` (milliseconds since
/// 1970); one that ends as the other begins doesn't. `but` is the id of one that doesn't count, as it is being moved.
pub fn overlapping<'a>(
    all: &'a [Appointment],
    start: i64,
    end: i64,
    but: Option<&str>,
) -> Vec<&'a Appointment> {
    let gets_in_the_way = |appointment: &&Appointment| {
        let holds = matches!(
            standing(appointment),
            Standing::Booked | Standing::Requested
        );
        let Some(from) = appointment.start().map(|start| start.start_ms()) else {
            return false;
        };
        let until = appointment
            .end()
            .map_or(from, |end| end.start_ms())
            .max(from + 1);
        holds && from < end.max(start + 1) && start < until && Some(appointment.id()) != but
    };
    all.iter().filter(gets_in_the_way).collect()
}
