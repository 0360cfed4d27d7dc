//! What somebody has written and no server has: a room keeps it in its memory, and signing out asks about it.

use std::cell::Cell;

use super::Session;

/// How a room tells of what it keeps.
#[derive(Clone, Copy)]
pub struct Unsent {
    /// How much of it is the signed-in person's.
    pub count: fn(&Session) -> usize,
    /// Throws all of it away.
    pub forget: fn(),
}

thread_local! {
    static KEPT: Cell<Option<Unsent>> = const { Cell::new(None) };
}

/// Makes known that something is kept.
pub fn keep_unsent(unsent: Unsent) {
    KEPT.set(Some(unsent));
}

/// How much would be lost with the sign-in.
pub(super) fn count(session: &Session) -> usize {
    KEPT.get().map_or(0, |kept| (kept.count)(session))
}

/// Throws it away.
pub(super) fn forget() {
    if let Some(kept) = KEPT.get() {
        (kept.forget)();
    }
}
