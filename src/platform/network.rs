//! Whether the device believes that it is connected.

use crate::view::prelude::*;
use leptos::ev;

/// What the browser says now. `true` only means "perhaps": a captive portal also counts as online.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// The browser's word as a signal that follows the `online` and `offline` events.
pub fn online() -> ReadSignal<bool> {
    let (state, set_state) = signal(is_online());
    let up = window_event_listener(ev::online, move |_| set_state.set(true));
    let down = window_event_listener(ev::offline, move |_| set_state.set(false));
    on_cleanup(move || {
        up.remove();
        down.remove();
    });
    state
}
