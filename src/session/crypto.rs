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

/// So many random bytes.
pub fn bytes(count: usize) -> Result<Vec<u8>, Failure> {
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

/// SHA-256 of a text.
pub async fn digest(text: &str) -> Option<Vec<u8>> {
    let hash = subtle()?
        .digest_with_str_and_u8_array("SHA-256", text.as_bytes())
        .ok()?;
    Some(buffer(JsFuture::from(hash).await.ok()?))
}

/// A key of AES-GCM that no script can read, not even ours.
pub async fn key() -> Option<CryptoKey> {
    let made = subtle()?
        .generate_key_with_object(
            &algorithm("AES-GCM", &[("length", 256.into())])?,
            false,
            &usages(&["encrypt", "decrypt"]),
        )
        .ok()?;
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// The key of AES-GCM of these 32 bytes.
pub async fn key_of(raw: &[u8]) -> Option<CryptoKey> {
    let usages = usages(&["encrypt", "decrypt"]);
    let key = subtle()?
        .import_key_with_str("raw", &Uint8Array::from(raw), "AES-GCM", false, &usages)
        .ok()?;
    JsFuture::from(key).await.ok()?.dyn_into().ok()
}

/// What a key may be used for, as WebCrypto takes it.
pub fn usages(names: &[&str]) -> Array {
    names.iter().map(|name| JsValue::from(*name)).collect()
}

/// Encrypts a text. `label` isn't kept in it, and has to be the same to open it.
pub async fn seal(key: &CryptoKey, label: &str, text: &str) -> Option<String> {
    let sealed = encrypt(key, label, text.as_bytes()).await?;
    Some(base64url(&sealed))
}

/// Undoes [`seal`]; `None` for another key or label, or for what was changed.
pub async fn unseal(key: &CryptoKey, label: &str, sealed: &str) -> Option<String> {
    let opened = decrypt(key, label, &from_base64url(sealed)?).await?;
    String::from_utf8(opened).ok()
}

/// [`seal`] for bytes; a fresh initialisation vector stands before what comes out.
pub async fn encrypt(key: &CryptoKey, label: &str, plain: &[u8]) -> Option<Vec<u8>> {
    let iv = bytes(IV).ok()?;
    let sealed = subtle()?
        .encrypt_with_object_and_u8_array(&aes(&iv, label)?, key, plain)
        .ok()?;
    Some([iv, buffer(JsFuture::from(sealed).await.ok()?)].concat())
}

/// Undoes [`encrypt`].
pub async fn decrypt(key: &CryptoKey, label: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (iv, body) = sealed.split_at_checked(IV)?;
    let opened = subtle()?
        .decrypt_with_object_and_u8_array(&aes(iv, label)?, key, body)
        .ok()?;
    Some(buffer(JsFuture::from(opened).await.ok()?))
}

fn aes(iv: &[u8], label: &str) -> Option<Object> {
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    let parts = [
        ("iv", bytes(iv)),
        ("additionalData", bytes(label.as_bytes())),
    ];
    algorithm("AES-GCM", &parts)
}

/// The name of an algorithm and what else it has to know.
pub fn algorithm(name: &str, parts: &[(&str, JsValue)]) -> Option<Object> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &name.into()).ok()?;
    for (part, value) in parts {
        Reflect::set(&algorithm, &(*part).into(), value).ok()?;
    }
    Some(algorithm)
}

/// Absent where the page wasn't loaded over TLS.
pub fn subtle() -> Option<SubtleCrypto> {
    let crypto = window().crypto().ok()?;
    Reflect::get(&crypto, &"subtle".into())
        .ok()?
        .dyn_into()
        .ok()
}

/// The bytes of an ArrayBuffer.
pub fn buffer(array_buffer: JsValue) -> Vec<u8> {
    Uint8Array::new(&array_buffer).to_vec()
}
