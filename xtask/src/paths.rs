//! Where things lie: the checkout, what it makes, and the cache that clones share.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The checkout's root.
pub fn root() -> PathBuf {
    // Cargo sets the variable for `cargo xtask`, so a checkout that moved is found too.
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    match xtask.parent() {
        Some(root) => root.to_owned(),
        None => xtask,
    }
}

/// The built app.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// What the wasm builds leave behind; apart from the host's, since another compiler may write it.
pub fn wasm_target() -> PathBuf {
    root().join("target/wasm")
}

/// The developer's backend: its database and log. Git ignores it.
pub fn data() -> PathBuf {
    root().join(".sampan")
}

/// Tools and the backend, installed once for every checkout.
pub fn cache() -> Result<PathBuf> {
    let folder = match (
        std::env::var_os("SAMPAN_CACHE"),
        std::env::var_os("XDG_CACHE_HOME"),
    ) {
        (Some(own), _) => PathBuf::from(own),
        (None, Some(shared)) => PathBuf::from(shared).join("sampan"),
        (None, None) => home()?.join(".cache/sampan"),
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    Ok(folder)
}

pub fn home() -> Result<PathBuf> {
    std::env::home_dir().context("this user has no home folder; set SAMPAN_CACHE")
}

pub fn cargo_home() -> Result<PathBuf> {
    match std::env::var_os("CARGO_HOME") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(home()?.join(".cargo")),
    }
}
