//! What a build depends on, as one hash: a second `start` takes seconds because nothing changed.

use super::{Effort, names};
use crate::system;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::path::Path;

const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "index.html",
    "public",
    "src",
    "style",
    "xtask/src/pack",
    "xtask/src/toolchain.rs",
    "xtask/tools/package-lock.json",
];

/// Hashes names and contents of everything that the build reads.
pub fn fingerprint(root: &Path, effort: Effort) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(format!("{effort:?}"));
    for input in INPUTS {
        let path = root.join(input);
        let files = if path.is_dir() {
            system::files_below(&path)?
        } else {
            vec![path]
        };
        for file in files {
            let content = std::fs::read(&file).unwrap_or_default();
            hash.update(format!(
                "{}\0{}\0",
                file.strip_prefix(root)?.display(),
                content.len()
            ));
            hash.update(content);
        }
    }
    Ok(names::hex(&hash.finalize()[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_shows() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("src/doctors/model.rs");
        let mut seen = vec![fingerprint(root.path(), Effort::Release).unwrap()];
        for content in ["", "one", "two"] {
            system::write(&file, content).unwrap();
            seen.push(fingerprint(root.path(), Effort::Release).unwrap());
        }
        seen.push(fingerprint(root.path(), Effort::Dev).unwrap());
        let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!(distinct.len(), seen.len());
    }
}
