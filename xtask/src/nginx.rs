//! nginx, for the tests of `docs/deploy.md`: Debian's, unpacked into the cache and not installed, so that no service starts
//! and nobody need be root.

use crate::say::timed;
use crate::{paths, system};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The server, and its module that sends files which are compressed already.
const PACKAGES: [&str; 2] = ["nginx", "libnginx-mod-http-brotli-static"];

pub struct Nginx {
    pub program: PathBuf,
    /// `ngx_http_brotli_static_module.so`
    pub brotli: PathBuf,
}

/// Finds it in the cache, or fetches it from this Debian's own archive.
pub fn nginx() -> Result<Nginx> {
    let folder = paths::cache()?.join("nginx");
    let found = Nginx {
        program: folder.join("usr/sbin/nginx"),
        brotli: folder.join("usr/lib/nginx/modules/ngx_http_brotli_static_module.so"),
    };
    if !found.program.exists() || !found.brotli.exists() {
        timed("fetching nginx", || fetch(&folder))?;
    }
    Ok(found)
}

fn fetch(folder: &PathBuf) -> Result<()> {
    if system::find("apt-get").is_none() {
        bail!("the tests run Debian's nginx, and there is no apt-get here to fetch it with");
    }
    let packages = folder.join("packages");
    std::fs::create_dir_all(&packages)
        .with_context(|| format!("creating {}", packages.display()))?;
    let download = || {
        let mut apt = Command::new("apt-get");
        apt.arg("download").args(PACKAGES).current_dir(&packages);
        system::run_quietly(&mut apt)
    };
    if download().is_err() {
        // A machine that has never asked knows no packages; only root may ask.
        let _ = system::run_quietly(Command::new("apt-get").arg("update"));
        download().context("for the tests of docs/deploy.md; `sudo apt-get update` may help")?;
    }
    for package in system::files_below(&packages)? {
        system::run_quietly(
            Command::new("dpkg")
                .arg("--extract")
                .arg(package)
                .arg(folder),
        )?;
    }
    Ok(())
}
