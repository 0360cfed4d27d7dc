//! An example of a hospital's own page with Sampan in it: a stylesheet that means harm, and a strict policy.

use super::{Background, Site, background, bind, in_background};
use crate::{paths, system};
use anyhow::Result;
use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::routing::get;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;

/// The page and the app in it, for as long as this lives.
pub struct Hospital {
    /// The page's origin: another site than the app's, as in life.
    pub url: String,
    _app: Background,
    _page: Background,
}

/// Serves the page, and `site` for it with a config, kept in the folder `data`, that lets the page frame it.
pub fn open(site: Site, data: &Path) -> Result<Hospital> {
    let listener = bind("127.0.0.1", 0)?;
    let url = format!("http://{}", listener.local_addr()?);
    let mut config: Value =
        serde_json::from_str(&system::read(&paths::root().join("public/config.json"))?)?;
    config["embed"]["ancestors"] = json!([url]);
    let path = data.join("framed.json");
    system::write(&path, serde_json::to_vec_pretty(&config)?)?;
    let app = in_background(Site {
        config: Some(path),
        ..site
    })?;
    let page = serve(listener, &app.url)?;
    Ok(Hospital {
        url,
        _app: app,
        _page: page,
    })
}

/// It allows itself what docs/embed.md says is needed, and nothing else.
fn serve(listener: TcpListener, app: &str) -> Result<Background> {
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src {app}; frame-src {app}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'"
    );
    let folder = paths::root().join("xtask/hospital");
    let page = system::read(&folder.join("index.html"))?.replace("APP", app);
    let style = system::read(&folder.join("hospital.css"))?;
    let html = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    let css = [(CONTENT_TYPE, "text/css; charset=utf-8")];
    let routes = Router::new()
        .route("/", get(|| async move { (html, page) }))
        .route("/hospital.css", get(|| async move { (css, style) }));
    background(listener, routes)
}
