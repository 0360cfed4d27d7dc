//! How far away a place is. Servers ignore `near` or take it for a box, so the client measures.

use crate::native::{asin, cos, sin};

/// The mean radius of the Earth in kilometres.
const EARTH: f64 = 6371.0088;

/// The great-circle distance in kilometres between two places in degrees (latitude, longitude), by the haversine
/// formula; within half a percent of the true one.
pub fn kilometres(
    (latitude, longitude): (f64, f64),
    (other_latitude, other_longitude): (f64, f64),
) -> f64 {
    let half = |from: f64, to: f64| sin((to - from).to_radians() / 2.0).powi(2);
    let across = cos(latitude.to_radians()) * cos(other_latitude.to_radians());
    let a = half(latitude, other_latitude) + across * half(longitude, other_longitude);
    2.0 * EARTH * asin(a.clamp(0.0, 1.0).sqrt())
}
