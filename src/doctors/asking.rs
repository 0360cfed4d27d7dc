//! What the room's requests need to know, here and now.

use super::api::Asking;
use super::query::Query;
use crate::i18n::{current, zoned_date};
use crate::platform::now_ms;
use crate::session::use_session;

/// What requests need to know, here and now.
pub fn asking(query: Query) -> Asking {
    let client = use_session().directory;
    Asking {
        client,
        query,
        language: current().tag,
        now: now_ms(),
        day_of: zoned_date,
    }
}
