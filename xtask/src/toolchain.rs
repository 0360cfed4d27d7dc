//! The compiler for the wasm: one that has the wasm32 target and the source of `std`, which we build ourselves.

use crate::say::say;
use crate::{paths, system};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
const LLVM: &str = "/usr/lib/llvm-22/bin";
const DEBIAN: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "rust-web-clippy",
    "lld-22",
];

const RELEASE: &[&str] = &[
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    // Also keeps the paths of the build machine out, which the packer checks. Remapping them instead would
    // give each checkout flags of its own, and no build could be reused by another.
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];

/// The splitter follows relocations to see what belongs to which chunk.
const SPLITTABLE: &[&str] = &["-Clink-args=--emit-relocs"];

/// A compiler that can build the app.
pub struct Toolchain {
    /// What to call it when saying which one was taken.
    name: String,
    cargo: OsString,
    sysroot: PathBuf,
    environment: Vec<(&'static str, OsString)>,
}

/// What the wasm is built for.
#[derive(Clone, Copy, PartialEq)]
pub enum Purpose {
    /// The app: small, split, a panic is a trap.
    Release,
    /// The app for its engineers: split, functions keep their names in a trap's stack.
    Dev,
    /// Tests and lints.
    Check,
}

/// Finds a toolchain, or installs one where we may.
///
/// First those that are already whole (the active one, then Debian's), then rustup, then Debian's packages.
/// `SAMPAN_WASM_TOOLCHAIN` = `active`, `rustup` or `debian` asks for one of them.
pub fn wasm() -> Result<Toolchain> {
    let chosen = match std::env::var("SAMPAN_WASM_TOOLCHAIN").as_deref() {
        Err(_) => active()
            .or_else(debian)
            .map_or_else(|| rustup().or_else(|_| debian_installed()), Ok),
        Ok("active") => {
            active().context("the active toolchain lacks the wasm32 target or rust-src")
        }
        Ok("rustup") => rustup(),
        Ok("debian") => debian_installed(),
        Ok(other) => bail!("SAMPAN_WASM_TOOLCHAIN can't be '{other}' (active, rustup or debian)"),
    }?;
    say(format!("wasm toolchain: {}", chosen.name));
    Ok(chosen)
}

fn active() -> Option<Toolchain> {
    let cargo = system::cargo().get_program().to_owned();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = whole_sysroot(&rustc)?;
    Some(Toolchain {
        name: format!("active, {}", version(&rustc)),
        cargo,
        sysroot,
        environment: vec![],
    })
}

fn rustup() -> Result<Toolchain> {
    if system::find("rustup").is_none() {
        bail!("there is no rustup");
    }
    say("asking rustup for the wasm32 target and the source of std");
    system::run_quietly(Command::new("rustup").args(["target", "add", TARGET]))?;
    system::run_quietly(Command::new("rustup").args(["component", "add", "rust-src"]))?;
    active().context("rustup added the wasm32 target and rust-src, yet they aren't there")
}

/// Debian's own toolchain, which is whole where rustup can fetch nothing.
fn debian() -> Option<Toolchain> {
    let rustc = OsString::from("/usr/bin/rustc");
    let cargo = OsString::from("/usr/bin/cargo");
    let parts = [
        "/usr/bin/cargo-clippy".as_ref(),
        Path::new(&cargo),
        &Path::new(LLVM).join("lld"),
    ];
    if !parts.iter().all(|part| part.exists()) {
        return None;
    }
    let sysroot = whole_sysroot(&rustc)?;
    let mut path = OsString::from(format!("/usr/bin:{LLVM}"));
    if let Some(rest) = std::env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    Some(Toolchain {
        name: format!("Debian's, {}", version(&rustc)),
        cargo,
        sysroot,
        environment: vec![
            ("RUSTC", rustc),
            ("RUSTDOC", "/usr/bin/rustdoc".into()),
            ("PATH", path),
        ],
    })
}

fn debian_installed() -> Result<Toolchain> {
    if let Some(toolchain) = debian() {
        return Ok(toolchain);
    }
    system::apt_install(
        DEBIAN,
        "a Rust toolchain with the wasm32 target and the source of std",
    )?;
    debian().context("Debian's packages are installed, yet they make no whole toolchain")
}

/// The compiler's sysroot, if it has what `-Zbuild-std` for wasm needs.
fn whole_sysroot(rustc: &OsString) -> Option<PathBuf> {
    let printed = system::run_quietly(Command::new(rustc).args(["--print", "sysroot"])).ok()?;
    let sysroot = PathBuf::from(printed.trim());
    let rustlib = sysroot.join("lib/rustlib");
    let debian = sysroot == Path::new("/usr");
    // Debian compiles for wasm without a prebuilt std; ours is built from source anyway.
    let target = debian || rustlib.join(TARGET).is_dir();
    (target && rustlib.join("src/rust/library/std").is_dir()).then_some(sysroot)
}

fn version(rustc: &OsString) -> String {
    let printed = system::run_quietly(Command::new(rustc).arg("--version"));
    printed.map_or_else(|_| "unknown version".into(), |text| text.trim().to_owned())
}

impl Toolchain {
    /// A cargo that builds for wasm with a `std` of its own; the caller adds the subcommand's arguments.
    pub fn cargo(&self, subcommand: &str, purpose: Purpose) -> Result<Command> {
        let mut command = Command::new(&self.cargo);
        command
            .current_dir(paths::root())
            .arg(subcommand)
            .args(["--target", TARGET])
            .arg("--target-dir")
            .arg(paths::wasm_target())
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTFLAGS")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            // -Zbuild-std and the flags below want it on a stable compiler.
            .env("RUSTC_BOOTSTRAP", "1");
        if purpose == Purpose::Release {
            command.args([
                "-Zbuild-std=std,panic_abort",
                "-Zbuild-std-features=optimize_for_size",
            ]);
        } else if !self.sysroot.join("lib/rustlib").join(TARGET).is_dir() {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        let flags = match purpose {
            Purpose::Release => [RELEASE, SPLITTABLE].concat(),
            Purpose::Dev => SPLITTABLE.to_vec(),
            Purpose::Check => vec![],
        };
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        Ok(command)
    }
}
