//! Builds `dist/`: cargo, split, wasm-bindgen, wasm-opt, hashed names, brotli.

mod compress;
mod inputs;
mod locales;
mod manifest;
pub mod names;
mod page;
mod style;
mod wasm;

use crate::flags::Flags;
use crate::npm::Tools;
use crate::say::{say, size, timed};
use crate::{paths, system, toolchain};
use anyhow::{Context, Result, bail};
pub use compress::brotli;
pub use manifest::{Entry, Manifest};
use std::path::{Path, PathBuf};

/// How much work to put into small files.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Effort {
    /// What goes to a CDN.
    Release,
    /// For engineers between two looks at the page: the same pieces, larger.
    Dev,
}

/// `cargo xtask build`.
pub fn run(flags: &Flags) -> Result<()> {
    let effort = if flags.has("--dev") {
        Effort::Dev
    } else {
        Effort::Release
    };
    build(effort).map(drop)
}

/// Builds `dist/`, unless it was built from exactly what is there now.
pub fn build(effort: Effort) -> Result<Manifest> {
    let inputs = inputs::fingerprint(&paths::root(), effort)?;
    if let Some(manifest) = Manifest::read()
        && manifest.inputs == inputs
        && paths::dist().join("index.html").exists()
    {
        say("dist/ is up to date");
        return Ok(manifest);
    }
    let tools = Tools::installed()?;
    let toolchain = toolchain::wasm()?;
    let module = wasm::compile(&toolchain, effort)?;
    let pieces = timed("splitting into rooms", || wasm::split(&module))?;
    if effort == Effort::Release {
        timed("optimising wasm", || wasm::optimise(&tools, &pieces))?;
    }
    let mut dist = Dist::new(inputs)?;
    let app = dist.add_app(&tools, &pieces)?;
    dist.add_public()?;
    dist.add_page(&tools, app)?;
    let manifest = timed("compressing", || dist.finish(effort))?;
    say(format!(
        "dist/ is ready: {} until doctors are on the screen",
        size(manifest.first_doctors()?)
    ));
    Ok(manifest)
}

/// Scripts that few visits need: the hospital's own look and its preview, standing in another page's frame, and counting.
const SCRIPTS: [(&str, &str); 4] = [
    ("brand", "src/brand/brand.js"),
    ("preview", "src/brand/preview.js"),
    ("frame", "src/embed/frame.js"),
    ("counter", "src/counter/counter.js"),
];

/// What the page needs to know about the app's files.
struct App {
    js: String,
    wasm: String,
    /// The chunks without hashes, in the order in which the glue numbers them.
    chunks: Vec<String>,
}

/// A `dist/` in the making, beside the one that may be served meanwhile.
struct Dist {
    folder: PathBuf,
    manifest: Manifest,
}

impl Dist {
    fn new(inputs: String) -> Result<Self> {
        let folder = paths::wasm_target().join("dist");
        fresh(&folder)?;
        Ok(Self {
            folder,
            manifest: Manifest::new(inputs),
        })
    }

    /// Adds a file under its own name. `role` is what the size check knows it by.
    fn add(&mut self, role: &str, name: &str, content: &[u8]) -> Result<()> {
        system::write(&self.folder.join(name), content)?;
        let entry = Entry {
            name: name.to_owned(),
            bytes: content.len() as u64,
            brotli: 0,
        };
        self.manifest.files.insert(role.to_owned(), entry);
        Ok(())
    }

    /// Adds a file under a name with its content's hash, and returns that name.
    fn add_hashed(&mut self, name: &str, content: &[u8]) -> Result<String> {
        let hashed = names::hashed(name, content);
        self.add(name, &hashed, content)?;
        Ok(hashed)
    }

    /// The wasm, its chunks and the glue. What they are named the page knows alone.
    fn add_app(&mut self, tools: &Tools, pieces: &wasm::Pieces) -> Result<App> {
        let wasm = self.add_hashed("app.wasm", &std::fs::read(&pieces.main)?)?;
        let mut chunks = Vec::new();
        for path in &pieces.chunks {
            let name = file_name(path)?;
            self.add_hashed(name, &std::fs::read(path)?)?;
            chunks.push(name.to_owned());
        }
        self.manifest.rooms = pieces.rooms.clone();
        let glue = page::bundle_script(tools, &pieces.glue)?;
        let js = self.add_hashed("app.js", glue.as_bytes())?;
        Ok(App { js, wasm, chunks })
    }

    /// `public/` as it is, but for the locales, which are merged.
    fn add_public(&mut self) -> Result<()> {
        let public = paths::root().join("public");
        for path in system::files_below(&public)? {
            let name = path.strip_prefix(&public)?.to_string_lossy().into_owned();
            if !name.starts_with("locales/") {
                self.add(&name, &name, &std::fs::read(&path)?)?;
            }
        }
        Ok(())
    }

