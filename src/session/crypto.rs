//! The browser's cryptography (WebCrypto): random texts, SHA-256, and a seal for what was typed.

use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::model::{Failure, base64url, from_base64url};

/// AES-GCM's initialisation vector, in bytes.
const IV: usize = 12;

/// 256 random bits as 43 letters: long enough for `state`, a nonce, and PKCE's verifier (RFC 7636 section 4.1).
pub fn random() -> Result<String, Failure> {
    bytes(32).map(|bytes| base64url(&bytes))
}

fn bytes(count: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = vec![0; count];
    let crypto = window().crypto().map_err(drop);
    let filled = crypto.and_then(|crypto| {
        crypto
            .get_random_values_with_u8_array(&mut bytes)
            .map_err(drop)
    });
    filled.map(|_| bytes).map_err(|()| Failure::Storage)
}

/// SHA-256 of a text, base64url: PKCE's S256 transformation.
pub async fn sha256(text: &str) -> Result<String, Failure> {
    digest(text)
        .await
        .map(|hash| base64url(&hash))
        .ok_or(Failure::Storage)
}

async fn digest(text: &str) -> Option<Vec<u8>> {
    let hash = subtle()?
        .digest_with_str_and_u8_array("SHA-256", text.as_bytes())
        .ok()?;
    Some(buffer(JsFuture::from(hash).await.ok()?))
}

/// A key of AES-GCM that no script can read, not even ours.
pub async fn key() -> Option<CryptoKey> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into()).ok()?;
    Reflect::set(&algorithm, &"length".into(), &256.into()).ok()?;
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let made = subtle()?
        .generate_key_with_object(&algorithm, false, &usages)
        .ok()?;
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// Encrypts a text. `label` isn't kept in it, and has to be the same to open it.
pub async fn seal(key: &CryptoKey, label: &str, text: &str) -> Option<String> {
    let iv = bytes(IV).ok()?;
    let sealed = subtle()?
        .encrypt_with_object_and_u8_array(&aes(&iv, label)?, key, text.as_bytes())
        .ok()?;
    let sealed = buffer(JsFuture::from(sealed).await.ok()?);
    Some(base64url(&[iv, sealed].concat()))
}

/// Undoes [`seal`]; `None` for another key or label, or for what was changed.
pub async fn unseal(key: &CryptoKey, label: &str, sealed: &str) -> Option<String> {
    let sealed = from_base64url(sealed)?;
    let (iv, body) = sealed.split_at_checked(IV)?;
    let opened = subtle()?
        .decrypt_with_object_and_u8_array(&aes(iv, label)?, key, body)
        .ok()?;
    String::from_utf8(buffer(JsFuture::from(opened).await.ok()?)).ok()
}

fn aes(iv: &[u8], label: &str) -> Option<Object> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into()).ok()?;
    Reflect::set(&algorithm, &"iv".into(), &Uint8Array::from(iv)).ok()?;
    let label = Uint8Array::from(label.as_bytes());
    Reflect::set(&algorithm, &"additionalData".into(), &label).ok()?;
    Some(algorithm)
}

/// Absent where the page wasn't loaded over TLS.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = window().crypto().ok()?;
    Reflect::get(&crypto, &"subtle".into())
        .ok()?
        .dyn_into()
        .ok()
}

fn buffer(array_buffer: JsValue) -> Vec<u8> {
    Uint8Array::new(&array_buffer).to_vec()
}
