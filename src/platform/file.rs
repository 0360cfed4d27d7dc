//! Files between the page and the device.

use crate::view::prelude::*;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Saves bytes as a file on the device; `None` where the browser refuses. The type is a mere hint for the device:
/// what might run as a page is saved as a file of no type.
pub fn save_file(name: &str, kind: &str, bytes: &[u8]) -> Option<()> {
    let options = web_sys::BlobPropertyBag::new();
    let inert = [
        "application/pdf",
        "image/",
        "text/plain",
        "text/csv",
        "application/fhir+json",
        "application/json",
        "text/calendar",
    ];
    let safe = inert.iter().any(|one| kind.starts_with(one)) && !kind.contains("svg");
    options.set_type(if safe {
        kind
    } else {
        "application/octet-stream"
    });
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Not at once: some browsers read it only later.
    set_timeout(
        move || {
            let _ = web_sys::Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(60),
    );
    Some(())
}

/// Hands a file to the device's share sheet; `None` where there is none, or the person turned back.
pub async fn share_file(name: &str, kind: &str, bytes: &[u8]) -> Option<()> {
    let data = sheet(name, kind, bytes)?;
    if !takes(&data) {
        return None;
    }
    let navigator = window().navigator();
    let shared: Promise = method("share")?
        .call1(&navigator, &data)
        .ok()?
        .dyn_into()
        .ok()?;
    JsFuture::from(shared).await.ok().map(drop)
}

/// Whether the device has a share sheet that takes files of this name and type.
pub fn can_share_file(name: &str, kind: &str) -> bool {
    sheet(name, kind, b" ").is_some_and(|data| takes(&data))
}

fn takes(data: &Object) -> bool {
    let navigator = window().navigator();
    let asked = method("canShare").and_then(|can| can.call1(&navigator, data).ok());
    asked.is_some_and(|able| able.is_truthy())
}

fn sheet(name: &str, kind: &str, bytes: &[u8]) -> Option<Object> {
    let options = web_sys::FilePropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let file =
        web_sys::File::new_with_u8_array_sequence_and_options(&parts, name, &options).ok()?;
    let data = Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(&file)).ok()?;
    Some(data)
}

/// A method of the navigator's; not every browser has it.
fn method(name: &str) -> Option<Function> {
    Reflect::get(&window().navigator(), &name.into())
        .ok()?
        .dyn_into()
        .ok()
}

/// The text of the file that was chosen in an input; `None` where none was, or it can't be read.
pub async fn read_file(input: &web_sys::HtmlInputElement) -> Option<String> {
    let file = input.files()?.get(0)?;
    JsFuture::from(file.text()).await.ok()?.as_string()
}