    fn add_page(&mut self, tools: &Tools, app: App) -> Result<()> {
        let root = paths::root();
        let preferred = page::preferred_locales(&root.join("public/config.json"))?;
        let locales = locales::read(&root.join("public/locales"), &preferred)?;
        let script = std::fs::read(self.folder.join(&app.js))?;
        let mut assets = page::Assets::new(&app.js, &script, &app.wasm);
        for locales::Language { tag, first, later } in &locales {
            let name = format!("locales/{tag}.json");
            let name = self.add_hashed(&name, &serde_json::to_vec(first)?)?;
            let rest = format!("locales/{tag}.later.json");
            let rest = self.add_hashed(&rest, &serde_json::to_vec(later)?)?;
            assets.add_locale(tag, &name, &rest, locales::shell(first));
        }
        for (name, source) in SCRIPTS {
            let module = page::bundle_module(tools, &root.join(source))?;
            let file = self.add_hashed(&[name, ".js"].concat(), module.as_bytes())?;
            assets.add_script(name, &file);
        }
        let words = locales.iter().map(|language| {
            (
                language.tag.clone(),
                locales::embedded(&language.later).into(),
            )
        });
        let words = serde_json::Value::Object(words.collect());
        let loader = page::loader(tools, &root.join("src/embed/embed.js"), &words)?;
        self.add("embed.js", "embed.js", loader.as_bytes())?;
        let style = style::bundle(&root.join("style/later.css"))?;
        let style = self.add_hashed("later.css", style.as_bytes())?;
        assets.add_later_style(&style);
        for chunk in &app.chunks {
            assets.add_chunk(self.manifest.name_of(chunk)?);
        }
        // The page starts the chunks of patients' rooms early, but for those that only config.json leads to.
        for (room, chunks) in &self.manifest.rooms {
            // What sends a record's searches goes first.
            let first = match room.as_str() {
                "connect" | "ask" | "links" => continue,
                "record" => self
                    .manifest
                    .rooms
                    .get("ask")
                    .map_or(&[][..], Vec::as_slice),
                _ => &[],
            };
            let all = first
                .iter()
                .chain(chunks.iter().filter(|file| !first.contains(file)));
            let places = all.map(|file| app.chunks.iter().position(|chunk| chunk == file));
            let places = places.collect::<Option<Vec<_>>>();
            assets.add_room(
                room,
                &places.with_context(|| format!("{room} has unknown chunks"))?,
            );
        }
        let html = page::fill(
            &system::read(&root.join("index.html"))?,
            &style::bundle(&root.join("style/main.css"))?,
            &page::minify_script(tools, &root.join("src/boot.js"))?,
            &assets,
        )?;
        self.add("index.html", "index.html", html.as_bytes())
    }

    /// Compresses, checks that nothing of this machine is inside, and takes the place of the old `dist/`.
    fn finish(mut self, effort: Effort) -> Result<Manifest> {
        if effort == Effort::Release {
            refuse_paths(&self.folder)?;
        }
        compress::beside(&self.folder, &mut self.manifest, effort)?;
        let dist = paths::dist();
        if dist.exists() {
            std::fs::remove_dir_all(&dist).context("removing the old dist/")?;
        }
        std::fs::rename(&self.folder, &dist).context("moving the new dist/ into place")?;
        self.manifest.write()?;
        Ok(self.manifest)
    }
}

/// Fails if a path of the build machine is in a file that the world will download.
fn refuse_paths(folder: &Path) -> Result<()> {
    let private = [paths::home()?, paths::root(), paths::cargo_home()?]
        .map(|path| format!("{}/", path.display()))
        .into_iter()
        .chain([".cargo/registry".to_owned()]);
    let private: Vec<String> = private.collect();
    for path in system::files_below(folder)? {
        let content = std::fs::read(&path)?;
        for needle in &private {
            if content
                .windows(needle.len())
                .any(|window| window == needle.as_bytes())
            {
                bail!(
                    "{} holds '{needle}', a path of this machine",
                    file_name(&path)?
                );
            }
        }
    }
    Ok(())
}

/// An empty folder of this name.
fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("emptying {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

fn file_name(path: &Path) -> Result<&str> {
    path.file_name()
        .and_then(|name| name.to_str())
        .with_context(|| format!("{} has no readable name", path.display()))
}

/// Does the same to many things, on every core. The order of the results is that of the things.
fn in_parallel<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let results = std::sync::Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(thing) = things.get(index) else {
                        break;
                    };
                    let result = work(thing);
                    results
                        .lock()
                        .unwrap_or_else(|e| e.into_inner())
                        .push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(|e| e.into_inner());
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parallel_work_keeps_its_order_and_its_errors() {
        let things: Vec<u32> = (0..100).collect();
        let doubled = in_parallel(&things, |n| Ok(n * 2)).unwrap();
        assert_eq!(doubled, (0..100).map(|n| n * 2).collect::<Vec<_>>());
        let failed = in_parallel(&things, |n| if *n == 7 { bail!("seven") } else { Ok(()) });
        assert_eq!(failed.unwrap_err().to_string(), "seven");
    }

    #[test]
    fn a_path_of_this_machine_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("app.js"), "fine").unwrap();
        refuse_paths(folder.path()).unwrap();
        let leak = format!("x{}/src/main.rs", paths::root().display());
        std::fs::write(folder.path().join("app.js"), leak).unwrap();
        assert!(refuse_paths(folder.path()).is_err());
    }
}
