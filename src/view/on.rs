//! Event handlers, by the event's name.

use wasm_bindgen::JsCast;

use super::part::Part;

macro_rules! events {
    ($($(#[$about:meta])* $name:ident: $event:ty),* $(,)?) => {$(
        $(#[$about])*
        pub fn $name(mut handler: impl FnMut($event) + 'static) -> Part {
            Part::event(stringify!($name), Box::new(move |event| handler(event.unchecked_into())))
        }
    )*};
}

events! {
    /// <https://developer.mozilla.org/docs/Web/API/HTMLElement/change_event>
    change: web_sys::Event,
    /// <https://developer.mozilla.org/docs/Web/API/Element/click_event>
    click: web_sys::MouseEvent,
    /// <https://developer.mozilla.org/docs/Web/API/Element/input_event>
    input: web_sys::Event,
    /// <https://developer.mozilla.org/docs/Web/API/Element/keydown_event>
    keydown: web_sys::KeyboardEvent,
    /// <https://developer.mozilla.org/docs/Web/API/Element/pointerdown_event>
    pointerdown: web_sys::PointerEvent,
    /// <https://developer.mozilla.org/docs/Web/API/HTMLFormElement/submit_event>
    submit: web_sys::SubmitEvent,
    /// <https://developer.mozilla.org/docs/Web/API/Element/toggle_event>
    toggle: web_sys::Event,
}
