//! A text that is kept on the device, encrypted, and opened with a passphrase; off until somebody turns it on.
//!
//! It can be renewed without the passphrase: an RSA key pair is made once, the passphrase encrypts its private half
//! (PBKDF2, AES-GCM), and each text has a key of its own that the public half encrypts (RSA-OAEP). A vault is one
//! patient's: it says whose only by a salted hash, and is thrown away when somebody else signs in.

use js_sys::{Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, CryptoKey, Response};

use super::crypto::{algorithm, buffer, bytes, decrypt, digest, encrypt, key_of, subtle, usages};
use super::model::{base64url, from_base64url};
use crate::platform::now_ms;
use crate::view::prelude::window;

/// The cache and its one entry.
const CACHE: &str = "sampan-vault";
const ENTRY: &str = "/vault";
/// Binds what is sealed to this use.
const LABEL: &str = "sampan vault";
/// Rounds of PBKDF2 with SHA-256 (OWASP's figure of 2023).
const ROUNDS: u32 = 600_000;

/// Whether there is one.
pub async fn exists() -> bool {
    let Some(caches) = caches() else {
        return false;
    };
    let has = JsFuture::from(caches.has(CACHE)).await;
    has.is_ok_and(|has| has.is_truthy())
}

/// Makes a vault for a patient.
pub async fn create(passphrase: &str, patient: &str) -> Option<()> {
    let pair = algorithm(
        "RSA-OAEP",
        &[
            ("modulusLength", 3072.into()),
            ("publicExponent", Uint8Array::from(&[1, 0, 1][..]).into()),
            ("hash", "SHA-256".into()),
        ],
    )?;
    let usages = usages(&["encrypt", "decrypt"]);
    let pair = subtle()?
        .generate_key_with_object(&pair, true, &usages)
        .ok()?;
    let pair = JsFuture::from(pair).await.ok()?;
    let half = |name: &str| Reflect::get(&pair, &name.into()).ok()?.dyn_into().ok();
    let salt = bytes(16).ok()?;
    let secret = exported("pkcs8", &half("privateKey")?).await?;
    let secret = encrypt(&stretched(passphrase, &salt).await?, LABEL, &secret).await?;
    let salt = base64url(&salt);
    let vault = json!({
        "whose": whose(&salt, patient).await?,
        "salt": salt,
        "public": base64url(&exported("spki", &half("publicKey")?).await?),
        "secret": base64url(&secret),
    });
    write(&vault).await
}

/// Puts a text into the vault, in the place of the one before. Without a vault it does nothing; another patient's is
/// thrown away.
pub async fn renew(patient: &str, text: &str) -> Option<()> {
    let mut vault = read().await?;
    let salt = vault["salt"].as_str()?;
    if vault["whose"].as_str() != Some(&whose(salt, patient).await?) {
        forget().await;
        return None;
    }
    let raw = bytes(32).ok()?;
    let sealed = encrypt(&key_of(&raw).await?, LABEL, text.as_bytes()).await?;
    let public = imported("spki", &part(&vault, "public")?, "encrypt").await?;
    let key = subtle()?
        .encrypt_with_object_and_u8_array(&algorithm("RSA-OAEP", &[])?, &public, &raw)
        .ok()?;
    vault["key"] = base64url(&buffer(JsFuture::from(key).await.ok()?)).into();
    vault["text"] = base64url(&sealed).into();
    vault["saved"] = now_ms().into();
    // Somebody may have signed out meanwhile, and nothing may be left then.
    if !exists().await {
        return None;
    }
    write(&vault).await
}

/// When the text in the vault was put there, in milliseconds since 1970; `None` where there is none.
pub async fn saved() -> Option<i64> {
    read().await?["saved"].as_i64()
}

/// The text in the vault; `None` for another passphrase.
pub async fn open(passphrase: &str) -> Option<String> {
    let vault = read().await?;
    let stretched = stretched(passphrase, &part(&vault, "salt")?).await?;
    let secret = decrypt(&stretched, LABEL, &part(&vault, "secret")?).await?;
    let secret = imported("pkcs8", &secret, "decrypt").await?;
    let raw = subtle()?
        .decrypt_with_object_and_u8_array(
            &algorithm("RSA-OAEP", &[])?,
            &secret,
            &part(&vault, "key")?,
        )
        .ok()?;
    let key = key_of(&buffer(JsFuture::from(raw).await.ok()?)).await?;
    String::from_utf8(decrypt(&key, LABEL, &part(&vault, "text")?).await?).ok()
}

/// Throws the vault away.
pub async fn forget() {
    if let Some(caches) = caches() {
        let _ = JsFuture::from(caches.delete(CACHE)).await;
    }
}

fn part(vault: &Value, name: &str) -> Option<Vec<u8>> {
    from_base64url(vault[name].as_str()?)
}

async fn whose(salt: &str, patient: &str) -> Option<String> {
    let hash = digest(&[salt, " ", patient].concat()).await?;
    Some(base64url(&hash))
}

/// The key that a passphrase makes.
async fn stretched(passphrase: &str, salt: &[u8]) -> Option<CryptoKey> {
    let usages = usages(&["deriveBits"]);
    let raw = Uint8Array::from(passphrase.as_bytes());
    let base = subtle()?
        .import_key_with_str("raw", &raw, "PBKDF2", false, &usages)
        .ok()?;
    let base: CryptoKey = JsFuture::from(base).await.ok()?.dyn_into().ok()?;
    let pbkdf2 = algorithm(
        "PBKDF2",
        &[
            ("salt", Uint8Array::from(salt).into()),
            ("iterations", ROUNDS.into()),
            ("hash", "SHA-256".into()),
        ],
    )?;
    let bits = subtle()?
        .derive_bits_with_object(&pbkdf2, &base, 256)
        .ok()?;
    key_of(&buffer(JsFuture::from(bits).await.ok()?)).await
}

async fn exported(format: &str, key: &CryptoKey) -> Option<Vec<u8>> {
    let key = subtle()?.export_key(format, key).ok()?;
    Some(buffer(JsFuture::from(key).await.ok()?))
}

async fn imported(format: &str, key: &[u8], usage: &str) -> Option<CryptoKey> {
    let rsa = algorithm("RSA-OAEP", &[("hash", "SHA-256".into())])?;
    let usages = usages(&[usage]);
    let key = subtle()?
        .import_key_with_object(format, &Uint8Array::from(key), &rsa, false, &usages)
        .ok()?;
    JsFuture::from(key).await.ok()?.dyn_into().ok()
}

/// Absent where the page wasn't loaded over TLS, or site data is blocked.
fn caches() -> Option<CacheStorage> {
    let caches = window().caches().ok()?;
    (!AsRef::<JsValue>::as_ref(&caches).is_undefined()).then_some(caches)
}

async fn cache() -> Option<Cache> {
    JsFuture::from(caches()?.open(CACHE))
        .await
        .ok()?
        .dyn_into()
        .ok()
}

async fn read() -> Option<Value> {
    // Opening a cache makes it.
    if !exists().await {
        return None;
    }
    let found = JsFuture::from(cache().await?.match_with_str(ENTRY))
        .await
        .ok()?;
    let response: Response = found.dyn_into().ok()?;
    let text: JsValue = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string()?).ok()
}

async fn write(vault: &Value) -> Option<()> {
    let response = Response::new_with_opt_str(Some(&vault.to_string())).ok()?;
    JsFuture::from(cache().await?.put_with_str(ENTRY, &response))
        .await
        .ok()
        .map(drop)
}
