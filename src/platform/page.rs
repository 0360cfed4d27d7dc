//! The page around the app: title, focus, announcements, and what the boot script left for us.

use std::time::Duration;

use crate::view::prelude::*;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970-01-01T00:00:00Z by the device's clock.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// A random (version 4) UUID from the browser's cryptographic generator.
pub fn uuid() -> String {
    window()
        .crypto()
        .map(|c| c.random_uuid())
        .unwrap_or_default()
}

/// A value that the boot script left in `globalThis.__sampan`, if any.
pub fn boot_value(name: &str) -> Option<JsValue> {
    let boot = js_sys::Reflect::get(&js_sys::global(), &"__sampan".into()).ok()?;
    let value = js_sys::Reflect::get(&boot, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// The path that the pages stand below, without a slash at its end: `/care`; empty at the root of a site.
pub fn base() -> String {
    let base = boot_value("base").and_then(|base| base.as_string());
    base.unwrap_or_default()
}

/// The path on this site of a page of ours, as `/doctors`. Whatever begins otherwise stays as it is.
pub fn below_base(page: &str) -> String {
    match page.starts_with('/') {
        true => [&base(), page].concat(),
        false => page.to_owned(),
    }
}

/// The page of ours at a path on this site; `None` for a path that isn't below [`base`].
pub fn within_base(path: &str) -> Option<String> {
    path.strip_prefix(base().as_str()).map(str::to_owned)
}

/// The text that a promise of the boot script's gives; `None` where it fails.
pub async fn boot_text(promise: JsValue) -> Option<String> {
    let promise: js_sys::Promise = promise.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// Calls a function of the boot script's with a text.
pub fn call_boot(name: &str, argument: &str) -> Option<JsValue> {
    let function: js_sys::Function = boot_value(name)?.dyn_into().ok()?;
    function.call1(&JsValue::UNDEFINED, &argument.into()).ok()
}

/// The text of one of the app's own files, which the boot script knows by `name` in a list such as `locales`.
pub async fn own_text(list: &str, name: &str) -> Option<String> {
    let url = js_sys::Reflect::get(&boot_value(list)?, &name.into()).ok()?;
    own_file(&url.as_string()?).await
}

/// The text of a file on this site; `None` where it can't be had.
pub async fn own_file(url: &str) -> Option<String> {
    let response = JsFuture::from(window().fetch_with_str(url)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    boot_text(response.text().ok()?.into()).await
}

/// Sets the document's title: the page's name, then the brand's.
pub fn set_title(page: &str, brand: &str) {
    document().set_title(&[page, brand].join(" · "));
}

/// Runs something once what has been drawn by now is on the screen.
pub fn after_paint(then: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(then, Duration::ZERO));
}

/// Waits until what has been drawn by now is on the screen.
pub async fn painted() {
    let promise = Promise::new(&mut |done, _| {
        after_paint(move || {
            let _ = done.call0(&JsValue::NULL);
        });
    });
    let _ = JsFuture::from(promise).await;
}

/// Moves focus to the element with this id, after the view that holds it has been drawn.
pub fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            focus_element(&element);
        }
    });
}

/// Moves focus to the page's `h1`, so that a screen reader starts at the new page and not in the void.
pub fn focus_main_heading() {
    request_animation_frame(|| {
        if let Ok(Some(heading)) = document().query_selector("main h1") {
            let _ = heading.set_attribute("tabindex", "-1");
            focus_element(&heading);
        }
    });
}

fn focus_element(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // Where the page stands is the router's business.
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Says a text through the one polite live region of the shell.
pub fn announce(text: &str) {
    let text = text.to_owned();
    // A live region is read only when it changes after it has been drawn.
    request_animation_frame(move || {
        if let Some(region) = document().get_element_by_id("announcer") {
            region.set_text_content(Some(&text));
        }
    });
}
