//! The browser that tests and measurements drive.

use crate::system;
use anyhow::{Context, Result};
use std::path::PathBuf;

const PACKAGES: &[&str] = &["chromium", "chromium-driver", "fonts-noto-cjk"];

/// Chromium: `CHROMIUM`, else the one on the PATH, else installed where we may.
pub fn chromium() -> Result<PathBuf> {
    find_or_install(
        "CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
    )
}

/// Its WebDriver server: `CHROMEDRIVER`, else found or installed like [`chromium`].
pub fn driver() -> Result<PathBuf> {
    find_or_install("CHROMEDRIVER", &["chromedriver"])
}

fn find_or_install(variable: &str, names: &[&str]) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(PathBuf::from(path));
    }
    let find = || names.iter().find_map(|name| system::find(name));
    if find().is_none() {
        system::apt_install(PACKAGES, "Chromium with its driver")?;
    }
    find().with_context(|| format!("found no {}; name it in {variable}", names[0]))
}
