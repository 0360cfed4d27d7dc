//! `index.html`: the template with its style, boot script and preloads filled in, so that first paint needs one request.

use super::locales::Messages;
use super::names;
use crate::npm::Tools;
use crate::system;
use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use sha2::{Digest, Sha384};
use std::path::Path;

/// What the boot script knows of the other files, as the JSON object that replaces `__ASSETS__`.
pub struct Assets {
    js: String,
    /// The hash of the script's content (Subresource Integrity).
    integrity: String,
    wasm: String,
    /// What few visits need, by the name that the app asks for it.
    scripts: Value,
    /// The chunks' files, in the order in which the glue numbers them.
    files: Vec<String>,
    /// By room, the numbers of its chunks.
    chunks: Value,
    /// In the order of preference: the boot script falls back to the first.
    locales: Vec<(String, String)>,
    /// What comes with the later rooms: by language, their messages; `style`, the sheet.
    later: Value,
    shell: Value,
}

impl Assets {
    /// `script` is the content of the file `js`.
    pub fn new(js: &str, script: &[u8], wasm: &str) -> Self {
        Self {
            js: names::url(js),
            integrity: format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(script))),
            wasm: names::url(wasm),
            scripts: json!({}),
            files: Vec::new(),
            chunks: json!({}),
            locales: Vec::new(),
            later: json!({}),
            shell: json!({}),
        }
    }

    /// Where a language's messages lie: those of the shell, which come with the page, and those that come later.
    pub fn add_locale(&mut self, language: &str, name: &str, later: &str, shell: Messages) {
        self.locales.push((language.to_owned(), names::url(name)));
        self.later[language] = names::url(later).into();
        self.shell[language] = Value::Object(shell);
    }

    /// Where a script lies that only some visits load, by the name that the app asks for it.
    pub fn add_script(&mut self, name: &str, file: &str) {
        self.scripts[name] = names::url(file).into();
    }

    /// Where the style of what a first visit doesn't show lies.
    pub fn add_later_style(&mut self, name: &str) {
        self.later["style"] = names::url(name).into();
    }

    /// The next chunk's file.
    pub fn add_chunk(&mut self, name: &str) {
        self.files.push(name.to_owned());
    }

    /// Which chunks a room needs, by their numbers (`src/rooms.rs`).
    pub fn add_room(&mut self, room: &str, chunks: &[usize]) {
        self.chunks[room] = json!(chunks);
    }

    /// As JSON that is safe inside a script element.
    fn script_json(&self) -> String {
        // Written by hand, since a JSON map of this serde_json doesn't keep its order.
        let locales: Vec<_> = self
            .locales
            .iter()
            .map(|(language, url)| format!("{}:{}", json!(language), json!(url)))
            .collect();
        format!(
            r#"{{"js":{},"wasm":{},"scripts":{},"files":{},"chunks":{},"locales":{{{}}},"later":{},"shell":{}}}"#,
            json!(self.js),
            json!(self.wasm),
            self.scripts,
            json!(self.files),
            self.chunks,
            locales.join(","),
            self.later,
            self.shell
        )
        .replace('<', "\\u003c")
    }
}

