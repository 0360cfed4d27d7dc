//! One word between the tabs of this app: somebody has signed out.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel's name, and its only message.
const WORD: &str = "sampan-sign-out";

type Listener = Closure<dyn FnMut(MessageEvent)>;

thread_local! {
    static CHANNEL: RefCell<Option<(BroadcastChannel, Listener)>> = const { RefCell::new(None) };
}

/// Tells every other tab.
pub fn tell_sign_out() {
    CHANNEL.with_borrow(|channel| {
        if let Some((channel, _)) = channel {
            let _ = channel.post_message(&WORD.into());
        }
    });
}

/// Hears when another tab signs out.
pub fn on_sign_out(mut then: impl FnMut() + 'static) {
    let Ok(channel) = BroadcastChannel::new(WORD) else {
        return;
    };
    let listener: Listener = Closure::new(move |_: MessageEvent| then());
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    if let Some((before, _)) = CHANNEL.replace(Some((channel, listener))) {
        before.close();
    }
}
