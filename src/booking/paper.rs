//! A photo or document for the clinic: read on the device, sent as a DocumentReference about the appointment.

use js_sys::{Promise, Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::platform::call;
use crate::view::prelude::document;

/// The longest file that is taken, in bytes; a photo is made smaller first.
pub const LONGEST: usize = 2_000_000;
/// Pixels of a photo's longer side, enough to read a page of text.
const SIDE: f64 = 2000.0;

/// A file, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// As the device calls it.
    pub name: String,
    /// Its media type.
    pub kind: String,
    /// Its bytes in base64.
    pub data: String,
    /// In bytes.
    pub size: usize,
    /// A random name, `urn:uuid:…`: a second try at sending must not make a second document.
    pub mark: String,
}

/// Why a file isn't taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    TooLarge,
    /// Neither a picture nor a PDF.
    OtherKind,
    Unreadable,
}

impl Paper {
    /// As JSON, for a draft.
    pub fn to_value(&self) -> Value {
        json!({"name": self.name, "kind": self.kind, "data": self.data, "size": self.size, "mark": self.mark})
    }

    /// Undoes [`Paper::to_value`].
    pub fn of(value: &Value) -> Option<Self> {
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        Some(Self {
            name: text("name")?,
            kind: text("kind")?,
            data: text("data")?,
            size: value.get("size")?.as_u64()? as usize,
            mark: text("mark")?,
        })
    }
}

/// Reads the file that was chosen in an input. A photo is drawn anew: smaller, and without what a camera writes into it, such
/// as where it was taken.
///
/// # Errors
/// Why it isn't taken.
pub async fn read(file: &web_sys::File, mark: String) -> Result<Paper, Refused> {
    let (name, kind) = (file.name(), file.type_());
    let picture = kind.starts_with("image/") && kind != "image/svg+xml";
    let (bytes, kind) = match (picture, kind.as_str()) {
        (true, _) => (
            redrawn(file).await.ok_or(Refused::Unreadable)?,
            "image/jpeg",
        ),
        (_, "application/pdf") if file.size() > LONGEST as f64 => return Err(Refused::TooLarge),
        (_, "application/pdf") => (
            bytes(file).await.ok_or(Refused::Unreadable)?,
            "application/pdf",
        ),
        _ => return Err(Refused::OtherKind),
    };
    if bytes.len() > LONGEST {
        return Err(Refused::TooLarge);
    }
    Ok(Paper {
        name,
        kind: kind.to_owned(),
        size: bytes.len(),
        data: base64(&bytes),
        mark,
    })
}

async fn bytes(blob: &web_sys::Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// A picture as a JPEG of a bounded size.
async fn redrawn(file: &web_sys::File) -> Option<Vec<u8>> {
    let global: JsValue = js_sys::global().into();
    let bitmap = call(&global, "createImageBitmap", &[file])?;
    let bitmap = JsFuture::from(bitmap.dyn_into::<Promise>().ok()?)
        .await
        .ok()?;
    let side = |name: &str| Reflect::get(&bitmap, &name.into()).ok()?.as_f64();
    let (width, height) = (side("width")?, side("height")?);
    let scale = (SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round(), (height * scale).round());
    let canvas: JsValue = document().create_element("canvas").ok()?.into();
    for (name, size) in [("width", width), ("height", height)] {
        Reflect::set(&canvas, &name.into(), &size.into()).ok()?;
    }
    let context = call(&canvas, "getContext", &[&"2d".into()])?;
    // A transparent picture would turn black.
    Reflect::set(&context, &"fillStyle".into(), &"#fff".into()).ok()?;
    let (zero, width, height) = (0.into(), width.into(), height.into());
    call(&context, "fillRect", &[&zero, &zero, &width, &height])?;
    call(
        &context,
        "drawImage",
        &[&bitmap, &zero, &zero, &width, &height],
    )?;
    let made = Promise::new(&mut |done, _| {
        let _ = call(
            &canvas,
            "toBlob",
            &[&done, &"image/jpeg".into(), &0.85.into()],
        );
    });
    let blob: web_sys::Blob = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    bytes(&blob).await
}

/// Bytes in base64 (RFC 4648 section 4), as FHIR's `base64Binary` wants it.
fn base64(bytes: &[u8]) -> String {
    let mut text = crate::session::model::base64url(bytes)
        .replace('-', "+")
        .replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}
