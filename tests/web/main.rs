//! What only a browser can answer: dates and words through `Intl`, loading over time, `fetch`, and the drawing of views.
#![cfg(target_arch = "wasm32")]

mod family;
mod fetch;
mod loading;
mod views;
mod words;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
