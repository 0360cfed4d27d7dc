//! Files from the page to the device.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
