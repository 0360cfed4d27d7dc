//! `test`.
use crate::flags::Flags;
use anyhow::Result;
pub const RUNNER: &str = "wasm-test-runner";
pub fn run(_flags: &Flags) -> Result<()> {
    Ok(())
}
pub fn run_wasm(_arguments: &[String]) -> Result<()> {
    Ok(())
}
pub fn step_names() -> Vec<&'static str> {
    vec![]
}
