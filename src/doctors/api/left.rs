//! How many requests one search may still send.

use std::cell::Cell;

/// The most that one search sends, ratings and free times included. A server that takes no batch, leaves out inclusions
/// or sends short pages takes more.
const MOST: usize = 4;

/// What is left of them.
pub struct Left(Cell<usize>);

impl Left {
    /// What is left after this many requests.
    pub fn after(sent: usize) -> Self {
        Self(Cell::new(MOST.saturating_sub(sent)))
    }

    /// Whether so many requests may still be sent.
    pub fn has(&self, requests: usize) -> bool {
        self.0.get() >= requests
    }

    /// So many have been sent.
    pub fn took(&self, requests: usize) {
        self.0.set(self.0.get().saturating_sub(requests));
    }
}
