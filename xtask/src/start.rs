//! `start`: everything a look at the app needs, in one command; and `seed`.

use crate::backend::Backend;
use crate::flags::Flags;
use crate::pack::{self, Effort};
use crate::say::{say, timed};
use crate::seed::Options;
use crate::serve::{self, Site};
use crate::{paths, seed};
use anyhow::{Context, Result};
use chrono::Local;

/// `cargo xtask start`.
pub fn run(flags: &Flags) -> Result<()> {
    // The port first: nobody wants to hear after minutes of building that it is taken.
    let listener = serve::listen(flags)?;
    let options = demo(flags)?;
    let effort = if flags.has("--dev") {
        Effort::Dev
    } else {
        Effort::Release
    };
    pack::build(effort)?;
    let site = |fhir: &str| Site {
        dist: paths::dist(),
        config: None,
        fhir: Some(fhir.to_owned()),
    };
    if let Some(fhir) = flags.text("--fhir") {
        serve::announce(&listener)?;
        return serve::until_stopped(listener, site(fhir), || Ok(()));
    }
    let data = paths::data();
    if flags.has("--reset") && data.exists() {
        std::fs::remove_dir_all(&data).with_context(|| format!("removing {}", data.display()))?;
    }
    let mut backend = Backend::start(&data)?;
    load(&backend.base, &options)?;
    serve::announce(&listener)?;
    let site = site(&backend.base);
    serve::until_stopped(listener, site, || backend.alive())
}

/// `cargo xtask seed`.
pub fn seed(flags: &Flags) -> Result<()> {
    let base = flags
        .text("--fhir")
        .context("--fhir URL says which server to load the data into")?;
    load(base.trim_end_matches('/'), &demo(flags)?)
}

/// The demo data that the flags ask for.
pub fn demo(flags: &Flags) -> Result<Options> {
    Ok(Options {
        doctors: flags.parsed("--doctors", 2000)?,
        seed: flags.parsed("--seed", 1)?,
        today: Local::now().date_naive(),
    })
}

/// Loads demo data, telling how far it is.
pub fn load(base: &str, options: &Options) -> Result<()> {
    timed("loading demo data", || {
        seed::load(base, options, &mut |text| say(text))
    })
}
