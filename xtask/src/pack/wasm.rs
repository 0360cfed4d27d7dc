//! The wasm's way from cargo to small modules that load one by one.

use super::{Effort, file_name, fresh, in_parallel};
use crate::npm::Tools;
use crate::toolchain::{Purpose, Toolchain};
use crate::{paths, system};
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Features that every browser we support has. Not `--all-features`, which emits compact imports that Chromium refuses.
const WASM_OPT: &[&str] = &[
    // Streams for Leptos' server functions, of which there are none; as exports they would stay.
    "--remove-exports=*intounderlying*",
    "--flatten",
    "--rereloop",
    "-O3",
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
    "--strip-debug",
    "--strip-producers",
];

/// The app after splitting.
pub struct Pieces {
    /// The module that starts first.
    pub main: PathBuf,
    /// The modules that rooms load later.
    pub chunks: Vec<PathBuf>,
    /// The script that loads them all.
    pub glue: PathBuf,
    /// The chunks of each room, as file names.
    pub rooms: BTreeMap<String, Vec<String>>,
}

/// Compiles the app and returns the whole module's path.
pub fn compile(toolchain: &Toolchain, effort: Effort) -> Result<PathBuf> {
    let (profile, purpose) = match effort {
        Effort::Release => ("release", Purpose::Release),
        Effort::Dev => ("wasm-dev", Purpose::Dev),
    };
    let mut cargo = toolchain.cargo("build", purpose)?;
    cargo.args([
        "--package",
        "sampan",
        "--bin",
        "sampan",
        "--features",
        "split",
        "--profile",
        profile,
    ]);
    system::run(&mut cargo)?;
    Ok(paths::wasm_target()
        .join("wasm32-unknown-unknown")
        .join(profile)
        .join("sampan.wasm"))
}

/// Splits the module at its `#[wasm_split]` functions and writes the glue.
pub fn split(module: &Path) -> Result<Pieces> {
    let folder = paths::wasm_target().join("split");
    fresh(&folder)?;
    let input = std::fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let whole = folder.join("app.wasm");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &folder;
    options.main_out_path = &whole;
    options.main_module = "./app.js";
    options.target.web();
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("splitting: {error:?}"))?;

    Bindgen::new()
        .input_path(&whole)
        .out_name("app")
        .web(true)?
        .typescript(false)
        // The splitter's glue shares them between the modules.
        .keep_lld_exports(true)
        .demangle(false)
        .generate(&folder)
        .context("wasm-bindgen")?;
    shorten_names(&folder.join("app_bg.wasm"), &folder.join("app.js"))?;

    let mut chunks = split.split_modules;
    chunks.sort();
    number_chunks(&folder.join("__wasm_split.js"), &chunks)?;
    let rooms = split.prefetch_map.into_iter().map(|(room, stems)| {
        let mut files: Vec<_> = stems.iter().map(|stem| format!("{stem}.wasm")).collect();
        files.sort();
        (room, files)
    });
    Ok(Pieces {
        main: folder.join("app_bg.wasm"),
        chunks,
        glue: folder.join("app.js"),
        rooms: rooms.collect(),
    })
}

/// Has the splitter's glue ask for each chunk by its place among `chunks`, of which the page alone knows the names
/// (`src/boot.js`): it says the same for every chunk, and hashes are what no compressor makes small.
fn number_chunks(glue: &Path, chunks: &[PathBuf]) -> Result<()> {
    let mut script = crate::system::read(glue)?;
    for (number, chunk) in chunks.iter().enumerate() {
        let name = file_name(chunk)?;
        let loader = loader(&format!("new URL(\"./{name}\", import.meta.url)"));
        if script.matches(&loader).count() != 1 {
            bail!("the glue loads no {name}: has the splitter's output changed?");
        }
        script = script.replace(&loader, &format!("piece({number})"));
    }
    let piece = loader("globalThis.__sampan.file(number)");
    system::write(
        glue,
        format!("{script}\nfunction piece(number) {{ return {piece}; }}\n"),
    )
}

/// What the splitter writes to load a chunk from an address.
fn loader(address: &str) -> String {
    format!(
        "() => {{\n    const src = fetch({address});\n    src.catch(() => {{}});\n    \
         return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}}\n"
    )
}

/// Gives the functions that the glue and the wasm lend each other short names: theirs hold hashes, which no compressor
/// makes small.
fn shorten_names(module: &Path, glue: &Path) -> Result<()> {
    let mut wasm = walrus::Module::from_file(module)?;
    let mut script = crate::system::read(glue)?;
    for (number, import) in wasm.imports.iter_mut().enumerate() {
        let definition = |name: &str| format!("        {name}: function(");
        let short = format!("i{number}");
        if script.matches(&definition(&import.name)).count() == 1 {
            script = script.replace(&definition(&import.name), &definition(&short));
            import.name = short;
        }
    }
    let mangled = wasm
        .exports
        .iter_mut()
        .filter(|export| export.name.starts_with("_R"));
    for (number, export) in mangled.enumerate() {
        let call = |name: &str| format!("wasm.{name}(");
        let short = format!("e{number}");
        if script.matches(&call(&export.name)).count() == 1 {
            script = script.replace(&call(&export.name), &call(&short));
            export.name = short;
        }
    }
    wasm.emit_wasm_file(module)?;
    system::write(glue, script)
}

/// Runs wasm-opt over each module, in place.
pub fn optimise(tools: &Tools, pieces: &Pieces) -> Result<()> {
    let modules: Vec<_> = std::iter::once(&pieces.main)
        .chain(&pieces.chunks)
        .collect();
    in_parallel(&modules, |module| {
        let mut wasm_opt = tools.wasm_opt();
        wasm_opt.args(WASM_OPT).arg(module).arg("-o").arg(module);
        system::run_quietly(&mut wasm_opt)
    })?;
    drop_unused(&pieces.main, &pieces.glue)
}

/// Takes out of the glue the functions of [`shorten_names`] that wasm-opt has found nobody calls.
fn drop_unused(module: &Path, glue: &Path) -> Result<()> {
    let wasm = walrus::Module::from_file(module)?;
    let is_unused = |line: &str| {
        let definition = line
            .strip_prefix("        i")
            .and_then(|line| line.split_once(": function("));
        definition.is_some_and(|(number, _)| {
            let name = format!("i{number}");
            wasm.imports.iter().all(|import| import.name != name)
        })
    };
    let mut dropping = false;
    let mut kept = String::new();
    for line in crate::system::read(glue)?.lines() {
        dropping = dropping || is_unused(line);
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
        dropping = dropping && line != "        },";
    }
    system::write(glue, kept)
}