/// Fills the template's placeholders; each must stand in it once.
pub fn fill(template: &str, style: &str, boot: &str, assets: &Assets) -> Result<String> {
    let preload = format!(
        r#"<link rel="modulepreload" href="{}" integrity="{}"><link rel="preload" as="fetch" crossorigin href="{}">"#,
        assets.js, assets.integrity, assets.wasm
    );
    let boot = replace_once(boot, "__ASSETS__", &assets.script_json()).context("src/boot.js")?;
    for (what, text, end) in [
        ("style", style, "</style"),
        ("boot script", boot.as_str(), "</script"),
    ] {
        if text.contains(end) {
            bail!("the {what} holds '{end}', which would end it early");
        }
    }
    let page = replace_once(template, "<!--sampan:preload-->", &preload)?;
    let page = replace_once(
        &page,
        "<!--sampan:style-->",
        &format!("<style>{style}</style>"),
    )?;
    replace_once(
        &page,
        "<!--sampan:boot-->",
        &format!(r#"<script type="module">{boot}</script>"#),
    )
}

fn replace_once(text: &str, placeholder: &str, value: &str) -> Result<String> {
    match text.matches(placeholder).count() {
        1 => Ok(text.replacen(placeholder, value, 1)),
        count => bail!("{placeholder} must stand there once and stands there {count} times"),
    }
}

/// The languages in the order that `config.json` names them.
pub fn preferred_locales(config: &Path) -> Result<Vec<String>> {
    let config: Value = serde_json::from_str(&system::read(config)?)
        .with_context(|| format!("{} is not JSON", config.display()))?;
    let locales = config["locales"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    Ok(locales
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect())
}

/// The glue with everything it imports as one module: a first visit pays for one request, not three.
pub fn bundle_script(tools: &Tools, entry: &Path) -> Result<String> {
    let glue = without_streams(&system::read(entry)?);
    system::write(entry, glue)?;
    esbuild(tools, entry, &["--bundle"])
}

/// The glue without the classes of `wasm.rs`'s removed exports: no longer exported, they are bundled away.
fn without_streams(glue: &str) -> String {
    const CLASS: &str = "IntoUnderlying";
    let lines = glue.lines().filter(|line| {
        let disposes = line.starts_with("if (Symbol.dispose)");
        !(disposes && line.contains(CLASS))
    });
    let lines =
        lines.map(|line| line.replace(&format!("export class {CLASS}"), &format!("class {CLASS}")));
    let lines: Vec<String> = lines.collect();
    lines.join("\n")
}

/// A script of ours, shorter.
pub fn minify_script(tools: &Tools, script: &Path) -> Result<String> {
    esbuild(tools, script, &[])
}

/// Modules with what they import; what two of them import is in both.
pub fn bundle_module(tools: &Tools, entry: &Path) -> Result<String> {
    esbuild(tools, entry, &["--bundle"])
}

/// `embed.js`, for pages that aren't ours, with its words in each language. No module: from another origin one would need
/// CORS headers.
pub fn loader(tools: &Tools, script: &Path, words: &Value) -> Result<String> {
    let loader = esbuild(tools, script, &[])?;
    replace_once(&loader, "__WORDS__", &words.to_string()).context("src/embed/embed.js")
}

fn esbuild(tools: &Tools, script: &Path, more: &[&str]) -> Result<String> {
    let mut esbuild = tools.esbuild();
    esbuild.arg(script).args(more).args([
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--legal-comments=none",
        "--log-level=warning",
    ]);
    Ok(system::run_quietly(&mut esbuild)?.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "<!--sampan:preload--><!--sampan:style--><body><!--sampan:boot-->";

    fn assets() -> Assets {
        let mut assets = Assets::new("app.1.js", b"", "app.2.wasm");
        assets.add_script("brand", "brand.7.js");
        assets.add_script("frame", "frame.8.js");
        let shell = json!({"shell.title": "</script>"});
        assets.add_locale(
            "en",
            "locales/en.3.json",
            "locales/en.later.5.json",
            shell.as_object().unwrap().clone(),
        );
        assets.add_locale(
            "ar",
            "locales/ar.4.json",
            "locales/ar.later.6.json",
            Messages::new(),
        );
        assets.add_chunk("split_book.5.wasm");
        assets.add_room("book", &[0]);
        assets
    }

    #[test]
    fn fills_every_placeholder() {
        let page = fill(TEMPLATE, "p{}", "const assets=__ASSETS__;", &assets()).unwrap();
        assert_eq!(
            page,
            concat!(
                r#"<link rel="modulepreload" href="./app.1.js" integrity=""#,
                // openssl dgst -sha384 -binary < /dev/null | base64
                r#"sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"><link rel="preload" as="fetch" crossorigin href="./app.2.wasm">"#,
                r#"<style>p{}</style><body><script type="module">const assets="#,
                r#"{"js":"./app.1.js","wasm":"./app.2.wasm","scripts":{"brand":"./brand.7.js","frame":"./frame.8.js"},"files":["split_book.5.wasm"],"chunks":{"book":[0]},"#,
                r#""locales":{"en":"./locales/en.3.json","ar":"./locales/ar.4.json"},"#,
                r#""later":{"ar":"./locales/ar.later.6.json","en":"./locales/en.later.5.json"},"#,
                r#""shell":{"ar":{},"en":{"shell.title":"\u003c/script>"}}};</script>"#
            )
        );
    }

    #[test]
    fn refuses_a_template_without_a_place() {
        let error = fill("<body>", "p{}", "__ASSETS__", &assets()).unwrap_err();
        assert!(error.to_string().contains("sampan:preload"), "{error}");
        assert!(fill(TEMPLATE, "p{}</style>", "__ASSETS__", &assets()).is_err());
    }
}
