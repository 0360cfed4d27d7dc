//! Brotli files beside the originals, made once here so that no server has to.

use super::{Effort, Manifest, in_parallel};
use crate::system;
use anyhow::Result;
use std::path::Path;

/// Kinds that aren't compressed already.
const COMPRESSIBLE: &[&str] = &[
    "css",
    "html",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// What a hospital edits in `dist/`: a packed copy beside it would still say what it said before.
const EDITED: &str = "config.json";

/// Writes `X.br` beside each compressible file that it makes smaller, and notes the bytes on the wire.
pub fn beside(folder: &Path, manifest: &mut Manifest, effort: Effort) -> Result<()> {
    let quality = if effort == Effort::Release { 11 } else { 5 };
    let mut entries: Vec<_> = manifest.files.values_mut().collect();
    // The largest first: otherwise it is begun last and the other cores wait for it.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.bytes));
    let names: Vec<String> = entries.iter().map(|entry| entry.name.clone()).collect();
    let wire = in_parallel(&names, |name| {
        let path = folder.join(name);
        let content = std::fs::read(&path)?;
        let kind = name.rsplit('.').next().unwrap_or_default();
        if !COMPRESSIBLE.contains(&kind) || name == EDITED {
            return Ok(content.len() as u64);
        }
        let packed = brotli(&content, quality)?;
        if packed.len() >= content.len() {
            return Ok(content.len() as u64);
        }
        system::write(&folder.join(format!("{name}.br")), &packed)?;
        Ok(packed.len() as u64)
    })?;
    for (entry, bytes) in entries.into_iter().zip(wire) {
        entry.brotli = bytes;
    }
    Ok(())
}

/// Compresses with a quality of 0 (fast) to 11 (small).
pub fn brotli(content: &[u8], quality: i32) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &parameters)?;
    Ok(packed)
}
