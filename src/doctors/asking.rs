//! What the room's requests need to know, here and now.

use super::api::Asking;
use super::model::Rules;
use super::query::Query;
use crate::i18n::{current, zone_offset_minutes};
use crate::platform::now_ms;
use crate::session::use_session;

/// What requests need to know, here and now.
pub fn asking(query: Query) -> Asking {
    let session = use_session();
    Asking {
        client: session.directory.clone(),
        query,
        language: current().tag,
        now: now_ms(),
        offset: zone_offset_minutes,
        rules: Rules {
            threshold: session.config.rating_threshold,
            weights: session.config.weights,
        },
    }
}
