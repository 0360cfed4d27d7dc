//! `bench`: the design's budgets, measured in a throttled Chromium against the development backend.

use crate::backend::Backend;
use crate::flags::Flags;
use crate::pack::{self, Effort};
use crate::seed::Options;
use crate::serve::{self, Access, Site};
use crate::{browser, npm, paths, start, system};
use anyhow::Result;
use serde_json::Value;
use std::process::Command;

/// The patient that the browser script gives 300 Observations.
const PATIENT: &str = "bench-300";

/// `cargo xtask bench`.
pub fn run(flags: &Flags) -> Result<()> {
    pack::build(Effort::Release)?;
    let folder = npm::end_to_end()?;
    let options: Options = start::demo(flags)?;
    // Kept between runs: 100,000 doctors take their time to load.
    let data = paths::root().join(format!("target/bench-{}", options.doctors));
    let backend = Backend::start(&data, None)?;
    start::load(&backend.base, &options)?;

    let config = data.join("config.json");
    system::write(&config, config_for(PATIENT)?)?;
    let fhir = Some(backend.base.clone());
    let site = |config| Site {
        dist: paths::dist(),
        config,
        fhir: fhir.clone(),
        access: Access::AsSent,
    };
    let served = serve::in_background(site(Some(config)))?;
    let hospital = serve::hospital::open(site(None), &data)?;
    let mut node = Command::new("node");
    node.arg("bench.mjs")
        .current_dir(&folder)
        .env("SAMPAN_URL", &served.url)
        .env("SAMPAN_PATIENT", PATIENT)
        .env("SAMPAN_HOSPITAL_URL", &hospital.url)
        .env("CHROMIUM", browser::chromium()?);
    system::run(&mut node)
}

/// The project's config with another patient's record.
fn config_for(patient: &str) -> Result<Vec<u8>> {
    let mut config: Value =
        serde_json::from_str(&system::read(&paths::root().join("public/config.json"))?)?;
    config["record"]["patient"] = patient.into();
    Ok(serde_json::to_vec(&config)?)
}
