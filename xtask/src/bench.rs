//! `bench`.
use crate::flags::Flags;
use anyhow::Result;
pub fn run(_flags: &Flags) -> Result<()> {
    Ok(())
}
