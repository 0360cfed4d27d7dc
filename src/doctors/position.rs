//! Where the device is, asked of the person only on a tap.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::query::Position;

/// Asks the browser, which asks the person. `None` where it is refused or not to be had.
pub async fn device_position() -> Option<Position> {
    let geolocation = Reflect::get(&window().navigator(), &"geolocation".into()).ok()?;
    let ask: Function = Reflect::get(&geolocation, &"getCurrentPosition".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let answer = Promise::new(&mut |resolve, reject| {
        if ask.call2(&geolocation, &resolve, &reject).is_err() {
            let _ = reject.call0(&JsValue::UNDEFINED);
        }
    });
    let position = JsFuture::from(answer).await.ok()?;
    let place = Reflect::get(&position, &"coords".into()).ok()?;
    let degrees = |name: &str| Reflect::get(&place, &name.into()).ok()?.as_f64();
    Position::new(degrees("latitude")?, degrees("longitude")?)
}
