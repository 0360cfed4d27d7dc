//! `cargo xtask seed`, until the rest of the tools are here.

mod seed;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    anyhow::ensure!(
        arguments.next().as_deref() == Some("seed"),
        "cargo xtask seed --fhir URL [--doctors N] [--seed S] [--today D]"
    );
    let mut base = None;
    let mut options = seed::Options {
        doctors: 2_000,
        seed: 1,
        today: chrono::Local::now().date_naive(),
    };
    while let Some(name) = arguments.next() {
        let value = arguments
            .next()
            .with_context(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--fhir" => base = Some(value),
            "--doctors" => options.doctors = value.parse()?,
            "--seed" => options.seed = value.parse()?,
            "--today" => options.today = value.parse()?,
            _ => anyhow::bail!("unknown option {name}"),
        }
    }
    seed::load(&base.context("--fhir is missing")?, &options, &mut |line| {
        println!("{line}")
    })
}
