//! An example of a hospital's own page with Sampan in it: a stylesheet that means harm, and a strict policy.

use super::{Background, background, bind};
use crate::{paths, system};
use anyhow::Result;
use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::routing::get;
use std::net::TcpListener;

/// Takes a port for the page, and says its origin: another site than the app's, as in life.
pub fn listen() -> Result<(TcpListener, String)> {
    let listener = bind("127.0.0.1", 0)?;
    let origin = format!("http://{}", listener.local_addr()?);
    Ok((listener, origin))
}

/// Serves the page, which holds the app at `app`. It allows itself what docs/embed.md says is needed, and nothing else.
pub fn serve(listener: TcpListener, app: &str) -> Result<Background> {
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
