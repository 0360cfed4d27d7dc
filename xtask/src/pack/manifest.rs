//! What the last build made, kept beside the build and not in `dist/`: for the size check and for skipping work.

use crate::{paths, system};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A file of `dist/`.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Entry {
    /// Its path in `dist/`, with the hash.
    pub name: String,
    pub bytes: u64,
    /// Bytes on the wire: brotli's, or the file's own where it isn't compressed.
    pub brotli: u64,
}

#[derive(Serialize, Deserialize, Debug)]
pub struct Manifest {
    /// A hash of everything the build read.
    pub inputs: String,
    /// By name without hash: `app.wasm`, `locales/en.json`.
    pub files: BTreeMap<String, Entry>,
    /// The chunks that each room loads, by name without hash.
    pub rooms: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// The manifest of a build of these inputs that has written nothing yet.
    pub fn new(inputs: String) -> Self {
        Self {
            inputs,
            files: BTreeMap::new(),
            rooms: BTreeMap::new(),
        }
    }

    fn path() -> PathBuf {
        paths::wasm_target().join("manifest.json")
    }

    /// The last build's manifest, if there was one that this version can read.
    pub fn read() -> Option<Self> {
        serde_json::from_slice(&std::fs::read(Self::path()).ok()?).ok()
    }

    /// Keeps it for the next build.
    pub fn write(&self) -> Result<()> {
        system::write(&Self::path(), serde_json::to_vec_pretty(self)?)
    }

    /// The path in `dist/` of a file by its name without hash.
    pub fn name_of(&self, file: &str) -> Result<&str> {
        Ok(&self.entry(file)?.name)
    }

    /// Bytes on the wire of a file by its name without hash.
    pub fn size_of(&self, file: &str) -> Result<u64> {
        Ok(self.entry(file)?.brotli)
    }

    fn entry(&self, file: &str) -> Result<&Entry> {
        self.files
            .get(file)
            .with_context(|| format!("the build made no {file}"))
    }

    /// The files that a first visit to `/doctors` loads before doctors are on the screen.
    pub fn first_doctors_files(&self) -> Result<Vec<&Entry>> {
        let shell = [
            "index.html",
            "config.json",
            "app.js",
            "app.wasm",
            "locales/en.json",
        ];
        let room = self
            .rooms
            .get("doctors")
            .map(Vec::as_slice)
            .unwrap_or_default();
        shell
            .into_iter()
            .chain(room.iter().map(String::as_str))
            .map(|file| self.entry(file))
            .collect()
    }

    /// Their bytes on the wire.
    pub fn first_doctors(&self) -> Result<u64> {
        Ok(self
            .first_doctors_files()?
            .iter()
            .map(|entry| entry.brotli)
            .sum())
    }
}
