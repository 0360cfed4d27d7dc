//! The style sheet: every file that `style/main.css` imports, in one, minified.

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use std::path::Path;

/// Bundles a CSS file with what it imports. Nothing is lowered for older browsers: wasm wants newer ones anyway.
pub fn bundle(entry: &Path) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler
        .bundle(entry)
        .map_err(|error| anyhow!("style: {error}"))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("style: {error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("style: {error}"))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_inlined_in_their_layers() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("main.css"),
            "@layer base;\n@import \"a.css\" layer(base);",
        )
        .unwrap();
        std::fs::write(
            folder.path().join("a.css"),
            "/* why */ p { margin-inline: 0px }",
        )
        .unwrap();
        let css = bundle(&folder.path().join("main.css")).unwrap();
        assert_eq!(css, "@layer base{p{margin-inline:0}}");
    }
}
