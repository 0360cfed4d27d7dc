//! The development backend: Helios FHIR Server with a SQLite file, installed once into the cache.

use crate::npm::Tools;
use crate::say::{say, timed};
use crate::signin::SignIn;
use crate::{paths, system};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const CRATE: &str = "helios-hfs";
const VERSION: &str = "0.2.7";
/// How long a start may take; a database of 100,000 doctors needs some of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. It ends with this value, and with the process.
pub struct Backend {
    child: Child,
    log: PathBuf,
    /// Its FHIR base.
    pub base: String,
}

impl Backend {
    /// Installs the server if need be and starts it on a free port, with its database and log in `data`. With a
    /// `sign_in` it takes only that server's tokens, which it checks by its public keys (JWKS).
    ///
    /// Call from the main thread: the kernel ends the server with the thread that started it.
    pub fn start(data: &Path, sign_in: Option<&SignIn>) -> Result<Self> {
        let program = installed()?;
        std::fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
        let port = system::free_port()?;
        // The proxy turns links with this base into links with the browser's.
        let base = format!("http://localhost:{port}");
        let log = data.join("helios.log");
        let output = File::create(&log).with_context(|| format!("creating {}", log.display()))?;
        let mut command = Command::new(program);
        command
            .env("HFS_SERVER_PORT", port.to_string())
            .env("HFS_SERVER_HOST", "127.0.0.1")
            .env("HFS_BASE_URL", &base)
            .env("HFS_DATA_DIR", search_parameters()?)
            .env("HFS_LOG_LEVEL", "warn")
            // Bundles of the demo data, and of a whole record.
            .env("HFS_MAX_BODY_SIZE", (64u32 << 20).to_string())
            .env("HFS_REQUEST_TIMEOUT", "120")
            // FHIR's own definitions as resources: half a minute and 200 MB that no search needs.
            .env("HFS_SEED_CONFORMANCE", "false")
            .env("HFS_DATABASE_URL", data.join("helios.db"))
            .current_dir(data)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output);
        if let Some(sign_in) = sign_in {
            command
                .env("HFS_AUTH_ENABLED", "true")
                .env("HFS_AUTH_JWKS_URL", format!("{}/jwks", sign_in.issuer))
                .env("HFS_AUTH_ISSUER", &sign_in.issuer)
                .env("HFS_AUTH_AUDIENCE", &sign_in.audience)
                .env("HFS_AUTH_ALGORITHMS", "RS256");
        }
        let child = system::die_with_us(&mut command)
            .spawn()
            .context("starting Helios")?;
        let mut backend = Self { child, log, base };
        timed("starting the FHIR server", || backend.wait_until_ready())?;
        Ok(backend)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let begun = Instant::now();
        let health = format!("{}/health", self.base);
        loop {
            self.alive()?;
            let asked = ureq::get(&health)
                .config()
                .timeout_global(Some(Duration::from_secs(2)))
                .build()
                .call();
            if asked.is_ok() {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                bail!(
                    "the FHIR server isn't ready after {} s; its log ends:\n{}",
                    PATIENCE.as_secs(),
                    self.log_end()
                );
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// An error with the end of the log if the server has died.
    pub fn alive(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!(
                "the FHIR server died ({status}); {} ends:\n{}",
                self.log.display(),
                self.log_end()
            ),
        }
    }

    fn log_end(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        // SIGTERM first, so that SQLite can tidy its journal.
        // SAFETY: kill takes any numbers; the child isn't reaped yet, so the id is still its own.
        unsafe { libc::kill(self.child.id().cast_signed(), libc::SIGTERM) };
        for _ in 0..30 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server's program, compiled into the cache the first time.
fn installed() -> Result<PathBuf> {
    let cache = paths::cache()?;
    let root = cache.join(format!("{CRATE}-{VERSION}"));
    let program = root.join("bin/hfs");
    if !program.exists() {
        say(format!(
            "installing {CRATE} {VERSION} into {}, once; about 5 minutes",
            root.display()
        ));
        let scratch = cache.join("helios-build");
        let mut cargo = system::cargo();
        cargo
            .args(["install", &format!("{CRATE}@{VERSION}")])
            // The dev profile: it answers in milliseconds too, and a release build takes 20 minutes.
            .args([
                "--no-default-features",
                "--features",
                "R4,sqlite",
                "--debug",
                "--root",
            ])
            .arg(&root)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TARGET_DIR", &scratch)
            .env_remove("RUSTFLAGS")
            .current_dir(&cache);
        system::run(&mut cargo)?;
        std::fs::remove_dir_all(&scratch).context("removing what the installation left")?;
    }
    Ok(program)
}

/// The folder of search parameter definitions, without which the server knows nearly none.
fn search_parameters() -> Result<PathBuf> {
    let folder = paths::cache()?.join(format!("{CRATE}-{VERSION}/data"));
    let file = folder.join("search-parameters-r4.json");
    if !file.exists() {
        let source = Tools::installed()?.search_parameters();
        system::write(
            &file,
            std::fs::read(&source).with_context(|| format!("reading {}", source.display()))?,
        )?;
    }
    Ok(folder)
}
