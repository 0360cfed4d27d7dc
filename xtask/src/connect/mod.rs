//! `connect`: the checks of the page `/connect` from a terminal, with an exit code for CI.

#[path = "../../../src/connect/model/mod.rs"]
#[allow(dead_code, unused_imports)] // The page needs some of it alone.
mod model;
#[path = "../../../src/fhir/url.rs"]
#[allow(dead_code)] // The app needs more of it than the checks.
mod url;
mod wire;

use crate::flags::Flags;
use crate::say::say;
use anyhow::{Context, Result};
use chrono::{SecondsFormat, Utc};
use model::{Finding, Part, Verdict, Wish, check, report, said, worst};
use serde_json::Value;
use std::process::exit;

/// Something that patients need fails.
const FAILS: i32 = 1;
/// There was nothing to check.
const NOT_RUN: i32 = 2;

/// `cargo xtask connect`.
pub fn run(flags: &Flags) -> Result<()> {
    let Some(base) = flags.text("--fhir") else {
        eprintln!("error: --fhir URL says which server to check");
        exit(NOT_RUN);
    };
    let words: Value =
        serde_json::from_str(include_str!("../../../public/locales/en/connect.json"))
            .context("public/locales/en/connect.json")?;
    let words = |key: &str| words[key].as_str().map(str::to_owned);
    let wish = |base: &str, part| Wish {
        base: base.to_owned(),
        part,
        write: flags.has("--write"),
    };
    let wishes = match flags.text("--record") {
        Some(record) => vec![wish(base, Part::Directory), wish(record, Part::Record)],
        None => vec![wish(base, Part::Both)],
    };
    let wire = wire::Http::new(flags.text("--site"));
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut all = Vec::new();
    for wish in wishes {
        let mut findings: Vec<Finding> = Vec::new();
        let mut tell = |finding: Finding| {
            say(said(&finding, &words));
            findings.push(finding);
        };
        runtime.block_on(check(&wish, &wire, &mut tell));
        let now = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
        println!(
            "{}",
            report(&model::tidy(&wish.base), &now, &findings, &words)
        );
        all.extend(findings);
    }
    if all.iter().any(|finding| finding.outcome == "address_bad") {
        exit(NOT_RUN);
    }
    if worst(&all) == Verdict::Bad {
        exit(FAILS);
    }
    Ok(())
}
